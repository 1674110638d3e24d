"""The doctor asks the time-stamp authority for a stamp, and says what is wrong with it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.local.doctor_stamps import examine_time_stamps
from deploy.local.findings import Health
from tests.support.moods import Mood
from tests.support.trust_server import Server, TrustServer


@pytest.fixture
def trust() -> Iterator[TrustServer]:
    with TrustServer(datetime.now(UTC)).running() as running:
        yield running


@pytest.fixture
def keys(tmp_path: Path, trust: TrustServer) -> Path:
    """A folder that trusts the authority."""
    (tmp_path / "roots").mkdir()
    pem = trust.authority.root_pem
    (tmp_path / "roots" / "ca.pem").write_bytes(pem)
    return tmp_path


def env(trust: TrustServer) -> dict[str, str]:
    return {"CONGVAN_TIME_STAMPS": trust.url(Server.STAMPS), "CONGVAN_TIME_STAMP_SECONDS": "2"}


async def test_time_stamps_are_not_needed(tmp_path: Path) -> None:
    assert (await examine_time_stamps(tmp_path, {})).health is Health.ABSENT


async def test_an_authority_that_stamps_and_is_trusted_is_well(
    trust: TrustServer, keys: Path
) -> None:
    found = await examine_time_stamps(keys, env(trust))
    assert (found.health, found.address) == (Health.GOOD, trust.url(Server.STAMPS))


@pytest.mark.parametrize("mood", [Mood.BUSY, Mood.DROPS, Mood.LIES])
async def test_an_authority_that_gives_no_sound_stamp_is_broken(
    trust: TrustServer, keys: Path, mood: Mood
) -> None:
    trust.moods[Server.STAMPS] = mood
    assert (await examine_time_stamps(keys, env(trust))).health is Health.BROKEN


async def test_an_authority_that_nobody_trusts_is_broken(
    trust: TrustServer, tmp_path: Path
) -> None:
    found = await examine_time_stamps(tmp_path, env(trust))
    assert found.health is Health.BROKEN
    assert "roots" in found.remark


async def test_a_clock_that_is_wrong_is_told(trust: TrustServer, keys: Path) -> None:
    trust.later(timedelta(hours=2))
    found = await examine_time_stamps(keys, env(trust))
    assert found.health is Health.BROKEN
    assert "clock" in found.remark


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONGVAN_TIME_STAMPS", "tsa.example"),
        ("CONGVAN_TIME_STAMP_SECONDS", "0"),
        ("CONGVAN_TIME_STAMP_SECONDS", "999"),
    ],
)
async def test_a_setting_that_makes_no_sense_is_named(
    trust: TrustServer, keys: Path, name: str, value: str
) -> None:
    found = await examine_time_stamps(keys, env(trust) | {name: value})
    assert found.health is Health.BROKEN
    assert name in found.remark
