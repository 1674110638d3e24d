"""What lies in mailboxes."""

from pydantic import Field

from services.distribution.domain.amending import ways_back
from services.distribution.domain.recall import Answer
from services.distribution.domain.receiving import Receipt
from services.distribution.domain.sent import CalledBack, MailboxItem
from services.distribution.operations.reading import Page
from services.distribution.schemas.amendments import AmendedBy, AmendmentOut, WaysBack
from services.distribution.schemas.fields import CASE, Case, Hash, Instant, Out, Printed, Subject
from services.distribution.schemas.recalls import Why
from services.distribution.schemas.receiving import ReceiptName, RefusalReason
from shared.domain.amendments import Way


class CalledBackOut(Out):
    """That it was recalled: it is to be cancelled, or kept with a reason."""

    at: Instant
    reason: Why
    answer: Answer | None = Field(description="null while nobody answered", examples=[None])
    reminders: int = Field(description="How often the mailbox was reminded", examples=[0])

    @classmethod
    def of(cls, recall: CalledBack) -> "CalledBackOut":
        return cls(
            at=recall.at, reason=recall.reason, answer=recall.answer, reminders=recall.reminders
        )


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
    ways_back: WaysBack
    recall: CalledBackOut | None
    corrected_by: AmendedBy
    replaced_by: AmendedBy

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
            ways_back=ways_back(recalled=item.recall is not None, amended_by=item.amended_by),
            recall=CalledBackOut.of(item.recall) if item.recall else None,
            corrected_by=AmendmentOut.all_of(item.amended_by, Way.CORRECTS),
            replaced_by=AmendmentOut.all_of(item.amended_by, Way.REPLACES),
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
