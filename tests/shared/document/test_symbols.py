"""What the rules say of a symbol's length is what the paper has room for."""

from dataclasses import replace

import pytest

from shared.document.prepare import prepare
from shared.domain.refusals import Invalid
from shared.domain.symbols import fits_its_line, symbol_of
from tests.shared.document.dispatch import sample_paper

FIT = [
    "SVHTTDL-QLTDTT",
    "SNN&PTNT-QLXDCT",
    "UBND-KT&HTĐT",
    "SVHTTDL-TTra",
    "HHHHHHH-HHHHHHH",
    "ĐĐĐĐĐĐĐ-ĐĐĐĐĐĐĐ",
    "SSSSSSSSS-SSSSSSSSS",
    "WWWWW-WWWWW",
    "A1-m&w0123456789",
]
TOO_LONG = [
    "UBNDTPHCMX-KTHTDT",
    "HHHHHHH-HHHHHHHH",
    "SSSSSSSSS-SSSSSSSSSS",
    "WWWWWW-WWWWW",
    "MMMMMM-MMMMMM",
]


@pytest.mark.parametrize("symbol", FIT)
def test_a_symbol_that_may_be_loaded_can_be_printed(symbol: str) -> None:
    assert fits_its_line(symbol)
    paper = sample_paper()
    assert prepare(replace(paper, letterhead=replace(paper.letterhead, symbol=symbol)))


@pytest.mark.parametrize("symbol", TOO_LONG)
def test_a_symbol_that_can_not_be_printed_is_refused_when_it_is_loaded(symbol: str) -> None:
    assert not fits_its_line(symbol)
    paper = sample_paper()
    with pytest.raises(Invalid) as refused:
        prepare(replace(paper, letterhead=replace(paper.letterhead, symbol=symbol)))
    assert refused.value.code == "header_too_wide"


def test_a_symbol_is_agency_and_unit() -> None:
    assert symbol_of("SVHTTDL", "VP") == "SVHTTDL-VP"
