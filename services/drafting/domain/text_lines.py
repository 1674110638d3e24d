"""Texts as lines: one Unicode form, one kind of line end, no Markdown stars."""

import re
from dataclasses import dataclass, replace

from shared.document.model import DispatchText
from shared.domain.words import collapse, nfc

BYTE_ORDER_MARK = "\ufeff"

_MARKDOWN_BOLD = re.compile(r"\*\*|__")
_MARKDOWN_ITALIC = re.compile(r"^\*(?=\S)|(?<=\S)\*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text that was read; `number` counts from 1."""

    number: int
    text: str


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
