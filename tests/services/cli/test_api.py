"""When an act is tried again while a service is away."""

from random import Random

import httpx

from services.cli.api import before_next

AWAY = httpx.Response(503, headers={"Retry-After": "7"})


def test_a_service_that_says_when_to_come_back_is_believed() -> None:
    assert before_next(AWAY, 0.5, 0.9) == 7


def test_where_nobody_says_it_the_pause_is_shortened_by_chance() -> None:
    chance = Random(2)  # noqa: S311 -- the same each time
    for answer in (None, httpx.Response(502), httpx.Response(503, headers={"Retry-After": "soon"})):
        pauses = {before_next(answer, 4.0, chance.random()) for _ in range(10)}
        assert len(pauses) == 10
        assert 2.0 <= min(pauses) < max(pauses) <= 4.0
