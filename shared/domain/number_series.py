"""What is numbered in one row: the scheme that the head of an agency decides (ND30 Đ.15.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from shared.domain.working_time import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSeries:
    """The first series of the file that fits is taken; one without conditions fits all."""

    __pydantic_config__: ClassVar = STRICT

    series: str
    """Its code, "VB"; numbers of one code are one row, whatever else changes in the file."""
    name: str
    types: tuple[str, ...] = ()
    """Document types, as `quyet_dinh`; empty: every type."""
    units: tuple[str, ...] = ()
    """Drafting units; empty: every unit."""
    abbreviation: str = ""
    """Of a council or board that issues under the agency's seal: stands for the agency's code in
    symbols (Đ.15.1, PL1 II.3)."""

    def is_general(self) -> bool:
        return not (self.types or self.units)

    def fits(self, *, unit: str, doc_type: str) -> bool:
        return (not self.units or unit in self.units) and (not self.types or doc_type in self.types)


ONE_SERIES: Final = (NumberSeries(series="VB", name="Văn bản đi"),)
"""One series for all administrative documents: what holds where the file says nothing."""


def series_for(numbering: Sequence[NumberSeries], *, unit: str, doc_type: str) -> NumberSeries:
    """The first series whose conditions fit, the general one after all others."""
    conditional = (one for one in numbering if not one.is_general())
    fitting = (one for one in conditional if one.fits(unit=unit, doc_type=doc_type))
    general = (one for one in numbering if one.is_general())
    return next(fitting, None) or next(general)
