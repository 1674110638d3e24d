"""What no text may hold: characters that cannot be printed, lines beyond all measure."""

import re
from typing import Final

from services.drafting.domain.replacement import FIELD_ORDER, entries
from shared.document.letters import cleaned, without_glyph
from shared.document.model import DispatchText
from shared.domain.refusals import Invalid
from shared.domain.words import one_line

_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|\r(?!\n)"
)

MOST_LINES: Final = 20_000
"""Of a text that is read, blank ones too: some four hundred and fifty full pages."""


def refuse_too_many_lines(count: int) -> None:
    """Raise Invalid `too_many_lines`: a text of more than `MOST_LINES` is none of an office.

    Each line is looked at whatever it says, so their number, not their length, is what costs.
    """
    if count <= MOST_LINES:
        return
    has = f"Văn bản có {count:_} dòng, nhiều hơn {MOST_LINES:_} dòng mà hệ thống đọc".replace(
        "_", "."
    )
    raise Invalid(
        "too_many_lines",
        f"{has}; hệ thống chưa giữ lại gì. Hãy bỏ những dòng không thuộc văn bản hoặc tách phụ"
        " lục ra tệp riêng rồi nộp lại.",
        details={"text": f"{has}."},
    )


def refuse_unprintable(value: str, field: str) -> None:
    """Raise Invalid `control_character` with the field and the position, counted from 1.

    Line feeds, tabs and the line ends of Windows pass; NUL, other control characters, halves of
    surrogate pairs (which no encoding can carry) and the two that no XML can do not.
    """
    bad = _UNPRINTABLE.search(value)
    if bad is None:
        return
    what = f"ký tự không in được U+{ord(bad[0]):04X} ở vị trí {bad.start() + 1}"
    raise Invalid(
        "control_character",
        f'Trường "{field}" có {what}; hãy xóa ký tự đó rồi gửi lại.',
        details={field: f"Có {what}."},
    )


def refuse_undrawn(text: DispatchText) -> None:
    """Raise Invalid `letter_without_glyph` with each place that could not be printed.

    A submitted text is printed for its signer, when nobody can change a letter of it any more.
    Titles are printed in capitals.
    """
    undrawn = {}
    for place, value in entries(text, *FIELD_ORDER):
        line = cleaned(one_line(value))
        if sentence := without_glyph(line + line.upper()):
            undrawn[place] = sentence
    if undrawn:
        first = next(iter(undrawn.values()))
        raise Invalid("letter_without_glyph", first, details=undrawn)
