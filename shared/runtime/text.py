"""Text from outside, as every schema takes it."""

from typing import Annotated
from unicodedata import category

from pydantic import AfterValidator


def _printable(value: str) -> str:
    for letter in value:
        if (category(letter) == "Cc" and letter not in "\n\r\t") or category(letter) == "Cs":
            raise ValueError("chứa ký tự điều khiển không được phép")
    return value


Text = Annotated[str, AfterValidator(_printable)]
"""Any text from outside: NUL, control characters and halves of letters are refused."""
