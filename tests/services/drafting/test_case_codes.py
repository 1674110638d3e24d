"""Mã hồ sơ as it is written and read."""

import re

import pytest

from services.drafting.domain.case_codes import PATTERN, CaseCode, read_case_code


@pytest.mark.parametrize(
    ("serial", "written"),
    [(1, "SVHTTDL-2026-000001"), (999_999, "SVHTTDL-2026-999999"), (10**6, "SVHTTDL-2026-1000000")],
)
def test_a_code_is_read_as_it_was_written(serial: int, written: str) -> None:
    code = CaseCode(agency="SVHTTDL", year=2026, serial=serial)
    assert str(code) == written
    assert read_case_code(written) == code
    assert re.fullmatch(PATTERN, written)


@pytest.mark.parametrize(
    "wrong", ["", "SVHTTDL", "SVHTTDL-2026", "SVHTTDL-2026-1", "A-B-2026-000001", "X-26-000001"]
)
def test_other_strings_are_no_codes(wrong: str) -> None:
    assert read_case_code(wrong) is None
