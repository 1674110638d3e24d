"""Rules of form about the head of a printed text: country, issuer, number, place and date."""

import re
from collections.abc import Iterator
from typing import Final

from services.drafting.domain.form_remarks import lines_of_field, remark_at
from services.drafting.domain.office import Office
from services.drafting.domain.reading.model import Reading
from shared.document.model import Finding
from shared.domain.document_types import DISPATCH, NAMES_BY_ABBREVIATION, abbreviation_of
from shared.domain.words import fold

NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"

_NATION: Final = re.compile(
    r"Cộng\s+(?:hòa|hoà)\s+xã\s+hội\s+chủ\s+nghĩa\s+Việt\s+Nam", re.IGNORECASE
)
_MOTTO: Final = re.compile(r"Độc\s+lập\s*[-–—]\s*Tự\s+do\s*[-–—]\s*Hạnh\s+phúc", re.IGNORECASE)
_NO_COLON: Final = re.compile(r"^Số\s+(?=[0-9]{1,6}\s?/)")
_SMALL_NUMBER: Final = re.compile(r"(?<=Số:)\s*(?P<number>[1-9])(?=\s?/)")
_DAY: Final = re.compile(r"ngày\s+(?P<day>[0-9]{1,2})\s+tháng\s+(?P<month>[0-9]{1,2})(?=\s+năm)")
_SHORT_DAY: Final = re.compile(
    r"(?:ngày\s+)?(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})(?![0-9])"
)
_NO_COMMA: Final = re.compile(r"(?<!\w)(?P<place>[^\W\d_]{1,30})(?=\s+ngày\s+(?:[0-9.…]|tháng))")


def motto_form(reading: Reading) -> Iterator[Finding]:
    """The motto has hyphens with a space on both sides."""
    for line in lines_of_field(reading, "motto"):
        found = _MOTTO.search(line.text)
        if found and found[0] != MOTTO:
            message = f'Tiêu ngữ viết đúng là "{MOTTO}".'
            yield remark_at(line, "motto_form", "", message, found[0], MOTTO)


def nation_form(reading: Reading) -> Iterator[Finding]:
    """The name of the country stands in capitals."""
    for line in lines_of_field(reading, "motto"):
        found = _NATION.search(line.text)
        if found and not found[0].isupper():
            message = f'Quốc hiệu viết bằng chữ in hoa: "{NATION}".'
            yield remark_at(line, "nation_form", "", message, found[0], NATION)


def issuer_form(reading: Reading) -> Iterator[Finding]:
    """Both names above the number stand in capitals."""
    names = [one for one in (reading.issuer.parent, reading.issuer.name) if one]
    line = next(iter(lines_of_field(reading, "issuer")), None)
    if line and any(name != name.upper() for name in names):
        message = "Tên cơ quan ban hành và cơ quan chủ quản viết bằng chữ in hoa."
        yield remark_at(line, "issuer_capitals", "issuer", message)


def place_form(reading: Reading) -> Iterator[Finding]:
    """A place's own name has capitals: "Lạng Sơn"."""
    last = reading.place.split()[-1] if reading.place else ""
    line = next(iter(lines_of_field(reading, "place")), None)
    if line and last[:1].islower():
        message = f'Viết hoa các chữ cái đầu của địa danh: "{last.capitalize()}".'
        yield remark_at(line, "place_letters", "place", message, last, last.capitalize())


def number_form(reading: Reading) -> Iterator[Finding]:
    """A colon, and a zero before a single digit: "Số: 05/BNV-VP"."""
    for line in lines_of_field(reading, "number"):
        if bare := _NO_COLON.search(line.text):
            message = 'Sau từ "Số" có dấu hai chấm.'
            yield remark_at(line, "number_colon", "number", message, bare[0].strip(), "Số:")
        if small := _SMALL_NUMBER.search(line.text):
            message = f'Số nhỏ hơn 10 viết có số 0 đứng trước: "0{small["number"]}".'
            yield remark_at(line, "number_zero", "number", message)


def symbol_form(reading: Reading) -> Iterator[Finding]:
    """A công văn's symbol names no type; another's names its own, in its own letters."""
    symbol, doc_type = reading.symbol, reading.doc_type
    first = next(iter(lines_of_field(reading, "number")), None)
    if not symbol or not doc_type or first is None:
        return
    if symbol.islower():
        message = f'Ký hiệu "{symbol}" phải viết bằng chữ in hoa.'
        yield remark_at(first, "symbol_capitals", "symbol", message, symbol)
        return
    group = next((one for one in re.split(r"[/-]", symbol) if not one.isdigit()), "")
    expected = abbreviation_of(doc_type)
    if doc_type == DISPATCH and group.upper() == "CV":
        message = 'Ký hiệu công văn gồm tên cơ quan và đơn vị soạn thảo, không có chữ "CV".'
        yield remark_at(first, "symbol_type", "symbol", message, symbol)
    elif (
        expected
        and group != expected
        and (group in NAMES_BY_ABBREVIATION or fold(group) == fold(expected))
    ):
        message = (
            f'Ký hiệu của {NAMES_BY_ABBREVIATION[expected].lower()} bắt đầu bằng "{expected}".'
        )
        yield remark_at(first, "symbol_type", "symbol", message, symbol)


def symbol_unit(reading: Reading, office: Office) -> Iterator[Finding]:
    """A công văn's symbol names one of the agency's units, or a field that the reader may know."""
    groups = (reading.symbol or "").split("-")
    first = next(iter(lines_of_field(reading, "number")), None)
    if not office.unit_codes or reading.doc_type != DISPATCH or first is None or len(groups) < 2:
        return
    if groups[0] == office.agency_code and groups[-1] not in office.unit_codes:
        message = (
            f'Cơ quan không có đơn vị viết tắt là "{groups[-1]}"; ký hiệu công văn ghi đơn vị soạn '
            "thảo hoặc lĩnh vực."
        )
        yield remark_at(first, "symbol_unit", "symbol", message, groups[-1])


def date_form(reading: Reading) -> Iterator[Finding]:
    """Zeros and comma: "Hà Nội, ngày 05 tháng 01 năm 2026"."""
    for line in lines_of_field(reading, "date"):
        if (found := _DAY.search(line.text)) and (right := _day(found)) != found[0]:
            message = f'Ngày, tháng viết là "{right}".'
            yield remark_at(line, "date_zeros", "date", message, found[0], right)
        if found := _SHORT_DAY.search(line.text):
            right = f"{_day(found)} năm {found['year']}"
            message = f'Thời gian ban hành viết đầy đủ: "{right}".'
            yield remark_at(line, "date_words", "date", message, found[0], right)
        bare = _NO_COMMA.search(line.text)
        if bare and reading.place and bare["place"] == reading.place.split()[-1]:
            message = "Giữa địa danh và ngày tháng có dấu phẩy."
            yield remark_at(line, "date_comma", "place", message, bare[0], f"{bare[0]},")


def _day(found: re.Match[str]) -> str:
    day, month = int(found["day"]), int(found["month"])
    return f"ngày {day:02d} tháng {f'{month:02d}' if month < 3 else month}"
