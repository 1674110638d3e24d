"""What the parts of a công văn look like, line by line (ND30 PL1 II; PL3 mẫu 1.5)."""

import re
from collections.abc import Iterable
from datetime import date

from shared.domain.urgency import Urgency

WORDS_OF_PROSE = 8

_BLANK = r"[.…_\s]*"

MOTTO = re.compile(
    r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s+VIỆT\s+NAM"
    r"|Độc\s+lập\s*[-–]\s*Tự\s+do\s*[-–]\s*Hạnh\s+phúc",
    re.IGNORECASE,
)
NUMBER = re.compile(
    rf"Số\s*:?\s*(?:(?P<number>[0-9]+)|{_BLANK})\s*/\s*"
    r"(?P<symbol>[^\s–/-]+(?:\s?[–-]\s?[^\s–/-]+)*)(?:\s+(?P<tail>.+))?",
    re.IGNORECASE,
)
PLACE_AND_DATE = re.compile(
    rf"(?P<place>[^,]{{0,80}}?)\s*,?\s*ngày(?P<day>\s*[0-9]{{1,2}}\s*|{_BLANK})"
    rf"tháng(?P<month>\s*[0-9]{{1,2}}\s*|{_BLANK})năm(?P<year>\s*[0-9]{{4}}|{_BLANK})\.?",
    re.IGNORECASE,
)
SUBJECT = re.compile(r"(?:V/v\s*:?|Về\s+việc\s*:?|Về\s*:)\s*(?P<rest>.*)", re.IGNORECASE)
ADDRESSED_TO = re.compile(r"Kính\s+g[ửở]i\s*:?\s*(?P<rest>.*)", re.IGNORECASE)
BULLET = re.compile(r"[-–—•+*]\s*")
NUMBERED = re.compile(r"(?:[0-9]{1,3}|[IVX]{1,5}|[a-zđ])[.)]\s")
ENDS_A_SENTENCE = re.compile(r"[.:;!?]$")
ENDS_THE_BODY = re.compile(r"\./\.?$")
RECIPIENTS = re.compile(r"Nơi\s+nhận\s*(?::\s*(?P<rest>.*))?", re.IGNORECASE)
AS_ABOVE = re.compile(r"[-–—•+*]\s*Như\s+trên\s*[;,.]?", re.IGNORECASE)
FILE_COPY = re.compile(
    r"(?:[-–—•+*]\s*)?Lưu\s*(?::\s*|(?=\()|\s(?=VT\b))(?P<copy>.+)", re.IGNORECASE
)
AUTHORITY = re.compile(r"(?:T/M|TM|KT|TL|TUQ|Q)\b\.?\s*\S")
SIGNED_MARK = re.compile(r"\(\s*(?:đã\s+ký|ký)[^()]{0,40}\)", re.IGNORECASE)

_STAMPS = re.compile(r"(?P<EXPRESS>H(?:ỎA|OẢ) TỐC)|(?P<VERY_URGENT>THƯỢNG KHẨN)|(?P<URGENT>KHẨN)")


def urgency_stamp(line: str) -> Urgency | None:
    """Which urgency stamp the line is (box 10b)."""
    stamp = _STAMPS.fullmatch(line.strip("[]()| .").upper())
    return Urgency[stamp.lastgroup] if stamp and stamp.lastgroup else None


def date_of(written: re.Match[str]) -> date | None:
    """The date of a `PLACE_AND_DATE`; None when a part is blank; ValueError when no such day."""
    day, month, year = (written[part].strip(" .…_") for part in ("day", "month", "year"))
    if not (day and month and year):
        return None
    return date(int(year), int(month), int(day))


def is_prose(line: str) -> bool:
    """Whether the line is long enough to be a sentence of the body."""
    return len(line.split()) >= WORDS_OF_PROSE


def goes_on(line: str, previous: str) -> bool:
    """Whether a list's entry is broken over the previous line and this one."""
    if not previous or ENDS_A_SENTENCE.search(previous):
        return False
    return not line[0].isupper() or not is_prose(line)


def opens_paragraph(line: str, previous: str) -> bool:
    """Whether a paragraph begins here, and does not merely go on from the line before."""
    if not previous or BULLET.match(line) or NUMBERED.match(line):
        return True
    return line[0].isupper() and ENDS_A_SENTENCE.search(previous) is not None


def split_items(text: str) -> list[str]:
    """The entries of a list that stands on one line."""
    return [item.strip() for item in text.split(";") if item.strip(" .,")]


def clean_items(broken: Iterable[list[str]]) -> tuple[str, ...]:
    """Entries, each from its lines, without bullet and final punctuation; none empty."""
    joined = (" ".join(lines) for lines in broken)
    bare = (_without_bullet(item).rstrip(" ;.,") for item in joined)
    return tuple(item for item in bare if item)


def is_name(line: str) -> bool:
    """Whether the line can be a person's name: two to six words, each with a capital."""
    words = line.split()
    return 2 <= len(words) <= 6 and all(word[0].isupper() for word in words)


def _without_bullet(item: str) -> str:
    bullet = BULLET.match(item)
    return item[bullet.end() :] if bullet else item
