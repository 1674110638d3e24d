"""The revisions of a PDF, read strictly: only the plain form that the signing chain writes.

A file that needs a lenient reader is one that two readers may see differently, so it is refused.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

_LAST = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF\r?\n?\Z")
_END = re.compile(rb"trailer\s*<<([^()#]{1,4000}?)>>\s*startxref\s+(\d{1,10})\s+%%EOF\r?\n?")
_SECTION = re.compile(rb"(\d{1,9}) (\d{1,9}) *\r?\n")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])[ \r][\r\n]")
_MOST_REVISIONS = 50
_ENTRY_LENGTH = 20


class MalformedError(ValueError):
    """The bytes are no PDF of the plain form."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision: everything up to `end`, and which objects it gave or freed."""

    end: int
    objects: frozenset[int]
    root: bytes
    """"1 0": number and generation of the catalogue."""
    info: bytes


def revisions_of(pdf: bytes) -> tuple[Revision, ...]:
    """All revisions, oldest first; raises `MalformedError`."""
    last = _LAST.search(pdf, max(0, len(pdf) - 64))
    if last is None:
        raise MalformedError("no end of file")
    start = int(last[1])
    found: list[_Table] = []
    while len(found) < _MOST_REVISIONS:
        table = _Table(pdf, start)
        found.append(table)
        if table.previous is None:
            return _chained(found[::-1], len(pdf))
        if table.previous >= start:
            raise MalformedError("the revisions do not go back")
        start = table.previous
    raise MalformedError("too many revisions")


def prepared_part(pdf: bytes) -> bytes | None:
    """The first revision, by whose hash the records know a dispatch; None if it can't be told."""
    try:
        return pdf[: revisions_of(pdf)[0].end]
    except MalformedError:
        return None


def _chained(tables: "list[_Table]", length: int) -> tuple[Revision, ...]:
    """Each revision must begin where the one before it ends, and keep its objects to itself."""
    begin = 0
    for table in tables:
        if not all(begin <= offset < table.start for offset in table.offsets):
            raise MalformedError("an object lies outside its revision")
        begin = table.end
    if begin != length or any(a.end > b.start for a, b in pairwise(tables)):
        raise MalformedError("bytes that belong to no revision")
    return tuple(Revision(t.end, frozenset(t.objects), t.root, t.info) for t in tables)


class _Table:
    """One cross-reference table with its trailer."""

    def __init__(self, pdf: bytes, start: int) -> None:
        self.start = start
        self.objects: set[int] = set()
        self.offsets: list[int] = []
        after = self._read_entries(pdf)
        ending = _END.match(pdf, after)
        if ending is None or int(ending[2]) != start:
            raise MalformedError("no plain trailer")
        self.end = ending.end()
        trailer = ending[1]
        if re.search(rb"/(XRefStm|Encrypt)\b", trailer):
            raise MalformedError("hybrid or encrypted")
        self.root = _only(rb"/Root\s+(\d+ \d+) R", trailer)
        self.info = _only(rb"/Info\s+(\d+ \d+) R", trailer)
        self.previous = int(_only(rb"/Prev\s+(\d{1,10})", trailer)) if b"/Prev" in trailer else None

    def _read_entries(self, pdf: bytes) -> int:
        if re.compile(rb"xref\r?\n").match(pdf, self.start) is None:
            raise MalformedError("no plain cross-reference table")
        at = pdf.index(b"\n", self.start) + 1
        while section := _SECTION.match(pdf, at):
            at = section.end()
            first, count = int(section[1]), int(section[2])
            if at + count * _ENTRY_LENGTH > len(pdf):
                raise MalformedError("a section longer than the file")
            for number in range(first, first + count):
                self._add(pdf, at, number)
                at += _ENTRY_LENGTH
        return at

    def _add(self, pdf: bytes, at: int, number: int) -> None:
        entry = _ENTRY.match(pdf, at)
        if entry is None or number in self.objects:
            raise MalformedError("no plain entry")
        if number == 0:
            return
        self.objects.add(number)
        if entry[3] == b"n":
            offset = int(entry[1])
            if re.compile(rb"%d %d obj\b" % (number, int(entry[2]))).match(pdf, offset) is None:
                raise MalformedError("an entry that leads to no object")
            self.offsets.append(offset)


def _only(pattern: bytes, trailer: bytes) -> bytes:
    found: list[bytes] = re.findall(pattern, trailer)
    if len(found) != 1:
        raise MalformedError("not exactly one entry in the trailer")
    return found[0]
