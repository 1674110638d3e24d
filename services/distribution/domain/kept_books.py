"""Series and reservations against the chain: rows that stand for no single dispatch."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from services.distribution.domain.register import GIVES_NUMBER, Recorded, RegisterEvent
from services.distribution.domain.reservation import Ending

Row = Mapping[str, Any]
Entry = tuple[str, int, int]
"""Series, year, number."""


@dataclass(slots=True)
class Books:
    """What the chain says of series and reserved numbers; grows event by event."""

    last: dict[str, tuple[int, int, date]] = field(default_factory=dict)
    """By series: year, last number and last date."""
    reserved: dict[Entry, RegisterEvent] = field(default_factory=dict)
    ends: dict[Entry, RegisterEvent] = field(default_factory=dict)
    restored: dict[tuple[str, datetime], RegisterEvent] = field(default_factory=dict)
    """What was confirmed after restores, by series and restore; the last of a series last."""
    _given: set[Entry] = field(default_factory=set)

    def read(self, events: Iterable[RegisterEvent]) -> None:
        for event in events:
            entry = (event.series, event.year, event.number)
            if event.kind in GIVES_NUMBER and entry not in self._given:
                self._given.add(entry)
                self.last[event.series] = (event.year, event.number, event.dated)
            elif entry in self.reserved and event.kind in {Recorded.NUMBERED, Recorded.VOIDED}:
                self.ends.setdefault(entry, event)
            if event.kind == Recorded.RESERVED:
                self.reserved[entry] = event
            if event.kind == Recorded.RESTORED:
                self.restored[event.series, _restored_at(event)] = event

    def faults(
        self,
        series: Sequence[Row],
        reservations: Sequence[Row],
        ends: Sequence[Row],
        confirmations: Sequence[Row],
    ) -> Iterator[str]:
        """Every row that contradicts the chain, in Vietnamese sentences."""
        yield from self._series({row["series"]: row for row in series})
        kept = {(row["series"], row["year"], row["number"]): row for row in reservations}
        yield from self._reservations(kept)
        yield from self._ends(kept, {row["id"]: row for row in ends})
        confirmed = {(row["series"], row["restored_at"]): row for row in confirmations}
        yield from self._confirmations(confirmed)

    def _series(self, rows: Mapping[str, Row]) -> Iterator[str]:
        confirmed = dict(self.restored.keys())
        for code in sorted(self.last.keys() | rows.keys()):
            row = rows.get(code)
            if row and row["restore_confirmed"] != confirmed.get(code):
                yield f"Bảng series, hệ số {code}: bị sửa cột restore_confirmed."
            found = (row["year"], row["last_number"], row["last_date"]) if row else None
            wanted = self.last.get(code)
            if wanted is None and found is not None and found[1] == 0:
                continue  # looked at, and nothing given yet
            if found != wanted:
                last = f"số cuối {wanted[1]} năm {wanted[0]}" if wanted else "chưa cấp số nào"
                yield f"Bảng series, hệ số {code}: không đúng số cuối, ngày cuối; sổ ghi {last}."

    def _confirmations(self, rows: Mapping[tuple[str, datetime], Row]) -> Iterator[str]:
        for series, at in sorted(self.restored.keys() | rows.keys()):
            event, row = self.restored.get((series, at)), rows.get((series, at))
            if event is None or row is None:
                said = "mất dòng mà sổ đã ghi" if event else "dòng thừa, sổ không ghi"
                yield f"Bảng series_confirmations (hệ số {series}): {said}."
            elif wrong := [name for name, value in _confirmed(event).items() if row[name] != value]:
                yield f"Bảng series_confirmations (hệ số {series}): bị sửa cột {', '.join(wrong)}."

    def _reservations(self, rows: Mapping[Entry, Row]) -> Iterator[str]:
        for entry in sorted(self.reserved.keys() | rows.keys()):
            event, row = self.reserved.get(entry), rows.get(entry)
            if event is None or row is None:
                said = "mất dòng mà sổ đã ghi" if event else "dòng thừa, sổ không ghi"
                yield f"Bảng reservations ({_named(entry)}): {said}."
            elif wrong := [name for name, value in _kept(event).items() if row[name] != value]:
                yield f"Bảng reservations ({_named(entry)}): bị sửa cột {', '.join(wrong)}."

    def _ends(self, kept: Mapping[Entry, Row], rows: Mapping[str, Row]) -> Iterator[str]:
        for entry, row in kept.items():
            event, end = self.ends.get(entry), rows.get(row["id"])
            if (event is None) != (end is None):
                said = "mất dòng mà sổ đã ghi" if event else "dòng thừa, sổ không ghi"
                yield f"Bảng reservation_ends ({_named(entry)}): {said}."
            elif event and end and not _ended(event, end):
                yield f"Bảng reservation_ends ({_named(entry)}): không đúng sự kiện của sổ."
        for id_ in sorted(rows.keys() - {row["id"] for row in kept.values()}):
            yield f"Bảng reservation_ends ({id_}): dòng thừa, không có số giữ nào như vậy."


def _restored_at(event: RegisterEvent) -> datetime:
    return datetime.fromisoformat(str(event.details.get("restored_at")))


def _confirmed(event: RegisterEvent) -> Row:
    return {
        "account": event.account,
        "at": event.at,
        "organisation": event.organisation,
        "last": event.details.get("last"),
        "reason": event.details.get("reason"),
        "known_head": event.details.get("known_head"),
    }


def _kept(event: RegisterEvent) -> Row:
    return {
        "symbol": event.symbol,
        "dated": event.dated,
        "account": event.account,
        "organisation": event.organisation,
        "purpose": event.details.get("purpose"),
        "expires_at": datetime.fromisoformat(str(event.details.get("expires_at"))),
    }


def _ended(event: RegisterEvent, row: Row) -> bool:
    used = event.kind == Recorded.NUMBERED
    by = (row["account"], row["organisation"]) == (event.account, event.organisation)
    ending = (row["ending"] == Ending.USED) == used
    return by and ending and row["used_for"] == (event.case if used else None)


def _named(entry: Entry) -> str:
    series, year, number = entry
    return f"hệ số {series}, số {number} năm {year}"
