"""A text of another agency is refused; what is not printed says nothing."""

import pytest

from services.drafting.domain.issuer import refuse_other_issuer
from shared.domain.refusals import Invalid
from shared.runtime.organisations import read_organisation
from tests.support.agencies import LANG_SON, content_of

COUNCIL = {
    "series": "HDKH",
    "name": "Hội đồng khoa học",
    "units": ["QLVH"],
    "abbreviation": "HĐKH",
}
OFFICE = read_organisation(
    content_of(LANG_SON) | {"numbering": [COUNCIL, {"series": "VB", "name": "Văn bản"}]}
)


@pytest.mark.parametrize(
    ("symbol", "issuer"),
    [
        (None, None),
        ("SVHTTDL-VP", None),
        ("SVHTTDL–QLVH", "UBND TỈNH LẠNG SƠN SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH"),
        ("CV-SVHTTDL", "SỞ VĂN HOÁ, THỂ THAO VÀ DU LỊCH"),
        ("HĐKH-QLVH", "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH HỘI ĐỒNG KHOA HỌC"),
        ("HĐKH-QLVH", "HỘI ĐỒNG KHOA HỌC"),
    ],
)
def test_the_agencys_own_text_and_its_councils_pass(symbol: str | None, issuer: str | None) -> None:
    refuse_other_issuer(symbol, issuer, OFFICE)


@pytest.mark.parametrize(
    ("symbol", "issuer", "reasons"),
    [
        ("VPCP-CN", "VĂN PHÒNG CHÍNH PHỦ", ["symbol", "issuer"]),
        ("SVHTTDLX-VP", None, ["symbol"]),
        ("HĐTĐ-QLVH", "HỘI ĐỒNG THẨM ĐỊNH", ["symbol", "issuer"]),
        (None, "SỞ NỘI VỤ", ["issuer"]),
    ],
)
def test_another_agencys_text_is_refused_with_the_reasons(
    symbol: str | None, issuer: str | None, reasons: list[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        refuse_other_issuer(symbol, issuer, OFFICE)

    assert refused.value.code == "other_issuer"
    assert list(refused.value.details) == reasons
