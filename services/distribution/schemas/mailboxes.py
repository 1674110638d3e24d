"""What lies in mailboxes."""

from pydantic import Field

from services.distribution.domain.sent import MailboxItem
from services.distribution.operations.reading import Page
from services.distribution.schemas.fields import CASE, Case, Hash, Instant, Out, Printed, Subject


class ItemOut(Out):
    """An issued dispatch in a mailbox."""

    case: Case
    number: Printed
    subject: Subject
    file: Hash
    delivered_at: Instant

    @classmethod
    def of(cls, item: MailboxItem) -> "ItemOut":
        return cls(
            case=item.case,
            number=item.printed_number,
            subject=item.subject,
            file=item.file,
            delivered_at=item.delivered_at,
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
