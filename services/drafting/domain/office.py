"""The agency as the form check must know it: its place, abbreviations and signer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    place: str
    """Địa danh of the agency's documents: "Lạng Sơn"."""
    agency_code: str
    """What its symbols begin with: the agency's code, or that of a council under its seal."""
    unit_code: str
    """The drafting unit's abbreviation: "VP"."""
    post_abbreviations: Mapping[str, str] = field(default_factory=dict)
    """Abbreviation to post: {"GĐ": "Giám đốc"}."""
    unit_codes: frozenset[str] = frozenset()
    """The abbreviations of all units of the agency."""
    signature_lines: tuple[str, ...] = ()
    """The block that the organisation expects for the signer; empty: not checked."""
    signer_name: str = ""
    """The signer's name as the organisation writes it; empty: not checked."""
    collective: bool = False
    """Chế độ tập thể (UBND, HĐND): only there stands TM. (ND30 Đ.13)."""
    form_rules: Mapping[str, str] = field(default_factory=dict)
    """Rules that the agency set to `info` or `off`, by code."""
    on: date | None = None
    """The day whose rules hold for the text; None: all of them."""
