"""Where a remark stands in a draft, and putting its replacement there."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

from shared.document.model import AnnexText, DispatchText, Finding

ONE_VALUE = (
    *("place", "subject", "authority", "cosigner_name", "file_copy", "signer_name", "contact"),
    "title",
)
FIELD_ORDER = (
    "doc_type",
    "place",
    "subject",
    "authority",
    "bases",
    "addressees",
    "paragraphs",
    "cosigner_lines",
    "cosigner_name",
    "recipients",
    "file_copy",
    "signature_lines",
    "signer_name",
    "contact",
    "annexes",
)

_FIELD = re.compile(r"(?P<name>[a-z_]+)(?:\[(?P<index>[0-9]{1,9})\])?")
Part = TypeVar("Part", DispatchText, AnnexText)


def entries(text: DispatchText, *names: str) -> Iterator[tuple[str, str]]:
    """Every value of the named fields with its place: ("recipients[1]", "GĐ Sở").

    Those of annexes: ("annexes[0].title", "Danh sách"), ("annexes[0].paragraphs[2]", "...").
    """
    for name in names:
        value: str | tuple[str, ...] | tuple[AnnexText, ...] = getattr(text, name)
        yield from _values(name, value)


def _values(
    name: str, value: str | tuple[str, ...] | tuple[AnnexText, ...]
) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
        return
    for index, entry in enumerate(value):
        place = f"{name}[{index}]"
        if isinstance(entry, str):
            yield place, entry
        else:
            for part in ("title", "paragraphs"):
                yield from _values(f"{place}.{part}", getattr(entry, part))


def place_in_order(field: str) -> tuple[int, int]:
    """A key that sorts fields as they stand on the page."""
    parsed = _FIELD.fullmatch(field.partition(".")[0])
    if not parsed or parsed["name"] not in FIELD_ORDER:
        return len(FIELD_ORDER), 0
    return FIELD_ORDER.index(parsed["name"]), int(parsed["index"] or 0)


def apply_replacement(text: DispatchText, finding: Finding) -> DispatchText:
    """The draft with the finding's words replaced, in its field only.

    Unchanged where `found` no longer stands there as whole words, or stands there twice,
    or nothing is to be put in its place. Once more changes nothing more.
    """
    if not finding.found or finding.replacement is None:
        return text
    annex, _, part = finding.field.partition(".")
    if not part:
        return _applied(text, finding.field, finding.found, finding.replacement)
    parsed = _FIELD.fullmatch(annex)
    at = int(parsed["index"]) if parsed and parsed["index"] else len(text.annexes)
    annexes = list(text.annexes)
    if at < len(annexes):
        annexes[at] = _applied(annexes[at], part, finding.found, finding.replacement)
    return replace(text, annexes=tuple(annexes))


def _applied(part: Part, field: str, found: str, replacement: str) -> Part:
    parsed = _FIELD.fullmatch(field)
    if not parsed:
        return part
    name, index = parsed["name"], parsed["index"]
    value: Any = getattr(part, name, None)
    change: dict[str, Any] = {}
    if isinstance(value, str) and name in ONE_VALUE and index is None:
        change[name] = _replaced(value, found, replacement)
    elif isinstance(value, tuple) and index and int(index) < len(value):
        at: int = int(index)
        if isinstance(value[at], str):
            entry = _replaced(value[at], found, replacement)
            change[name] = (*value[:at], entry, *value[at + 1 :])
    return replace(part, **change)


def narrow(old: str, new: str) -> tuple[str, str]:
    """The fewest whole words of `old` that stand there once and differ, and what `new` has.

    "GD, các PGD Sở" and "GĐ, các PGĐ Sở" give "GD, các PGD" and "GĐ, các PGĐ".
    """
    start = _common_start(old, new)
    rest_old, rest_new = old[start:], new[start:]
    after = _common_start(rest_old[::-1], rest_new[::-1])
    end = len(old) - after
    if start == end:  # words only came in: name the one before them
        start = max(0, start - 1)
    width = 0
    while True:
        start, end = _to_whole_words(old, max(0, start - width), min(len(old), end + width))
        found, replacement = old[start:end], new[start : len(new) - (len(old) - end)]
        if found == old or (
            len(_standing(old, found)) == 1 and _replaced(new, found, replacement) == new
        ):
            return found, replacement
        width = 2 * width or 16


def _common_start(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _to_whole_words(value: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and not value[start - 1].isspace():
        start -= 1
    while end < len(value) and not value[end].isspace():
        end += 1
    return start, end


def _replaced(value: str, found: str, replacement: str) -> str:
    where = _standing(value, found)
    if len(where) != 1:
        return value
    start = where[0]
    # "trên./." still holds "trên.": what was replaced already must not grow again.
    margin = max(0, len(replacement) - len(found))
    around = value[max(0, start - margin) : start + len(found) + margin]
    if found in replacement and replacement in around:
        return value
    return value[:start] + replacement + value[start + len(found) :]


def _standing(value: str, found: str) -> list[int]:
    """The first two places where `found` stands as whole words."""
    places: list[int] = []
    start = value.find(found) if found else -1
    while start >= 0 and len(places) < 2:
        end = start + len(found)
        if not (_in_word(value, start) or _in_word(value, end)):
            places.append(start)
        start = value.find(found, start + 1)
    return places


def _in_word(value: str, cut: int) -> bool:
    return 0 < cut < len(value) and _of_word(value[cut - 1]) and _of_word(value[cut])


def _of_word(char: str) -> bool:
    return char.isalnum() or unicodedata.combining(char) > 0
