"""How judgements look at rows: in groups, and by what names them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Final

from tests.chaos.evidence import Evidence, Row

Judgement = Callable[[Evidence], Iterator[str]]
Turn = tuple[Hashable, ...]
"""Case, round, step and turn."""
Place = tuple[str, int]
"""Case and round."""

SYSTEM: Final = "system"
"""The account of what comes by itself: a number, where the agency's file says so."""


def by_case(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    return {str(case): found for (case,), found in grouped(rows, "case").items()}


def per_round(rows: Iterable[Row]) -> Counter[Place]:
    return Counter(place_of(row) for row in rows)


def grouped(rows: Iterable[Row], *names: str) -> Mapping[tuple[Hashable, ...], list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in names)].append(row)
    return found


def place_of(row: Row) -> Place:
    return row["case"], row["round"]


def turn_of(row: Row) -> Turn:
    return row["case"], row["round"], row["step"], row["turn"]


def final_cases(evidence: Evidence) -> frozenset[str]:
    """Filed, rejected or withdrawn."""
    ended = {
        row["case"] for row in evidence.rows("drafting.closings") if row["closing"] != "signed"
    }
    return frozenset(ended | {row["case"] for row in evidence.rows("distribution.file_copies")})


def submitted_texts(evidence: Evidence) -> Mapping[Place, Row]:
    """The text of each round, as it was frozen."""
    return {
        place_of(row): evidence.versions[row["version"]]["text"]
        for row in evidence.rows("drafting.submissions")
        if row["version"] in evidence.versions
    }
