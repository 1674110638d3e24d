"""The signing block: titles, the mark "(đã ký)", the name; also where they share a line."""

import re
from dataclasses import dataclass, field

from services.drafting.domain.reading import patterns
from services.drafting.domain.reading.pieces import Entry, Piece
from services.drafting.domain.reading.words import (
    AUTHORITY,
    has_surname,
    is_capital_name,
    is_name,
    is_organ,
    is_title,
    names_a_post,
    opens_authority,
)
from services.drafting.domain.text_lines import is_capitals

_DASH = re.compile(r"\s+[-–—]+\s+|\s*[-–—]{2,}\s*")
_SECOND_TITLE = re.compile(
    r"(?<=\s)(?=(?:PHÓ|THỨ TRƯỞNG|CỤC TRƯỞNG|VỤ TRƯỞNG|CHÁNH VĂN PHÒNG|TRƯỞNG (?:PHÒNG|BAN)"
    r"|KT\.?\s|CHỦ TỊCH|GIÁM ĐỐC|TỔNG CỤC TRƯỞNG)\b)"
)
_UNFINISHED = re.compile(
    r"(?:(?:KT|TL|TM|Q|TUQ)\.?\s?)?(?:[^,]{1,60}, )?"
    r"(?:PHÓ|(?:PHÓ )?(?:CHỦ|GIÁM|BỘ|THỨ|CỤC|VỤ|TỔNG(?: CỤC)?|CHI(?: CỤC)?"
    r"|CHÁNH(?: VĂN)?|HIỆU|THỦ|TRƯỞNG))"
)
"""A title that a narrow column broke: "KT. CHỦ" of "KT. CHỦ TỊCH"."""


@dataclass(slots=True)
class SigningBlock:
    titles: list[Entry] = field(default_factory=list)
    name: Entry = field(default_factory=Entry)
    marks: list[int] = field(default_factory=list)
    """Lines of "(đã ký)"."""

    def take(self, text: str, piece: Piece) -> bool:
        """Place what is a title, a mark, a name, or several of these on one line."""
        bare = " ".join(patterns.SIGNED_MARK.sub(" ", text).split()).strip(" -–—:")
        if bare != text and patterns.SIGNED_MARK.search(text):
            self.marks.extend(piece.lines)
            if not bare:
                return True
        return self._name(bare, piece) or self._both(bare, piece) or self._title(bare, piece)

    def _title(self, text: str, piece: Piece) -> bool:
        if self.name.text or not _can_be_title(text):
            return False
        if self.titles and _UNFINISHED.fullmatch(self.titles[-1].text):
            self.titles[-1].add(text, piece)
        else:
            self.titles.extend(Entry.of(title, piece) for title in _titles(text))
        return True

    def _name(self, text: str, piece: Piece) -> bool:
        if self.name.text or not is_name(text):
            return False
        if is_capitals(text) and not is_capital_name(text):
            return False
        if not self.titles and not has_surname(text):
            return False
        self.name = Entry.of(text, piece)
        return True

    def _both(self, text: str, piece: Piece) -> bool:
        """Place "PHÓ GIÁM ĐỐC - Trần Văn An", "KTBT, TT Trần Văn An"."""
        if self.name.text:
            return False
        for title, name in _divisions(text):
            if is_name(name) and (is_title(title) or AUTHORITY.match(title)):
                self.titles.extend(Entry.of(one, piece) for one in _titles(title))
                self.name = Entry.of(name, piece)
                return True
        return False


def begins_block(text: str) -> bool:
    """Whether a signing block can open with this line, in the words of one."""
    if not text[:1].isupper() or len(text) > 200:
        return False
    return is_title(text) or any(
        is_name(name) and is_title(title) for title, name in _divisions(text)
    )


def _can_be_title(text: str) -> bool:
    if not text or len(text) > 200 or text.endswith(";") or patterns.BULLET.match(text):
        return False
    if is_capitals(text):
        return not text.endswith(":")
    return opens_authority(text) or is_small_title(text)


def is_small_title(text: str) -> bool:
    """Whether the text names a post in few words, as titles in small letters do."""
    return names_a_post(text) and len(text.split()) <= 8 and not text.endswith((".", ":", ";", ","))


def _titles(text: str) -> list[str]:
    """The titles on one line: two that share it are two."""
    parts = [part for part in _DASH.split(text) if part]
    if len(parts) > 1 and all(is_title(part) for part in parts):
        return parts
    if AUTHORITY.match(text) and is_capitals(text):
        for cut in _SECOND_TITLE.finditer(text):
            first, second = text[: cut.start()].strip(), text[cut.start() :].strip()
            rest = AUTHORITY.sub("", first, count=1).strip()
            known = names_a_post(rest) or is_organ(rest)
            if rest and known and is_title(second) and not first.endswith(","):
                return [first, *_titles(second)]
    return [text]


def _divisions(text: str) -> list[tuple[str, str]]:
    """Where a title can end and a name begin, on one line."""
    words = text.split()
    if len(text) > 200 or not (names_a_post(text) or AUTHORITY.match(text)):
        return []
    cuts = range(max(1, len(words) - 6), len(words))
    divided = [
        (" ".join(words[:cut]).strip(" -–—:,"), " ".join(words[cut:]).strip(" -–—")) for cut in cuts
    ]
    return [
        (title, name)
        for title, name in divided
        if title and has_surname(name) and not any(map(is_capitals, name.split()))
    ]
