"""Texts as lines: one Unicode form, one kind of line end, no Markdown stars."""

import re
import unicodedata
from dataclasses import dataclass, replace

from shared.document.model import DispatchText

BYTE_ORDER_MARK = "\ufeff"
GRAPHEME_JOINER = "\u034f"
LONGEST_MARK_RUN = 30
"""UAX 15, stream-safe text: no letter of any script carries more marks."""

_MAYBE_MARK_RUN = re.compile(r"[^\w\s]{31,}")
_MARKDOWN_BOLD = re.compile(r"\*\*|__")
_MARKDOWN_ITALIC = re.compile(r"^\*(?=\S)|(?<=\S)\*$")
_WITHOUT_STROKE = str.maketrans({"đ": "d", "\u00f0": "d"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text that was read; `number` counts from 1."""

    number: int
    text: str


def nfc(text: str) -> str:
    """The text in composed form; linear also for endless runs of combining marks."""
    return unicodedata.normalize("NFC", _stream_safe(text))


def composed(text: DispatchText) -> DispatchText:
    """The draft with every value in composed form, as the form check expects it."""
    return replace(
        text,
        place=nfc(text.place),
        subject=nfc(text.subject),
        addressees=tuple(map(nfc, text.addressees)),
        paragraphs=tuple(map(nfc, text.paragraphs)),
        recipients=tuple(map(nfc, text.recipients)),
        file_copy=nfc(text.file_copy),
        signature_lines=tuple(map(nfc, text.signature_lines)),
        signer_name=nfc(text.signer_name),
    )


def collapse(text: str) -> str:
    """Composed form, every run of white space one space, none at the ends."""
    return " ".join(nfc(text).split())


def fold(text: str) -> str:
    """Small letters without diacritics and stroke: "Lạng Sơn" and "Lang Son" are one."""
    apart = unicodedata.normalize("NFD", _stream_safe(collapse(text)))
    return (
        "".join(c for c in apart if not unicodedata.combining(c))
        .casefold()
        .translate(_WITHOUT_STROKE)
    )


def lines_of(text: str) -> list[Line]:
    """Every line with its number; blank lines have an empty text."""
    plain = text.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")
    return [Line(number, _plain(raw)) for number, raw in enumerate(plain.split("\n"), start=1)]


def is_capitals(text: str) -> bool:
    """Whether all letters are capitals and there are at least two of them."""
    return text.isupper() and sum(map(str.isalpha, text[:80])) >= 2


def _plain(raw: str) -> str:
    without_bold = collapse(_MARKDOWN_BOLD.sub("", raw))
    return _MARKDOWN_ITALIC.sub("", without_bold).strip()


def _stream_safe(text: str) -> str:
    # Python sorts a run of combining marks by insertion: a megabyte of them takes minutes.
    if not _MAYBE_MARK_RUN.search(text):
        return text
    safe: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run > LONGEST_MARK_RUN:
            safe.append(GRAPHEME_JOINER)
            run = 1
        safe.append(char)
    return "".join(safe)
