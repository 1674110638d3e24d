"""Words as they are compared and searched: one Unicode form, and without diacritics."""

import re
import unicodedata
from typing import Final

GRAPHEME_JOINER: Final = "\u034f"
LONGEST_MARK_RUN: Final = 30
"""UAX 15, stream-safe text: no letter of any script carries more marks."""

_LINE_ENDS: Final = re.compile(r"[\t\r\n\v\f\x85\u2028\u2029]")
_MAYBE_MARK_RUN: Final = re.compile(r"[^\w\s]{31,}")
_WITHOUT_STROKE: Final = str.maketrans({"đ": "d", "\u00f0": "d"})


def nfc(text: str) -> str:
    """The text in composed form; linear also for endless runs of combining marks."""
    return unicodedata.normalize("NFC", _stream_safe(text))


def collapse(text: str) -> str:
    """Composed form, every run of white space one space, none at the ends."""
    return " ".join(nfc(text).split())


def one_line(text: str) -> str:
    """The text without its line ends and tabs; other spaces stay as they are within a line."""
    return " ".join(line for part in _LINE_ENDS.split(text) if (line := part.strip()))


def fold(text: str) -> str:
    """Collapsed, in small letters without diacritics and stroke: "Lạng Sơn" is "lang son"."""
    apart = unicodedata.normalize("NFD", _stream_safe(collapse(text)))
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join(bare.casefold().translate(_WITHOUT_STROKE).split())


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
