"""Rules of form about a text as it is printed: marks at the ends, order, letters; and all others.

A draft has none of these, for the layout sets them; a text that somebody else wrote has.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, pairwise
from typing import Final

from services.drafting.domain import form_header
from services.drafting.domain.form_check import check_form, settled
from services.drafting.domain.form_numbering import roman
from services.drafting.domain.form_remarks import lines_of_field, remark, remark_at
from services.drafting.domain.office import Office
from services.drafting.domain.reading.model import Reading
from shared.document.model import Finding
from shared.domain.document_types import DISPATCH
from shared.domain.words import nfc

_PREFIX: Final = re.compile(r"(?P<words>V/v\s*:|Về\s+việc\b\s*:?|Về\s*:)", re.IGNORECASE)
_OPENINGS: Final = {
    "addressees": re.compile(r"Kính\s+gửi(?=\s+[^\s:]|$)", re.IGNORECASE),
    "recipients": re.compile(r"Nơi\s+nhận(?=$)", re.IGNORECASE),
    "file_copy": re.compile(r"[-–+•]?\s*Lưu(?=\s+VT\b)"),
}
_BARE_CALL: Final = re.compile(r"Kính\s+gửi\s*:?", re.IGNORECASE)
_ANNEX: Final = re.compile(r"Phụ\s+lục\s+(?:số\s+)?(?P<number>[0-9]{1,2})\.?", re.IGNORECASE)
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
    printed = chain(
        (finding for rule in RULES for finding in rule(reading)),
        form_header.symbol_unit(reading, office),
    )
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


def subject_prefix(reading: Reading) -> Iterator[Finding]:
    """The subject of a công văn stands behind "V/v"."""
    if reading.doc_type != DISPATCH:
        return
    for line in list(lines_of_field(reading, "subject"))[:1]:
        if found := _PREFIX.match(line.text):
            words = found["words"]
            message = f'Viết "V/v", không viết "{words}", trước trích yếu công văn.'
            yield remark_at(line, "subject_prefix", "subject", message, words, "V/v")


def list_marks(reading: Reading) -> Iterator[Finding]:
    """Semicolons after the entries of a list, and a full stop after the last."""
    names = reading.addressees
    ends = [";"] * (len(names) - 1) + ["."]
    if len(names) > 1:
        yield from _ends(reading, "addressees", names, ends)
    yield from _ends(reading, "recipients", reading.recipients, [";"] * len(reading.recipients))
    for line in lines_of_field(reading, "file_copy"):
        value = reading.file_copy or ""
        if value and line.text.endswith(value):
            message = 'Dòng "Lưu" kết thúc bằng dấu chấm.'
            yield remark_at(
                line, "recipients_punctuation", "file_copy", message, value, f"{value}."
            )


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
            yield remark_at(
                line,
                f"{field}_punctuation",
                f"{field}[{at}]",
                f'Dòng này kết thúc bằng dấu "{end}".',
                name + said,
                name + end,
            )


def list_colons(reading: Reading) -> Iterator[Finding]:
    """A colon behind "Kính gửi", "Nơi nhận" and "Lưu"."""
    for field, opening in _OPENINGS.items():
        for line in lines_of_field(reading, field):
            if found := opening.match(line.text):
                words = found[0].strip()
                code = f"{field.replace('file_copy', 'recipients')}_punctuation"
                message = f'Sau "{words.lstrip("-–+• ")}" có dấu hai chấm.'
                yield remark_at(line, code, field, message, words, f"{words}:")


def addressees_lines(reading: Reading) -> Iterator[Finding]:
    """One addressee stands behind "Kính gửi:", several stand each on a line of its own."""
    source = reading.sources.get("addressees")
    items = source.items if source else ()
    by_number = {line.number: line for line in reading.lines}
    firsts = [numbers[0] for numbers in items if numbers]
    shared = next((one for one, other in pairwise(firsts) if one == other), None)
    if shared is not None:
        message = "Gửi từ hai nơi trở lên thì mỗi nơi trên một dòng riêng, có gạch đầu dòng."
        yield remark_at(by_number[shared], "addressees_lines", "addressees", message)
    elif len(firsts) == 1 and source and _BARE_CALL.fullmatch(by_number[source.lines[0]].text):
        message = 'Gửi một nơi thì viết trên cùng dòng với "Kính gửi:".'
        yield remark_at(by_number[firsts[0]], "addressees_lines", "addressees", message)


def component_order(reading: Reading) -> Iterator[Finding]:
    """Number, subject, addressees, body, file copy: as they stand on the sheet."""
    first = {name: min(source.lines) for name, source in reading.sources.items() if source.lines}
    standing = [(name, first[name]) for name in _IN_ORDER if name in first]
    for (name, at), (after, then) in pairwise(standing):
        if then < at:
            line = next(line for line in reading.lines if line.number == at)
            message = f"{_NAMES[name]} phải đứng trước {_NAMES[after].lower()}."
            yield remark_at(line, "component_order", name, message)


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
            yield remark_at(line, "urgency_word", "urgency", message, line.text)


def annex_numbers(reading: Reading) -> Iterator[Finding]:
    """Annexes are numbered with Roman numerals."""
    for line in lines_of_field(reading, "annexes"):
        found = _ANNEX.fullmatch(line.text)
        if found and int(found["number"]):
            right = f"Phụ lục {roman(int(found['number']))}"
            message = f'Phụ lục đánh số bằng chữ số La Mã: "{right}".'
            yield remark_at(line, "annex_number", "annexes", message, line.text, right)


def letters(reading: Reading) -> Iterator[Finding]:
    """Composed Unicode and the letter Đ: one finding each, at the first line."""
    apart = next((line for line in reading.lines if nfc(line.raw) != line.raw), None)
    if apart:
        message = "Chữ có dấu gõ bằng Unicode tổ hợp; hãy dùng Unicode dựng sẵn."
        yield remark_at(apart, "decomposed_letters", "", message)
    for line in reading.lines:
        if found := _ETH.search(line.raw):
            message = 'Chữ "Ð" (U+00D0) không phải chữ "Đ" của tiếng Việt; hãy gõ lại.'
            right = re.sub("[\u00d0\u0189]", "Đ", found[0])
            yield remark_at(line, "eth_for_d", "", message, found[0], right)
            return


RULES: Final[tuple[Rule, ...]] = (
    form_header.nation_form,
    form_header.motto_form,
    form_header.issuer_form,
    form_header.number_form,
    form_header.symbol_form,
    form_header.place_form,
    form_header.date_form,
    subject_prefix,
    list_marks,
    list_colons,
    addressees_lines,
    components,
    component_order,
    urgency_word,
    annex_numbers,
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
