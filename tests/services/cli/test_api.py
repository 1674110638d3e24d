"""When an act is tried again while a service is away, and whom a command trusts."""

import ssl
from random import Random

import httpx

from services.cli.api import before_next, trusted

AWAY = httpx.Response(503, headers={"Retry-After": "7"})


def test_a_service_that_says_when_to_come_back_is_believed() -> None:
    assert before_next(AWAY, 0.5, 0.9) == 7


def test_where_nobody_says_it_the_pause_is_shortened_by_chance() -> None:
    chance = Random(2)  # noqa: S311 -- the same each time
    for answer in (None, httpx.Response(502), httpx.Response(503, headers={"Retry-After": "soon"})):
        pauses = {before_next(answer, 4.0, chance.random()) for _ in range(10)}
        assert len(pauses) == 10
        assert 2.0 <= min(pauses) < max(pauses) <= 4.0


def test_the_authorities_are_known_where_one_service_is_reached_by_tls() -> None:
    assert trusted(["http://127.0.0.1:8001", "HTTPS://van-ban.tinh.vn"]).get_ca_certs()


def test_where_none_is_nobody_is_trusted() -> None:
    context = trusted(["http://127.0.0.1:8001"])
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert not context.get_ca_certs()
