"""What people did with drafts, and what came back: rows that are never changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from services.drafting.domain.standing import (
    Answer,
    Answered,
    Closed,
    Decided,
    End,
    Standing,
    Submission,
    Withdrawal,
)
from services.drafting.tables import (
    closings,
    reopenings,
    submissions,
    withdrawal_answers,
    withdrawals,
)
from shared.domain.people import Person
from shared.runtime.database import Work
from shared.runtime.facts import mark_handed_over

ANSWER: Final = ("answer", "at", "decided_by", "decided_at")


async def standing(work: Work, agency: str, case: str) -> Standing:
    """How one case stands; stable only under the draft's lock."""
    return (await standings(work, agency, [case]))[case]


async def standings(work: Work, agency: str, cases: Sequence[str]) -> Mapping[str, Standing]:
    """How these cases stand, by case code."""
    latest = await _latest(work, agency, cases)
    reopened = await _reopened(work, agency, cases)
    closed = await _closed(work, agency, cases)
    waiting = await _waiting(work, agency, cases)
    found = {}
    for case in cases:
        sent = latest.get(case)
        back = sent is not None and (case, sent.round) in reopened
        round_ = sent.round + back if sent else 1
        found[case] = Standing(
            latest=sent,
            reopened=back,
            closed=closed.get((case, round_)),
            withdrawal=waiting.get(case),
        )
    return found


async def _latest(work: Work, agency: str, cases: Sequence[str]) -> Mapping[str, Submission]:
    query = (
        submissions.select()
        .ext(distinct_on(submissions.c.case))
        .where(submissions.c.agency == agency, submissions.c.case.in_(cases))
        .order_by(submissions.c.case, submissions.c.round.desc())
    )
    rows = (await work.db.execute(query)).mappings()
    return {row["case"]: _submission(row) for row in rows}


async def _reopened(work: Work, agency: str, cases: Sequence[str]) -> frozenset[tuple[str, int]]:
    query = sa.select(reopenings.c.case, reopenings.c.round)
    query = query.where(reopenings.c.agency == agency, reopenings.c.case.in_(cases))
    return frozenset((row.case, row.round) for row in await work.db.execute(query))


async def _closed(
    work: Work, agency: str, cases: Sequence[str]
) -> Mapping[tuple[str, int], Closed]:
    query = closings.select().where(closings.c.agency == agency, closings.c.case.in_(cases))
    return {
        (row.case, row.round): Closed(end=End(row.closing), by=row.account, at=row.at)
        for row in await work.db.execute(query)
    }


async def _waiting(work: Work, agency: str, cases: Sequence[str]) -> Mapping[str, Withdrawal]:
    answered = withdrawal_answers.c.withdrawal
    query = (
        withdrawals.select()
        .outerjoin_from(withdrawals, withdrawal_answers, answered == withdrawals.c.id)
        .where(withdrawals.c.agency == agency, withdrawals.c.case.in_(cases), answered.is_(None))
    )
    rows = (await work.db.execute(query)).mappings()
    return {row["case"]: _withdrawal(row) for row in rows}


async def submission(work: Work, agency: str, case: str, round_: int) -> Submission | None:
    found = await work.db.execute(
        submissions.select().where(
            submissions.c.agency == agency,
            submissions.c.case == case,
            submissions.c.round == round_,
        )
    )
    row = found.mappings().one_or_none()
    return _submission(row) if row else None


async def submissions_of(work: Work, agency: str, case: str) -> Sequence[Submission]:
    """Every round that was submitted, in order."""
    mine = (submissions.c.agency == agency) & (submissions.c.case == case)
    found = await work.db.execute(submissions.select().where(mine).order_by(submissions.c.round))
    return [_submission(row) for row in found.mappings()]


async def submitters(work: Work, agency: str, case: str) -> frozenset[str]:
    """Who submitted a round of this case."""
    query = sa.select(submissions.c.account)
    query = query.where(submissions.c.agency == agency, submissions.c.case == case)
    return frozenset(await work.db.scalars(query))


