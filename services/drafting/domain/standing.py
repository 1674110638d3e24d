"""How a draft stands, read from its facts, and what may be done with it now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.dates import moment
from shared.domain.lifecycle import Stage
from shared.domain.refusals import WrongMoment

Names = Callable[[str], str]
"""The name of an account, for sentences."""


class End(StrEnum):
    """Why a round was closed; a signed one may still come back from the records desk."""

    SIGNED = "signed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


_STAGES = {End.REJECTED: Stage.REJECTED, End.WITHDRAWN: Stage.WITHDRAWN}


class Answer(StrEnum):
    """What became of a request to withdraw."""

    WITHDRAWN = "withdrawn"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    id: str
    round: int
    version: str
    """SHA-256 of the frozen version."""
    account: str
    at: datetime
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    id: str
    round: int
    account: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What somebody had decided before a request to withdraw came."""

    account: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A request to withdraw with what became of it."""

    request: Withdrawal
    answer: Answer
    at: datetime
    decided: Decided | None
    """Why it came too late, while the round goes on; None otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    end: End
    by: str | None
    """The account that signed, rejected or withdrew, where it is known."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    latest: Submission | None
    """The latest submission; None while there is none."""
    reopened: bool
    """Whether the latest submission came back: the next round is being drafted."""
    closed: Closed | None
    """How `round` was closed, if it was."""
    withdrawal: Withdrawal | None
    """The request to withdraw that is not answered yet."""

    @property
    def round(self) -> int:
        """The round being drafted, or the latest one submitted."""
        if self.latest is None:
            return 1
        return self.latest.round + self.reopened

    @property
    def submitted(self) -> Submission | None:
        """The submission of `round`; None while it is being drafted."""
        return None if self.reopened else self.latest

    @property
    def over(self) -> bool:
        """Closed for ever."""
        return self.closed is not None and self.closed.end is not End.SIGNED

    @property
    def locked(self) -> bool:
        return self.submitted is not None or self.over

    @property
    def stage(self) -> Stage:
        """What drafting alone knows; a signed round stays under review here."""
        if self.closed and self.closed.end in _STAGES:
            return _STAGES[self.closed.end]
        if self.submitted:
            return Stage.UNDER_REVIEW
        return Stage.RETURNED if self.latest else Stage.DRAFT


def refuse_locked(standing: Standing, names: Names) -> None:
    """Refuse to change or submit what is under review, asked to be withdrawn, or closed."""
    refuse_closed(standing, names)
    if waiting := standing.withdrawal:
        raise WrongMoment(
            "withdrawal_waits",
            f"{names(waiting.account)} đã đề nghị rút văn bản lúc {moment(waiting.at)}; "
            "hãy chờ đề nghị này được trả lời.",
        )
    if sent := standing.submitted:
        raise WrongMoment(
            "under_review",
            f"{names(sent.account)} đã trình văn bản này (lần {sent.round}) lúc "
            f"{moment(sent.at)}; bản thảo bị khóa đến khi được trả lại. Nếu đã có ý kiến trả lại "
            "thì hệ thống đang chuyển về và tự mở khóa khi chuyển xong; hãy chờ, không cần làm gì.",
        )


def refuse_closed(standing: Standing, names: Names) -> None:
    """Refuse whatever comes after the end of the round, naming who ended it and when."""
    closed = standing.closed
    if closed is None:
        return
    who = names(closed.by) if closed.by else "Người có thẩm quyền"
    at = moment(closed.at)
    match closed.end:
        case End.SIGNED:
            sentence = f"{who} đã ký văn bản này, ghi nhận lúc {at}; đã quá muộn."
        case End.REJECTED:
            sentence = f"{who} đã từ chối văn bản này, ghi nhận lúc {at}."
        case End.WITHDRAWN:
            sentence = f"{who} đã rút văn bản này lúc {at}."
    raise WrongMoment(closed.end.value, f"{sentence} Hãy soạn một hồ sơ mới nếu cần.")


def refuse_withdrawal(standing: Standing, names: Names) -> None:
    """Refuse a second request while one waits, and any request after the end."""
    refuse_closed(standing, names)
    if waiting := standing.withdrawal:
        raise WrongMoment(
            "withdrawal_waits",
            f"{names(waiting.account)} đã đề nghị rút văn bản lúc {moment(waiting.at)}; "
            "không cần đề nghị lần nữa.",
        )
