"""Rules of form about capital letters (ND30 PL2), as far as words alone decide them.

A word may have its capital for a reason that no rule sees; so each rule asks for words around it
that leave no other meaning, and is silent otherwise.
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from services.drafting.domain.form_remarks import correction
from services.drafting.domain.office import Office
from services.drafting.domain.replacement import entries
from services.drafting.domain.syllables import is_syllable
from shared.document.model import DispatchText, Finding

_FIELDS: Final = ("subject", "bases", "addressees", "paragraphs", "recipients", "annexes")

_NEXT_SENTENCE: Final = re.compile(
    r"(?<![^\s(“\"])(?P<last>[^\W\d_]{2,8})(?P<end>[.?!]\s+)(?P<word>[^\W\d_]{1,8})(?=[\s,;.])"
)
_FIRST_WORD: Final = re.compile(r"(?P<word>[^\W\d_]{1,8})(?=\s)")
_COUNCIL: Final = re.compile(
    r"(?<!\w)(?:(?:ủy|uỷ)\s+ban|hội\s+đồng)\s+nhân\s+dân(?!\w)", re.IGNORECASE
)
_GREAT_AND: Final = re.compile(r"(?<!\w)(?P<before>[^\W\d_]+\s+)Và(?=\s+[^\W\d_])")
_THE_PEOPLE: Final = re.compile(
    r"(?P<before>(?<!\w)(?:phục vụ|của|cho|với|trong|bà con|đông đảo|toàn thể|tầng lớp)\s+)"
    r"nhân dân(?!\s+tệ)(?!\w)"
)
_PROVINCES: Final = (
    *("An Giang", "Bà Rịa", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre"),
    *("Bình Dương", "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Đắk Lắk"),
    *("Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang", "Hà Nam"),
    *("Hà Tĩnh", "Hải Dương", "Hậu Giang", "Hòa Bình", "Hưng Yên", "Khánh Hòa", "Kiên Giang"),
    *("Kon Tum", "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An", "Nam Định"),
    *("Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam"),
    *("Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh", "Thái Bình"),
    *("Thái Nguyên", "Thanh Hóa", "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long"),
    *("Vĩnh Phúc", "Yên Bái"),
)
"""All that were and are provinces since 2008; none is named by a person, a number or an event."""
_GREAT_PROVINCE: Final = re.compile(
    rf"(?P<before>[^\W\d_]\s+)Tỉnh(?=\s+(?:{'|'.join(_PROVINCES)})(?!\w))"
)
_SMALL_CITY: Final = re.compile(
    r"(?<!\w)(?<!các )(?<!hai )(?<!2 )(?P<word>thành phố(?=\s+Hồ Chí Minh(?!\w))"
    r"|thủ đô(?=\s+Hà Nội(?!\w)))"
)
_SURNAMES: Final = (
    r"Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trương|Nông|Đoàn"
)
_POSTS: Final = (
    r"chủ tịch|giám đốc|bí thư|thủ tướng|bộ trưởng|thứ trưởng|(?:chi )?cục trưởng|vụ trưởng"
    r"|hiệu trưởng|giáo sư|tiến sĩ"
)
_SMALL_POST: Final = re.compile(
    rf"(?P<before>[^\W\d_]\s+)(?P<deputy>phó )?(?P<post>{_POSTS})"
    rf"(?=\s+(?:{_SURNAMES})\s+[^\W\d_])"
)
_NAME_BEHIND: Final = re.compile(r"\s+\w+\s+(?P<second>\w)")
_WEEKDAY: Final = re.compile(
    r"(?P<before>(?<!\w)(?:sáng|trưa|chiều|tối|ngày|hôm|vào|từ|đến)\s+thứ\s+)"
    r"(?P<day>hai|ba|tư|năm|sáu|bảy)"
    r"(?=\s*,?\s*\(?(?:ngày\s+)?[0-9]{1,2}[/.-][0-9]|\s*,?\s*\(?ngày\s+[0-9]{1,2}\s+tháng"
    r"|\s+(?:tuần|hằng tuần|hàng tuần)(?!\w))"
)
_SUNDAY: Final = re.compile(r"(?<=\s)chủ nhật(?!\w)")
_MOON_MONTH: Final = re.compile(
    r"(?P<before>(?<!\w)tháng\s+)(?P<month>giêng|chạp)(?!\w)"
    r"|(?P<revolution>(?<!\w)Cách mạng\s+tháng\s+)(?P<autumn>tám|mười)(?!\w)"
)
_HOLIDAY: Final = re.compile(
    r"(?P<before>(?<!\w)(?:[Nn]gày|[Ll]ễ|[Dd]ịp|[Mm]ừng)\s+)"
    r"(?P<name>quốc khánh|quốc tế (?:lao động|phụ nữ|thiếu nhi)|giỗ tổ Hùng Vương"
    r"|phụ nữ Việt Nam|nhà giáo Việt Nam|thầy thuốc Việt Nam|doanh nhân Việt Nam)(?!\w)"
)


def sentence_capitals(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """A sentence begins with a capital, and so does the line behind a whole one (PL2 I)."""
    message = "Viết hoa chữ cái đầu câu."
    yield from _corrected(text, "sentence_capital", message, _with_sentences)
    body = list(entries(text, "paragraphs"))
    for (_, before), (field, value) in pairwise(body):
        found = _FIRST_WORD.match(value)
        if before.rstrip(" *").endswith(".") and found and _is_small_syllable(found["word"]):
            new = _capital(value)
            yield correction("sentence_capital", field, message, old=value, new=new)


def organ_capitals(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """Capitals for kind and work of an organ, none for the rest: "Hội đồng nhân dân" (PL2 IV.1)."""
    message = 'Tên cơ quan viết "Ủy ban nhân dân", "Sở Văn hóa, Thể thao và Du lịch".'
    yield from _corrected(text, "organ_capital", message, _with_organs)


def place_capitals(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """Small for "tỉnh Nam Định", great for "Thành phố Hồ Chí Minh", "Thủ đô Hà Nội" (PL2 III.1)."""
    message = 'Viết "tỉnh Lạng Sơn"; riêng "Thành phố Hồ Chí Minh", "Thủ đô Hà Nội" viết hoa.'
    yield from _corrected(text, "place_capital", message, _with_places)


def post_capitals(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """A post right before its holder's name has a capital: "Giáo sư Tôn Thất Tùng" (PL2 V.3)."""
    message = "Viết hoa tên chức vụ, học vị đi liền với tên người."
    yield from _corrected(text, "post_capital", message, _with_posts)


