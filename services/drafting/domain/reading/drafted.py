"""The draft that a reading becomes: its body divided into the parts that its type prints apart."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from services.drafting.domain.reading.model import Reading
from services.drafting.domain.text_lines import is_capitals
from shared.document.forms import Opening, form_of
from shared.document.model import DispatchText

_INVITED = re.compile(r"(?P<who>.{1,200}?) (?:trân trọng )?kính mời ?: ?(?P<name>[^.;:]{0,120})\.?")
_ITEM = re.compile(r"[-–+•] ?")
_LOOSE_END = " ;.,"


def drafted(reading: Reading) -> DispatchText:
    """What a draft takes over; what its type does not print apart stays in the body."""
    text = reading.text
    form = form_of(text.doc_type)
    if form.resolution:
        return _resolved(text, form.resolution)
    if form.opening is Opening.INVITATION and not text.addressees:
        return _inviting(text)
    return text


def _resolved(text: DispatchText, resolution: str) -> DispatchText:
    """A decision: who decides in capitals, then its legal bases, then "QUYẾT ĐỊNH:"."""
    body = text.paragraphs
    line = next((at for at, one in enumerate(body) if _letters(one) == _letters(resolution)), None)
    if line is None:
        return text
    authority = list(takewhile(is_capitals, body[:line]))
    bases = (one.rstrip(_LOOSE_END) for one in body[len(authority) : line])
    return replace(
        text,
        authority=" ".join(authority),
        bases=tuple(filter(None, bases)),
        paragraphs=body[line + 1 :],
    )


def _letters(line: str) -> str:
    return "".join(filter(str.isalpha, line[:60].upper()))


def _inviting(text: DispatchText) -> DispatchText:
    """A giấy mời that names one who is invited on the line, or several in a list below it."""
    call = _INVITED.fullmatch(text.paragraphs[0]) if text.paragraphs else None
    if not call:
        return text
    items = tuple(takewhile(_ITEM.match, text.paragraphs[1:]))
    names: Sequence[str] = (call["name"],) if call["name"] else items
    invited = tuple(
        name for one in names if (name := _ITEM.sub("", one, count=1).rstrip(_LOOSE_END))
    )
    if not invited:
        return text
    rest = text.paragraphs[1 if call["name"] else 1 + len(items) :]
    return replace(text, authority=call["who"], addressees=invited, paragraphs=rest)
