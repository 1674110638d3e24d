"""A token signs with the right PIN; wrong, gone, silent and locked ones are told apart."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from shared.document.keys import device_key
from shared.document.sign import sign_by_person
from shared.document.token import Token
from shared.document.trial_keys import TrialAuthority
from shared.document.verify import check_signed
from shared.domain.devices import DeviceAway
from shared.domain.refusals import Refusal
from tests.shared.document.dispatch import AT, ISSUER, SIGNER
from tests.support.token import DRIVER, PIN, SoftHsm, soft_hsm

DIGEST = bytes(32)


@dataclass(frozen=True)
class Plugged:
    """A token with a person's key, and what belongs to it."""

    hsm: SoftHsm
    certificate: bytes
    root: bytes
    token: Token


@pytest.fixture(scope="module")
def plugged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plugged]:
    authority = TrialAuthority.found(now=AT - timedelta(days=1))
    key = authority.key_for_person(SIGNER, ISSUER, password="một", now=AT - timedelta(days=1))
    with soft_hsm(tmp_path_factory.mktemp("hsm") / "made") as hsm:
        certificate = hsm.add("thẻ 1", key, "một")
        token = Token(module=DRIVER, label="thẻ 1", pin=PIN)
        yield Plugged(hsm, certificate, authority.root_der, token)


def test_a_token_signs_a_dispatch(plugged: Plugged, prepared: bytes) -> None:
    key = device_key(plugged.certificate, [plugged.root], plugged.token.sign)

    signed = asyncio.run(sign_by_person(prepared, key, None, reason="Ký ban hành", at=AT))
    problems = asyncio.run(
        check_signed(
            signed,
            prepared,
            trust_roots=[plugged.root],
            person_certificate=key.fingerprint,
            at=AT,
        )
    )

    assert problems == ()


def test_a_look_at_a_token_signs_nothing_and_finds_the_key(plugged: Plugged) -> None:
    asyncio.run(plugged.token.look())
    asyncio.run(replace(plugged.token, key="khoa").look())


@pytest.mark.parametrize("pin", ["999999", "", "1", "ê" * 300])
def test_a_wrong_pin_is_told_with_what_the_token_says_of_tries(plugged: Plugged, pin: str) -> None:
    with pytest.raises(Refusal) as refused:
        asyncio.run(replace(plugged.token, pin=pin).sign(DIGEST))

    assert refused.value.code == "pin_wrong"
    assert refused.value.details["pin"] == refused.value.sentence
    assert asyncio.run(plugged.token.sign(DIGEST))


def test_a_wrong_pin_warns_that_few_tries_are_left(plugged: Plugged) -> None:
    with pytest.raises(Refusal, match="Còn ít lần thử"):
        asyncio.run(replace(plugged.token, pin="999999").sign(DIGEST))


def test_a_key_of_another_name_is_not_there(plugged: Plugged) -> None:
    with pytest.raises(Refusal) as refused:
        asyncio.run(replace(plugged.token, key="khóa khác").sign(DIGEST))

    assert refused.value.code == "no_key"


@pytest.mark.parametrize("change", [{"label": "thẻ 2"}, {"module": Path("/no/driver.so")}])
def test_a_token_that_is_not_plugged_in_is_gone(
    plugged: Plugged, change: dict[str, str | Path]
) -> None:
    with pytest.raises(DeviceAway) as away:
        asyncio.run(replace(plugged.token, **change).sign(DIGEST))  # type: ignore[arg-type]  # each value is of its field's type

    assert away.value.code == "device_gone"


def test_a_driver_that_hangs_is_left_after_its_time(plugged: Plugged) -> None:
    with plugged.hsm.hanging(), pytest.raises(DeviceAway) as away:
        asyncio.run(replace(plugged.token, within=0.5).sign(DIGEST))

    assert away.value.code == "device_silent"
    assert asyncio.run(plugged.token.sign(DIGEST))


def test_no_pin_is_seen_when_a_token_is_printed(plugged: Plugged) -> None:
    assert PIN not in repr(plugged.token)
