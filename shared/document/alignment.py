"""Which items of two sequences stand in both, in the same order.

Common beginnings and ends are taken off; what both have exactly once between them is an anchor;
between anchors the same again, a few times. Nearly linear whatever the items are, since nothing
is ever compared with everything.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

Pair = tuple[int, int]
"""Places of one item: in the first sequence, in the second."""

_DEEPEST: Final = 8
"""How often what lies between anchors is searched for anchors of its own."""


def aligned(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """Pairs of equal items, ascending in both places."""
    return list(_aligned(before, after, range(len(before)), range(len(after)), _DEEPEST))


def between(pairs: Sequence[Pair], before: range, after: range) -> Iterator[tuple[range, range]]:
    """What lies before each pair and after the last one, in both sequences; it may be empty."""
    start, stop = (before.start - 1, after.start - 1), (before.stop, after.stop)
    for (i, j), (next_i, next_j) in pairwise([start, *pairs, stop]):
        yield range(i + 1, next_i), range(j + 1, next_j)


def _aligned(
    before: Sequence[str], after: Sequence[str], here: range, there: range, depth: int
) -> Iterator[Pair]:
    head = _common(before, after, here, there)
    yield from zip(here[:head], there[:head], strict=True)
    here, there = here[head:], there[head:]
    tail = _common(before, after, here[::-1], there[::-1])
    rest, other = here[: len(here) - tail], there[: len(there) - tail]
    if depth:
        anchors = _anchors(before, after, rest, other)
        for place, (left, right) in enumerate(between(anchors, rest, other)):
            if anchors:
                yield from _aligned(before, after, left, right, depth - 1)
            yield from anchors[place : place + 1]
    yield from zip(here[len(rest) :], there[len(other) :], strict=True)


def _common(before: Sequence[str], after: Sequence[str], here: range, there: range) -> int:
    """How many items are the same from the beginning of both."""
    count = 0
    for i, j in zip(here, there, strict=False):
        if before[i] != after[j]:
            break
        count += 1
    return count


def _anchors(before: Sequence[str], after: Sequence[str], here: range, there: range) -> list[Pair]:
    """The items that both have once, as far as their order is the same."""
    old, new = Counter(before[i] for i in here), Counter(after[j] for j in there)
    places = {after[j]: j for j in there if new[after[j]] == 1}
    once = [i for i in here if old[before[i]] == 1 and before[i] in places]
    return _ascending([(i, places[before[i]]) for i in once])


def _ascending(pairs: Sequence[Pair]) -> list[Pair]:
    """Of pairs with ascending first places as many as can be whose second ones ascend too."""
    lowest: list[int] = []
    ends: list[int] = []
    came_from: list[int] = []
    for at, (_, place) in enumerate(pairs):
        length = bisect_left(lowest, place)
        came_from.append(ends[length - 1] if length else -1)
        lowest[length : length + 1] = [place]
        ends[length : length + 1] = [at]
    chosen: list[Pair] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = came_from[at]
    return chosen[::-1]
