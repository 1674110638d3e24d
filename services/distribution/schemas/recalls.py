"""A recall on the wire: the order, and what came of it."""

from typing import Annotated

from pydantic import Field

from services.distribution.domain.desk import Names
from services.distribution.domain.recall import Answer, Closing, Recall, Reply
from services.distribution.schemas.fields import ClerkAccount, ClerkName, In, Instant, Out
from services.distribution.schemas.receiving import Mailbox, ReceiverAccount
from shared.runtime.text import Text

PAPER = "Quyết định số 12/QĐ-SVHTTDL ngày 24/11/2026"
WRONG = "Ban hành sai thẩm quyền."
Why = Annotated[str, Field(description="Lý do thu hồi", examples=[WRONG])]
Paper = Annotated[str, Field(description="The written decision", examples=[PAPER])]
AnswerName = Annotated[Answer, Field(examples=[Answer.CANCELLED])]
Mailboxes = Annotated[tuple[str, ...], Field(description="Codes", examples=[["QLVH"]])]


class RecallIn(In):
    """Who decided on the recall, in which paper, and why."""

    ordered_by: Text = Field(
        min_length=1, max_length=128, description="Account of who decided", examples=["giam-doc"]
    )
    paper: Text = Field(min_length=1, max_length=300, pattern=r"\S", examples=[PAPER])
    reason: Text = Field(min_length=1, max_length=2000, examples=[WRONG])


class ReplyIn(In):
    """What becomes of a recalled dispatch in a mailbox."""

    answer: Answer = Field(
        description="`refused` keeps it, and needs a reason", examples=[Answer.CANCELLED]
    )
    reason: Text = Field(default="", max_length=2000, examples=["Đã thi hành xong."])


class ReplyOut(Out):
    """A receiver's one answer to a recall."""

    mailbox: Mailbox
    answer: AnswerName
    reason: str = Field(description="Empty where it was cancelled", examples=[""])
    account: ReceiverAccount
    name: str = Field(description="That account's name now", examples=["Trần Thị Bình"])
    at: Instant

    @classmethod
    def of(cls, reply: Reply, names: Names) -> "ReplyOut":
        return cls(
            mailbox=reply.mailbox,
            answer=reply.answer,
            reason=reply.reason,
            account=reply.by,
            name=names(reply.by),
            at=reply.at,
        )


class ClosingOut(Out):
    """That a clerk waits no longer."""

    reason: str = Field(examples=["Nơi nhận đã giải thể."])
    account: ClerkAccount
    name: ClerkName
    at: Instant

    @classmethod
    def of(cls, closing: Closing, names: Names) -> "ClosingOut":
        return cls(reason=closing.reason, account=closing.by, name=names(closing.by), at=closing.at)


class RecallOut(Out):
    """A recall with all that came of it."""

    account: ClerkAccount
    name: ClerkName
    at: Instant
    ordered_by: str = Field(description="Account of who decided", examples=["giam-doc"])
    ordered_by_name: str = Field(
        description="That account's name now", examples=["Nguyễn Văn Minh"]
    )
    paper: Paper
    reason: Why
    due_at: Instant
    waiting: Mailboxes
    replies: tuple[ReplyOut, ...] = Field(description="The newest last")
    reminders: int = Field(description="How often who is late was reminded", examples=[0])
    closing: ClosingOut | None
    over: bool = Field(description="Nothing is waited for any more", examples=[False])

    @classmethod
    def of(cls, recall: Recall, names: Names) -> "RecallOut":
        order, closing = recall.order, recall.closing
        return cls(
            account=order.by,
            name=names(order.by),
            at=order.at,
            ordered_by=order.ordered_by,
            ordered_by_name=names(order.ordered_by),
            paper=order.paper,
            reason=order.reason,
            due_at=recall.due_at,
            waiting=recall.waiting,
            replies=tuple(ReplyOut.of(reply, names) for reply in recall.replies),
            reminders=len(recall.reminders),
            closing=ClosingOut.of(closing, names) if closing else None,
            over=recall.over,
        )
