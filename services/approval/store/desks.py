"""Task lists: pages of what lies on desks and of what somebody decided.

A page is found by the index of each seat's open tasks, or by that of an account's decisions, from
behind the last one shown: what it costs does not grow with the number of tasks.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from services.approval import tables
from services.approval.domain.facts import ChangeKind, Turn
from services.approval.domain.listing import DonePlace, OpenPlace, Wanted
from services.approval.domain.round import Round
from services.approval.store import rows
from shared.domain.four_eyes import Part
from shared.domain.seats import Seat
from shared.domain.urgency import FIRST
from shared.runtime.database import Work

Condition = sa.ColumnElement[bool]
At = TypeVar("At", OpenPlace, DonePlace)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Generic[At]):
    """A task that was found, and where it stands in the list."""

    task: str
    case: str
    place: At


async def open_lines(
    work: Work,
    agency: str,
    seats: Collection[Seat],
    wanted: Wanted,
    *,
    after: OpenPlace | None,
    limit: int,
) -> list[Line[OpenPlace]]:
    """Open tasks on the desks of these seats, each once, in the order of their places."""
    query = open_query(agency, seats, wanted, after=after, at=work.clock.now(), limit=limit)
    found = (await work.db.execute(query)).mappings()
    return [
        Line(
            task=row["task"],
            case=row["case"],
            place=OpenPlace(urgency=row["urgency"], due_at=row["due_at"], task=row["task"]),
        )
        for row in found
    ]


async def done_lines(
    work: Work,
    agency: str,
    account: str,
    wanted: Wanted,
    *,
    after: DonePlace | None,
    limit: int,
) -> list[Line[DonePlace]]:
    """Tasks that an account decided, the newest first."""
    query = done_query(agency, account, wanted, after=after, limit=limit)
    found = (await work.db.execute(query)).mappings()
    return [
        Line(
            task=row["task"],
            case=row["case"],
            place=DonePlace(at=row["at"], decision=row["id"]),
        )
        for row in found
    ]


def open_query(
    agency: str,
    seats: Collection[Seat],
    wanted: Wanted,
    *,
    after: OpenPlace | None,
    at: datetime,
    limit: int,
) -> sa.Select[Any]:
    """As many lines of each seat as the page has, from its own stretch of `ix_desk_open`."""
    desk = tables.desk
    asked = sa.func.unnest(_array(sorted(map(str, seats)))).table_valued("seat")
    asked = asked.render_derived("asked")
    order = (desk.c.urgency, desk.c.due_at, desk.c.task)
    of_seat = (
        sa.select(*order, desk.c.case)
        .where(desk.c.agency == agency, desk.c.seat == asked.c.seat, desk.c.over_at.is_(None))
        .where(*_open_conditions(wanted, at))
        .order_by(*order)
        .limit(limit)
    )
    if after:
        last = (after.urgency, after.due_at, after.task)
        of_seat = of_seat.where(sa.tuple_(*order) > sa.tuple_(*map(sa.literal, last)))
    found = of_seat.lateral("of_seat")
    columns = (found.c.urgency, found.c.due_at, found.c.task)
    every = sa.select(*columns, found.c.case).select_from(asked).join(found, sa.true())
    return every.distinct().order_by(*columns).limit(limit)


def _open_conditions(wanted: Wanted, at: datetime) -> Iterator[Condition]:
    desk = tables.desk
    if wanted.kind:
        yield desk.c.kind == wanted.kind
    if wanted.urgency:
        yield desk.c.urgency == FIRST.index(wanted.urgency)
    if wanted.unit is not None:
        yield desk.c.unit == wanted.unit
    if wanted.overdue:
        yield desk.c.due_at < at
    for word in wanted.words:
        yield desk.c.words.contains(word, autoescape=True)


def done_query(
    agency: str, account: str, wanted: Wanted, *, after: DonePlace | None, limit: int
) -> sa.Select[Any]:
    """An account's decisions, backwards along `ix_decisions_done`."""
    table = tables.decisions
    query = (
        sa.select(table.c.at, table.c.id, table.c.task, table.c.case)
        .where(table.c.agency == agency, table.c.account == account)
        .where(*_done_conditions(wanted))
        .order_by(table.c.at.desc(), table.c.id.desc())
        .limit(limit)
    )
    if after:
        last = (after.at, after.decision)
        query = query.where(sa.tuple_(table.c.at, table.c.id) < sa.tuple_(*map(sa.literal, last)))
    return query


