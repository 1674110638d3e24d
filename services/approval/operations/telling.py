"""Whom a fact is told to, and with which words: notices written in the fact's transaction.

Only those whose turn it is hear of a task; the drafter hears of every decision.
"""

from collections.abc import Iterable, Mapping

from services.approval.domain.deadlines import Mark, MarkKind
from services.approval.domain.deciding import name_of
from services.approval.domain.facts import (
    Change,
    Decision,
    Message,
    MessageKind,
    Turn,
    WithdrawalAnswer,
)
from services.approval.domain.holder import seats_named, signer_for
from services.approval.domain.notices import NoticeKind
from services.approval.domain.round import Round
from services.approval.domain.seating import InForce, Seated, had_alone, is_away, open_to
from services.approval.operations.noticing import tell
from shared.domain.four_eyes import ROLES
from shared.domain.lifecycle import Stage
from shared.domain.organisation import Organisation
from shared.domain.route import Escalation, StepKind
from shared.runtime.database import Work


async def of_new_task(work: Work, held: Round, turn: Turn, now: InForce) -> None:
    """Those whose turn it is; whoever is away hears nothing, he who acts in his place does."""
    people = whose_turn(held, turn, now)
    await _tell(work, held, turn, NoticeKind.NEW_TASK, people=people, now=now)


async def of_assignment(work: Work, held: Round, turn: Turn, change: Change, now: InForce) -> None:
    """Whoever is given a task that is open already."""
    by = {"by": str(change.by), "reason": change.reason}
    kind, people = NoticeKind.NEW_TASK, [change.to] if change.to else []
    # the first of a turn tells of its opening
    await _tell(work, held, turn, kind, people=people, now=now, ordinal=change.number + 1, more=by)


async def of_mark(work: Work, held: Round, turn: Turn, mark: Mark, now: InForce) -> None:
    """Whose turn it is hears of time; of an escalation also whom the route names."""
    match mark.kind:
        case MarkKind.REMINDER:
            kind, people = NoticeKind.REMINDER, whose_turn(held, turn, now)
        case MarkKind.OVERDUE:
            kind, people = NoticeKind.OVERDUE, whose_turn(held, turn, now)
        case MarkKind.ESCALATION:
            kind = NoticeKind.ESCALATION
            people = [*_named(held.step(turn.step).escalation, now.organisation)]
            people += [one for one in whose_turn(held, turn, now) if one not in people]
    escalation = held.step(turn.step).escalation
    more = {"escalation": escalation.how.value} if escalation else {}
    await _tell(work, held, turn, kind, people=people, now=now, ordinal=mark.ordinal, more=more)


async def of_decision(
    work: Work, held: Round, turn: Turn, decision: Decision, now: InForce
) -> None:
    """The drafter, of every decision; the head of the drafting unit too, of a return (Đ.10.3)."""
    more = {
        "by": str(decision.by),
        "verdict": decision.verdict.value,
        "comment": decision.comment,
    }
    if decision.to_step is not None:
        more["to"] = ROLES[held.step(decision.to_step).kind]
    ordinal = len(held.votes(turn.step, turn.turn))
    submission = held.submission
    writers = dict.fromkeys((submission.drafter, submission.submitter))
    # a return that waits for the unit's head, who has a task of it, is not the drafter's yet
    returned = held.stage() is Stage.RETURNED
    kind = NoticeKind.RETURNED if returned else NoticeKind.DECIDED
    people = dict.fromkeys([*writers, *(_unit_heads(held, now) if returned else ())])
    told = [one for one in people if one != decision.by.account]
    await _tell(work, held, turn, kind, people=told, now=now, ordinal=ordinal, more=more)


async def of_bypass(work: Work, held: Round, turn: Turn, change: Change, now: InForce) -> None:
    """Who wrote the dispatch hears that a step was skipped, by whom and why."""
    more = {"by": str(change.by), "verdict": change.kind.value, "reason": change.reason}
    ordinal = len(held.votes(turn.step, turn.turn)) + 1
    writers = (held.submission.drafter, held.submission.submitter)
    kind = NoticeKind.DECIDED
    await _tell(work, held, turn, kind, people=writers, now=now, ordinal=ordinal, more=more)


