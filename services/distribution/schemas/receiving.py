"""Receivers' answers, and what a clerk sends once more."""

from typing import Annotated

from pydantic import Field

from services.distribution.domain.desk import Names
from services.distribution.domain.receiving import Acknowledgement, Receipt
from services.distribution.schemas.fields import In, Instant, Out
from shared.runtime.text import Text

Mailbox = Annotated[str, Field(description="Code of a unit or a post", examples=["QLVH"])]
ReceiptName = Annotated[
    Receipt, Field(description="`arrived` while nobody answered", examples=[Receipt.ACCEPTED])
]
ReceiverAccount = Annotated[
    str, Field(description="Account that answered", examples=["truong-phong-qlvh"])
]
RefusalReason = Annotated[
    str, Field(description="Empty unless refused", examples=["Gửi nhầm nơi nhận."])
]


class SendAgainIn(In):
    """Which mailbox refused, and which one gets it instead."""

    instead_of: Text = Field(min_length=1, max_length=64, examples=["QLVH"])
    to: Text = Field(
        min_length=1, max_length=64, description="Code of a unit or a post", examples=["QLDL"]
    )


class AcknowledgementOut(Out):
    """A receiver's one answer."""

    mailbox: Mailbox
    receipt: ReceiptName
    reason: RefusalReason
    account: ReceiverAccount
    name: str = Field(description="That account's name now", examples=["Trần Thị Bình"])
    at: Instant

    @classmethod
    def of(cls, given: Acknowledgement, names: Names) -> "AcknowledgementOut":
        return cls(
            mailbox=given.mailbox,
            receipt=given.receipt,
            reason=given.reason,
            account=given.by,
            name=names(given.by),
            at=given.at,
        )