def people_capitals(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """Nhân dân has a capital where it is the people itself, not in an organ's name (PL2 V.1)."""

    def right(value: str) -> str:
        return _THE_PEOPLE.sub(r"\g<before>Nhân dân", value)

    yield from _corrected(text, "people_capital", 'Viết hoa chữ "Nhân dân".', right)


def day_capitals(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """Days, months and holidays by name: "thứ Hai", "tháng Giêng", "ngày Quốc khánh" (PL2 V)."""
    message = 'Viết hoa tên ngày, tháng, ngày lễ: "thứ Hai", "tháng Giêng", "ngày Quốc khánh".'
    yield from _corrected(text, "day_capital", message, _with_days)


def _corrected(
    text: DispatchText, code: str, message: str, right: Callable[[str], str]
) -> Iterator[Finding]:
    for field, value in entries(text, *_FIELDS):
        new = right(value)
        if new != value:
            yield correction(code, field, message, old=value, new=new)


def _with_sentences(value: str) -> str:
    def right(found: re.Match[str]) -> str:
        last, word = found["last"], found["word"]
        if not (_is_small_syllable(last) and _is_small_syllable(word)):
            return found[0]
        return f"{last}{found['end']}{_capital(word)}"

    return _NEXT_SENTENCE.sub(right, value)


def _with_organs(value: str) -> str:
    def council(found: re.Match[str]) -> str:
        return found[0] if found[0].isupper() else found[0].capitalize()

    def and_(found: re.Match[str]) -> str:
        return f"{found['before']}và" if found["before"][0].islower() else found[0]

    return _GREAT_AND.sub(and_, _COUNCIL.sub(council, value))


def _with_places(value: str) -> str:
    small = _GREAT_PROVINCE.sub(r"\g<before>tỉnh", value)
    return _SMALL_CITY.sub(lambda found: _capital(found["word"]), small)


def _with_posts(value: str) -> str:
    def right(found: re.Match[str]) -> str:
        name = _NAME_BEHIND.match(value, found.end())
        if not (found["before"][0].islower() and name and name["second"].isupper()):
            return found[0]
        deputy = "Phó " if found["deputy"] else ""
        return f"{found['before']}{deputy}{_capital(found['post'])}"

    return _SMALL_POST.sub(right, value)


def _with_days(value: str) -> str:
    value = _WEEKDAY.sub(lambda found: found["before"] + _capital(found["day"]), value)
    value = _SUNDAY.sub("Chủ nhật", value)
    value = _MOON_MONTH.sub(
        lambda found: (
            (found["before"] or found["revolution"]) + _capital(found["month"] or found["autumn"])
        ),
        value,
    )
    return _HOLIDAY.sub(lambda found: found["before"] + _capital(found["name"]), value)


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _is_small_syllable(word: str) -> bool:
    return word.islower() and is_syllable(word)
