"""Words as they are compared and searched."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.words import collapse, fold, nfc


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Lạng Sơn", "lang son"),
        ("ĐƯỜNG Đà Nẵng", "duong da nang"),
        ("ước mơ ừ ữ ợ", "uoc mo u u o"),
        ("  nhiều \t khoảng\n trắng\u00a0", "nhieu khoang trang"),
        ("Số 12/QĐ-SVHTTDL", "so 12/qd-svhttdl"),
        ("a \u0301 b", "a b"),
        ("", ""),
    ],
)
def test_what_is_searched_has_small_letters_without_diacritics(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@given(st.text())
def test_words_that_were_folded_stay_so(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(collapse(text)) == fold(text)


def test_both_forms_of_a_letter_are_one() -> None:
    assert nfc(unicodedata.normalize("NFD", "Lạng Sơn")) == "Lạng Sơn"
    assert collapse(" Lạng\n Sơn ") == "Lạng Sơn"


def test_a_megabyte_of_marks_is_folded_as_the_few_that_a_letter_carries() -> None:
    assert fold("o" + "\u0323\u0301" * 250_000).startswith("o")
