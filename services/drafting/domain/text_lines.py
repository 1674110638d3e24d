"""Texts as lines: one Unicode form, one kind of line end, no Markdown stars."""

import re
from dataclasses import dataclass, field, replace

from shared.document.model import DispatchText
from shared.domain.words import nfc

BYTE_ORDER_MARK = "\ufeff"

_MARKDOWN_BOLD = re.compile(r"\*\*|__(?!_)(?<!___)")
_MARKDOWN_HEADING = re.compile(r"^[^\S\n]{0,3}#{1,6}[^\S\n]+", re.MULTILINE)
_MARKDOWN_ESCAPE = re.compile(r"\\([-.*_#()\[\]+>])")
_MARKDOWN_ITALIC = re.compile(r"^\*(?=\S)|(?<=\S)\*$")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f]")
_ICELANDIC = str.maketrans({"\u00d0": "Đ"})
"""Eth looks like Đ, and no Vietnamese word is written with it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text that was read; `number` counts from 1."""

    number: int
    text: str
    """Composed, white space collapsed, without stars and unseen marks."""
    raw: str = field(default="", compare=False)
    """As it was given, without its end: two texts that say the same are equal without it."""


def composed(text: DispatchText) -> DispatchText:
    """The draft with every value in composed form, as the form check expects it."""
    return replace(
        text,
        place=nfc(text.place),
        subject=nfc(text.subject),
        authority=nfc(text.authority),
        bases=tuple(map(nfc, text.bases)),
        addressees=tuple(map(nfc, text.addressees)),
        paragraphs=tuple(map(nfc, text.paragraphs)),
        recipients=tuple(map(nfc, text.recipients)),
        file_copy=nfc(text.file_copy),
        signature_lines=tuple(map(nfc, text.signature_lines)),
        signer_name=nfc(text.signer_name),
        contact=nfc(text.contact),
        cosigner_lines=tuple(map(nfc, text.cosigner_lines)),
        cosigner_name=nfc(text.cosigner_name),
        annexes=tuple(
            replace(one, title=nfc(one.title), paragraphs=tuple(map(nfc, one.paragraphs)))
            for one in text.annexes
        ),
    )


def lines_of(text: str) -> list[Line]:
    """Every line with its number; blank lines have an empty text."""
    whole = _with_one_line_end(text)
    cleaned = _cleaned(whole).split("\n")
    return [
        Line(number, _tidy(clean), raw)
        for number, (raw, clean) in enumerate(zip(whole.split("\n"), cleaned, strict=True), start=1)
    ]


def number_of_lines(text: str) -> int:
    """How many `lines_of` gives."""
    return _with_one_line_end(text).count("\n") + 1


def plain(raw: str) -> str:
    """A line as it is compared and kept: `Line.text` of what was given."""
    return _tidy(_cleaned(raw))


def _with_one_line_end(text: str) -> str:
    return text.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")


def _cleaned(raw: str) -> str:
    """One line or many at once, composed, without unseen marks, stars and signs of headings."""
    seen = _UNSEEN.sub("", raw).translate(_ICELANDIC)
    return nfc(_MARKDOWN_BOLD.sub("", _MARKDOWN_HEADING.sub("", seen)))


def _tidy(cleaned: str) -> str:
    text = " ".join(cleaned.split())
    if "\\" in text:
        text = _MARKDOWN_ESCAPE.sub(r"\1", text)
    if "*" in text:
        text = _MARKDOWN_ITALIC.sub("", text)
    return text.strip()


def is_capitals(text: str) -> bool:
    """Whether all letters are capitals and there are at least two of them."""
    return text.isupper() and sum(map(str.isalpha, text[:80])) >= 2
