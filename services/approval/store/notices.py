"""Notices, their sendings, and what was accepted; whoever writes notices holds the round's lock."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import RowMapping
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.approval import tables
from services.approval.domain.facts import RoundKey, TurnKey
from services.approval.domain.notices import Channel, Notice, NoticeKind, Sending
from shared.runtime.database import Work


async def add_notices(work: Work, notices: Sequence[Notice]) -> list[Notice]:
    """Write those that are not there yet; give these."""
    if not notices:
        return []
    table = tables.notices
    new = insert(table).values([_notice_row(one) for one in notices]).on_conflict_do_nothing()
    made = set(await work.db.scalars(new.returning(table.c.id)))
    return [notice for notice in notices if notice.id in made]


async def add_sendings(
    work: Work, sendings: Sequence[tuple[Notice, Sending]], organisation: str
) -> None:
    """Lay them before the relay; `organisation` is the version that gave the addresses."""
    rows = [
        asdict(sending)
        | {"agency": notice.of.of.agency, "case": notice.of.of.case, "account": notice.recipient}
        | {"at": notice.at, "organisation": organisation}
        for notice, sending in sendings
    ]
    if rows:
        await work.db.execute(tables.sendings.insert(), rows)


async def read_sending(work: Work, id_: str) -> tuple[Notice, Sending] | None:
    """A sending with its notice."""
    sendings, notices = tables.sendings, tables.notices
    found = await work.db.execute(sendings.select().where(sendings.c.id == id_))
    row = found.mappings().one_or_none()
    if row is None:
        return None
    told = await work.db.execute(notices.select().where(notices.c.id == row["notice"]))
    same = {name: row[name] for name in ("id", "notice", "address")}
    return _notice(told.mappings().one()), Sending(**same, channel=Channel(row["channel"]))


async def is_sent(work: Work, sending: str) -> bool:
    query = sa.select(tables.sent.c.sending).where(tables.sent.c.sending == sending)
    return await work.db.scalar(query) is not None


async def add_sent(work: Work, sending: str, at: datetime, reply: str) -> None:
    """Record that it is done, once."""
    row = {"sending": sending, "at": at, "reply": reply}
    await work.db.execute(insert(tables.sent).values(row).on_conflict_do_nothing())


async def channel_of(db: AsyncConnection, sending: str) -> Channel:
    query = sa.select(tables.sendings.c.channel).where(tables.sendings.c.id == sending)
    return Channel((await db.execute(query)).scalar_one())


async def notices_of(
    work: Work, agency: str, recipient: str, *, after: str | None, limit: int
) -> list[Notice]:
    """What somebody was told, the newest first, from behind the notice `after` on."""
    table = tables.notices
    query = table.select().where(table.c.agency == agency, table.c.recipient == recipient)
    if after is not None:
        last = sa.select(table.c.at, table.c.id).where(
            table.c.id == after, table.c.agency == agency, table.c.recipient == recipient
        )
        query = query.where(sa.tuple_(table.c.at, table.c.id) < last.scalar_subquery())
    newest = query.order_by(table.c.at.desc(), table.c.id.desc()).limit(limit)
    return [_notice(row) for row in (await work.db.execute(newest)).mappings()]


def _notice_row(notice: Notice) -> dict[str, object]:
    turn = asdict(notice.of.of) | {"step": notice.of.step, "turn": notice.of.turn}
    same = ("id", "recipient", "kind", "ordinal", "at")
    return turn | {name: getattr(notice, name) for name in same} | {"facts": dict(notice.facts)}


def _notice(row: RowMapping) -> Notice:
    key = RoundKey(agency=row["agency"], case=row["case"], round=row["round"])
    same = {name: row[name] for name in ("id", "recipient", "ordinal", "at", "facts")}
    return Notice(
        **same,
        of=TurnKey(of=key, step=row["step"], turn=row["turn"]),
        kind=NoticeKind(row["kind"]),
    )
