"""Where a dispatch stands, as operators see it: made of what the owners answered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from shared.contracts.approval import OpenTurn, Review, RoundPosition, SignedFile
from shared.contracts.distribution import IssuePosition
from shared.contracts.drafting import Closing, DraftPosition
from shared.domain.four_eyes import ROLES
from shared.domain.lifecycle import Stage
from shared.domain.waiting import Waiting, why

_ENDINGS: Final = {Closing.REJECTED: Stage.REJECTED, Closing.WITHDRAWN: Stage.WITHDRAWN}
"""The closings of drafting that end a dispatch; after SIGNED it goes on."""

_STAGE_OF: Final = {
    Review.DECIDING: Stage.UNDER_REVIEW,
    Review.SIGNING: Stage.SIGNING,
    Review.SIGNED: Stage.TO_ISSUE,
    Review.RETURNED: Stage.RETURNED,
    Review.REJECTED: Stage.REJECTED,
    Review.WITHDRAWN: Stage.WITHDRAWN,
}


_CLERKS: Final = {Stage.TO_ISSUE: "cấp số, đăng ký", Stage.NUMBERED: "cho đóng dấu"}
"""What a clerk is to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A stage and who holds the dispatch in it; without a holder the post is empty."""

    case: str
    agency: str
    unit: str
    urgency: str
    round: int
    stage: Stage
    step: int = 0
    turn: int = 0
    holder_post: str = ""
    holder: str = ""
    doing: str = ""
    """What the holder is to do, in the office's words."""
    why: str = ""
    """Why it waits for the holder of an open turn, in one sentence."""
    nobody: str = ""
    """Why nobody may take the open turn, and what helps; its clock runs all the same."""
    due_at: datetime | None = None
    """None too while a question to the drafter makes the clock stand still."""
    asked_since: datetime | None = None
    """The drafter was asked then and has not answered."""
    overdue: bool = False
    second_act: bool = False
    """The holder signs on a device of his own."""
    wake_at: datetime | None = None
    """When the owner of the turn has something to mark that it did not mark yet."""
    bypassed: int = 0
    """Steps of the round that were skipped by a named act."""
    number: str = ""

    def alarm(self, now: datetime) -> datetime | None:
        """The instant still ahead at which something is to be marked."""
        return self.wake_at if self.wake_at and self.wake_at > now else None

    def has_to_mark(self, now: datetime) -> bool:
        """That instant has come."""
        return self.wake_at is not None and self.wake_at <= now

    def same_turn(self, other: "Standing | None") -> bool:
        """Nothing happened since `other` but time and marks."""
        return other is not None and self.key == other.key

    @property
    def said(self) -> Mapping[str, object]:
        """What the log says of it."""
        return {"stage": self.stage.value, "round": self.round}

    @property
    def key(self) -> tuple[object, ...]:
        """What identifies the turn: marks, deadlines and titles may change within it."""
        return self.round, self.stage, self.step, self.turn, self.holder_post


def ending(draft: DraftPosition) -> Stage | None:
    """The final stage that drafting closed the dispatch with, if it did."""
    return _ENDINGS.get(draft.closing) if draft.closing else None


def with_drafting(draft: DraftPosition) -> Standing:
    """A draft in work, returned or new; or a dispatch that drafting closed."""
    working = Stage.RETURNED if draft.round > 1 else Stage.DRAFT
    return _standing(draft, ending(draft) or working)


def in_review(draft: DraftPosition, stands: RoundPosition) -> Standing:
    """A round with approval: the open turn's post holds it, or the round is over."""
    over = _standing(draft, _STAGE_OF[stands.review])
    round_ = replace(over, urgency=stands.urgency or draft.urgency, bypassed=stands.bypassed)
    turn = stands.open
    if turn is None:
        return round_
    return replace(
        round_,
        step=turn.step,
        turn=turn.turn,
        holder_post=turn.holder_post,
        holder=turn.holder,
        doing=ROLES[turn.kind],
        why=_why(turn, signing=stands.review is Review.SIGNING),
        nobody=turn.nobody,
        due_at=None if _stands_still(turn) else turn.due_at,
        asked_since=turn.asked_since,
        overdue=turn.overdue,
        second_act=turn.second_act,
        wake_at=_wake_at(turn),
    )


def at_desk(draft: DraftPosition, file: SignedFile, desk: IssuePosition) -> Standing:
    """A signed round: the clerk holds it until it may be sealed, then the work runs by itself."""
    waits = waits_for_clerk(desk)
    return replace(
        _standing(draft, desk.stage),
        urgency=file.urgency or draft.urgency,
        holder_post=desk.holder_post if waits else "",
        holder=desk.holder if waits else "",
        doing=_CLERKS.get(desk.stage, "") if waits else "",
        due_at=desk.due_at if waits else None,
        overdue=desk.overdue and waits,
        wake_at=desk.due_at if waits and not desk.overdue else None,
        number=desk.number,
    )


def waits_for_clerk(desk: IssuePosition) -> bool:
    """For a number, or for the order to seal one that came by itself."""
    return desk.stage is Stage.TO_ISSUE or (desk.stage is Stage.NUMBERED and not desk.seal_ordered)


def _stands_still(turn: OpenTurn) -> bool:
    """Nothing comes by itself before the drafter has answered."""
    return turn.asked_since is not None and turn.wake_at is None


def _wake_at(turn: OpenTurn) -> datetime | None:
    """Positions of releases that knew no reminders tell the deadline alone."""
    if turn.wake_at or turn.next_mark or turn.asked_since or turn.overdue:
        return turn.wake_at
    return turn.due_at


def _why(turn: OpenTurn, *, signing: bool) -> str:
    """With titles only: approval's API has the names."""
    return why(
        Waiting(
            doing=ROLES[turn.kind],
            holder=turn.holder,
            since=None if signing else turn.since,
            until=turn.due_at,
            late=turn.overdue,
            rule=turn.rule,
            asked_since=turn.asked_since,
            next_mark=turn.next_mark,
            next_at=turn.wake_at,
            escalates_to=turn.escalates_to,
            signing=signing,
            second_act=signing and turn.second_act,
        )
    )


def _standing(draft: DraftPosition, stage: Stage) -> Standing:
    return Standing(
        case=draft.case,
        agency=draft.agency,
        unit=draft.unit,
        urgency=draft.urgency,
        round=draft.round,
        stage=stage,
    )
