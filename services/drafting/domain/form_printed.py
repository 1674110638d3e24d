"""Rules of form about a text as it is printed: header, marks at the ends, order, letters.

A draft has none of these, for the layout sets them; a text that somebody else wrote has.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final

from services.drafting.domain.form_check import check_form, settled
from services.drafting.domain.form_remarks import remark
from services.drafting.domain.office import Office
from services.drafting.domain.reading.model import Reading
from services.drafting.domain.text_lines import Line
from shared.document.model import Finding
from shared.domain.document_types import DISPATCH, NAMES_BY_ABBREVIATION, abbreviation_of
from shared.domain.words import fold, nfc

MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"

_MOTTO: Final = re.compile(r"Độc\s+lập\s*[-–—]\s*Tự\s+do\s*[-–—]\s*Hạnh\s+phúc", re.IGNORECASE)
_NO_COLON: Final = re.compile(r"^Số\s+(?=[0-9]{1,6}\s?/)")
_SMALL_NUMBER: Final = re.compile(r"(?<=Số:)\s*(?P<number>[1-9])(?=\s?/)")
_DAY: Final = re.compile(r"ngày\s+(?P<day>[0-9]{1,2})\s+tháng\s+(?P<month>[0-9]{1,2})(?=\s+năm)")
_NO_COMMA: Final = re.compile(r"(?<!\w)(?P<place>[^\W\d_]{1,30})(?=\s+ngày\s+(?:[0-9.…]|tháng))")
_PREFIX: Final = re.compile(r"(?P<words>V/v\s*:|Về\s+việc\b\s*:?|Về\s*:)", re.IGNORECASE)
_URGENT: Final = re.compile(r"(?:KHẨN CẤP|RẤT KHẨN|TỐI KHẨN|HỎA TỐC HẸN GIỜ)", re.IGNORECASE)
_ETH: Final = re.compile("\\S{0,30}[\u00d0\u0189]\\S{0,30}")
_ONE_HEAD: Final = re.compile(r"(?:SỞ|BỘ|(?:CHI |TỔNG )?CỤC|VĂN PHÒNG|TRUNG TÂM|TRƯỜNG)\b")
"""Organs under chế độ thủ trưởng, by how their names begin (ND30 Đ.13.1)."""
_NO_END: Final = frozenset({"", ",", ".", ";", ":", " ;", " .", " ,"})
_IN_ORDER: Final = ("number", "subject", "addressees", "paragraphs", "file_copy")

Rule = Callable[[Reading], Iterator[Finding]]


def check_printed(reading: Reading, office: Office | None = None) -> tuple[Finding, ...]:
    """All findings about a text that was read, each with its line, in the order of the lines.

    Without an office the text is measured by itself: its own place, unit and day.
    """
    office = office or office_printed(reading)
    printed = (finding for rule in RULES for finding in rule(reading))
    texts = {line.number: line.text for line in reading.lines}
    found = [
        *settled(printed, office.form_rules, office.on),
        *(_placed(reading, texts, finding) for finding in check_form(reading.text, office)),
    ]
    return tuple(sorted(found, key=lambda finding: finding.line or 0))


def office_printed(reading: Reading) -> Office:
    """What the text says of its own agency, and its day, whose rules hold for it.

    A named type's symbol names no unit.
    """
    groups = (reading.symbol or "").split("-")
    own = reading.doc_type == DISPATCH and len(groups) > 1 and groups[0].upper() != "CV"
    return Office(
        place=reading.place or "",
        agency_code=groups[0] if own else "",
        unit_code=groups[-1] if own else "",
        collective=not _ONE_HEAD.match(reading.issuer.name or ""),
        on=reading.date,
    )


def motto_form(reading: Reading) -> Iterator[Finding]:
    """The motto has hyphens with a space on both sides."""
    for line in _lines(reading, "motto"):
        found = _MOTTO.search(line.text)
        if found and found[0] != MOTTO:
            message = f'Tiêu ngữ viết đúng là "{MOTTO}".'
            yield _at(line, "motto_form", "", message, found[0], MOTTO)


def number_form(reading: Reading) -> Iterator[Finding]:
    """A colon, and a zero before a single digit: "Số: 05/BNV-VP"."""
    for line in _lines(reading, "number"):
        if bare := _NO_COLON.search(line.text):
            message = 'Sau từ "Số" có dấu hai chấm.'
            yield _at(line, "number_colon", "number", message, bare[0].strip(), "Số:")
        if small := _SMALL_NUMBER.search(line.text):
            message = f'Số nhỏ hơn 10 viết có số 0 đứng trước: "0{small["number"]}".'
            yield _at(line, "number_zero", "number", message)


def symbol_form(reading: Reading) -> Iterator[Finding]:
    """A công văn's symbol names no type; another's names its own, in its own letters."""
    symbol, doc_type = reading.symbol, reading.doc_type
    first = next(iter(_lines(reading, "number")), None)
    if not symbol or not doc_type or first is None:
        return
    if symbol.islower():
        message = f'Ký hiệu "{symbol}" phải viết bằng chữ in hoa.'
        yield _at(first, "symbol_capitals", "symbol", message, symbol)
        return
    group = next((one for one in re.split(r"[/-]", symbol) if not one.isdigit()), "")
    expected = abbreviation_of(doc_type)
    if doc_type == DISPATCH and group.upper() == "CV":
        message = 'Ký hiệu công văn gồm tên cơ quan và đơn vị soạn thảo, không có chữ "CV".'
        yield _at(first, "symbol_type", "symbol", message, symbol)
    elif expected and group != expected and (_is_type(group) or fold(group) == fold(expected)):
        message = (
            f'Ký hiệu của {NAMES_BY_ABBREVIATION[expected].lower()} bắt đầu bằng "{expected}".'
        )
        yield _at(first, "symbol_type", "symbol", message, symbol)


def date_form(reading: Reading) -> Iterator[Finding]:
    """Zeros and comma: "Hà Nội, ngày 05 tháng 01 năm 2026"."""
    for line in _lines(reading, "date"):
        if (found := _DAY.search(line.text)) and (right := _day(found)) != found[0]:
            message = f'Ngày, tháng viết là "{right}".'
            yield _at(line, "date_zeros", "date", message, found[0], right)
        bare = _NO_COMMA.search(line.text)
        if bare and reading.place and bare["place"] == reading.place.split()[-1]:
            message = "Giữa địa danh và ngày tháng có dấu phẩy."
            yield _at(line, "date_comma", "place", message, bare[0], f"{bare[0]},")


def _day(found: re.Match[str]) -> str:
    day, month = int(found["day"]), int(found["month"])
    return f"ngày {day:02d} tháng {f'{month:02d}' if month < 3 else month}"


def subject_prefix(reading: Reading) -> Iterator[Finding]:
    """The subject of a công văn stands behind "V/v"."""
    if reading.doc_type != DISPATCH:
        return
    for line in list(_lines(reading, "subject"))[:1]:
        if found := _PREFIX.match(line.text):
            words = found["words"]
            message = f'Viết "V/v", không viết "{words}", trước trích yếu công văn.'
            yield _at(line, "subject_prefix", "subject", message, words, "V/v")


def list_marks(reading: Reading) -> Iterator[Finding]:
    """Semicolons after the entries of a list, and a full stop after the last."""
    names = reading.addressees
    ends = [";"] * (len(names) - 1) + ["."]
    if len(names) > 1:
        yield from _ends(reading, "addressees", names, ends)
    yield from _ends(reading, "recipients", reading.recipients, [";"] * len(reading.recipients))
    for line in _lines(reading, "file_copy"):
        value = reading.file_copy or ""
        if value and line.text.endswith(value):
            message = 'Dòng "Lưu" kết thúc bằng dấu chấm.'
            yield _at(line, "recipients_punctuation", "file_copy", message, value, f"{value}.")


def _ends(
    reading: Reading, field: str, names: Iterable[str], ends: Iterable[str]
) -> Iterator[Finding]:
    source = reading.sources.get(field)
    by_number = {line.number: line for line in reading.lines}
    for at, (numbers, name, end) in enumerate(
        zip(source.items if source else (), names, ends, strict=False)
    ):
        line = by_number[numbers[-1]]
        place = line.text.find(name)
        said = line.text[place + len(name) :] if place >= 0 else end
        if said != end and said in _NO_END:
            yield _at(
                line,
                f"{field}_punctuation",
                f"{field}[{at}]",
                f'Dòng này kết thúc bằng dấu "{end}".',
                name + said,
                name + end,
            )


def component_order(reading: Reading) -> Iterator[Finding]:
    """Number, subject, addressees, body, file copy: as they stand on the sheet."""
    first = {name: min(source.lines) for name, source in reading.sources.items() if source.lines}
    standing = [(name, first[name]) for name in _IN_ORDER if name in first]
    for (name, at), (after, then) in pairwise(standing):
        if then < at:
            line = next(line for line in reading.lines if line.number == at)
            message = f"{_NAMES[name]} phải đứng trước {_NAMES[after].lower()}."
            yield _at(line, "component_order", name, message)


_NAMES: Final = {
    "number": "Số, ký hiệu",
    "subject": "Trích yếu",
    "addressees": "Kính gửi",
    "paragraphs": "Nội dung",
    "file_copy": 'Dòng "Lưu"',
    "recipients": "Nơi nhận",
    "signer_name": "Họ tên người ký",
    "date": "Ngày tháng",
}


def components(reading: Reading) -> Iterator[Finding]:
    """What every document has; number and date are blank until it is issued."""
    text = reading.text
    parts = {
        "subject": text.subject,
        "addressees": text.addressees or reading.doc_type != DISPATCH,
        "paragraphs": text.paragraphs,
        "recipients": text.recipients,
        "file_copy": text.file_copy,
        "signer_name": text.signer_name,
    }
    for field, value in parts.items():
        if not value:
            yield remark("component_missing", field, f"Thiếu {_NAMES[field].lower()}.")
    for field, known in (("number", reading.number), ("date", reading.date)):
        if not known:
            message = f"{_NAMES[field]} còn để trống; chỉ ghi khi ban hành."
            yield remark("left_blank", field, message)


def urgency_word(reading: Reading) -> Iterator[Finding]:
    """There are three levels: khẩn, thượng khẩn, hỏa tốc."""
    for line in reading.lines[:40]:
        if _URGENT.fullmatch(line.text):
            message = "Mức độ khẩn chỉ có: khẩn, thượng khẩn, hỏa tốc."
            yield _at(line, "urgency_word", "urgency", message, line.text)


def letters(reading: Reading) -> Iterator[Finding]:
    """Composed Unicode and the letter Đ: one finding each, at the first line."""
    apart = next((line for line in reading.lines if nfc(line.raw) != line.raw), None)
    if apart:
        message = "Chữ có dấu gõ bằng Unicode tổ hợp; hãy dùng Unicode dựng sẵn."
        yield _at(apart, "decomposed_letters", "", message)
    for line in reading.lines:
        if found := _ETH.search(line.raw):
            message = 'Chữ "Ð" (U+00D0) không phải chữ "Đ" của tiếng Việt; hãy gõ lại.'
            right = re.sub("[\u00d0\u0189]", "Đ", found[0])
            yield _at(line, "eth_for_d", "", message, found[0], right)
            return


RULES: Final[tuple[Rule, ...]] = (
    motto_form,
    number_form,
    symbol_form,
    date_form,
    subject_prefix,
    list_marks,
    components,
    component_order,
    urgency_word,
    letters,
)


def _placed(reading: Reading, texts: Mapping[int, str], finding: Finding) -> Finding:
    """A finding of the draft's rules, with the line at which its field was read."""
    name, _, index = finding.field.rstrip("]").partition("[")
    source = reading.sources.get("signature" if name.startswith("sign") else name)
    if source is None or not source.lines:
        return finding
    listed = index and int(index) < len(source.items)
    items = source.items[int(index)] if listed else source.lines
    wanted = finding.found or ""
    exact = (number for number in items if wanted and wanted in texts[number])
    return replace(finding, line=next(exact, items[0]))


def _lines(reading: Reading, field: str) -> Iterator[Line]:
    source = reading.sources.get(field)
    numbers = frozenset(source.lines if source else ())
    yield from (line for line in reading.lines if line.number in numbers)


def _is_type(group: str) -> bool:
    return group in NAMES_BY_ABBREVIATION


def _at(line: Line, code: str, field: str, message: str, *words: str) -> Finding:
    """A finding at a line; `words` are those that are wrong, and those to put in their place."""
    found, replacement = (*words, None, None)[:2]
    return remark(code, field, message, found=found, replacement=replacement, line=line.number)
