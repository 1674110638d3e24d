"""Why a round waits, as approval's facts tell it: one sentence, and what it is made of."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.approval.domain.candidates import stuck_at
from services.approval.domain.deadlines import Mark, due_marks, next_mark, timetable
from services.approval.domain.deciding import name_of
from services.approval.domain.facts import Turn
from services.approval.domain.holder import holder_title, seat_title, seats_named
from services.approval.domain.round import Round
from services.approval.domain.seating import InForce, had_alone
from services.approval.domain.sentences import OVER, when
from shared.domain.four_eyes import ROLES
from shared.domain.organisation import Organisation
from shared.domain.route import PlanStep
from shared.domain.waiting import Waiting, rule_of, why
from shared.domain.working_time import WorkingTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A round as it stands, with everything by which its holder and deadlines are told."""

    round: Round
    pinned: Organisation
    """Of its submission."""
    in_force: InForce
    calendar: WorkingTime
    """That counts for its deadlines."""

    @property
    def organisations(self) -> tuple[Organisation, Organisation]:
        """By which posts are named: the one in force first."""
        return self.in_force.organisation, self.pinned


def ahead(stands: Standing, turn: Turn) -> Mark | None:
    """What is marked next on a turn, overdue or coming, if the clock runs."""
    held = stands.round
    if held.running() != turn or held.asked_since(turn):
        return None
    due = due_now(stands, turn)
    return (
        due[0]
        if due
        else next_mark(_timetable(stands, turn), held.marked(turn), stands.in_force.at)
    )


def due_now(stands: Standing, turn: Turn) -> tuple[Mark, ...]:
    """What of a turn's timetable is to be marked now."""
    return due_marks(_timetable(stands, turn), stands.round.marked(turn), stands.in_force.at)


def _timetable(stands: Standing, turn: Turn) -> Iterator[Mark]:
    step = stands.round.step(turn.step)
    return timetable(
        turn.opened_at, turn.due_at, step.remind_before, step.escalation, stands.calendar
    )


def waiting_for(stands: Standing) -> str:
    """One sentence: for whom or what the round waits, and what happens next by itself."""
    held = stands.round
    stage, turn = held.stage(), held.waiting()
    if stage in OVER:
        return OVER[stage]
    if turn is None:
        return "Bước tiếp theo đang được mở."
    step = held.step(turn.step)
    if stuck_at(held, stands.in_force):
        until = "quá hạn từ" if stands.in_force.at > turn.due_at else "hạn"
        seats = seats_named(step, stands.organisations)
        return (
            f"Bước {ROLES[step.kind]} không còn người đủ điều kiện, {until} {when(turn.due_at)}; "
            "cấp trên hãy giao lại việc này cho người khác, hoặc quản trị viên bổ sung người giữ "
            f"chức vụ {seats} vào tệp tổ chức."
        )
    return why(_waiting(stands, turn, step))


def _waiting(stands: Standing, turn: Turn, step: PlanStep) -> Waiting:
    held = stands.round
    organisation = stands.in_force.organisation
    to_sign, mark = held.to_sign(), ahead(stands, turn)
    assigned = had_alone(held, turn, stands.in_force)
    votes = held.votes(turn.step, turn.turn)
    return Waiting(
        doing=ROLES[step.kind],
        holder=to_sign.by.name
        if to_sign
        else holder_title(held, turn, stands.pinned, stands.in_force),
        since=to_sign.at if to_sign else turn.opened_at,
        until=turn.due_at,
        late=held.late(turn, stands.in_force.at),
        rule=rule_of(step.kind, route=step.route, step=step.step),
        asked_since=held.asked_since(turn),
        next_mark=mark.kind if mark else "",
        next_at=mark.at if mark else None,
        escalates_to=escalates_to(stands, step),
        needs=step.needs,
        seats=len(step.seats),
        heard=", ".join(vote.by.name for vote in votes) if step.needs > 1 else "",
        claimed_by=name_of(organisation, assigned.to) if assigned else "",
        signing=to_sign is not None,
        second_act=held.second_act() is not None,
    )


def escalates_to(stands: Standing, step: PlanStep) -> str:
    """By title, whom an escalation tells, adds or puts in place."""
    if step.escalation is None:
        return ""
    seats = step.escalation.seats
    return ", ".join(seat_title(seat, stands.organisations) for seat in seats)
