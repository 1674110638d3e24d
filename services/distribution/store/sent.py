"""Seals, deliveries and file copies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.distribution import tables
from services.distribution.domain.recipients import Expanded, mailboxes_of
from services.distribution.domain.sent import (
    MAILBOX,
    Annex,
    Delivery,
    FileCopy,
    Sealed,
)
from shared.domain.numbers import printed_number
from shared.runtime.database import Work

_SEALS, _ITEMS = tables.seals, tables.mailbox_items


async def keep_seal(work: Work, sealed: Sealed) -> None:
    row = {
        "case": sealed.case,
        "round": sealed.round,
        "agency": sealed.agency,
        "file": sealed.file,
        "certificate": sealed.certificate,
        "at": sealed.at,
        "organisation": sealed.organisation,
        "level": sealed.level,
        "proven_until": sealed.proven_until,
    }
    await work.db.execute(_SEALS.insert().values(row))


async def keep_annexes(work: Work, sealed: Sealed, annexes: Sequence[Annex]) -> None:
    own = {"case": sealed.case, "round": sealed.round, "agency": sealed.agency}
    rows = (
        own
        | {
            "place": annex.place,
            "name": annex.name,
            "media_type": annex.media_type,
            "submitted": annex.submitted,
            "file": annex.file,
            "level": annex.level,
            "proven_until": annex.proven_until,
        }
        for annex in annexes
    )
    await _insert(work, tables.annexes, rows)


async def annexes(work: Work, agency: str, case: str) -> Sequence[Annex]:
    """What is issued with a dispatch, in order; one round at most is ever sealed."""
    kept, renewed = tables.annexes, await _renewed(work, agency, case)
    query = kept.select().where(kept.c.agency == agency, kept.c.case == case)
    rows = await work.db.execute(query.order_by(kept.c.place))
    return [
        Annex(
            place=row.place,
            name=row.name,
            media_type=row.media_type,
            submitted=row.submitted,
            file=row.file,
            level=row.level,
            proven_until=row.proven_until,
            renewed=renewed.get(row.place),
        )
        for row in rows
    ]


async def _renewed(work: Work, agency: str, case: str) -> dict[int, str]:
    """The newest file of each annex that was stamped again, by its place."""
    made = tables.renewed_annexes
    query = sa.select(made.c.place, made.c.file).order_by(made.c.number)
    mine = (made.c.agency == agency) & (made.c.case == case)
    return {row.place: row.file for row in await work.db.execute(query.where(mine))}


async def case_of_annex(work: Work, agency: str, file: str) -> str | None:
    """The dispatch with which exactly these bytes went out, or of whose annex they were made."""
    for table in (tables.annexes, tables.renewed_annexes):
        mine = (table.c.agency == agency) & (table.c.file == file)
        case: str | None = await work.db.scalar(sa.select(table.c.case).where(mine).limit(1))
        if case is not None:
            return case
    return None


async def seal_of(work: Work, agency: str, case: str) -> Sealed | None:
    """The seal of a dispatch; there is one at most, for after it nothing is sent back."""
    return await _seal(work, (_SEALS.c.agency == agency) & (_SEALS.c.case == case))


async def seal_by_file(work: Work, agency: str, file: str) -> Sealed | None:
    """The seal that made exactly these bytes."""
    return await _seal(work, (_SEALS.c.agency == agency) & (_SEALS.c.file == file))


async def _seal(work: Work, which: sa.ColumnElement[bool]) -> Sealed | None:
    newest = _SEALS.select().where(which).order_by(_SEALS.c.round.desc()).limit(1)
    row = (await work.db.execute(newest)).one_or_none()
    if row is None:
        return None
    return Sealed(
        case=row.case,
        agency=row.agency,
        round=row.round,
        file=row.file,
        certificate=row.certificate,
        at=row.at,
        organisation=row.organisation,
        level=row.level,
        proven_until=row.proven_until,
    )


async def deliver(
    work: Work, sealed: Sealed, expanded: Sequence[Expanded], at: datetime, *, organisation: str
) -> tuple[str, ...]:
    """A delivery for every recipient, an item in every mailbox; return the mailboxes.

    `organisation` is the version in force, by which the names were looked up.
    """
    deliveries = [
        {
            "case": sealed.case,
            "recipient": one.recipient,
            "channel": MAILBOX,
            "agency": sealed.agency,
            "place": place,
            "mailboxes": list(one.mailboxes),
            "gone": list(one.gone),
            "delivered_at": at,
            "organisation": organisation,
        }
        for place, one in enumerate(expanded)
    ]
    mailboxes = mailboxes_of(expanded)
    await _insert(work, tables.deliveries, deliveries)
    await _insert(work, _ITEMS, (item_of(sealed, mailbox, at) for mailbox in mailboxes))
    return mailboxes


def item_of(sealed: Sealed, mailbox: str, at: datetime) -> dict[str, Any]:
    return {
        "agency": sealed.agency,
        "mailbox": mailbox,
        "case": sealed.case,
        "round": sealed.round,
        "file": sealed.file,
        "delivered_at": at,
    }


async def _insert(work: Work, table: sa.Table, rows: Iterable[dict[str, Any]]) -> None:
    if values := list(rows):
        await work.db.execute(table.insert(), values)


async def deliveries(work: Work, agency: str, case: str) -> Sequence[Delivery]:
    """In the order of the paper."""
    made = tables.deliveries
    query = made.select().where(made.c.agency == agency, made.c.case == case)
    rows = await work.db.execute(query.order_by(made.c.place))
    return [
        Delivery(
            recipient=row.recipient,
            channel=row.channel,
            mailboxes=tuple(row.mailboxes),
            gone=tuple(row.gone),
            delivered_at=row.delivered_at,
            organisation=row.organisation,
            sent_by=row.sent_by,
            instead_of=row.instead_of,
        )
        for row in rows
    ]


async def keep_copy(work: Work, agency: str, case: str, copy: FileCopy) -> None:
    row = {
        "case": case,
        "agency": agency,
        "units": list(copy.units),
        "file": copy.file,
        "kept_at": copy.kept_at,
        "organisation": copy.organisation,
    }
    await work.db.execute(tables.file_copies.insert().values(row))


async def copy_of(work: Work, agency: str, case: str) -> FileCopy | None:
    kept = tables.file_copies
    query = kept.select().where(kept.c.agency == agency, kept.c.case == case)
    row = (await work.db.execute(query)).one_or_none()
    if row is None:
        return None
    return FileCopy(
        units=tuple(row.units), file=row.file, kept_at=row.kept_at, organisation=row.organisation
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One delivery with the number of what was delivered."""

    case: str
    printed: str
    recipient: str
    mailboxes: tuple[str, ...]
    by_post: bool
    instead_of: str | None
    at: datetime


async def handed(work: Work, agency: str, series: str, year: int) -> Sequence[Handed]:
    """Every delivery of one book's dispatches, in the order of sending."""
    made, row = tables.deliveries, tables.dispatches
    query = sa.select(*made.c, row.c.number, row.c.symbol).join(row, row.c.case == made.c.case)
    query = query.where(made.c.agency == agency, row.c.series == series, row.c.year == year)
    order = (made.c.delivered_at, row.c.number, made.c.place)
    return [
        Handed(
            case=one.case,
            printed=f"{printed_number(one.number)}/{one.symbol}",
            recipient=one.recipient,
            mailboxes=tuple(one.mailboxes),
            by_post=one.channel != MAILBOX,
            instead_of=one.instead_of,
            at=one.delivered_at,
        )
        for one in await work.db.execute(query.order_by(*order))
    ]
