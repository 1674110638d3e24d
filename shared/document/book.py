"""The books of a records office on paper and as workbooks (ND30 PL4): columns, rows, totals."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst

from shared.document.layout import bundled_fonts
from shared.document.letters import face

_TEMPLATE: Final = Path(__file__).with_name("book.typ")
Count = tuple[int, int]
"""Dispatches and copies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    title: str
    width: float
    """In proportion to the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a book."""

    cells: tuple[str, ...]
    counts: Count = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    parent: str
    issuer: str
    title: str
    cover: tuple[str, ...]
    """The lines below the title."""
    columns: tuple[Column, ...]
    lines: Sequence[Line]
    counted: bool
    """Whether each page ends with its total and that of all pages so far."""
    closing: tuple[str, ...]
    """What stands below the last row."""


def sums(lines: Sequence[Line]) -> Count:
    return sum(line.counts[0] for line in lines), sum(line.counts[1] for line in lines)


def print_book(book: Book, at: datetime) -> bytes:
    """A PDF/A-2b, A4 across; the same book of the same instant gives the same bytes.

    Set twice: the totals of a page are known when it is known which rows it has.
    """
    pages = [spot["page"] for spot in _query(_compiler(book, {}))]
    made = _compiler(book, _totals(book.lines, pages)).compile(
        format="pdf", pdf_standards=["a-2b"], timestamp=at.replace(microsecond=0)
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no single file")
    return made


def _query(compiler: typst.Compiler) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(compiler.query("<row>", field="value"))
    return found


def _totals(lines: Sequence[Line], pages: Sequence[int]) -> dict[str, dict[str, Count]]:
    """By page: what came before it, what is on it, and both together."""
    by_page: dict[int, list[Line]] = defaultdict(list)
    for line, page in zip(lines, pages, strict=True):
        by_page[page].append(line)
    totals, before = {}, (0, 0)
    for page in sorted(by_page):
        here = sums(by_page[page])
        all_ = (before[0] + here[0], before[1] + here[1])
        totals[str(page)] = {"before": before, "page": here, "all": all_}
        before = all_
    return totals


def _compiler(book: Book, totals: dict[str, dict[str, Count]]) -> typst.Compiler:
    said = asdict(book) | {"rows": [list(line.cells) for line in book.lines], "lines": None}
    return typst.Compiler(
        _TEMPLATE,
        font_paths=bundled_fonts(),
        sys_inputs={
            "book": json.dumps(_settable(said), ensure_ascii=False),
            "totals": json.dumps(totals),
        },
    )


def _settable(value: Any) -> Any:
    """Every text in letters that the font has: an old register may hold any."""
    match value:
        case str():
            known = face("regular").glyphs
            return "".join(one if ord(one) in known or one == "\n" else "?" for one in value)
        case dict():
            return {name: _settable(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_settable(inner) for inner in value]
        case _:
            return value
