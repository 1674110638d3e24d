"""Mã hồ sơ: the one key of a case, given when its draft is made, gaps allowed."""

import re
from dataclasses import dataclass
from typing import Final

PATTERN: Final = r"[A-Z][A-Z0-9]{1,19}-[0-9]{4}-[0-9]{6,9}"
_CODE: Final = re.compile(r"(?P<agency>[^-]+)-(?P<year>[0-9]{4})-(?P<serial>[0-9]{6,9})")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCode:
    agency: str
    year: int
    """The year in Viet Nam in which the draft was made."""
    serial: int

    def __str__(self) -> str:
        return f"{self.agency}-{self.year}-{self.serial:06d}"


def read_case_code(code: str) -> CaseCode | None:
    """The parts of a code; None for what is no case code."""
    found = _CODE.fullmatch(code)
    if not found:
        return None
    return CaseCode(agency=found["agency"], year=int(found["year"]), serial=int(found["serial"]))
