"""A file that somebody brings, as the text in it."""

from typing import Final

from services.drafting.domain.encodings import decode
from shared.document.model import DispatchText

WORD_FILE: Final = b"PK\x03\x04"


def text_of_file(data: bytes) -> str:
    """The text of a .docx, or of a plain text in any of the encodings that are known.

    Raises Invalid `file_type`, `encoding_unknown`, `word_file`; TooLarge `word_file_too_large`.
    """
    if not data.startswith(WORD_FILE):
        return decode(data)
    from services.drafting.word_files import (  # noqa: PLC0415 -- python-docx loads lazily
        is_word_file,
        text_of_word_file,
    )

    return text_of_word_file(data) if is_word_file(data) else decode(data)


def draft_of_file(data: bytes) -> DispatchText | None:
    """The draft in a Word file that was written here, part by part; None for any other file.

    Raises TooLarge `word_file_too_large`.
    """
    if not data.startswith(WORD_FILE):
        return None
    from services.drafting.word_drafts import (  # noqa: PLC0415 -- python-docx loads lazily
        draft_of_word_file,
    )
    from services.drafting.word_files import is_word_file  # noqa: PLC0415 -- as above

    return draft_of_word_file(data) if is_word_file(data) else None
