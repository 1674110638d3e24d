"""Which entries of the register are asked for: by column, and by words without diacritics."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from services.distribution.domain.register import Entry
from shared.domain.lifecycle import Stage
from shared.domain.refusals import Invalid
from shared.domain.words import fold


class State(StrEnum):
    """How an entry stands: its dispatch's stage, or why it has none."""

    NUMBERED = Stage.NUMBERED.value
    SEALED = Stage.SEALED.value
    DISTRIBUTING = Stage.DISTRIBUTING.value
    FILED = Stage.FILED.value
    VOIDED = "VOIDED"
    RESERVED = "RESERVED"
    IMPORTED = "IMPORTED"
    LOST = "LOST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """None and empty: all."""

    year: int | None = None
    series: str | None = None
    first: date | None = None
    last: date | None = None
    """Days of the documents, both included."""
    doc_type: str | None = None
    unit: str | None = None
    """Code of the drafting unit."""
    signer: str = ""
    recipient: str = ""
    state: State | None = None
    text: str = ""
    """Words, each of which must be found in some column or in the dispatch's own text."""

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fold(self.text).split()))

    def may_have(self, year: int, series: str) -> bool:
        """Whether a book can have such entries."""
        return (
            self.year in (None, year)
            and self.series in (None, series)
            and (self.first is None or self.first.year <= year)
            and (self.last is None or self.last.year >= year)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """Dispatches that fulfil what the register's columns do not tell."""

    of_unit: frozenset[str] | None
    """None: whatever the unit."""
    by_word: Mapping[str, frozenset[str]]
    """Whose own text has a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an entry stands: by year, series and number."""

    year: int
    series: str
    number: int


NOWHERE: Final = Place(year=0, series="", number=0)


def is_wanted(entry: Entry, wanted: Wanted, cases: Cases) -> bool:
    return all(_answers(entry, wanted, cases))


def _answers(entry: Entry, wanted: Wanted, cases: Cases) -> Iterator[bool]:
    yield wanted.first is None or entry.dated >= wanted.first
    yield wanted.last is None or entry.dated <= wanted.last
    yield wanted.doc_type in (None, entry.doc_type)
    yield wanted.state in (None, state_of(entry))
    yield fold(wanted.signer) in fold(entry.signer)
    yield fold(wanted.recipient) in fold("; ".join(entry.recipients))
    yield cases.of_unit is None or entry.case in cases.of_unit
    shown = fold(" ".join(_columns(entry))) if wanted.words else ""
    for word in wanted.words:
        yield word in shown or entry.case in cases.by_word.get(word, frozenset())


def state_of(entry: Entry) -> State:
    if entry.voided:
        return State.VOIDED
    if entry.lost:
        return State.LOST
    if entry.state is not None:
        return State(entry.state.value)
    return State.IMPORTED if entry.subject else State.RESERVED


def _columns(entry: Entry) -> Iterator[str]:
    """Everything that the ten columns show."""
    yield from (entry.printed, f"{entry.dated:%d/%m/%Y}", entry.doc_type.replace("_", " "))
    yield from (entry.subject, entry.signer, *entry.recipients, *entry.file_copy)
    yield from (*entry.receipts, entry.note, entry.case)


def cursor_of(entry: Entry) -> str:
    """The place after which the next page begins, as callers carry it."""
    return f"{entry.year}/{entry.number}/{entry.series}"


def place_of(cursor: str | None) -> Place:
    """Read what `cursor_of` wrote; raises Invalid `broken_cursor`."""
    if cursor is None:
        return NOWHERE
    try:
        year, number, series = cursor.split("/", 2)
        return Place(year=int(year), series=series, number=int(number))
    except ValueError:
        sentence = "Chỗ dừng “after” không dùng được; hãy xem lại từ trang đầu."
        raise Invalid("broken_cursor", sentence, details={"after": sentence}) from None
