"""The form of each type: what stands under its name, and what of it is not issued here."""

import pytest

from shared.document.forms import FORMS, Opening, excerpt_of, form_of, heading_of
from shared.document.model import DispatchText
from shared.domain.document_types import NAMES


def test_every_type_has_a_form() -> None:
    assert list(FORMS) == list(NAMES)
    assert len(FORMS) == 29


@pytest.mark.parametrize(
    ("doc_type", "subject", "heading", "excerpt"),
    [
        ("cong_van", "báo cáo năm 2026", "", "V/v báo cáo năm 2026"),
        ("quyet_dinh", "thành lập Tổ", "QUYẾT ĐỊNH", "Về việc thành lập Tổ"),
        ("quyet_dinh", "Phê duyệt Kế hoạch", "QUYẾT ĐỊNH", "Phê duyệt Kế hoạch"),
        ("bao_cao", "Kết quả\n quý I", "BÁO CÁO", "Kết quả quý I"),
        ("giay_gioi_thieu", "ông A đến Sở Nội vụ", "GIẤY GIỚI THIỆU", ""),
    ],
)
def test_a_named_type_stands_above_its_excerpt(
    doc_type: str, subject: str, heading: str, excerpt: str
) -> None:
    text = DispatchText(doc_type=doc_type, subject=subject)

    assert (heading_of(text), excerpt_of(text)) == (heading, excerpt)


def test_only_decisions_resolve_and_none_of_them_names_addressees() -> None:
    resolving = {key: form for key, form in FORMS.items() if form.resolution}

    assert set(resolving) == {"nghi_quyet", "quyet_dinh"}
    assert {form.opening for form in resolving.values()} == {Opening.NONE}


def test_what_two_sign_or_bears_no_number_is_not_issued_and_says_why() -> None:
    refused = {key for key, form in FORMS.items() if form.not_issued}

    assert refused == {"bien_ban", "hop_dong", "ban_ghi_nho", "ban_thoa_thuan", "thu_cong"}
    for key in refused:
        assert form_of(key).not_issued.startswith(NAMES[key])
        assert "Hãy" in form_of(key).not_issued
