"""What of a service asks for an operator is told at its address and in its log, and passes."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from shared.runtime.alarms import watch
from shared.runtime.settings import WatchSettings
from tests.shared.runtime.small_office import NOTES, SmallOffice, write
from tests.support.waiting import until

MORE_THAN_THERE_IS = 2**62
"""Bytes."""


def watching(
    small: SmallOffice, *, least_space: int = 0, folder: Path | None = None
) -> SmallOffice:
    """The same office as a process whose notes go to the engine."""
    office = small.elsewhere(watch=WatchSettings(least_space=least_space))
    office.process.facts = {"note": NOTES}
    office.process.folders = [folder] if folder else []
    return office


async def told(office: SmallOffice) -> dict[str, Any]:
    """What anybody who reaches the service is told."""
    async with office.client() as client:
        answer = await client.get("/alarms")
    assert answer.status_code == 200
    said: dict[str, Any] = answer.json()
    return said


async def raised(office: SmallOffice) -> dict[str, str]:
    return {one["alarm"]: one["remark"] for one in (await told(office))["raised"]}


async def keep_note(office: SmallOffice) -> None:
    async with office.database.work() as work:
        await write(work, uuid4().hex, "Kính gửi", case=f"T-{uuid4().hex}")


async def keep_report(office: SmallOffice, asleep: Sequence[str]) -> None:
    async with office.database.work() as work:
        row = {"at": work.clock.now(), "asleep": asleep, "stray": [], "waiting": []}
        await work.db.execute(work.table("reconciliations").insert().values(row))


async def test_facts_that_wait_for_the_engine_for_minutes_raise_an_alarm_until_they_are_told(
    small: SmallOffice,
) -> None:
    office = watching(small)
    await keep_note(office)
    assert await raised(office) == {}
    office.clock.ahead += timedelta(minutes=6)
    assert (await raised(office))["relay-behind"].startswith("1 facts wait for the engine")
    async with office.database.work() as work:
        await work.db.execute(sa.update(NOTES).values(handed_over_at=work.clock.now()))
    assert await raised(office) == {}
    await office.close()


async def test_what_the_last_comparison_found_is_an_alarm_until_one_finds_nothing(
    small: SmallOffice,
) -> None:
    office = watching(small)
    assert await told(office) == {"compared_at": None, "raised": []}
    await keep_report(office, ["T-1", "T-2"])
    assert "2 asleep (woken), 0 stray, 0 waiting" in (await raised(office))["difference"]
    office.clock.ahead += timedelta(minutes=15)
    await keep_report(office, [])
    assert await raised(office) == {}
    assert (await told(office))["compared_at"] is not None
    await office.close()


async def test_comparisons_that_do_not_come_any_more_are_an_alarm(small: SmallOffice) -> None:
    office = watching(small)
    await keep_report(office, [])
    office.clock.ahead += timedelta(minutes=61)
    assert "were last compared" in (await raised(office))["difference"]
    await office.close()


async def test_a_disk_with_little_room_is_an_alarm(small: SmallOffice, tmp_path: Path) -> None:
    full = watching(small, least_space=MORE_THAN_THERE_IS, folder=tmp_path)
    assert str(tmp_path) in (await raised(full))["disk"]
    roomy = watching(small, least_space=1, folder=tmp_path)
    assert await raised(roomy) == {}
    await full.close()
    await roomy.close()


async def test_the_log_says_that_an_alarm_began_and_that_it_is_over(
    small: SmallOffice, caplog: pytest.LogCaptureFixture
) -> None:
    office = watching(small)
    await keep_report(office, ["T-1"])

    async def said(event: str) -> bool:
        return event in caplog.text

    looking = asyncio.create_task(watch(office.process, every=0.01))
    await until(lambda: said("alarm.raised"))
    office.clock.ahead += timedelta(minutes=15)
    await keep_report(office, [])
    await until(lambda: said("alarm.over"))
    looking.cancel()
    with suppress(asyncio.CancelledError):
        await looking
    await office.close()
    assert caplog.text.count("alarm.raised") == caplog.text.count("alarm.over") == 1
