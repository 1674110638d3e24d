"""What the parts of header and foot look like (ND30 PL1 II), and how fields are cleaned.

Every pattern here is asked of texts of bounded length only (`pieces.LONGEST`).
"""

import re
from collections.abc import Iterable
from datetime import date

from shared.domain.urgency import Urgency

_BLANK = r"[.…_\s]*"
_SIGNS = r"[\w&.]"
_SYMBOL = rf"[^\W_]{_SIGNS}*(?:\s?[–—/-]\s?{_SIGNS}+)*"

MOTTO = re.compile(
    r"C[ỘO]NG\s+H(?:ÒA|OÀ|OA)\s+X(?:Ã|A|à)\s*H[ỘO]I\s+CH[ỦU]\s+NGH(?:ĨA|IÃ|IA)\s+VI[ỆE]T\s+NAM"
    r"|[ĐD][ộo]c\s+l[ậa]p\s*[-–—.]?\s*T[ựu]\s+do\s*[-–—.]?\s*H[ạa]nh\s+ph[úu]c"
    r"|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM",
    re.IGNORECASE,
)
"""Quốc hiệu and Tiêu ngữ, also as scans lose their marks."""
NUMBER = re.compile(
    rf"(?:S[ốô]\s*[:.]?|S\s*:){_BLANK}(?:(?P<number>[0-9]{{1,7}}[a-zđ]?(?![^\W_]))|\[?{_BLANK}\]?)"
    rf"{_BLANK}[/–-]\s*(?P<symbol>{_SYMBOL})(?:\s+(?P<tail>.+))?",
    re.IGNORECASE,
)
NUMBER_ALONE = re.compile(r"S[ốô]\s*[:.]\s*(?P<number>[0-9]{1,7}[a-zđ]?)?[\s./…_-]*", re.IGNORECASE)
BARE_NUMBER = re.compile(
    r"(?P<number>[0-9]{1,7}[a-zđ]?)?\s*(?:/\s*(?P<symbol>[A-ZĐ0-9][\w&.]*(?:\s?[–—/-]\s?[\w&.]+)+)"
    r"|-(?P<party>[A-ZĐ][\w]{0,5}/[A-ZĐ][\w.-]*))"
)
"""A number that stands alone on its line, without "Số"."""
TITLED = re.compile(
    r"(?:[^\W\d_][^\d:/]{2,30}?\s+số\s*:?|Công văn|Công điện|Quyết định|Kế hoạch|Thông báo|Báo cáo"
    r"|Tờ trình|Chỉ thị|Hướng dẫn)"
    rf"\s*(?P<number>[0-9]{{1,7}}[a-zđ]?)\s*[/-]\s*(?P<symbol>{_SYMBOL})"
    r"(?:[\s:,-]+(?P<rest>.*))?",
    re.IGNORECASE,
)
"""The title that a portal gives a text: "Công văn số 12/AB-CD V/v ..."."""
_DATE = (
    rf"ngày(?P<day>\s*[0-9]{{1,2}}\s*|{_BLANK})tháng(?P<month>\s*[0-9]{{1,2}}\s*|{_BLANK})"
    rf"năm(?P<year>\s*[0-9]{{4}}|\s*[0-9]{{0,3}}{_BLANK})[.;]?"
)
PLACE_AND_DATE = re.compile(rf"(?P<place>[^,]{{0,80}}?)\s*,?\s*{_DATE}", re.IGNORECASE)
PLACE_AND_SHORT_DATE = re.compile(
    r"(?P<place>[^,\d]{2,60}?)\s*,\s*(?:ngày\s*)?(?P<day>[0-9]{1,2})\s*[/.-]\s*(?P<month>[0-9]{1,2})"
    r"\s*[/.-]\s*(?P<year>[0-9]{4})\.?",
    re.IGNORECASE,
)
_PLACE_WORD = (
    r"(?:(?:[Tt]hành phố|[Tt]hị xã|[Tt]hị trấn|[Tt]ỉnh|[Hh]uyện|[Qq]uận|[Pp]hường|[Xx]ã)\s+)?"
    r"(?:T[Pp]\.?\s?|TX\.?\s?)?[A-ZĐÀ-Ỹ][\w’'.-]*(?:\s?[–-]?\s?[A-ZĐÀ-Ỹ][\w’'-]*){0,5}"
)
DATE_BEHIND = re.compile(rf"\s(?P<place>{_PLACE_WORD})\s*,\s*{_DATE}$")
"""Place and date glued behind another part of the same row."""
SUBJECT = re.compile(
    r"(?:(?:Công\s+văn|Trích\s+yếu|Tờ\s+trình)\s*:?\s*)?"
    r"(?:V\s*/\s*v\b\s*[:.]?|Về\s+việc\b\s*:?|Về\s*:|Trích\s+yếu\s*:)\s*:?\s*(?P<rest>.*)",
    re.IGNORECASE,
)
ABOUT = re.compile(r"Về\s+(?P<rest>[^\W\d].{3,400})")
ADDRESSED_TO = re.compile(r"Kính\s+g[ửởưu]i\s*:?\s*(?P<rest>.*)", re.IGNORECASE)
WIRED_TO = re.compile(r"[^.;]{0,120}\bđiện\s*:\s*(?P<rest>.*)")
"""A công điện's way to address: "THỦ TƯỚNG CHÍNH PHỦ điện:"."""
BULLET = re.compile(r"(?:[-–—−•+*·●▪]|\uf0b7|o(?=\s))\s*")
NUMBERED = re.compile(
    r"(?:[0-9]{1,3}(?:\.[0-9]{1,3}){0,4}[.)/]?|[IVX]{1,5}[.)/-]|[a-zđ][.)/])\s+(?=\S)|[0-9]{1,3}[.)](?=[^\W\d])"
    r"|Điều\s+[0-9]|Chương\s+[IVX0-9]|Mục\s+[IVX0-9]|Phần\s"
)
ENDS_A_SENTENCE = re.compile(r"[.:;!?…][”\")]?$")
ENDS_THE_BODY = re.compile(r"(?:\./\.?|/\./?|\./\.?[”\"]|\.\s/\s?\.?|(?<=\w)/\.)\s*$")
RECIPIENTS = re.compile(r"N[ơo]i\s+nh[ậa]n\s*(?:văn bản)?\s*(?::\s*(?P<rest>.*))?", re.IGNORECASE)
AS_ABOVE = re.compile(
    r"[-–—−•+*]?\s*Như\s+(?:trên|kính gửi|[ĐD]iều\s+[0-9]{1,2})\b\s*"
    r"(?P<note>[(“\"].{0,60})?[;,.\s]*",
    re.IGNORECASE,
)
FILE_COPY = re.compile(
    r"(?:[-–—−•+*·]\s*)?L[ưu]u\s*(?::\s*|(?=\()|[.\s](?=[A-ZĐ(]))(?P<copy>.+)|(?:[-–—−•+*]\s*)L[ưu]u\b\s*:?\s*(?P<rest>.*)",
)
SIGNED_MARK = re.compile(
    r"[(\[]\s*(?:đã\s+ký|ký|signed|chữ ký)[^()]{0,60}[)\]]|đã\s+ký(?:\s+và\s+đóng\s+dấu)?\s*:?",
    re.IGNORECASE,
)

