"""What lies in mailboxes."""

from pydantic import Field

from services.distribution.domain.receiving import Receipt
from services.distribution.domain.sent import MailboxItem
from services.distribution.operations.reading import Page
from services.distribution.schemas.fields import CASE, Case, Hash, Instant, Out, Printed, Subject
from services.distribution.schemas.receiving import ReceiptName, RefusalReason


class ItemOut(Out):
    """An issued dispatch in a mailbox."""

    case: Case
    number: Printed
    subject: Subject
    file: Hash
    delivered_at: Instant
    receipt: ReceiptName
    reason: RefusalReason
    answered_at: Instant | None

    @classmethod
    def of(cls, item: MailboxItem) -> "ItemOut":
        given = item.acknowledgement
        return cls(
            case=item.case,
            number=item.printed_number,
            subject=item.subject,
            file=item.file,
            delivered_at=item.delivered_at,
            receipt=given.receipt if given else Receipt.ARRIVED,
            reason=given.reason if given else "",
            answered_at=given.at if given else None,
        )


class MailboxOut(Out):
    """One page of a mailbox, the newest first."""

    items: tuple[ItemOut, ...]
    after: str | None = Field(
        description="What to send as `after` for the next page; null at the end", examples=[CASE]
    )

    @classmethod
    def of(cls, page: Page) -> "MailboxOut":
        return cls(items=tuple(map(ItemOut.of, page.items)), after=page.after)
