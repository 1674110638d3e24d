"""What nobody sees in a text does not come in."""

from unicodedata import category

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.runtime.text import BYTE_ORDER_MARK, FileText, Text, is_hidden

TEXT: TypeAdapter[str] = TypeAdapter(Text)
FILE: TypeAdapter[str] = TypeAdapter(FileText)
RANGES = ((0x202A, 0x202E), (0x2066, 0x2069), (0x200B, 0x200F), (0xFEFF, 0xFEFF))
HIDDEN = [chr(code) for first, last in RANGES for code in range(first, last + 1)]


@pytest.mark.parametrize("letter", [*HIDDEN, "\x00", "\x07", "\x85", "\ufffe", "\uffff"], ids=ascii)
@pytest.mark.parametrize("kind", [TEXT, FILE], ids=["text", "file"])
def test_a_hidden_letter_is_refused_with_its_code_and_place(
    kind: TypeAdapter[str], letter: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        kind.validate_python(f"Số {letter}41")
    assert f"U+{ord(letter):04X} ở vị trí 4" in str(refused.value)


@pytest.mark.parametrize(
    "text", ["", "Lạng Sơn\n\tdòng hai", "dòng\r\nhai", "🙂", "“a” – b…", "a\u00a0b"]
)
def test_what_people_write_passes(text: str) -> None:
    assert TEXT.validate_python(text) == FILE.validate_python(text) == text


def test_a_byte_order_mark_may_stand_before_a_file_and_nowhere_else() -> None:
    file = f"{BYTE_ORDER_MARK}Kính gửi"
    assert FILE.validate_python(file) == file
    with pytest.raises(ValidationError):
        FILE.validate_python(f"{BYTE_ORDER_MARK}{file}")
    with pytest.raises(ValidationError):
        TEXT.validate_python(file)


def test_letters_beside_the_hidden_ones_are_seen() -> None:
    beside = {chr(ord(letter) + step) for letter in HIDDEN for step in (-1, 1)} - set(HIDDEN)
    assert [letter for letter in beside if is_hidden(letter)] == []


def test_every_control_character_and_half_of_a_letter_is_hidden_and_no_other_letter() -> None:
    letters = [chr(code) for code in range(0xFFFE)]
    unseen = [one for one in letters if category(one) in {"Cc", "Cs"} or one in HIDDEN]
    assert [letter for letter in letters if is_hidden(letter)] == unseen
