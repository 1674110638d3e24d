"""The register of outgoing dispatches, and whether it is whole."""

from pydantic import Field

from services.distribution.domain import register as book
from services.distribution.domain.chain import Check
from services.distribution.operations.finding import Page
from services.distribution.operations.inspecting import Part
from services.distribution.operations.reading import Book
from services.distribution.schemas.fields import (
    CASE,
    Case,
    Day,
    Instant,
    Out,
    Printed,
    SignerName,
    Subject,
    Symbol,
    Units,
)
from services.distribution.store.checks import Checked
from shared.domain.lifecycle import Stage
from shared.domain.numbers import printed_number


class EntryOut(Out):
    """A line of the register; columns of ND30 PL4 I.2."""

    printed: Printed
    number: str = Field(description="Below 10 with a zero before it", examples=["01"])
    symbol: Symbol
    date: Day
    doc_type: str = Field(description="Tên loại", examples=["cong_van"])
    subject: Subject
    signer: SignerName
    recipients: tuple[str, ...] = Field(
        description="Nơi nhận, as the paper names them", examples=[["Như trên", "GĐ, các PGĐ Sở"]]
    )
    file_copy: Units
    copies: int = Field(description="Số lượng bản: mailboxes that it was laid into", examples=[10])
    sent_at: Instant | None
    receipts: tuple[str, ...] = Field(
        description="Ký nhận: who received it and when", examples=[["QLVH, 23/11/2026"]]
    )
    note: str = Field(
        description="Ghi chú: a voiding with its reason, a reservation, whatever was noted later",
        examples=["Hủy số: Thiếu phụ lục kèm theo."],
    )
    case: Case
    stage: Stage | None = Field(
        description="null for a number that is voided, reserved, imported or lost",
        examples=[Stage.FILED],
    )
    voided: bool = Field(examples=[False])
    lost: bool = Field(
        description="Lost in a restore: nothing but its number is known", examples=[False]
    )
    closed: bool = Field(
        description="The year's book is closed: later events are notes", examples=[False]
    )

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
            receipts=entry.receipts,
            note=entry.note,
            case=entry.case,
            stage=entry.state,
            voided=entry.voided,
            lost=entry.lost,
            closed=entry.closed,
        )


class RegisterOut(Out):
    """The book of one year and series, whole, in the order of the numbers."""

    year: int = Field(examples=[2026])
    series: str = Field(description="Code of the series", examples=["VB"])
    name: str = Field(description="What the series is called", examples=["Văn bản đi"])
    names: dict[str, str] = Field(
        description="All series of the agency: name by code", examples=[{"VB": "Văn bản đi"}]
    )
    entries: tuple[EntryOut, ...]

    @classmethod
    def of(cls, read: Book) -> "RegisterOut":
        return cls(
            year=read.year,
            series=read.series,
            name=read.names[read.series],
            names=dict(read.names),
            entries=tuple(map(EntryOut.of, read.entries)),
        )


class PageOut(Out):
    """Some entries that were asked for, by year, series and number."""

    entries: tuple[EntryOut, ...]
    after: str | None = Field(
        description="Send it to get the next page; null at the end", examples=["2026/120/VB"]
    )

    @classmethod
    def of(cls, page: Page) -> "PageOut":
        return cls(entries=tuple(map(EntryOut.of, page.entries)), after=page.after)


class RegisterCheck(Out):
    """What the recomputed chain says."""

    whole: bool = Field(description="Nothing broke, and no number is amiss", examples=[True])
    events: int = Field(description="How many were read", examples=[52])
    broken_at: int | None = Field(
        description="Number of the first event that does not fit", examples=[None]
    )
    broken_entry: Printed | None = Field(description="That event's entry in the book")
    faults: tuple[str, ...] = Field(
        description="Vietnamese sentences, the break first; the first 50 are told",
        examples=[["Nhảy số: sự kiện 9 mang số 4 năm 2026, đúng ra là 3."]],
    )
    restores: tuple[str, ...] = Field(
        description="Which published heads match no more since restores, in Vietnamese; no faults",
        examples=[[]],
    )

    @classmethod
    def of(cls, check: Check) -> "RegisterCheck":
        return cls(
            whole=check.whole,
            events=check.events,
            broken_at=check.broken_at,
            broken_entry=check.broken_entry,
            faults=check.faults,
            restores=check.restores,
        )


class CasesCheck(Out):
    """What rows and files of some dispatches say against the chain."""

    checked: int = Field(description="How many dispatches", examples=[50])
    faults: tuple[str, ...] = Field(
        description="Vietnamese sentences that name table, case and column", examples=[[]]
    )
    after: str | None = Field(
        description="Behind which case to go on; null at the end", examples=[CASE]
    )

    @classmethod
    def of(cls, part: Part) -> "CasesCheck":
        return cls(checked=part.checked, faults=part.faults, after=part.after)


class RegularCheckOut(Out):
    """What the last regular check found."""

    at: Instant
    ended_at: Instant
    events: int = Field(examples=[781])
    dispatches: int = Field(examples=[130])
    faults: tuple[str, ...] = Field(
        description="Vietnamese sentences; empty: all is whole", examples=[[]]
    )

    @classmethod
    def of(cls, checked: Checked) -> "RegularCheckOut":
        return cls(
            at=checked.at,
            ended_at=checked.ended_at,
            events=checked.events,
            dispatches=checked.dispatches,
            faults=checked.faults,
        )