_STAMPS = re.compile(
    r"(?P<EXPRESS>H(?:ỎA|OẢ) TỐC(?: HẸN GIỜ)?)|(?P<VERY_URGENT>THƯỢNG KHẨN)|(?P<URGENT>KHẨN)"
)


def urgency_stamp(text: str) -> Urgency | None:
    """Which urgency stamp the line is (box 10b)."""
    stamp = _STAMPS.fullmatch(text[:60].strip("[]()| .*").upper())
    return Urgency[stamp.lastgroup] if stamp and stamp.lastgroup else None


def date_of(written: re.Match[str]) -> date | None:
    """The date that was written; None when a part is blank; ValueError when no such day."""
    day, month, year = (written[part].strip(" .…_;") for part in ("day", "month", "year"))
    if not (day and month and len(year) == 4):
        return None
    return date(int(year), int(month), int(day))


def tidy_symbol(printed: str) -> str:
    """A symbol with its groups joined as PL1 II.3 wants: "GDĐT –KT" is "GDĐT-KT"."""
    return re.sub(r"\s*[–—-]\s*", "-", re.sub(r"\s*/\s*", "/", printed)).strip(" .-/")


def split_items(text: str) -> list[str]:
    """The entries of a list that stands on one line."""
    return [item.strip() for item in text.split(";") if item.strip(" .,")]


def clean_item(item: str) -> str:
    """An entry of a list without bullet and final punctuation, its note in brackets kept."""
    bullet = BULLET.match(item)
    bare = item[bullet.end() :] if bullet else item
    bare = re.sub(r"\s*[;,]\s*(?=\([^()]{0,80}\)[\s;.,]*$)", " ", bare.rstrip(" ;.,"))
    return " ".join(bare.split()).rstrip(" ;.,")


def clean_items(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(item for item in map(clean_item, items) if item)
