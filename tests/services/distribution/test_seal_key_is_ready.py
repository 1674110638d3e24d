"""No number is given to a dispatch that the agency's key could not seal."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from shared.domain.lifecycle import Stage
from tests.services.distribution.records_desk import RecordsDesk

KEY, PICTURE = "SVHTTDL.p12", "SVHTTDL.png"


def nothing(_folder: Path) -> None:
    return None


def take_away(folder: Path) -> None:
    (folder / KEY).unlink()


def break_key(folder: Path) -> None:
    (folder / KEY).write_bytes(b"no key")


def break_picture(folder: Path) -> None:
    (folder / PICTURE).write_bytes(b"no picture")


@pytest.fixture
async def folder(desk: RecordsDesk) -> AsyncIterator[Path]:
    """The agency's keys, whole again and at today's clock after each test."""
    agency = desk.office.keys / "agency"
    before = {file: file.read_bytes() for file in agency.iterdir()}
    ahead = desk.office.clock.ahead
    yield agency
    for file in agency.iterdir():
        if file not in before:
            file.unlink()
    for file, data in before.items():
        file.write_bytes(data)
    desk.office.clock.ahead = ahead


@pytest.mark.parametrize(
    ("harm", "days", "code"),
    [
        (take_away, 0, "no_seal_key"),
        (break_key, 0, "key_not_opened"),
        (break_picture, 0, "picture_not_readable"),
        (nothing, 400, "certificate_not_valid"),
    ],
)
async def test_a_key_that_could_not_seal_costs_no_number(
    desk: RecordsDesk, folder: Path, harm: Callable[[Path], None], days: int, code: str
) -> None:
    case, before = await desk.lay(), len(await desk.register())
    harm(folder)
    desk.office.clock.ahead += timedelta(days=days)
    async with desk.client() as clerk:
        refused = await clerk.post(f"/dispatches/{case}/issue", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, code)
    assert refused.json()["detail"].startswith("Chưa cấp số")
    assert "Hãy báo quản trị viên hệ thống" in refused.json()["detail"]
    assert (await desk.stands(case)).stage is Stage.TO_ISSUE
    desk.office.clock.ahead -= timedelta(days=days)
    assert len(await desk.register()) == before


async def test_a_number_given_before_the_key_was_lost_is_still_told_again(
    desk: RecordsDesk, folder: Path
) -> None:
    case = await desk.lay()
    once = {"Idempotency-Key": "given-before"}
    async with desk.client() as clerk:
        first = await clerk.post(f"/dispatches/{case}/issue", json={}, headers=once)
        reason = {"reason": "Thiếu phụ lục kèm theo."}
        await clerk.post(f"/dispatches/{case}/void", json=reason)
        take_away(folder)
        again = await clerk.post(f"/dispatches/{case}/issue", json={}, headers=once)
        other = await clerk.post(f"/dispatches/{case}/issue", json={})
    assert (first.status_code, first.json()) == (200, again.json())
    assert other.json()["code"] == "no_seal_key"
