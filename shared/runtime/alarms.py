"""What of a service asks for an operator: told to whoever watches, and written to the log."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from shutil import disk_usage
from typing import Final

import sqlalchemy as sa
import structlog

from shared.domain.alarms import Alarm, Raised
from shared.runtime.database import Work
from shared.runtime.pacing import pause
from shared.runtime.process import Process
from shared.runtime.reconciling import Report, newest

COMPARED_WITHIN: Final = timedelta(hours=1)
"""A comparison comes every quarter of an hour; four that did not come are no accident."""
LOOK_EVERY: Final = 60.0
"""Seconds."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    compared_at: datetime | None
    """When the last comparison of engine and tables began; None before the first."""
    raised: tuple[Raised, ...]


async def look(process: Process) -> Watched:
    """Look at everything now; raises what the database raises when it is away."""
    async with process.database.work() as work:
        report = await newest(work)
        behind = await _relay_behind(work, process)
        differing = _difference(report, work.clock.now()) if report else None
        own = [await seen(work) for seen in process.own_alarms]
    full = await asyncio.to_thread(_nearly_full, process.folders, process.watch.least_space)
    raised = tuple(one for one in (behind, differing, *own, full) if one)
    return Watched(compared_at=report.at if report else None, raised=raised)


async def watch(process: Process, every: float = LOOK_EVERY) -> None:
    """Look again and again, for ever, and log what begins and what is over."""
    before: frozenset[Alarm] = frozenset()
    while True:
        try:
            before = _logged((await look(process)).raised, before)
        except (OSError, sa.exc.SQLAlchemyError) as fault:
            log.warning("alarm.not_looked", fault=type(fault).__name__)
        await pause(every)


def _logged(raised: Sequence[Raised], before: frozenset[Alarm]) -> frozenset[Alarm]:
    now = frozenset(one.alarm for one in raised)
    for one in raised:
        if one.alarm not in before:
            log.warning("alarm.raised", alarm=one.alarm.value, remark=one.remark)
    for alarm in sorted(before - now):
        log.warning("alarm.over", alarm=alarm.value)
    return now


async def _relay_behind(work: Work, process: Process) -> Raised | None:
    """Facts that the engine should have been told of long ago."""
    before = work.clock.now() - process.watch.relay_behind
    waiting = [
        sa.select(table.c.at).where(table.c.handed_over_at.is_(None) & (table.c.at < before))
        for table in process.facts.values()
    ]
    if not waiting:
        return None
    found = sa.union_all(*waiting).subquery()
    counted = sa.select(sa.func.count(), sa.func.min(found.c.at)).select_from(found)
    count, oldest = (await work.db.execute(counted)).one()
    if not count:
        return None
    remark = f"{count} facts wait for the engine, the oldest since {_utc(oldest)}"
    return Raised(alarm=Alarm.RELAY_BEHIND, remark=remark)


def _difference(report: Report, now: datetime) -> Raised | None:
    if now - report.at > COMPARED_WITHIN:
        remark = f"engine and tables were last compared {_utc(report.at)}"
        return Raised(alarm=Alarm.DIFFERENCE, remark=remark)
    if report.whole:
        return None
    remark = (
        f"{len(report.asleep)} asleep (woken), {len(report.stray)} stray, "
        f"{len(report.waiting)} waiting, compared {_utc(report.at)}"
    )
    return Raised(alarm=Alarm.DIFFERENCE, remark=remark)


def _nearly_full(folders: Sequence[Path], least: int) -> Raised | None:
    """Of the places that this service writes to, the one with the least room."""
    free = {folder: disk_usage(folder).free for folder in folders if folder.exists()}
    folder = min(free, key=lambda one: free[one], default=None)
    if folder is None or free[folder] >= least:
        return None
    remark = f"only {free[folder] // 1_000_000} MB free for {folder}"
    return Raised(alarm=Alarm.DISK, remark=remark)


def _utc(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC"
