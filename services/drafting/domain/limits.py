"""What no text may hold: characters that cannot be printed."""

import re

from shared.domain.refusals import Invalid

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]|\r(?!\n)")


def refuse_unprintable(value: str, field: str) -> None:
    """Raise Invalid `control_character` with the field and the position, counted from 1.

    Line feeds, tabs and the line ends of Windows pass; NUL, other control characters
    and halves of surrogate pairs (which no encoding can carry) do not.
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
