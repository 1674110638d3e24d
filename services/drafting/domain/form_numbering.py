"""Rules of form about how the body is divided and points to its annexes (PL1 II.6.đ, III.1)."""

import re
from collections.abc import Iterator
from typing import Final

from services.drafting.domain.form_remarks import correction, remark
from services.drafting.domain.office import Office
from services.drafting.domain.replacement import entries
from shared.document.model import DispatchText, Finding

_ARTICLE: Final = re.compile(r"(?P<article>\**Điều\s[0-9]{1,3})\s?(?:[:)/]|[-–](?=\s))")
_CLAUSE: Final = re.compile(r"(?P<number>[0-9]{1,2})\s?[)/](?=\s+\w)")
_POINT: Final = re.compile(r"(?P<letter>[a-eghiklm-vxyđ])\s?[./](?=\s+\w)")
_LETTERED: Final = re.compile(r"(?P<letter>[a-zđ])\s?[)./](?=\s+\w)")
_NUMBERED_ARTICLE: Final = re.compile(r"\**Điều\s(?P<number>[0-9]{1,3})(?=\s?[.:)/])")
_AMENDS: Final = re.compile(r"(?<!\w)(?:sửa đổi|bổ sung|bãi bỏ)(?!\w)", re.IGNORECASE)
_HEADING: Final = re.compile(
    r"(?P<roman>Phần|Chương)\s(?P<arabic>[1-9][0-9]?)[.:]?"
    r"|(?P<other>Mục|Tiểu mục)\s(?P<letters>[IVX]{1,6})[.:]?"
)
_UNITS: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_TENS: Final = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
_POINTED_TO: Final = re.compile(r"(?<!\w)(?:phụ lục|kèm theo|đính kèm)(?!\w)", re.IGNORECASE)


def article_marks(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """The number of an article has a full stop: "Điều 1. Phê duyệt"."""
    for field, value in entries(text, "paragraphs"):
        if found := _ARTICLE.match(value):
            new = f"{found['article']}.{value[found.end() :]}"
            message = f'Sau số thứ tự của điều có dấu chấm: "{found["article"].strip("*")}."'
            yield correction("article_mark", field, message, old=value, new=new)


def clause_marks(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """A clause begins with "1.", a point with "a)"."""
    for field, value in entries(text, "paragraphs"):
        clause, point = _CLAUSE.match(value), _POINT.match(value)
        right = f"{clause['number']}." if clause else f"{point['letter']})" if point else None
        found = clause or point
        if found and right:
            message = f'Khoản đánh số "1.", điểm đánh chữ "a)": viết "{right}".'
            yield remark("clause_mark", field, message, found=found[0])


def point_letters(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """Points follow the Vietnamese alphabet: đ comes behind d, and there is no f, j, w or z."""
    before = ""
    for field, value in entries(text, "paragraphs"):
        found = _LETTERED.match(value)
        if found is None:
            continue
        letter = found["letter"]
        if letter in "fjwz" or (before, letter) == ("d", "e"):
            message = "Điểm đánh theo thứ tự bảng chữ cái tiếng Việt: a, b, c, d, đ, e, g."
            yield remark("point_letters", field, message, found=found[0])
        before = letter


def article_order(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """Articles are numbered from 1 without a gap; a text that amends another quotes others."""
    if any(_AMENDS.search(one) for one in (text.subject, *text.paragraphs)):
        return
    articles = [
        (field, int(found["number"]), found[0])
        for field, value in entries(text, "paragraphs")
        if (found := _NUMBERED_ARTICLE.match(value))
    ]
    for wanted, (field, number, said) in enumerate(articles, start=1):
        if number != wanted:
            message = f"Điều đánh số liên tiếp, bắt đầu từ 1: đây là Điều {wanted}."
            yield remark("article_order", field, message, found=said.strip("*"))
            return


def heading_numerals(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """Phần and Chương have Roman numerals, Mục and Tiểu mục Arabic ones."""
    for field, value in entries(text, "paragraphs"):
        found = _HEADING.fullmatch(value.strip(" *"))
        if found and found["roman"]:
            right = f"{found['roman']} {roman(int(found['arabic']))}"
            yield remark("heading_numeral", field, f'Viết "{right}".', found=value)
        elif found:
            message = f"{found['other']} đánh số bằng chữ số Ả Rập."
            yield remark("heading_numeral", field, message, found=value)


def annexes_pointed_to(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """A text with an annex says so in its body; what a decision issues is no annex."""
    annexes = [annex for annex in text.annexes if not annex.doc_type]
    said = (text.subject, *text.paragraphs)
    if annexes and not any(_POINTED_TO.search(one) for one in said):
        message = "Văn bản có Phụ lục thì trong nội dung phải có chỉ dẫn về Phụ lục đó."
        yield remark("annex_unmentioned", "annexes", message)


def roman(number: int) -> str:
    """A number from 1 to 99 in Roman numerals."""
    return _TENS[number // 10] + _UNITS[number % 10]
