"""The documents that a body names: type, number, symbol, date, issuer (ND30 PL1 II.6.b)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from services.drafting.domain.document_types import OTHER_NAMES, TYPE_NAMES
from services.drafting.domain.reading.model import Citation
from services.drafting.domain.reading.patterns import tidy_symbol
from services.drafting.domain.reading.words import is_organ, names_a_post, opens_body

BEFORE, BEHIND = 140, 320
"""Letters around a number in which its type, date and issuer are looked for."""
MOST_CITATIONS = 5000
"""In one text; a longer list is none that anybody wrote, and must not cost anybody's time."""

_SIGNS = r"(?:(?!ngày)[\w.&]){0,24}"
"""Of a symbol's group; a scan may have lost the space before the date."""
_NUMBERED = re.compile(
    r"(?<![\w/.,-])(?P<number>[0-9]{1,7}[a-zđ]?)\s{0,2}"
    rf"(?:/\s?(?P<symbol>(?:[0-9]{{4}}/)?[A-ZĐ]{_SIGNS}(?:\s?[–-]\s?[A-ZĐ]{_SIGNS}|/[A-ZĐ]{_SIGNS}){{0,4}})"
    r"|[-–]\s?(?P<party>[A-ZĐ][\w]{0,5}/[A-ZĐ][\w.]{0,24}(?:-[\w.]{1,12}){0,2}))"
)
_NAMES = sorted(
    (
        *TYPE_NAMES,
        *OTHER_NAMES,
        "Văn bản",
        "Quy định",
        "Nghị quyết liên tịch",
        "Thông báo kết luận",
    ),
    key=len,
    reverse=True,
)
_ENDINGS = tuple(name.lower() for name in _NAMES)
_JOINS = (",", ";", "và", "số")
_ADJECTIVES = ("liên tịch", "khẩn", "hỏa tốc")
_TYPE_OF_A_LIST = re.compile(
    rf"(?P<type>{'|'.join(_NAMES)})\s+số\s*:?\s*[^.]{{1,50}}?(?:,|;|và)\s*(?:số\s*)?$",
    re.IGNORECASE,
)
_OTHER_NUMBERS = re.compile(
    r"số\s?:?\s?(?P<numbers>[0-9]{1,7}[a-zđ]?(?:\s?(?:,|;|và)\s?(?:số\s)?[0-9]{1,7}[a-zđ]?){0,20})"
    r"\s?(?:,|;|và)\s?(?:số\s)?$",
    re.IGNORECASE,
)
"""Numbers that share the symbol of the last: "số 12, 13 và 14/UBND-NC"."""
_NUMBER = re.compile(r"[0-9]{1,7}[a-zđ]?")
_DAY = re.compile(
    r"\s{0,2},?\s{0,2}(?:ký\s|ban hành\s|đề\s)?(?:ngày\s{0,2})"
    r"(?P<day>[0-9]{1,2})(?:\s{0,2}[/.-]\s{0,2}(?P<month>[0-9]{1,2})\s{0,2}[/.-]\s{0,2}(?P<year>[0-9]{4})"
    r"|\s{0,2}tháng\s{0,2}(?P<month_word>[0-9]{1,2})\s{0,2}năm\s{0,2}(?P<year_word>[0-9]{4}))"
)
_ISSUER = re.compile(r"\s{0,2},?\s{0,2}(?:do|của)\s(?P<issuer>[A-ZĐÀ-Ỹ][^;:.()“”\"]{1,160})")
_ISSUER_ENDS = re.compile(
    r"\s(?:về|V/v|v/v|phê duyệt|ban hành|quy định|hướng dẫn|triển khai|tại|trong|đề nghị|gửi"
    r"|nêu trên|yêu cầu|thông báo|chỉ đạo|thành lập|công bố|giao|sửa đổi|hỏi|trả lời|đã|là|để|cho"
    r"|có|theo|nhằm|với|tổ chức|thực hiện|kèm|như|được|chấp thuận|phân công|xử lý|quyết định"
    r"|kết luận|trình|năm|từ|do|bổ sung|góp ý|ngày|đối với"
    r"|và (?:ý kiến|chỉ đạo|Công|Quyết|Kế|Thông|Nghị|Chỉ|văn|công|quyết|các văn))\b"
    r"|,(?!\s(?:[A-ZĐÀ-Ỹ]))"
    r"|,\s(?=(?:Công văn|Quyết định|Kế hoạch|Thông báo|Nghị|Chỉ thị|Báo cáo|Tờ trình))"
)
_LAW_BEFORE = re.compile(
    r"(?P<type>Bộ luật|Luật|Pháp lệnh)\s(?P<name>(?:[A-ZĐÀ-Ỹ]|sửa đổi)[^;:.()0-9]{2,120}?),?\ssố"
    r"\s{0,2}:?\s{0,2}$"
)
_LAW = re.compile(
    r"(?P<type>Bộ luật|Luật|Pháp lệnh)\s(?P<name>(?!số\b)(?:[A-ZĐÀ-Ỹ]|sửa đổi)[^;:.()0-9]{2,120}?)"
    r"(?=,?\s(?:ngày|số|năm)\s{0,2}[0-9])(?P<number_follows>,?\ssố)?"
)


