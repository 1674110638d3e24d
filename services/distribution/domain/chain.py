"""Whether the register is whole: its chain recomputed, its numbers and dates looked through."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from services.distribution.domain.confirming import explained
from services.distribution.domain.register import Head, Recorded, RegisterEvent, sealed_hash
from services.distribution.domain.sequence import Sequences
from shared.domain.numbers import printed_number

MOST_FAULTS: Final = 50
"""How many faults of a register are told one by one."""


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
    restores: tuple[str, ...] = ()
    """What clerks confirmed after restores, and which published heads match no more; no faults."""

    @property
    def whole(self) -> bool:
        return not self.faults


class Inspection:
    """Reads a chain part by part, from its first event on, so that memory never holds it all."""

    def __init__(self) -> None:
        self._events = 0
        self._previous: str | None = None
        self._broken: tuple[int, RegisterEvent] | None = None
        self._faults: list[str] = []
        self._restores: list[str] = []
        self._sequences = Sequences()

    def read(self, events: Iterable[RegisterEvent]) -> None:
        """The events that follow those read before, in order."""
        for event in events:
            self._events += 1
            if self._broken is None and not self._fits(event):
                self._broken = self._events, event
            self._previous = event.hash
            if event.kind == Recorded.RESTORED:
                self._restores.append(explained(event))
            for sentence in self._sequences.look_at(event):
                self._fault(sentence)

    def verdict(self, head: Head) -> Check:
        """What all that was read amounts to, against the chain's head."""
        if self._broken is not None:
            broken, named = self._broken
            entry = f"{printed_number(max(named.number, 1))}/{named.symbol}"
            return self._check(broken, entry, _break_sentence(broken, named))
        if (head.seq, head.hash) != (self._events, self._previous):
            broken = self._events + 1
            return self._check(
                broken,
                None,
                f"Chuỗi sổ đăng ký bị đứt từ sự kiện {broken}: thiếu sự kiện ở cuối sổ.",
            )
        return self._check(None, None)

    def _check(self, broken_at: int | None, entry: str | None, *sentences: str) -> Check:
        return Check(
            events=self._events,
            broken_at=broken_at,
            broken_entry=entry,
            faults=(*sentences, *self._faults)[:MOST_FAULTS],
            restores=tuple(self._restores),
        )

    def _fits(self, event: RegisterEvent) -> bool:
        place = (event.seq, event.previous) == (self._events, self._previous)
        return place and sealed_hash(event) == event.hash

    def _fault(self, sentence: str) -> None:
        if len(self._faults) < MOST_FAULTS:
            self._faults.append(sentence)


def _break_sentence(seq: int, event: RegisterEvent) -> str:
    of = f", hồ sơ {event.case}" if event.case else ""  # a reserved number is nobody's yet
    return (
        f"Chuỗi sổ đăng ký bị đứt ở sự kiện {seq} ({event.kind}, số {event.number:02d}/"
        f"{event.symbol} năm {event.year}{of}): nội dung đã bị sửa, xóa hoặc chèn."
    )
