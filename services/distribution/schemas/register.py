"""The register of outgoing dispatches, and whether it is whole."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import Field

from services.distribution.domain import register as book
from services.distribution.schemas.fields import Out
from shared.domain.lifecycle import Stage
from shared.domain.numbers import printed_number


class EntryOut(Out):
    """A line of the register; columns of ND30 PL4 I.2."""

    printed: str = Field(description="Số, ký hiệu", examples=["01/SVHTTDL-VP"])
    number: str = Field(examples=["01"])
    symbol: str
    date: date
    doc_type: str
    subject: str
    signer: str
    recipients: tuple[str, ...]
    file_copy: tuple[str, ...]
    copies: int = Field(description="Số lượng bản: mailboxes that it was laid into")
    sent_at: datetime | None
    note: str
    case: str
    stage: Stage | None = Field(description="null for a voided number")
    voided: bool

    @classmethod
    def of(cls, entry: book.Entry) -> "EntryOut":
        return cls(
            printed=entry.printed,
            number=printed_number(entry.number),
            symbol=entry.symbol,
            date=entry.dated,
            doc_type=entry.doc_type,
            subject=entry.subject,
            signer=entry.signer,
            recipients=entry.recipients,
            file_copy=entry.file_copy,
            copies=entry.copies,
            sent_at=entry.sent_at,
            note=entry.note,
            case=entry.case,
            stage=entry.state,
            voided=entry.state is None,
        )


class RegisterOut(Out):
    year: int
    series: str
    entries: tuple[EntryOut, ...]

    @classmethod
    def of(cls, year: int, series: str, entries: Sequence[book.Entry]) -> "RegisterOut":
        return cls(year=year, series=series, entries=tuple(map(EntryOut.of, entries)))


class RegisterCheck(Out):
    whole: bool
    events: int
    broken_at: int | None = Field(description="Number of the first event that does not fit")
    broken_entry: str | None = Field(examples=["01/SVHTTDL-VP"])
    faults: tuple[str, ...]

    @classmethod
    def of(cls, check: book.Check) -> "RegisterCheck":
        return cls(
            whole=check.whole,
            events=check.events,
            broken_at=check.broken_at,
            broken_entry=check.broken_entry,
            faults=check.faults,
        )