async def of_withdrawal(
    work: Work, held: Round, turn: Turn, answer: WithdrawalAnswer, now: InForce
) -> None:
    """Those before whom the task lay."""
    by = {"by": name_of(now.organisation, answer.asked_by)}
    people = whose_turn(held, turn, now)
    await _tell(work, held, turn, NoticeKind.WITHDRAWN, people=people, now=now, more=by)


async def of_message(work: Work, held: Round, turn: Turn, message: Message, now: InForce) -> None:
    """A question goes to the drafter, an answer to whoever asked."""
    ordinal = len(held.thread(turn))
    more = {"by": str(message.by), "said": message.said}
    if message.kind is MessageKind.QUESTION:
        writers = (held.submission.drafter, held.submission.submitter)
        await _tell(
            work,
            held,
            turn,
            NoticeKind.QUESTION,
            people=writers,
            now=now,
            ordinal=ordinal,
            more=more,
        )
        return
    asked = [one.by.account for one in held.thread(turn) if one.kind is MessageKind.QUESTION]
    await _tell(
        work, held, turn, NoticeKind.ANSWER, people=asked[-1:], now=now, ordinal=ordinal, more=more
    )


def whose_turn(held: Round, turn: Turn, now: InForce) -> list[str]:
    """Accounts that the turn waits for: of a signature one person, else whoever may act.

    Whoever has the task alone, if somebody has; nobody who is away while another acts for him.
    """
    step = held.step(turn.step)
    if deciding := held.second_act():
        return [deciding.by.account]
    if step.kind is StepKind.SIGNATURE:
        signer = signer_for(held, turn, now)
        return [signer.account.id] if signer else []
    accounts = now.organisation.accounts
    seats = {one.id: seat for one in accounts if (seat := open_to(held, turn, one, now))}
    people, matter = list(seats), now.matter(held.submission, step.kind)
    if assigned := had_alone(held, turn, now):
        people = [str(assigned.to), *_in_place_of(str(assigned.to), seats)]
    present = [one for one in people if not is_away(one, now.grants, matter)] or people
    return present[:1] if assigned else present


def _in_place_of(absent: str, seats: Mapping[str, Seated]) -> list[str]:
    return [one for one, seat in seats.items() if seat.behalf and seat.behalf.id == absent]


async def _tell(
    work: Work,
    held: Round,
    turn: Turn,
    kind: NoticeKind,
    *,
    people: Iterable[str],
    now: InForce,
    ordinal: int = 1,
    more: Mapping[str, str] | None = None,
) -> None:
    facts = _facts(held, turn, now) | {name: one for name, one in (more or {}).items() if one}
    known = [one for one in people if now.organisation.account(one)]
    await tell(
        work,
        held.key,
        turn.step,
        turn.turn,
        kind,
        known,
        ordinal=ordinal,
        organisation=now.organisation,
        version=now.version,
        facts=facts,
    )


def _facts(held: Round, turn: Turn, now: InForce) -> dict[str, str]:
    step = held.step(turn.step)
    return {
        "subject": held.submission.subject,
        "urgency": held.urgency.value,
        "doing": ROLES[step.kind],
        "task": turn.id,
        "holder": seats_named(step, (now.organisation,)),
        "due_at": turn.due_at.isoformat(),
    }


def _named(escalation: Escalation | None, organisation: Organisation) -> list[str]:
    seats = escalation.seats if escalation else ()
    return [account.id for seat in seats for account in organisation.sitters(seat)]


def _unit_heads(held: Round, now: InForce) -> list[str]:
    head = now.organisation.unit_head(held.submission.unit)
    return [account.id for account in now.organisation.holders(head.code)] if head else []
