"""The twenty-nine types of ND30 Đ.7."""

import pytest

from shared.domain.document_types import DISPATCH, NAMES


def test_all_types_of_the_decree_have_a_code_and_a_name() -> None:
    assert len(NAMES) == 29
    assert NAMES[DISPATCH] == "Công văn"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("giay_moi", "Giấy mời"),
        ("giay_gioi_thieu", "Giấy giới thiệu"),
        ("de_an", "Đề án"),
        ("ban_ghi_nho", "Bản ghi nhớ"),
    ],
)
def test_a_code_is_the_name_without_diacritics(code: str, name: str) -> None:
    assert NAMES[code] == name
