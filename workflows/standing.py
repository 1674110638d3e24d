"""Where a dispatch stands, as operators see it: made of what the owners answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.contracts.approval import Review, RoundPosition
from shared.contracts.distribution import IssuePosition
from shared.contracts.drafting import Closing, DraftPosition
from shared.domain.four_eyes import ROLES
from shared.domain.lifecycle import Stage

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
    due_at: datetime | None = None
    overdue: bool = False
    number: str = ""

    def deadline(self, now: datetime) -> datetime | None:
        """The instant still ahead at which the holder will be late."""
        return self.due_at if self.due_at and not self.overdue and self.due_at > now else None

    def late(self, now: datetime) -> bool:
        """The deadline has passed, and nobody marked it yet."""
        return bool(self.due_at and not self.overdue and self.due_at <= now)

    def same_turn(self, other: "Standing | None") -> bool:
        """Nothing happened since `other` but time and marks."""
        return other is not None and self.key == other.key

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
    turn = stands.open
    if turn is None:
        return _standing(draft, _STAGE_OF[stands.review])
    return Standing(
        case=draft.case,
        agency=draft.agency,
        unit=draft.unit,
        urgency=draft.urgency,
        round=draft.round,
        stage=_STAGE_OF[stands.review],
        step=turn.step,
        turn=turn.turn,
        holder_post=turn.holder_post,
        holder=turn.holder,
        doing=ROLES[turn.kind],
        due_at=turn.due_at,
        overdue=turn.overdue,
    )


def at_desk(draft: DraftPosition, desk: IssuePosition) -> Standing:
    """A signed round: the clerk holds it until it has a number, then the work runs by itself."""
    waits = desk.stage is Stage.TO_ISSUE
    return Standing(
        case=draft.case,
        agency=draft.agency,
        unit=draft.unit,
        urgency=draft.urgency,
        round=draft.round,
        stage=desk.stage,
        holder_post=desk.holder_post if waits else "",
        holder=desk.holder if waits else "",
        doing="cấp số, đăng ký" if waits else "",
        due_at=desk.due_at if waits else None,
        overdue=desk.overdue and waits,
        number=desk.number,
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
