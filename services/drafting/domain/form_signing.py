"""Rules of form about the mark of capacity and the order of names (ND30 Đ.13, PL1 II.7, II.9)."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from services.drafting.domain.form_remarks import correction, remark
from services.drafting.domain.office import Office
from services.drafting.domain.replacement import entries
from shared.document.model import DispatchText, Finding
from shared.domain.document_types import DISPATCH
from shared.domain.recipients import is_as_above
from shared.domain.words import collapse

_POST: Final = (
    r"(?:TỔNG\s+GIÁM\s+ĐỐC|GIÁM\s+ĐỐC|CHỦ\s+TỊCH|(?:BỘ|CỤC|VỤ|CHI\s+CỤC|TỔNG\s+CỤC|HIỆU)\s+TRƯỞNG"
    r"|TRƯỞNG\s+(?:PHÒNG|BAN)|CHÁNH\s+(?:VĂN\s+PHÒNG|THANH\s+TRA)|CHỦ\s+NHIỆM|THỦ\s+TRƯỞNG)"
)
_TM_POST: Final = re.compile(rf"\s*T\.?/?M\.?\s+{_POST}\b", re.IGNORECASE)
_MARK: Final = re.compile(
    r"(?P<space>\s*)(?P<mark>T/?M|K/?T|T/?L|TUQ|Q)\b(?P<dot>\.?)(?P<gap>\s*)(?=\w{2})"
)
_DEPUTY: Final = re.compile(r"\s*[-–]?\s*(?:PHÓ|THỨ)\b", re.IGNORECASE)
_ACTING: Final = re.compile(r"\s*(?:Q\b\.?|QUYỀN\b)", re.IGNORECASE)
_BELOW_ACTING: Final = re.compile(rf"\s*(?:PHÓ\s|{_POST}\b)", re.IGNORECASE)
_FOR_ANOTHER: Final = re.compile(r"\s*(?:T/?M|T/?L|TUQ)\b\.?\s*(?P<whose>\S.*)", re.IGNORECASE)
_OWN_POST: Final = re.compile(
    r"\s(?:CHỦ\s+TỊCH|CHÁNH|PHÓ|(?:CỤC|VỤ)\s+TRƯỞNG|TRƯỞNG\s)", re.IGNORECASE
)
"""A post behind the one that is signed for, in one line with it."""
_FOR_HEAD: Final = re.compile(r"\s*K/?T\b\.?", re.IGNORECASE)


def tm_before_post(text: DispatchText, office: Office) -> Iterator[Finding]:
    """TM. stands before the name of a collective; a post is signed for with KT., TL. or TUQ.

    In an agency with one head it is wrong anyhow, and another rule says so.
    """
    if not office.collective:
        return
    for field, line in entries(text, "signature_lines"):
        if _TM_POST.match(line):
            message = "Sau TM. là tên tập thể lãnh đạo hoặc cơ quan, không phải chức vụ."
            yield remark("tm_before_post", field, message, found=line)


def deputy_signs_for_head(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """Under "KT. GIÁM ĐỐC" stands a deputy's post."""
    lines = list(entries(text, "signature_lines"))
    for (field, line), (_, below) in pairwise([*lines, ("", "")]):
        told = _FOR_HEAD.match(line)
        if told and not _DEPUTY.match(below) and not re.search(r"\b(?:PHÓ|THỨ)\s", line):
            message = "Dưới dòng KT. phải ghi chức vụ của cấp phó ký thay."
            yield remark("deputy_missing", field, message, found=line)


def acting_alone(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """Who is given a head's powers signs in one line, "Q. GIÁM ĐỐC", with no post under it.

    The name of the unit may stand there, where its head signs by order.
    """
    for (field, line), (_, below) in pairwise(entries(text, "signature_lines")):
        if _ACTING.match(line) and _BELOW_ACTING.match(below):
            message = "Người được giao quyền ký một dòng Q. và chức vụ; bỏ chức vụ ở dòng dưới."
            yield remark("acting_alone", field, message, found=line)


def mark_alone(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """Under "TL. GIÁM ĐỐC" and "TM. ỦY BAN NHÂN DÂN" stands the post of who signs."""
    lines = list(entries(text, "signature_lines"))
    field, last = lines[-1] if lines else ("", "")
    told = _FOR_ANOTHER.fullmatch(last)
    if told and not _OWN_POST.search(told["whose"]):
        message = "Dưới dòng TM., TL., TUQ. phải ghi chức vụ của người ký."
        yield remark("mark_alone", field, message, found=last)


def mark_form(text: DispatchText, office: Office) -> Iterator[Finding]:
    """A mark has its dot, "KT. GIÁM ĐỐC"; where the block is known, that rule speaks."""
    if office.signature_lines:
        return
    for field, line in entries(text, "signature_lines"):
        found = _MARK.match(line)
        if found is None:
            continue
        mark = found["mark"].replace("/", "")
        right = f"{found['space']}{mark}. {line[found.end() :]}"
        if (found["mark"], found["dot"]) != (mark, ".") or not found["gap"]:
            message = f'Viết "{mark}." với dấu chấm, cách chữ sau một dấu cách.'
            yield correction("mark_form", field, message, old=line, new=right)


def as_above_first(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """What opens the list of recipients is "Như trên"."""
    for at, (field, name) in enumerate(entries(text, "recipients")):
        if at and is_as_above(name):
            yield remark("as_above_first", field, '"Như trên" đứng đầu nơi nhận.', found=name)


def as_above_missing(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """What is addressed to somebody has "Như trên" among its recipients."""
    names = [name for _, name in entries(text, "recipients") if name.strip()]
    addressed = any(name.strip() for _, name in entries(text, "addressees"))
    if text.doc_type == DISPATCH and addressed and names and not any(map(is_as_above, names)):
        message = 'Công văn có "Kính gửi" thì nơi nhận bắt đầu bằng "Như trên".'
        yield remark("as_above_missing", "recipients", message)


def signature_capitals(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """Capacity and post stand in capitals, the name in small letters with its capitals."""
    for field, line in entries(text, "signature_lines"):
        if line != line.upper():
            message = "Quyền hạn, chức vụ của người ký viết bằng chữ in hoa."
            yield correction("signature_capitals", field, message, old=line, new=line.upper())


def signer_capitals(text: DispatchText, office: Office) -> Iterator[Finding]:
    """The signer's name: in small letters, each syllable with a capital."""
    name = text.signer_name
    right = office.signer_name or _in_small_letters(name)
    if name and name != right and collapse(name).casefold() == collapse(right).casefold():
        message = f'Họ tên người ký viết bằng chữ in thường, hoa chữ cái đầu: "{right}".'
        yield correction("signer_capitals", "signer_name", message, old=name, new=right)


def _in_small_letters(name: str) -> str:
    """A name in capitals as it should be; another is left to those who know him."""
    words = name.split()
    if not name.isupper() or len(words) < 2:
        return name
    return " ".join(word.capitalize() for word in words)
