"""The register of outgoing dispatches: a view over what was recorded (ND30 Đ.16, PL4 I)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from services.distribution.domain.desk import Desk
from shared.domain.canonical import canonical, sha256
from shared.domain.lifecycle import Stage
from shared.domain.numbers import printed_number


class Recorded(StrEnum):
    """What a register event says of an entry."""

    NUMBERED = "NUMBERED"
    VOIDED = "VOIDED"
    SEALED = "SEALED"
    SENT = "SENT"
    FILED = "FILED"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEvent:
    """One link of an agency's chain; never changed, never removed."""

    agency: str
    seq: int
    kind: str
    case: str
    round: int
    series: str
    year: int
    number: int
    symbol: str
    dated: date
    file: str | None
    """SHA-256: of the signed file that got the number, of the sealed one from SEALED on."""
    at: datetime
    account: str
    organisation: str
    """Version of the organisation that was in force."""
    details: Mapping[str, Any]
    previous: str | None
    hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of an agency's chain."""

    seq: int
    hash: str | None


EMPTY: Final = Head(seq=0, hash=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the book; columns of PL4 I.2."""

    case: str
    series: str
    year: int
    number: int
    symbol: str
    dated: date
    doc_type: str
    subject: str
    signer: str
    recipients: tuple[str, ...]
    file_copy: tuple[str, ...]
    """Who keeps the file copy."""
    copies: int
    """How many mailboxes it was laid into."""
    sent_at: datetime | None
    state: Stage | None
    """None for a voided number."""
    note: str
    """Why the number was voided."""

    @property
    def printed(self) -> str:
        return f"{printed_number(self.number)}/{self.symbol}"


def numbered_details(desk: Desk) -> dict[str, Any]:
    """What the book copies of a dispatch when it gets its number."""
    laid = desk.laid
    return {
        "doc_type": laid.doc_type,
        "subject": laid.subject,
        "signer": laid.signer.name,
        "signer_lines": list(laid.signer.lines),
        "signer_account": laid.signer.account,
        "signer_post": laid.signer.post,
        "recipients": list(laid.recipients),
        "file_copy": laid.file_copy,
        "certificate": laid.certificate,
    }


def sealed_hash(event: RegisterEvent) -> str:
    """The hash that binds an event to those before it."""
    return sha256(
        canonical(
            {
                "agency": event.agency,
                "seq": event.seq,
                "kind": event.kind,
                "case": event.case,
                "round": event.round,
                "series": event.series,
                "year": event.year,
                "number": event.number,
                "symbol": event.symbol,
                "dated": event.dated.isoformat(),
                "file": event.file,
                "at": event.at.isoformat(),
                "account": event.account,
                "organisation": event.organisation,
                "details": dict(event.details),
                "previous": event.previous,
            }
        )
    )


def entries(events: Iterable[RegisterEvent]) -> tuple[Entry, ...]:
    """The book's lines in the order of their numbers' giving."""
    book: dict[tuple[str, int, int], Entry] = {}
    for event in events:
        key = (event.series, event.year, event.number)
        if event.kind == Recorded.NUMBERED:
            book[key] = _numbered(event)
        elif key in book:
            book[key] = _with(book[key], event)
    return tuple(book.values())


def _numbered(event: RegisterEvent) -> Entry:
    details = event.details
    return Entry(
        case=event.case,
        series=event.series,
        year=event.year,
        number=event.number,
        symbol=event.symbol,
        dated=event.dated,
        doc_type=str(details.get("doc_type", "")),
        subject=str(details.get("subject", "")),
        signer=str(details.get("signer", "")),
        recipients=tuple(details.get("recipients", ())),
        file_copy=(),
        copies=0,
        sent_at=None,
        state=Stage.NUMBERED,
        note="",
    )


def _with(entry: Entry, event: RegisterEvent) -> Entry:
    match event.kind:
        case Recorded.VOIDED:
            return replace(entry, state=None, note=f"Hủy số: {event.details.get('reason', '')}")
        case Recorded.SEALED:
            return replace(entry, state=Stage.SEALED)
        case Recorded.SENT:
            copies = len(event.details.get("mailboxes", ()))
            return replace(entry, state=Stage.DISTRIBUTING, sent_at=event.at, copies=copies)
        case Recorded.FILED:
            kept = tuple(event.details.get("units", ()))
            return replace(entry, state=Stage.FILED, file_copy=kept)
        case _:
            return entry
