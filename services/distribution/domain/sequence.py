"""Gaps, duplicates and disorder, which a register may have whose chain is otherwise whole."""

from collections.abc import Iterator, Mapping

from services.distribution.domain.register import GIVES_NUMBER, Recorded, RegisterEvent

Book = tuple[str, int]
"""Series and year."""


class Sequences:
    """The numbers of every series and year, event by event in the chain's order."""

    def __init__(self) -> None:
        self._last: dict[Book, RegisterEvent] = {}
        self._days: dict[str, RegisterEvent] = {}
        self._reserved: dict[tuple[str, int, int], RegisterEvent] = {}
        self._closed: set[Book] = set()
        self._confirmed: dict[str, Mapping[str, int]] = {}
        """By series: the last number of each year, as a clerk confirmed it after a restore."""

    def look_at(self, event: RegisterEvent) -> Iterator[str]:
        """What is amiss with this event, in Vietnamese sentences."""
        kept = self._reserved.get((event.series, event.year, event.number))
        if event.kind == Recorded.NUMBERED and kept:
            yield from self._use(event, kept)
        elif event.kind in GIVES_NUMBER:
            yield from self._give(event)
        elif event.kind == Recorded.CLOSED:
            yield from self._close(event)
        elif event.kind == Recorded.RESTORED:
            yield from self._confirm(event)
        elif event.number > self._highest(event):
            yield f"{_named(event)} nói về số chưa từng cấp."
        if event.kind == Recorded.VOIDED:
            self._reserved.pop((event.series, event.year, event.number), None)

    def _give(self, event: RegisterEvent) -> Iterator[str]:
        book, wanted = (event.series, event.year), self._highest(event) + 1
        if event.number != wanted:
            yield _out_of_order(event, wanted)
        earlier = self._days.get(event.series)
        if event.dated.year != event.year or (earlier and event.dated < earlier.dated):
            yield (
                f"Sai ngày: số {event.number}/{event.symbol} mang ngày {event.dated:%d/%m/%Y} "
                f"trong sổ năm {event.year}, không theo thứ tự."
            )
        if book in self._closed:
            yield f"{_named(event)} vào sổ đã khóa."
        if event.kind == Recorded.LOST_IN_RESTORE and not self._is_confirmed(event):
            yield f"{_named(event)}: không có xác nhận nào của văn thư về số này."
        if event.kind == Recorded.RESERVED:
            self._reserved[event.series, event.year, event.number] = event
        self._last[book] = self._days[event.series] = event

    def _confirm(self, event: RegisterEvent) -> Iterator[str]:
        """What is lost follows behind, number by number."""
        if event.number != self._highest(event):
            yield (
                f"{_named(event)}: xác nhận từ số {event.number}, "
                f"nhưng số cuối là {self._highest(event)}."
            )
        self._confirmed[event.series] = event.details.get("last", {})

    def _is_confirmed(self, event: RegisterEvent) -> bool:
        last = self._confirmed.get(event.series, {})
        return event.number <= last.get(str(event.year), 0)

    def _use(self, event: RegisterEvent, kept: RegisterEvent) -> Iterator[str]:
        """A dispatch takes a reserved number as it was reserved."""
        del self._reserved[event.series, event.year, event.number]
        if (event.symbol, event.dated) != (kept.symbol, kept.dated):
            yield f"{_named(event)} không đúng ký hiệu, ngày đã giữ."
        if (event.series, event.year) in self._closed:
            yield f"{_named(event)} vào sổ đã khóa."

    def _close(self, event: RegisterEvent) -> Iterator[str]:
        book = (event.series, event.year)
        if book in self._closed:
            yield f"{_named(event)}: sổ bị khóa hai lần."
        if event.number != self._highest(event):
            yield (
                f"{_named(event)}: sổ khóa ở số {event.number}, "
                f"nhưng số cuối là {self._highest(event)}."
            )
        if open_ := [number for *at, number in self._reserved if tuple(at) == book]:
            yield f"{_named(event)}: sổ khóa khi còn giữ số {', '.join(map(str, open_))}."
        self._closed.add(book)

    def _highest(self, event: RegisterEvent) -> int:
        last = self._last.get((event.series, event.year))
        return last.number if last else 0


def _named(event: RegisterEvent) -> str:
    return (
        f"Sự kiện {event.seq} ({event.kind}, hệ số {event.series}, "
        f"số {event.number} năm {event.year})"
    )


def _out_of_order(event: RegisterEvent, wanted: int) -> str:
    what = "Trùng hoặc lùi số" if event.number < wanted else "Nhảy số"
    return (
        f"{what}: sự kiện {event.seq} mang số {event.number} năm {event.year}, đúng ra là {wanted}."
    )
