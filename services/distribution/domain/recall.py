"""Recall (thu hồi): an issued dispatch is called back, and every receiver answers.

ND30 Đ.18.4; PL6 III.8: the dispatch and its metadata are frozen, the number stays, nothing is
deleted. Codes 13, 15 and 16 of the exchange between agencies, as words within this one.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.distribution.domain.desk import Names
from services.distribution.domain.receiving import Acknowledgement, Receipt
from services.distribution.domain.signer import Signer
from shared.domain.authority import HEADS
from shared.domain.dates import moment
from shared.domain.organisation import Account, Organisation
from shared.domain.refusals import Invalid, NotYours, Unknown, WrongMoment
from shared.domain.working_time import after_working_hours


class Answer(StrEnum):
    CANCELLED = "cancelled"
    """15: the receiver cancelled it."""
    REFUSED = "refused"
    """16: the receiver keeps it, with a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """That a dispatch is called back: who decided it, in which paper, and who carried it out."""

    ordered_by: str
    """Account of who decided it."""
    paper: str
    """The written decision, as the clerk names it."""
    reason: str
    by: str
    """The clerk's account."""
    at: datetime
    due_at: datetime
    """Until when the receivers answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A mailbox's one answer to a recall; final."""

    mailbox: str
    answer: Answer
    reason: str
    """Empty where it was cancelled."""
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """That mailboxes were reminded, because a deadline passed."""

    number: int
    """Counted from 1."""
    mailboxes: tuple[str, ...]
    at: datetime
    due_at: datetime
    """The deadline from then on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """That a clerk waits no longer for the answers that are missing."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """A recall with all that came of it."""

    order: Order
    asked: tuple[str, ...]
    """The mailboxes that have to answer."""
    replies: tuple[Reply, ...]
    reminders: tuple[Reminder, ...]
    """Both the newest last."""
    closing: Closing | None

    @property
    def waiting(self) -> tuple[str, ...]:
        answered = {reply.mailbox for reply in self.replies}
        return tuple(box for box in self.asked if box not in answered)

    @property
    def due_at(self) -> datetime:
        return self.reminders[-1].due_at if self.reminders else self.order.due_at

    @property
    def over(self) -> bool:
        """Nothing is waited for any more."""
        return self.closing is not None or not self.waiting


def asked_of(mailboxes: tuple[str, ...], answers: tuple[Acknowledgement, ...]) -> tuple[str, ...]:
    """Every mailbox that has it; one that refused it before has nothing to cancel."""
    refused = {given.mailbox for given in answers if given.receipt is Receipt.REFUSED}
    return tuple(box for box in mailboxes if box not in refused)


def deadline(organisation: Organisation, at: datetime) -> datetime:
    """Until when receivers answer what reached them `at`; the working hours are the agency's."""
    return after_working_hours(at, organisation.recall_hours, organisation.working_time)


def demand_may_order(organisation: Organisation, account_id: str, signer: Signer) -> None:
    """Who decides on a recall: the head, who signed it, or a post that the agency's file names.

    Raises `Unknown` (`unknown_account`) and `NotYours` (`may_not_order_recall`).
    """
    account = organisation.account(account_id)
    if account is None:
        raise Unknown("unknown_account", f"Cơ quan không có tài khoản “{account_id}”.")
    if account.id == signer.account or _is_head(organisation, account):
        return
    permitted = organisation.permissions.recall
    if any(post in permitted for post in account.posts):
        return
    also = "".join(f", {organisation.post(code).title}" for code in permitted)
    raise NotYours(
        "may_not_order_recall",
        f"{account.name} không có thẩm quyền quyết định thu hồi văn bản này; người quyết định là "
        f"{organisation.head().title}, người ký {signer.name}{also}.",
    )


def _is_head(organisation: Organisation, account: Account) -> bool:
    return any(organisation.has_rank(account, rank) for rank in HEADS)


def refuse_recalled(order: Order | None, names: Names) -> None:
    """A recalled dispatch is frozen (PL6 III.8): raises `WrongMoment` naming who and when."""
    if order is not None:
        raise WrongMoment("recalled", f"{said(order, names)} Hồ sơ và dữ liệu đã đóng băng.")


def said(order: Order, names: Names) -> str:
    """Who recalled it when, on whose decision, in one sentence."""
    return (
        f"Văn bản đã được {names(order.by)} thu hồi lúc {moment(order.at)}, theo quyết định của "
        f"{names(order.ordered_by)} ({order.paper}): {ended(order.reason)}"
    )


def ended(reason: str) -> str:
    return reason if reason.endswith((".", "!", "?", "…")) else f"{reason}."


def refuse_replied(recall: Recall, mailbox: str, names: Names) -> None:
    """One answer for a mailbox: raises `WrongMoment` where there is one, or none is asked."""
    given = next((reply for reply in recall.replies if reply.mailbox == mailbox), None)
    if given is not None:
        did = "hủy văn bản" if given.answer is Answer.CANCELLED else "không đồng ý thu hồi"
        raise WrongMoment(
            "already_answered",
            f"Hộp thư {mailbox} đã được {names(given.by)} trả lời ({did}) lúc {moment(given.at)}; "
            "mỗi hộp thư chỉ trả lời một lần.",
        )
    if mailbox not in recall.asked:
        raise WrongMoment(
            "nothing_to_cancel",
            f"Hộp thư {mailbox} đã từ chối nhận văn bản này nên không phải trả lời thu hồi.",
        )


def refuse_over(recall: Recall, names: Names) -> None:
    """Nobody closes a recall that nothing waits for."""
    if recall.closing is not None:
        raise WrongMoment(
            "recall_over",
            f"Việc thu hồi đã được {names(recall.closing.by)} kết thúc lúc "
            f"{moment(recall.closing.at)}.",
        )
    if recall.over:
        raise WrongMoment("recall_over", "Mọi nơi nhận đã trả lời; việc thu hồi đã xong.")


def demand_why(answer: Answer, reason: str) -> str:
    """Who keeps a recalled dispatch says why."""
    if answer is Answer.REFUSED and not reason.strip():
        raise Invalid(
            "reason_missing",
            "Không đồng ý thu hồi thì phải ghi lý do.",
            details={"reason": "Không được để trống."},
        )
    return reason.strip()


def noted(order: Order, names: Names) -> str:
    """What the register says of a recall."""
    return f"thu hồi theo quyết định của {names(order.ordered_by)} ({order.paper}): {order.reason}"


def reply_noted(reply: Reply) -> str:
    if reply.answer is Answer.CANCELLED:
        return f"{reply.mailbox} đã hủy văn bản thu hồi"
    return f"{reply.mailbox} không đồng ý thu hồi: {reply.reason}"
