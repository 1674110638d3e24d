"""The register of outgoing dispatches: a view over what was recorded (ND30 Đ.16, PL4 I)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from services.distribution.domain.desk import Desk
from services.distribution.domain.receiving import Receipt
from shared.domain.chains import link_hash
from shared.domain.dates import VIETNAM, vietnam_date
from shared.domain.lifecycle import Stage
from shared.domain.numbers import printed_number


class Recorded(StrEnum):
    """What a register event says of an entry."""

    RESERVED = "RESERVED"
    """A number and its date, kept for a purpose; it has no dispatch yet."""
    IMPORTED = "IMPORTED"
    """A line of an older register, taken over."""
    NUMBERED = "NUMBERED"
    VOIDED = "VOIDED"
    SEALED = "SEALED"
    SENT = "SENT"
    FILED = "FILED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    NOTED = "NOTED"
    CLOSED = "CLOSED"
    """The book of a year and series is closed; its event stands for no single entry."""
    RESTORED = "RESTORED"
    """The record was restored from a backup, and a clerk confirmed the last number of a series;
    its event names the last one that the book still had, and stands for no single entry."""
    LOST_IN_RESTORE = "LOST_IN_RESTORE"
    """A number that was issued after that backup: it is never given again."""


GIVES_NUMBER: Final = frozenset(
    {Recorded.RESERVED, Recorded.IMPORTED, Recorded.NUMBERED, Recorded.LOST_IN_RESTORE}
)
"""The kinds whose event may be a number's first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEvent:
    """One link of an agency's chain; never changed, never removed."""

    agency: str
    seq: int
    kind: str
    case: str
    """Empty for what is no dispatch's: a reservation, an imported line, a closing."""
    round: int
    series: str
    year: int
    number: int
    """Series, year and number name the entry, in whatever year something is said of it."""
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
_FIELDS: Final = tuple(one.name for one in fields(RegisterEvent))


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
    """None for a voided number, and for one that is reserved or imported."""
    note: str
    """Column 10: why a number was voided, what it is reserved for, and what was noted later."""
    receipts: tuple[str, ...] = ()
    """Column 9: who received it and when; once the book is closed, that is a note."""
    voided: bool = False
    lost: bool = False
    """Lost in a restore: nothing but its number is known."""
    closed: bool = False
    """The book is closed: what is recorded from then on is a note, and changes no column."""

    @property
    def printed(self) -> str:
        """Of a lost one the number alone."""
        return "/".join(part for part in (printed_number(self.number), self.symbol) if part)


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
        "version": laid.version,
        "prepared": laid.prepared,
    }


def sealed_hash(event: RegisterEvent) -> str:
    """The hash that binds an event to those before it."""
    return link_hash({name: getattr(event, name) for name in _FIELDS})


def entries(events: Iterable[RegisterEvent]) -> tuple[Entry, ...]:
    """The book's lines in the order of their numbers' giving."""
    book: dict[tuple[str, int, int], Entry] = {}
    for event in events:
        key = (event.series, event.year, event.number)
        if event.kind == Recorded.CLOSED:
            book = {at: _closed(entry, event) for at, entry in book.items()}
        elif event.kind == Recorded.RESTORED:
            continue
        elif key in book:
            book[key] = _with(book[key], event)
        elif event.kind in GIVES_NUMBER:
            book[key] = _begun(event)
    return tuple(book.values())


def _closed(entry: Entry, event: RegisterEvent) -> Entry:
    same = (entry.series, entry.year) == (event.series, event.year)
    return replace(entry, closed=True) if same else entry


def _begun(event: RegisterEvent) -> Entry:
    """An entry as its first event has it."""
    blank = Entry(
        case=event.case,
        series=event.series,
        year=event.year,
        number=event.number,
        symbol=event.symbol,
        dated=event.dated,
        doc_type="",
        subject="",
        signer="",
        recipients=(),
        file_copy=(),
        copies=0,
        sent_at=None,
        state=None,
        note="",
    )
    match event.kind:
        case Recorded.RESERVED:
            return replace(blank, note=f"Giữ số: {event.details.get('purpose', '')}")
        case Recorded.IMPORTED:
            return _imported(blank, event)
        case Recorded.LOST_IN_RESTORE:
            note = f"Số mất khi phục hồi dữ liệu: {event.details.get('reason', '')}"
            return replace(blank, lost=True, note=note)
        case _:
            return _numbered(blank, event)


def _numbered(entry: Entry, event: RegisterEvent) -> Entry:
    """A dispatch got the number; one that was reserved keeps its note."""
    details = event.details
    return replace(
        entry,
        case=event.case,
        doc_type=str(details.get("doc_type", "")),
        subject=str(details.get("subject", "")),
        signer=str(details.get("signer", "")),
        recipients=tuple(details.get("recipients", ())),
        state=Stage.NUMBERED,
    )


def _imported(entry: Entry, event: RegisterEvent) -> Entry:
    """The columns as the older register has them."""
    details = event.details
    sent = details.get("sent_on")
    return replace(
        entry,
        subject=str(details.get("subject", "")),
        signer=str(details.get("signer", "")),
        recipients=tuple(details.get("recipients", ())),
        file_copy=tuple(details.get("file_copy", ())),
        copies=int(details.get("copies", 0)),
        sent_at=datetime.fromisoformat(sent).replace(tzinfo=VIETNAM) if sent else None,
        note=str(details.get("note", "")),
    )


def _with(entry: Entry, event: RegisterEvent) -> Entry:
    moved = replace(entry, state=_MOVES.get(event.kind, entry.state))
    if entry.closed:
        return _noted(moved, _in_a_note(event))
    match event.kind:
        case Recorded.NUMBERED:
            moved = _numbered(entry, event)
        case Recorded.VOIDED:
            voided = replace(entry, state=None, voided=True)
            moved = _noted(voided, f"Hủy số: {event.details.get('reason', '')}")
        case Recorded.SENT:
            moved = replace(moved, sent_at=event.at, copies=_copies(event))
        case Recorded.FILED:
            moved = replace(moved, file_copy=tuple(event.details.get("units", ())))
        case Recorded.ACKNOWLEDGED if event.details.get("receipt") == Receipt.ACCEPTED:
            receipt = f"{event.details['mailbox']}, {vietnam_date(event.at):%d/%m/%Y}"
            moved = replace(entry, receipts=(*entry.receipts, receipt))
        case Recorded.NOTED | Recorded.ACKNOWLEDGED:
            moved = _noted(entry, _in_a_note(event))
        case _:
            pass
    return moved


_MOVES: Final[Mapping[str, Stage]] = {
    Recorded.SEALED: Stage.SEALED,
    Recorded.SENT: Stage.DISTRIBUTING,
    Recorded.FILED: Stage.FILED,
}


def _copies(event: RegisterEvent) -> int:
    return len(event.details.get("mailboxes", ()))


def _noted(entry: Entry, note: str) -> Entry:
    return replace(entry, note="; ".join(part for part in (entry.note, note) if part))


def _in_a_note(event: RegisterEvent) -> str:
    """What an event says where it may change no column."""
    day = f"{vietnam_date(event.at):%d/%m/%Y}"
    match event.kind:
        case Recorded.SENT:
            return f"chuyển {_copies(event)} bản ngày {day}"
        case Recorded.FILED:
            return f"lưu tại {', '.join(event.details.get('units', ()))} ngày {day}"
        case Recorded.NOTED | Recorded.ACKNOWLEDGED:
            return f"{event.details.get('note', '')} ({day})"
        case _:
            return ""
