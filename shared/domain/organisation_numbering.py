"""What is wrong with the series of numbers in an agency's file (ND30 Đ.15.1)."""

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.document_types import DISPATCH
from shared.domain.number_series import NumberSeries
from shared.domain.organisation import Organisation
from shared.domain.organisation_codes import missing
from shared.domain.organisation_forms import EMPTY
from shared.domain.organisation_routes import wrong_types
from shared.domain.symbols import fits_its_line, symbol_of
from shared.domain.unread import Fault, Undecided, each, is_read, known

SERIES: Final = re.compile(r"[A-Z][A-Z0-9-]{0,19}")
ABBREVIATION: Final = re.compile(r"[A-ZĐa-z0-9&]{2,20}")
ONE_GENERAL: Final = "phải có đúng một hệ số chung (không ghi types, units)"


def _forms(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, one: NumberSeries) -> Iterator[Fault]:
        if is_read(one.series) and not SERIES.fullmatch(one.series):
            yield (
                f"{path}.series",
                "phải gồm 1 đến 20 chữ hoa không dấu, chữ số, gạch nối, bắt đầu bằng chữ",
            )
        if is_read(one.name) and not one.name.strip():
            yield f"{path}.name", EMPTY
        yield from wrong_types(f"{path}.types", one.types)

    yield from each("numbering", organisation.numbering, rule)


def _units(organisation: Organisation) -> Iterator[Fault]:
    units = {unit.code for unit in organisation.units}

    def rule(path: str, one: NumberSeries) -> Iterator[Fault]:
        yield from missing(f"{path}.units", one.units, units, "đơn vị")

    yield from each("numbering", organisation.numbering, rule)


def _one_general(organisation: Organisation) -> Iterator[Fault]:
    answers = [_is_general(one) for one in organisation.numbering]
    general = answers.count(True)
    if general > 1 or (not general and None not in answers):
        yield "numbering", f"{ONE_GENERAL}, không phải {general}"


def _is_general(one: NumberSeries) -> bool | None:
    """None where it could not be read."""
    try:
        return one.is_general()
    except Undecided:
        return None


def _abbreviations(organisation: Organisation) -> Iterator[Fault]:
    """A body of its own has a symbol of its own; a unit's named types would repeat the agency's."""

    def rule(path: str, one: NumberSeries) -> Iterator[Fault]:
        own = known(one.abbreviation)
        if own and not ABBREVIATION.fullmatch(own):
            yield f"{path}.abbreviation", "phải gồm 2 đến 20 chữ cái không dấu (hoặc Đ), chữ số"
        elif own and not one.units:
            yield f"{path}.units", "có ký hiệu riêng (abbreviation) thì phải ghi đơn vị"
        elif own and any(not fits_its_line(symbol_of(own, unit)) for unit in one.units):
            yield f"{path}.abbreviation", "làm ký hiệu dài quá dòng ghi số của văn bản"
        elif not own and one.units and set(one.types) != {DISPATCH}:
            twice = (
                "hệ số riêng của đơn vị phải có ký hiệu riêng, nếu không hai văn bản có tên "
                f"loại sẽ cùng số, ký hiệu; hoặc chỉ ghi types: [{DISPATCH}]"
            )
            yield f"{path}.abbreviation", twice

    yield from each("numbering", organisation.numbering, rule)


def _never_taken(organisation: Organisation) -> Iterator[Fault]:
    earlier: list[NumberSeries] = []

    def rule(path: str, one: NumberSeries) -> Iterator[Fault]:
        before = [other for other in earlier if _covers(other, one)]
        earlier.append(one)
        if before and not one.is_general():
            yield path, f"không bao giờ được dùng: hệ số {before[0].series} ở trên đã nhận hết"

    yield from each("numbering", organisation.numbering, rule)


def _covers(one: NumberSeries, other: NumberSeries) -> bool:
    """Whether a series with conditions fits whatever another fits; not, where unread."""
    try:
        return not one.is_general() and all(
            not wide or (bool(narrow) and set(narrow) <= set(wide))
            for wide, narrow in ((one.units, other.units), (one.types, other.types))
        )
    except Undecided:
        return False


NUMBERING: Final = (_forms, _units, _one_general, _abbreviations, _never_taken)
