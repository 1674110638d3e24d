"""Rules of form that ask the agency: place, posts, the Lưu line, the signature block."""

import re
from collections.abc import Iterator

from services.drafting.domain.form_remarks import correction, remark
from services.drafting.domain.office import Office
from services.drafting.domain.replacement import entries
from shared.document.model import DispatchText, Finding
from shared.domain.words import collapse, fold

REGISTRY = "VT"
"""Văn thư: what every Lưu line begins with."""

_TITLE = (
    r"(?:PGS|GS|TSKH|TS|Th\.?S|BS|KS|CN|(?:Phó\s+)?Giáo\s+sư|(?:Tiến|Thạc|Bác)\s+s[ĩỹ]"
    r"|Kỹ\s+sư|Cử\s+nhân|NS(?:ND|ƯT)|NG(?:ND|ƯT)|TT(?:ND|ƯT)"
    r"|(?:Nghệ\s+s[ĩỹ]|Nhà\s+giáo|Thầy\s+thuốc)\s+(?:Nhân\s+dân|Ưu\s+tú))"
)
_TITLES_BEFORE = re.compile(rf"\s*{_TITLE}(?:[.,\s]+{_TITLE})*(?:[.,]\s*|\s+)(?=\w)", re.IGNORECASE)
_TITLES = re.compile(rf"{_TITLE}(?:[.,\s]+{_TITLE})*\.?", re.IGNORECASE)
_WORD = re.compile(r"(?<![\w&-])(?<!Phòng )(?<!Sở )(?<!Bộ )\w+(?:[&-]\w+)*")
"""A whole word; "Phòng GD" and "PGD&ĐT" speak of education, not of a post."""
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_FOR_A_COLLECTIVE = re.compile(r"\s*T(?:M\b|/M)", re.IGNORECASE)


def place_differs(text: DispatchText, office: Office) -> Iterator[Finding]:
    """Địa danh is the agency's; an empty one is printed from the organisation."""
    if text.place and collapse(text.place) != collapse(office.place):
        yield remark(
            "place_differs",
            "place",
            f'Địa danh "{text.place}" không phải địa danh của cơ quan; viết "{office.place}".',
            found=text.place,
            replacement=office.place,
        )


def unknown_abbreviations(text: DispatchText, office: Office) -> Iterator[Finding]:
    """Where "GĐ" abbreviates a post, "GD" abbreviates none: one finding for each entry."""
    known = {*office.post_abbreviations, *office.unit_codes}
    lost_stroke = {
        short.replace("Đ", "D"): short
        for short in office.post_abbreviations
        if "Đ" in short and short.replace("Đ", "D") not in known
    }
    for field, value in entries(text, "addressees", "recipients"):
        wrong = [word for word in dict.fromkeys(_WORD.findall(value)) if word in lost_stroke]
        if not wrong:
            continue
        right = ", ".join(
            f'"{lost_stroke[word]}" ({office.post_abbreviations[lost_stroke[word]]})'
            for word in wrong
        )
        quoted = ", ".join(f'"{word}"' for word in wrong)
        yield correction(
            "post_abbreviation",
            field,
            f"{quoted} không phải chữ viết tắt chức danh của cơ quan; viết {right}.",
            old=value,
            new=_WORD.sub(lambda word: lost_stroke.get(word[0], word[0]), value),
        )


def file_copy_units(text: DispatchText, office: Office) -> Iterator[Finding]:
    """The Lưu line names văn thư first and then, as a rule, the unit that drafted.

    Only warnings: the symbol may name a field of work instead of the unit (mẫu 1.5).
    """
    if not text.file_copy.strip():
        return
    keepers = [part.strip() for part in re.split(r"[,;]", _IN_BRACKETS.sub("", text.file_copy))]
    if keepers[0] != REGISTRY:
        message = 'Dòng "Lưu" bắt đầu bằng "VT" (Văn thư).'
        yield remark("file_copy_registry", "file_copy", message)
    units = [keeper for keeper in keepers if keeper and keeper != REGISTRY]
    if office.unit_code in units or not office.unit_code:
        return
    named = next((unit for unit in units if unit in office.unit_codes), units[0] if units else None)
    yield remark(
        "file_copy_unit",
        "file_copy",
        f'Dòng "Lưu" không có đơn vị soạn thảo "{office.unit_code}" như trong ký hiệu'
        f' "{office.agency_code}-{office.unit_code}".',
        found=named,
    )


def academic_titles(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """No học hàm, học vị in the signature block of an administrative agency."""
    for field, value in entries(text, "signature_lines", "signer_name"):
        bare = _without_titles(value)
        if bare != value:
            yield correction(
                "academic_title",
                field,
                "Không ghi học hàm, học vị, danh hiệu trước họ tên người ký.",
                old=value,
                new=bare,
            )


def on_behalf_of_a_collective(text: DispatchText, office: Office) -> Iterator[Finding]:
    """TM. stands before a collective's name, never in an agency with one head."""
    for field, line in entries(text, "signature_lines"):
        if _is_wrong_tm(line, office):
            yield remark(
                "tm_without_collective",
                field,
                "Cơ quan làm việc theo chế độ thủ trưởng không ký thay mặt (TM.).",
                found=line,
            )


def signature_differs(text: DispatchText, office: Office) -> Iterator[Finding]:
    """The block of the text is the one that the organisation gives the signer."""
    expected = office.signature_lines
    if expected and text.signature_lines and len(expected) != len(text.signature_lines):
        block = " / ".join(expected)
        message = f'Phần quyền hạn, chức vụ của người ký phải là "{block}".'
        yield remark("signature_differs", "signature_lines", message)
        return
    lines = zip(entries(text, "signature_lines"), expected, strict=False)
    for at, ((field, line), right) in enumerate(lines, start=1):
        if _same(line, right) or _is_wrong_tm(line, office):
            continue
        message = f'Dòng {at} của phần quyền hạn, chức vụ phải là "{right}".'
        found, replacement = (line, right) if line else (None, None)
        yield remark(
            "signature_differs",
            field,
            message,
            found=found,
            replacement=replacement,
        )


def signer_differs(text: DispatchText, office: Office) -> Iterator[Finding]:
    """The name under the signature is the signer's."""
    if not (text.signer_name and office.signer_name):
        return
    name = _without_titles(text.signer_name)
    if _same(name, office.signer_name):
        return
    same_letters = fold(name) == fold(office.signer_name)
    yield remark(
        "signer_differs",
        "signer_name",
        f'Họ tên người ký ghi trên văn bản không phải "{office.signer_name}".',
        found=text.signer_name,
        replacement=office.signer_name if same_letters else None,
    )


def _same(one: str, other: str) -> bool:
    return collapse(one).casefold() == collapse(other).casefold()


def _is_wrong_tm(line: str, office: Office) -> bool:
    return not office.collective and _FOR_A_COLLECTIVE.match(line) is not None


def _without_titles(value: str) -> str:
    titles = _TITLES_BEFORE.match(value)
    name = value[titles.end() :] if titles else value
    before, comma, after = name.rpartition(",")
    return before.rstrip() if comma and _TITLES.fullmatch(after.strip()) else name
