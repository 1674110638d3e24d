"""What the engine holds, compared with what a service's tables hold; and waking what is asleep.

A service names the kinds of flows that its tables keep alive. Two looks make a difference, for a
flow that is just starting or ending is none. A wake-up is the whole repair.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import insert
from temporalio import activity
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy

from shared.contracts.dispatch_flow import QUEUE
from shared.contracts.reconciling import (
    ASKED_FOR,
    FLOW,
    Differences,
    LookRef,
    Reconciled,
    ReconcilingActivities,
)
from shared.domain.reconciliation import Difference, compare
from shared.runtime.database import Database, Work
from shared.runtime.open_flows import Expected
from shared.runtime.relay import ANSWER_WITHIN, BATCH, Fact, Wake
from shared.runtime.settings import RELAY_BEHIND
from shared.runtime.temporal import reaching_the_engine

MOST: Final = 5000
"""Of each kind of difference in one comparison: the engine carries them. More wait."""
AT_ONCE: Final = BATCH
"""Wake-ups on their way together: a thousand flows that begin at once would only wait."""
PAGE: Final = 200
WAKE: Final = "wake"
"""The kind of news that no fact makes."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowKind:
    """One kind of flow that a service's tables keep alive; each kind has one such service."""

    flow: str
    """Name of the workflow type."""
    id_of: Callable[[str, str], str]
    """The workflow's id, of the fact's id and its case."""
    wake: Wake
    expected: Callable[[Work], Awaitable[Sequence[Expected]]]
    """All that have their place in the engine now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A fact that the engine was not told of for too long."""

    kind: str
    id: str
    case: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one comparison found in one service, flows by their ids."""

    at: datetime
    asleep: tuple[str, ...]
    """They were woken after this was written."""
    stray: tuple[str, ...]
    waiting: tuple[Waiting, ...]

    @property
    def whole(self) -> bool:
        return not (self.asleep or self.stray or self.waiting)


class Reconciler(ReconcilingActivities):
    """Of one service: its kinds of flows, and its facts by the kind of news that they make.

    A fact that waits for the engine longer than `within` is reported.
    """

    def __init__(
        self,
        database: Database,
        client: Client,
        kinds: Sequence[FlowKind],
        facts: Mapping[str, sa.Table],
        within: timedelta = RELAY_BEHIND,
    ) -> None:
        self._database, self._client = database, client
        self._kinds, self._facts, self._within = kinds, facts, within

    # The activities

    @activity.defn(name="reconciling.look")
    async def look(self) -> Differences:
        seen = await self._differing()
        return Differences(asleep=_listed(seen.asleep)[:MOST], stray=_listed(seen.stray)[:MOST])

    @activity.defn(name="reconciling.reconcile")
    async def reconcile(self, ref: LookRef) -> Reconciled:
        async with self._database.work() as work:
            kept = await _find(work, ref.at)
        report = kept or await self._keep(await self._report(ref))
        await self._wake_all(report.asleep)
        if not report.whole:
            log.warning("reconcile.differs", asleep=report.asleep, stray=report.stray)
        return Reconciled(
            asleep=len(report.asleep), stray=len(report.stray), waiting=len(report.waiting)
        )

    async def _report(self, ref: LookRef) -> Report:
        seen = Difference(asleep=frozenset(ref.seen.asleep), stray=frozenset(ref.seen.stray))
        lasting = (await self._differing()).lasting(seen) if seen else seen
        return Report(
            at=ref.at,
            asleep=_listed(lasting.asleep),
            stray=_listed(lasting.stray),
            waiting=await self._waiting(),
        )

    async def _keep(self, report: Report) -> Report:
        async with self._database.work() as work:
            return await _keep(work, report)

    # By hand

    async def wake_open(self, case: str | None, after: str | None) -> tuple[int, str | None]:
        """Wake a page of what is open, of one case or of all, behind the flow `after`.

        How many were woken, and behind which flow the next page begins; None: there is none.
        """
        expected = await self._expected()
        ahead = sorted(
            id_
            for id_, (_, one) in expected.items()
            if one.needed and (case is None or one.case == case) and (after is None or id_ > after)
        )
        with reaching_the_engine():
            await self._wake(expected[id_] for id_ in ahead[:PAGE])
        return len(ahead[:PAGE]), ahead[PAGE - 1] if len(ahead) > PAGE else None

    async def ask_for_comparison(self) -> None:
        """Have a comparison made now, if none that was asked for is under way."""
        with reaching_the_engine():
            await self._client.start_workflow(
                FLOW,
                id=ASKED_FOR,
                task_queue=QUEUE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                static_summary="Đối chiếu theo yêu cầu",
                rpc_timeout=ANSWER_WITHIN,
            )

    # Looking

    async def _differing(self) -> Difference:
        found = Difference()
        for kind in self._kinds:
            expected = await self._expected_of(kind)
            needed = {kind.id_of(one.id, one.case) for one in expected if one.needed}
            allowed = {kind.id_of(one.id, one.case) for one in expected if not one.needed}
            running = await self._running(kind.flow)
            found = found.joined(compare(needed=needed, allowed=allowed, running=running))
        return found

    async def _running(self, flow: str) -> frozenset[str]:
        query = f'WorkflowType = "{flow}" AND ExecutionStatus = "Running"'
        return frozenset([found.id async for found in self._client.list_workflows(query)])

    async def _expected(self) -> dict[str, tuple[FlowKind, Expected]]:
        return {
            kind.id_of(one.id, one.case): (kind, one)
            for kind in self._kinds
            for one in await self._expected_of(kind)
        }

    async def _expected_of(self, kind: FlowKind) -> Sequence[Expected]:
        async with self._database.work() as work:
            return await kind.expected(work)

    async def _waiting(self) -> tuple[Waiting, ...]:
        found: list[Waiting] = []
        async with self._database.work() as work:
            before = work.clock.now() - self._within
            for kind, table in self._facts.items():
                late = table.c.handed_over_at.is_(None) & (table.c.at < before)
                rows = await work.db.execute(sa.select(table).where(late).order_by(table.c.at))
                found += [
                    Waiting(kind=kind, id=row["id"], case=row["case"], at=row["at"])
                    for row in rows.mappings()
                ]
        return tuple(found)

    # Waking

    async def _wake_all(self, ids: Sequence[str]) -> None:
        """Those of them that are still open."""
        if ids:
            expected = await self._expected()
            await self._wake(expected[id_] for id_ in ids if id_ in expected)

    async def _wake(self, these: Iterable[tuple[FlowKind, Expected]]) -> None:
        free = asyncio.Semaphore(AT_ONCE)

        async def wake(kind: FlowKind, one: Expected) -> None:
            async with free:
                fact = Fact(id=one.id, case=one.case, kind=WAKE, attempts=1)
                await kind.wake(self._database.engine, self._client, fact)

        await asyncio.gather(*(wake(kind, one) for kind, one in these))


async def newest(work: Work) -> Report | None:
    """The last comparison's report of this service."""
    table = work.table("reconciliations")
    row = await work.db.execute(table.select().order_by(table.c.at.desc()).limit(1))
    return _report(row.mappings().one_or_none())


async def _find(work: Work, at: datetime) -> Report | None:
    table = work.table("reconciliations")
    row = await work.db.execute(table.select().where(table.c.at == at))
    return _report(row.mappings().one_or_none())


async def _keep(work: Work, report: Report) -> Report:
    """Keep it, unless another attempt of the same comparison was quicker; what is kept."""
    waiting = [asdict(one) | {"at": one.at.isoformat()} for one in report.waiting]
    row = {
        "at": report.at,
        "asleep": list(report.asleep),
        "stray": list(report.stray),
        "waiting": waiting,
    }
    new = insert(work.table("reconciliations")).values(row)
    await work.db.execute(new.on_conflict_do_nothing())
    return await _find(work, report.at) or report


def _report(row: sa.RowMapping | None) -> Report | None:
    if row is None:
        return None
    waiting = [one | {"at": datetime.fromisoformat(one["at"])} for one in row["waiting"]]
    return Report(
        at=row["at"],
        asleep=tuple(row["asleep"]),
        stray=tuple(row["stray"]),
        waiting=tuple(Waiting(**one) for one in waiting),
    )


def _listed(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(ids))
