"""Text from outside, as every schema takes it."""

from typing import Annotated, Final
from unicodedata import category

from pydantic import AfterValidator

BYTE_ORDER_MARK: Final = "\ufeff"

_SHAPING: Final = frozenset("\n\r\t")
_UNSEEN: Final = frozenset(
    map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF))
)
"""Marks without width and marks that turn a line round: nobody sees what they do to a text."""


def is_hidden(letter: str) -> bool:
    """Whether nobody sees this letter on paper; true of the ends of lines and of tabs too."""
    return letter in _UNSEEN or category(letter) in {"Cc", "Cs"}


def _printable(value: str) -> str:
    for number, letter in enumerate(value, start=1):
        if is_hidden(letter) and letter not in _SHAPING:
            code = f"U+{ord(letter):04X}"
            raise ValueError(f"có ký tự ẩn {code} ở vị trí {number}; hãy xóa ký tự đó")
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
