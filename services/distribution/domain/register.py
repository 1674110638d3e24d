"""The register of outgoing dispatches: a view over what was recorded (ND30 Đ.16, PL4 I)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from services.distribution.domain.desk import Desk
from shared.domain.canonical import canonical, sha256
from shared.domain.lifecycle import Stage
from shared.domain.numbers import printed_number

MOST_FAULTS: Final = 50
"""How many faults of a register are told one by one."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What the recomputed chain says; whole where nothing broke and no number is amiss."""

    events: int
    broken_at: int | None
    """The number of the first event that does not fit the chain."""
    broken_entry: str | None
    """That event's entry as printed, so that people can find it in the book."""
    faults: tuple[str, ...]
    """Vietnamese sentences, the break first."""

    @property
    def whole(self) -> bool:
        return not self.faults


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


def check(events: Sequence[RegisterEvent], head: Head) -> Check:
    """Recompute the whole chain, and look for gaps, duplicates and disorder of numbers."""
    broken = _break(events, head)
    named = events[broken - 1] if broken is not None and broken <= len(events) else None
    faults = [_break_sentence(broken, named)] if broken is not None else []
    faults += _number_faults(event for event in events if event.kind == Recorded.NUMBERED)
    return Check(
        events=len(events),
        broken_at=broken,
        broken_entry=f"{printed_number(max(named.number, 1))}/{named.symbol}" if named else None,
        faults=tuple(faults[:MOST_FAULTS]),
    )


def _break(events: Sequence[RegisterEvent], head: Head) -> int | None:
    previous = None
    for seq, event in enumerate(events, start=1):
        fits = event.seq == seq and event.previous == previous
        if not fits or sealed_hash(event) != event.hash:
            return seq
        previous = event.hash
    whole = head.seq == len(events) and head.hash == previous
    return None if whole else len(events) + 1


def _break_sentence(seq: int | None, event: RegisterEvent | None) -> str:
    if event is None:
        return f"Chuỗi sổ đăng ký bị đứt từ sự kiện {seq}: thiếu sự kiện ở cuối sổ."
    return (
        f"Chuỗi sổ đăng ký bị đứt ở sự kiện {seq} ({event.kind}, số {event.number}/{event.symbol} "
        f"năm {event.year}, hồ sơ {event.case}): nội dung đã bị sửa, xóa hoặc chèn."
    )


def _number_faults(numbered: Iterable[RegisterEvent]) -> list[str]:
    faults: list[str] = []
    last: dict[tuple[str, int], RegisterEvent] = {}
    days: dict[str, RegisterEvent] = {}
    for event in numbered:
        before = last.get((event.series, event.year))
        wanted = before.number + 1 if before else 1
        if event.number != wanted:
            faults.append(_out_of_order(event, wanted))
        earlier = days.get(event.series)
        if event.dated.year != event.year or (earlier and event.dated < earlier.dated):
            faults.append(
                f"Sai ngày: số {event.number}/{event.symbol} mang ngày {event.dated:%d/%m/%Y} "
                f"trong sổ năm {event.year}, không theo thứ tự."
            )
        last[event.series, event.year] = days[event.series] = event
    return faults


def _out_of_order(event: RegisterEvent, wanted: int) -> str:
    what = "Trùng hoặc lùi số" if event.number < wanted else "Nhảy số"
    return (
        f"{what}: sự kiện {event.seq} mang số {event.number} năm {event.year}, đúng ra là {wanted}."
    )
