"""What changed from one frozen version to another, by paragraph and word.

Compared is what people approve: the text and its attachments. White space and the form of Unicode
are no difference here; the hash of the content, by which approvals stand or fall, is strict.
"""

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

from shared.document.alignment import Pair, aligned, between
from shared.document.model import AnnexText, text_content
from shared.document.version import FrozenAttachment, FrozenVersion
from shared.domain.canonical import canonical, sha256
from shared.domain.circulation import CIRCULATION_STAMPS, Circulation
from shared.domain.urgency import WORDS, Urgency
from shared.domain.words import collapse


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    """To another place among its like, without any other change."""


class SpanKind(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Span:
    kind: SpanKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    field: str
    """Field of `DispatchText`, or "attachments"; of lists with the place, from 0, in the later
    version, of what was removed in the earlier one: "paragraphs[3]"."""
    kind: ChangeKind
    before: str
    """In composed form with single spaces; empty for what was added, as `after` for removed."""
    after: str
    words: tuple[Span, ...]
    """SAME and REMOVED joined are `before`, SAME and ADDED joined are `after`."""
    was: str = ""
    """Of what was changed or moved: its field in the earlier version."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A paragraph, a line, a value or an attachment."""

    field: str
    text: str
    marks: frozenset[str]
    """By which an edited one is known again: those that share half of them are the same."""


_FIELDS: Final = (
    *("doc_type", "circulation", "urgency", "place", "subject", "authority", "bases"),
    *("addressees", "paragraphs", "cosigner_lines", "cosigner_name"),
    *("signature_lines", "signer_name", "recipients", "file_copy", "contact"),
)
"""As they stand on the paper."""
_ATTACHED: Final = {"supporting": "tài liệu kèm theo", "annex": "phụ lục"}
_ALIKE: Final = 0.5
_MOST_COMPARED: Final = 20_000
"""Comparisons of paragraphs where a whole stretch was edited; the fewer are near, the more."""
_LEAST_REACH: Final = 2


def changes_between(before: FrozenVersion, after: FrozenVersion) -> tuple[Change, ...]:
    """Every change of text and attachments: field by field, each in the order of the paper."""
    old, new = _items(before), _items(after)
    return tuple(change for field, lines in old.items() for change in _changes(lines, new[field]))


def content_hash(version: FrozenVersion) -> str:
    """SHA-256 of what people approve: text and attachments, letter for letter.

    Not who signs, which round it is, the organisation's version, or what the form check remarked.
    """
    attached = [
        {"name": one.name, "kind": one.kind, "sha256": one.sha256} for one in version.attachments
    ]
    return sha256(canonical({"text": text_content(version.text), "attachments": attached}))


def words_between(before: str, after: str) -> tuple[Span, ...]:
    """The spans of two texts with single spaces between their words."""
    old, new = before.split(), after.split()
    pairs = aligned(old, new)
    spans: list[tuple[SpanKind, str]] = []
    for place, (gone, come) in enumerate(between(pairs, range(len(old)), range(len(new)))):
        spans += [(SpanKind.REMOVED, _spaced(old, at)) for at in gone]
        spans += [(SpanKind.ADDED, _spaced(new, at)) for at in come]
        for pair in pairs[place : place + 1]:
            spans += _same(old, pair)
    merged = groupby(spans, key=lambda span: span[0])
    return tuple(Span(kind, "".join(text for _, text in run)) for kind, run in merged)


def _spaced(words: Sequence[str], at: int) -> str:
    """A word with the space before it, which the first one does not have."""
    return f" {words[at]}" if at else words[at]


def _same(old: Sequence[str], pair: Pair) -> list[tuple[SpanKind, str]]:
    """A word of both texts; a space that only one of them has before it has gone or come."""
    i, j = pair
    if bool(i) == bool(j):
        return [(SpanKind.SAME, _spaced(old, i))]
    return [(SpanKind.REMOVED if i else SpanKind.ADDED, " "), (SpanKind.SAME, old[i])]


def _items(version: FrozenVersion) -> dict[str, list[_Item]]:
    items = {field: _lines(field, getattr(version.text, field)) for field in _FIELDS}
    items["annexes"] = list(_annexes(version.text.annexes))
    items["attachments"] = [
        _attachment(f"attachments[{place}]", one) for place, one in enumerate(version.attachments)
    ]
    return items


def _lines(field: str, value: str | Sequence[str]) -> list[_Item]:
    """What is not blank; a value that stands alone is known again however it changes."""
    if isinstance(value, str):
        text = collapse(_said(value))
        return [_Item(field, text, frozenset({field}))] if text else []
    lines = [(f"{field}[{place}]", collapse(line)) for place, line in enumerate(value)]
    return [_Item(name, line, frozenset(line.split())) for name, line in lines if line]


def _said(value: str) -> str:
    match value:
        case Urgency():
            return WORDS[value]
        case Circulation():
            return CIRCULATION_STAMPS[value]
        case _:
            return value


def _annexes(annexes: Sequence[AnnexText]) -> Iterator[_Item]:
    """All annexes in the file as one run of lines, each beginning with its type and title."""
    for place, annex in enumerate(annexes):
        for name in ("doc_type", "title", "paragraphs"):
            yield from _lines(f"annexes[{place}].{name}", getattr(annex, name))


def _attachment(field: str, one: FrozenAttachment) -> _Item:
    kind = _ATTACHED.get(one.kind, one.kind)
    text = collapse(f"{one.name} ({kind}, SHA-256 {one.sha256})")
    return _Item(field, text, frozenset({one.name, one.sha256}))


def _changes(old: list[_Item], new: list[_Item]) -> Iterator[Change]:
    pairs = _paired(old, new)
    moved = _moved(old, new, pairs)
    left = set(moved.values())
    for place, (gone, come) in enumerate(between(pairs, range(len(old)), range(len(new)))):
        yield from (_removed(old[at]) for at in gone if at not in left)
        yield from (
            _became(old[moved[at]], new[at]) if at in moved else _added(new[at]) for at in come
        )
        for i, j in pairs[place : place + 1]:
            if old[i].text != new[j].text:
                yield _became(old[i], new[j])


def _removed(old: _Item) -> Change:
    words = words_between(old.text, "")
    return Change(field=old.field, kind=ChangeKind.REMOVED, before=old.text, after="", words=words)


def _added(new: _Item) -> Change:
    words = words_between("", new.text)
    return Change(field=new.field, kind=ChangeKind.ADDED, before="", after=new.text, words=words)


def _became(old: _Item, new: _Item) -> Change:
    return Change(
        field=new.field,
        kind=ChangeKind.MOVED if old.text == new.text else ChangeKind.CHANGED,
        before=old.text,
        after=new.text,
        words=words_between(old.text, new.text),
        was=old.field,
    )


def _paired(old: list[_Item], new: list[_Item]) -> list[Pair]:
    """Items that stand in both versions as they were or edited, ascending in both places."""
    same = aligned([one.text for one in old], [one.text for one in new])
    gaps = between(same, range(len(old)), range(len(new)))
    edited = [pair for here, there in gaps for pair in _edited(old, new, here, there)]
    return sorted(same + edited)


def _edited(old: list[_Item], new: list[_Item], here: range, there: range) -> list[Pair]:
    """The most alike first, and none across another that is chosen already."""
    chosen: list[Pair] = []
    for _, i, j in sorted(_alike(old, new, here, there)):
        at = bisect_left(chosen, (i, j))
        after_left = at == 0 or (chosen[at - 1][0] < i and chosen[at - 1][1] < j)
        before_right = at == len(chosen) or (i < chosen[at][0] and j < chosen[at][1])
        if after_left and before_right:
            chosen.insert(at, (i, j))
    return chosen


def _alike(
    old: list[_Item], new: list[_Item], here: range, there: range
) -> Iterator[tuple[float, int, int]]:
    """Pairs that may be one item edited, with how much they differ; in long gaps near ones only."""
    if not (here and there):
        return
    reach = max(_LEAST_REACH, _MOST_COMPARED // len(here) // 2)
    for place, i in enumerate(here):
        middle = place * len(there) // len(here)
        for j in there[max(0, middle - reach) : middle + reach + 1]:
            ours, theirs = old[i].marks, new[j].marks
            likeness = 2 * len(ours & theirs) / (len(ours) + len(theirs))
            if likeness >= _ALIKE:
                yield -likeness, i, j


def _moved(old: list[_Item], new: list[_Item], pairs: list[Pair]) -> dict[int, int]:
    """New places of items that stand nowhere near their old ones, and these."""
    kept, met = {i for i, _ in pairs}, {j for _, j in pairs}
    left: defaultdict[str, deque[int]] = defaultdict(deque)
    for i, one in enumerate(old):
        if i not in kept:
            left[one.text].append(i)
    arrived = (j for j in range(len(new)) if j not in met)
    return {j: left[new[j].text].popleft() for j in arrived if left[new[j].text]}
