"""Text from outside, as every schema takes it."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator

BYTE_ORDER_MARK: Final = "\ufeff"

_CONTROLS: Final = r"\x00-\x1f\x7f-\x9f"
_HALVES: Final = r"\ud800-\udfff"
_NO_XML: Final = r"\ufffe\uffff"
"""No letters, and no XML can hold them (XML 1.0 §2.2), that of an archive's package neither."""
_UNSEEN: Final = r"\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff"
"""Marks without width and marks that turn a line round: nobody sees what they do to a text."""
_HIDDEN: Final = re.compile(f"[{_CONTROLS}{_HALVES}{_UNSEEN}{_NO_XML}]")
_REFUSED: Final = re.compile(rf"(?![\n\r\t]){_HIDDEN.pattern}")


def is_hidden(letter: str) -> bool:
    """Whether nobody sees this letter on paper; true of the ends of lines and of tabs too."""
    return _HIDDEN.match(letter) is not None


def _printable(value: str) -> str:
    if found := _REFUSED.search(value):
        code, place = f"U+{ord(found[0]):04X}", found.start() + 1
        raise ValueError(f"có ký tự ẩn {code} ở vị trí {place}; hãy xóa ký tự đó")
    return value


def _printable_file(value: str) -> str:
    _printable(value.removeprefix(BYTE_ORDER_MARK))
    return value


Text = Annotated[str, AfterValidator(_printable)]
"""Any text from outside; NUL, control characters, hidden marks and halves of letters are refused.

Marks are hidden that have no width or turn the direction of a line.
"""

FileText = Annotated[str, AfterValidator(_printable_file)]
"""The text of a whole file: editors put a byte order mark before it, which is no letter of it."""
