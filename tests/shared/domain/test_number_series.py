from typing import Any

import pytest

from shared.domain.number_series import ONE_SERIES, NumberSeries, series_for
from shared.domain.organisation import Organisation
from shared.domain.symbols import symbol_of
from shared.runtime.organisations import read_organisation

GENERAL = NumberSeries(series="VB", name="Văn bản hành chính")
DECISIONS = NumberSeries(series="QD", name="Quyết định", types=("quyet_dinh", "chi_thi"))
COUNCIL = NumberSeries(series="HD", name="Hội đồng", units=("BT",), abbreviation="HĐTĐ")
SCHEME = (GENERAL, COUNCIL, DECISIONS)


@pytest.fixture
def organisation(lang_son: dict[str, Any]) -> Organisation:
    lang_son["numbering"] = [
        {"series": "VB", "name": "Văn bản hành chính"},
        {"series": "HD", "name": "Hội đồng", "units": ["BT"], "abbreviation": "HĐTĐ"},
    ]
    return read_organisation(lang_son)


@pytest.mark.parametrize(
    ("unit", "doc_type", "series"),
    [
        ("VP", "cong_van", "VB"),
        ("VP", "quyet_dinh", "QD"),
        ("QLVH", "chi_thi", "QD"),
        ("BT", "quyet_dinh", "HD"),
        ("BT", "cong_van", "HD"),
        ("", "", "VB"),
    ],
)
def test_the_first_series_that_fits_is_taken_and_the_general_one_last(
    unit: str, doc_type: str, series: str
) -> None:
    assert series_for(SCHEME, unit=unit, doc_type=doc_type).series == series


def test_a_file_that_says_nothing_numbers_everything_in_one_row(lang_son: dict[str, Any]) -> None:
    lang_son.pop("numbering", None)
    assert read_organisation(lang_son).numbering == ONE_SERIES
    assert series_for(ONE_SERIES, unit="VP", doc_type="quyet_dinh").series == "VB"


@pytest.mark.parametrize(
    ("doc_type", "symbol"),
    [
        ("cong_van", "SVHTTDL-VP"),
        ("quyet_dinh", "QĐ-SVHTTDL"),
        ("quy_dinh", "QyĐ-SVHTTDL"),
        ("giay_moi", "GM-SVHTTDL"),
        ("thu_ngo", "SVHTTDL-VP"),
    ],
)
def test_a_symbol_names_the_type_or_else_the_unit(doc_type: str, symbol: str) -> None:
    assert symbol_of("SVHTTDL", "VP", doc_type) == symbol


def test_a_council_under_the_agencys_seal_has_a_symbol_of_its_own(
    organisation: Organisation,
) -> None:
    assert organisation.symbol_for(unit="BT", doc_type="quyet_dinh") == "QĐ-HĐTĐ"
    assert organisation.symbol_for(unit="BT", doc_type="cong_van") == "HĐTĐ-BT"
    assert organisation.symbol_for(unit="VP", doc_type="quyet_dinh") == "QĐ-SVHTTDL"