def _submission(row: sa.RowMapping) -> Submission:
    names = ("id", "round", "version", "account", "at", "organisation")
    return Submission(**{name: row[name] for name in names})


async def submit(
    work: Work, me: Person, case: str, *, round_: int, version: str, signer: str
) -> None:
    row = _fact(work, me, case) | {"round": round_, "version": version, "signer": signer}
    await work.db.execute(submissions.insert().values(row))


async def ask_to_withdraw(
    work: Work, me: Person, case: str, *, round_: int, reason: str, wakes: bool
) -> Withdrawal:
    """Keep the request; `wakes` says whether there is a flow that must hear of it."""
    row = _fact(work, me, case) | {"round": round_, "reason": reason}
    row["handed_over_at"] = None if wakes else row["at"]
    await work.db.execute(withdrawals.insert().values(row))
    return _withdrawal(row)


def _withdrawal(row: Mapping[str, Any] | sa.RowMapping) -> Withdrawal:
    names = ("id", "round", "account", "at", "reason")
    return Withdrawal(**{name: row[name] for name in names})


def _fact(work: Work, me: Person, case: str) -> dict[str, Any]:
    return {
        "id": uuid4().hex,
        "agency": me.agency,
        "case": case,
        "account": me.id,
        "at": work.clock.now(),
        "organisation": me.version,
    }


async def answer(
    work: Work,
    agency: str,
    case: str,
    withdrawal: Withdrawal,
    said: Answer,
    *,
    decided: Decided | None = None,
) -> None:
    row = {
        "withdrawal": withdrawal.id,
        "agency": agency,
        "case": case,
        "answer": said,
        "decided_by": decided.account if decided else None,
        "decided_at": decided.at if decided else None,
    } | await _now(work, agency)
    await work.db.execute(withdrawal_answers.insert().values(row))


async def latest_answer(work: Work, agency: str, case: str) -> Answered | None:
    """What became of the latest request to withdraw that was answered."""
    table = withdrawal_answers
    query = (
        sa.select(withdrawals, *(table.c[name].label(f"answer_{name}") for name in ANSWER))
        .join_from(withdrawals, table, table.c.withdrawal == withdrawals.c.id)
        .where(withdrawals.c.agency == agency, withdrawals.c.case == case)
        .order_by(table.c.at.desc(), withdrawals.c.at.desc())
        .limit(1)
    )
    row = (await work.db.execute(query)).mappings().one_or_none()
    if row is None:
        return None
    by, when = row["answer_decided_by"], row["answer_decided_at"]
    return Answered(
        request=_withdrawal(row),
        answer=Answer(row["answer_answer"]),
        at=row["answer_at"],
        decided=Decided(account=by, at=when) if by else None,
    )


async def reopen(work: Work, agency: str, case: str, *, round_: int, asked_at: datetime) -> None:
    row = {"agency": agency, "case": case, "round": round_, "asked_at": asked_at}
    await work.db.execute(reopenings.insert().values(row | await _now(work, agency)))


async def close(
    work: Work,
    agency: str,
    case: str,
    *,
    round_: int,
    end: End,
    by: str | None,
    asked_at: datetime,
) -> None:
    row = {"agency": agency, "case": case, "round": round_, "asked_at": asked_at}
    row |= {"closing": end, "account": by} | await _now(work, agency)
    await work.db.execute(closings.insert().values(row))


async def _now(work: Work, agency: str) -> dict[str, Any]:
    """When it is, and the organisation version that is in force then."""
    version, _ = await work.organisations.in_force(work.db, agency)
    return {"at": work.clock.now(), "organisation": version}


async def mark_told(work: Work, agency: str, case: str, asked_at: datetime) -> None:
    """The flow was told how the case stands.

    Facts written after it asked stay with the relay: a late attempt tells them too, but its
    answer may be thrown away.
    """
    for facts in (submissions, withdrawals):
        which = (facts.c.agency == agency) & (facts.c.case == case) & (facts.c.at <= asked_at)
        await mark_handed_over(work.db, facts, which, work.clock)