def citations_in(paragraph: str) -> Iterator[Citation]:
    """Each document that the paragraph names with a number, and each law that it dates.

    Several numbers before one symbol are as many documents.
    """
    for start, citation in placed_citations(paragraph):
        yield from _of_one_symbol(paragraph, start, citation)


def _of_one_symbol(paragraph: str, start: int, citation: Citation) -> Iterator[Citation]:
    if citation.number:
        before = paragraph[max(0, start - BEFORE) : start]
        yield from (replace(citation, number=number) for number in _numbers_before(before))
    yield citation


def _numbers_before(before: str) -> list[str]:
    found = _OTHER_NUMBERS.search(before) if before.rstrip().endswith(_JOINS) else None
    return _NUMBER.findall(found["numbers"]) if found else []


def placed_citations(paragraph: str) -> Iterator[tuple[int, Citation]]:
    """The same, each with where its number, or the law's name, begins.

    Looks a bounded way around each number, so that time grows with the length only.
    """
    found = [
        (match.start(), _numbered(paragraph, match))
        for match in islice(_NUMBERED.finditer(paragraph), MOST_CITATIONS + 1)
    ]
    found += [
        (match.start(), law)
        for match in islice(_LAW.finditer(paragraph), MOST_CITATIONS + 1)
        if (law := _law(paragraph, match))
    ]
    yield from sorted(found, key=lambda each: each[0])


def _numbered(paragraph: str, found: re.Match[str]) -> Citation:
    before = paragraph[max(0, found.start() - BEFORE) : found.start()]
    behind = paragraph[found.end() : found.end() + BEHIND]
    day = _DAY.match(behind)
    issuer = _ISSUER.match(behind, day.end() if day else 0)
    law = _LAW_BEFORE.search(before) if "uật " in before or "lệnh " in before else None
    return Citation(
        type=law["type"] if law else _type_before(before),
        name=law["name"].strip(" ,") if law else None,
        number=found["number"],
        symbol=tidy_symbol(found["symbol"] or found["party"]),
        date=_date(day),
        issuer=_issuer(issuer),
    )


def _type_before(before: str) -> str | None:
    """The type's name right before a number: "Công văn số", "công điện khẩn số:"."""
    bare = _without_word(before.lower().rstrip().removesuffix(":").rstrip(), "số")
    name = _name_at_the_end(bare)
    for adjective in _ADJECTIVES:
        name = name or _name_at_the_end(_without_word(bare, adjective))
    if name is None and "số" in before.lower():
        found = _TYPE_OF_A_LIST.search(before)
        name = found["type"].lower() if found else None
    return name[0].upper() + name[1:] if name else None


def _without_word(text: str, word: str) -> str:
    """The text without its last word, if it is this one."""
    bare = text.removesuffix(word)
    return bare.rstrip() if bare != text and bare[-1:].isspace() else text


def _name_at_the_end(text: str) -> str | None:
    if not text.endswith(_ENDINGS):
        return None
    return next(name for name in _ENDINGS if text.endswith(name))


def _law(paragraph: str, found: re.Match[str]) -> Citation | None:
    if found["number_follows"]:
        return None  # the number itself is found
    behind = paragraph[found.end() : found.end() + BEHIND]
    day = _DAY.match(behind)
    return Citation(type=found["type"], name=found["name"].strip(" ,"), date=_date(day))


def _date(found: re.Match[str] | None) -> date | None:
    if found is None:
        return None
    month, year = found["month"] or found["month_word"], found["year"] or found["year_word"]
    try:
        return date(int(year), int(month), int(found["day"]))
    except ValueError:
        return None


def _issuer(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    end = _ISSUER_ENDS.search(found["issuer"])
    name, *others = (found["issuer"][: end.start()] if end else found["issuer"]).split(", ")
    for other in others:
        if is_organ(other) or names_a_post(other) or opens_body(other):
            break
        name = f"{name}, {other}"
    return name.strip(" ,") or None


@dataclass(frozen=True, slots=True)
class Cited:
    """The documents that a text names, each with the number of its paragraph, from 0."""

    found: Sequence[tuple[int, Citation]]
    left_out: int = 0
    """Numbers and laws behind the first `MOST_CITATIONS`, only counted."""
    left_out_from: int = 0
    """The paragraph in which the first of them stands."""


def all_citations(paragraphs: Sequence[str]) -> Cited:
    """The first `MOST_CITATIONS`, with all that share the last one's symbol."""
    found: list[tuple[int, Citation]] = []
    for at, paragraph in enumerate(paragraphs):
        for passed, (start, citation) in enumerate(placed_citations(paragraph)):
            if len(found) >= MOST_CITATIONS:
                left = _named_in(paragraph) - passed + sum(map(_named_in, paragraphs[at + 1 :]))
                return Cited(found, left, at)
            found += ((at, one) for one in _of_one_symbol(paragraph, start, citation))
    return Cited(found)


def _named_in(paragraph: str) -> int:
    laws = sum(1 for law in _LAW.finditer(paragraph) if not law["number_follows"])
    return laws + sum(1 for _ in _NUMBERED.finditer(paragraph))