def _done_conditions(wanted: Wanted) -> Iterator[Condition]:
    decisions, turns, rounds = tables.decisions, tables.turns, tables.rounds
    if wanted.kind:
        yield decisions.c.kind == wanted.kind
    if wanted.overdue:
        late = (turns.c.id == decisions.c.task) & (turns.c.due_at < decisions.c.at)
        yield sa.exists().where(late)
    of_round = []
    if wanted.unit is not None:
        of_round.append(rounds.c.unit == wanted.unit)
    if wanted.urgency:
        of_round.append(sa.func.coalesce(_urgency_set(), rounds.c.urgency) == wanted.urgency)
    # the first release kept no words to be searched
    words = sa.func.coalesce(rounds.c.words, sa.func.lower(rounds.c.case + " " + rounds.c.subject))
    of_round += [words.contains(word, autoescape=True) for word in wanted.words]
    if of_round:
        yield sa.exists().where(_same_round(rounds, decisions), *of_round)


def _urgency_set() -> sa.ScalarSelect[str]:
    """The urgency that the signer set last, if one was."""
    changes, rounds = tables.changes, tables.rounds
    return (
        sa.select(changes.c.details["urgency"].astext)
        .where(_same_round(changes, rounds), changes.c.kind == ChangeKind.URGENCY)
        .order_by(changes.c.number.desc())
        .limit(1)
        .correlate(rounds)
        .scalar_subquery()
    )


def _same_round(one: sa.Table, other: sa.Table) -> Condition:
    return sa.and_(*(one.c[name] == other.c[name] for name in tables.ROUND))


async def rounds_at(
    work: Work, agency: str, lines: Sequence[Line[At]]
) -> dict[str, tuple[Round, Turn]]:
    """By task, its turn and its round as far as lists ask of it, in five queries.

    The round has the turn's own step and turn alone; prepared PDFs, signatures, marks and answers
    to withdrawals are left out.
    """
    if not lines:
        return {}
    rounds = await _rounds(work, agency, sorted({line.case for line in lines}))
    turns, steps = tables.turns, tables.plan_steps
    same = _same_round(turns, steps) & (turns.c.step == steps.c.step)
    query = (
        sa.select(turns, *(steps.c[name] for name in ("kind", "posts", "hours", "terms")))
        .join(steps, same)
        .where(turns.c.agency == agency, turns.c.id == sa.any_(_array([_.task for _ in lines])))
        .ext(distinct_on(turns.c.id))
        .order_by(turns.c.id, steps.c.plan.desc())
    )
    found = {}
    for row in (await work.db.execute(query)).mappings():
        turn, held = rows.turn(row), rounds[row["case"], row["round"]]
        found[turn.id] = (replace(held, plan=(rows.plan_step(row),), turns=(turn,)), turn)
    return found


async def _rounds(work: Work, agency: str, cases: list[str]) -> dict[tuple[str, int], Round]:
    """Every round of these cases, with what people did in it and before."""
    changes = await _of_cases(work, tables.changes, agency, cases)
    messages = await _of_cases(work, tables.messages, agency, cases)
    decisions = await _of_cases(work, tables.decisions, agency, cases)
    submitted = await _of_cases(work, tables.rounds, agency, cases)
    rounds: dict[tuple[str, int], Round] = {}
    every = [rows.submission(row) for of_round in submitted.values() for row in of_round]
    every.sort(key=attrgetter("key.case", "key.round"))
    for _, of_case in groupby(every, key=attrgetter("key.case")):
        before: tuple[Part, ...] = ()
        for submission in of_case:
            key = (submission.key.case, submission.key.round)
            held = Round(
                submission=submission,
                plan=(),
                decisions=tuple(map(rows.decision, decisions.get(key, ()))),
                changes=tuple(sorted(map(rows.change, changes.get(key, ())), key=_number)),
                messages=tuple(map(rows.message, messages.get(key, ()))),
                before=before,
            )
            rounds[key], before = held, held.parts()
    return rounds


_number = attrgetter("number")


async def _of_cases(
    work: Work, table: sa.Table, agency: str, cases: list[str]
) -> dict[tuple[str, int], list[sa.RowMapping]]:
    """The rows of these cases, by case and round."""
    query = table.select().where(table.c.agency == agency, table.c.case == sa.any_(_array(cases)))
    found: dict[tuple[str, int], list[sa.RowMapping]] = {}
    for row in (await work.db.execute(query)).mappings():
        found.setdefault((row["case"], row["round"]), []).append(row)
    return found


def _array(values: list[str]) -> sa.BindParameter[list[str]]:
    """One parameter, so that lists of every length are one prepared statement."""
    return sa.literal(values, ARRAY(sa.Text))
