"""Hands facts over to the engine: right after the commit, and again until it worked.

A row is leased in a short transaction, signalled outside it, and marked after; so two relays
never hold one another up, and a relay that dies leaves nothing but a lease that ends.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from temporalio.client import Client
from temporalio.service import RPCError

from shared.domain.pauses import spread
from shared.runtime.clock import Clock
from shared.runtime.facts import mark_handed_over

LEASE: Final = timedelta(seconds=15)
FURTHEST: Final = timedelta(minutes=1)
BATCH: Final = 10
"""Facts in progress together: half of a process's connections, for people need some as well."""
ANSWER_WITHIN: Final = timedelta(seconds=5)
LOOK_EVERY: Final = 2.0
"""Seconds between looks when nobody kicked; each is shortened by chance."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    id: str
    case: str
    kind: str
    attempts: int


Wake = Callable[[AsyncEngine, Client, Fact], Awaitable[None]]
"""Tells the workflow engine of a fact: soon or never, and twice does no harm.

It holds no connection to the database while it speaks with the workflow engine.
"""


class Relay:
    """A queue of one service: `facts` are fact tables by kind of news, `wake` hands them over.

    Relays that share a `turn` have one batch in progress between them, however much has gathered
    while the database or the engine was away. `chance` gives 0 to 1.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        client: Client,
        clock: Clock,
        facts: Mapping[str, sa.Table],
        wake: Wake,
        *,
        turn: asyncio.Lock | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._engine, self._client, self._clock = engine, client, clock
        self._facts, self._wake = facts, wake
        self._turn, self._chance = turn or asyncio.Lock(), chance
        self._which_are_due = _which_are_due(facts)
        self._kicked = asyncio.Event()

    def kick(self) -> None:
        """Something was committed: look now."""
        self._kicked.set()

    async def run(self) -> None:
        while True:
            self._kicked.clear()
            try:
                await self.drain()
            except (OSError, sa.exc.SQLAlchemyError) as fault:
                log.warning("relay.put_off", fault=type(fault).__name__)
            with suppress(TimeoutError):  # not wait_for: Python 3.11's may lose a cancellation
                async with asyncio.timeout(spread(LOOK_EVERY, self._chance())):
                    await self._kicked.wait()

    async def drain(self) -> None:
        """Hand over everything that is due; a case that fails does not hold up the others."""
        for kind in await self._due():
            table, more = self._facts[kind], True
            while more:
                async with self._turn:
                    leased = await self._lease(kind, table)
                    await asyncio.gather(*(self._hand_over(table, fact) for fact in leased))
                more = len(leased) == BATCH

    async def _due(self) -> Sequence[str]:
        """Kinds of which something is due: mostly none or one, and one question tells."""
        at = {"now": self._clock.now()}
        async with self._engine.connect() as db:
            return (await db.scalars(self._which_are_due, at)).all()

    async def _lease(self, kind: str, table: sa.Table) -> Sequence[Fact]:
        now = self._clock.now()
        until = {"now": now, "until": now + LEASE}
        async with self._engine.begin() as db:
            rows = (await db.execute(_lease_of(table), until)).all()
        return [Fact(id=row.id, case=row.case, kind=kind, attempts=row.attempts) for row in rows]

    async def _hand_over(self, table: sa.Table, fact: Fact) -> None:
        try:
            await self._wake(self._engine, self._client, fact)
        except Exception as fault:  # noqa: BLE001 -- whatever it is, this row waits and others go
            await self._put_off(table, fact)
            why = fault.status.name if isinstance(fault, RPCError) else type(fault).__name__
            log.warning("relay.waits", case=fact.case, kind=fact.kind, fault=why)
        else:
            async with self._engine.begin() as db:
                await mark_handed_over(db, table, table.c.id == fact.id, self._clock)

    async def _put_off(self, table: sa.Table, fact: Fact) -> None:
        """Let the case's other facts wait as well: what failed would fail for them too."""
        async with self._engine.begin() as db:
            pause = back_off(await self._attempts(db, fact))
            later = self._clock.now() + spread(pause, self._chance())
            own = table.update().where(table.c.id == fact.id)
            await db.execute(own.values(try_after=later))
            for others in self._facts.values():
                await db.execute(_put_off_others(others, fact.case, later))

    async def _attempts(self, db: AsyncConnection, fact: Fact) -> int:
        """Those of the case's fact that was tried most often."""
        of_case = (
            sa.select(table.c.attempts).where(_waits(table, fact.case))
            for table in self._facts.values()
        )
        most = await db.scalar(sa.select(sa.func.max(sa.union_all(*of_case).subquery().c.attempts)))
        return max(most or 0, fact.attempts)


@cache
def _lease_of(table: sa.Table) -> sa.Executable:
    """What takes the oldest of what is due; made once, for it is asked all day long."""
    waiting = sa.select(table.c.id).where(_is_due(table)).order_by(table.c.at).limit(BATCH)
    return (
        table.update()
        .where(table.c.id.in_(waiting.with_for_update(skip_locked=True)))
        .values(try_after=sa.bindparam("until"), attempts=table.c.attempts + 1)
        .returning(table.c.id, table.c.case, table.c.attempts)
    )


def _which_are_due(facts: Mapping[str, sa.Table]) -> sa.Select[str]:
    kinds = (
        sa.select(sa.literal(kind).label("kind")).where(sa.exists().where(_is_due(table)))
        for kind, table in facts.items()
    )
    return sa.select(sa.union_all(*kinds).subquery().c.kind)


def _is_due(table: sa.Table) -> sa.ColumnElement[bool]:
    """At the instant `now`."""
    return table.c.handed_over_at.is_(None) & (
        table.c.try_after.is_(None) | (table.c.try_after <= sa.bindparam("now"))
    )


def _waits(table: sa.Table, case: str) -> sa.ColumnElement[bool]:
    return (table.c.case == case) & table.c.handed_over_at.is_(None)


def _put_off_others(table: sa.Table, case: str, later: datetime) -> sa.Update:
    """Those that would come sooner; who holds one now settles it himself."""
    sooner = table.c.try_after.is_(None) | (table.c.try_after < later)
    waiting = sa.select(table.c.id).where(_waits(table, case) & sooner)
    free = waiting.with_for_update(skip_locked=True)
    return table.update().where(table.c.id.in_(free)).values(try_after=later)


def back_off(attempts: int) -> timedelta:
    """How long to wait at most after so many attempts: doubling from one second up to a minute."""
    return min(timedelta(seconds=2 ** min(attempts - 1, 6)), FURTHEST)
