"""A text of another agency is refused; what is not printed says nothing."""

import pytest

from services.drafting.domain.issuer import refuse_other_issuer
from shared.domain.refusals import Invalid

CODE, NAME = "SVHTTDL", "Sở Văn hóa, Thể thao và Du lịch"


@pytest.mark.parametrize(
    ("symbol", "issuer"),
    [
        (None, None),
        ("SVHTTDL-VP", None),
        ("SVHTTDL–QLVH", "UBND TỈNH LẠNG SƠN SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH"),
        ("CV-SVHTTDL", "SỞ VĂN HOÁ, THỂ THAO VÀ DU LỊCH"),
    ],
)
def test_the_agencys_own_text_passes(symbol: str | None, issuer: str | None) -> None:
    refuse_other_issuer(symbol, issuer, agency_code=CODE, agency_name=NAME)


@pytest.mark.parametrize(
    ("symbol", "issuer", "reasons"),
    [
        ("VPCP-CN", "VĂN PHÒNG CHÍNH PHỦ", ["symbol", "issuer"]),
        ("SVHTTDLX-VP", None, ["symbol"]),
        (None, "SỞ NỘI VỤ", ["issuer"]),
    ],
)
def test_another_agencys_text_is_refused_with_the_reasons(
    symbol: str | None, issuer: str | None, reasons: list[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        refuse_other_issuer(symbol, issuer, agency_code=CODE, agency_name=NAME)

    assert refused.value.code == "other_issuer"
    assert list(refused.value.details) == reasons
