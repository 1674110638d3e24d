"""Puts together what a narrow column broke: "Kính" and "gửi:", "Số:" and "29/KH-UBND"."""

import re
from collections.abc import Sequence

from services.drafting.domain.reading.pieces import Piece, joined

MOST = 4
"""Lines that one part is broken over."""

_BREAKS = (
    (re.compile(r"kinh"), re.compile(r"kinh g[uo]i\b.*")),
    (re.compile(r"noi"), re.compile(r"noi nhan\b.{0,40}")),
    (
        re.compile(r"so\s*:?"),
        re.compile(r"so\s*:?\s*(?:[0-9]{1,7}[a-z]?\s*)?[./…_\s]*[/-]\s*[a-z0-9].*"),
    ),
    (re.compile(r"v/v|ve viec|ve"), re.compile(r"(?:v/v|ve viec|ve)\s*:.*|ve viec\b.*")),
    (
        re.compile(r"dieu|chuong|muc|khoan|phan"),
        re.compile(r"(?:dieu|chuong|muc|khoan|phan) (?:[0-9ivx]{1,5})\b.*"),
    ),
    (
        re.compile(r".{0,60}\bngay(?:[\s.…_0-9]*(?:thang[\s.…_0-9]*(?:nam)?)?)?|ngay"),
        re.compile(r".{0,60}\bngay[\s.…_0-9]*thang[\s.…_0-9]*nam[\s.…_]*(?:[0-9]{4})?\.?"),
    ),
)
_MAY_BE_BROKEN = re.compile(
    r"^\S+$|ngày[\s.…_0-9]*(?:tháng[\s.…_0-9]*(?:năm)?)?$|^(?:S[ốô]|V[ềe]|Về việc|V/v)\s*:?$"
    r"|^(?:CỘNG|Cộng|Độc|ĐỘC|ĐẢNG)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?:nghi quyet|quyet dinh|chi thi|quy che|quy dinh|thong cao|thong bao|huong dan|chuong trinh"
    r"|ke hoach|phuong an|bao cao|bien ban|to trinh|hop dong|cong van|cong dien|thong tu|nghi dinh)"
)
_PLACE_AND_DATE = re.compile(
    r"[a-z .-]{3,60}, ngay[\s.…_0-9]*thang[\s.…_0-9]*nam[\s.…_]*(?:[0-9]{4})?\.?"
)
_MOTTO = "cong hoa xa hoi chu nghia viet nam"
_WORDS = "doc lap tu do hanh phuc"
_ALONE = (
    "kinh noi so so: v/v v/v: ve ve: dieu chuong muc khoan phan ngay cong doc dang"
    " nghi quyet chi quy thong huong ke phuong bao bien to hop"
)
_FIRST_WORDS = frozenset(_ALONE.split(" "))
"""Of everything above, where it stands alone on its line."""
_MOTTOES = frozenset(
    one.replace(" ", "") for one in (_MOTTO, _WORDS, _MOTTO + _WORDS, "dang cong san viet nam")
)
"""Without spaces, for scans lose them."""
_AROUND = ' -–—*."“('
_GOES_ON = re.compile(r"thang[\s.…_0-9]*(?:nam[\s.…_0-9]*)?|nam\s*[0-9]{4}")
"""Parts of a date that belong to the part above even across a blank line."""
_LETTERS = re.compile(r"[^a-z]+")
_NUMBER_BEGINS = re.compile(r"\s*(?:[0-9]{1,7}|[./…_])")


def mend(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, those that were broken joined."""
    whole: list[Piece] = []
    at = 0
    while at < len(pieces):
        width = _broken_over(pieces, at)
        whole.append(joined(*pieces[at : at + width]) if width > 1 else pieces[at])
        at += width
    return whole


def _broken_over(pieces: Sequence[Piece], at: int) -> int:
    first = pieces[at]
    if first.use or len(first.text) > 80 or not _MAY_BE_BROKEN.search(first.text):
        return 1
    if not _may_be_first(first):
        return 1
    wholes = [whole for begins, whole in _BREAKS if begins.fullmatch(first.folded)]
    text = first.folded
    for width, last in enumerate(pieces[at + 1 : at + MOST], start=2):
        if last.use or (last.gap and not _GOES_ON.fullmatch(last.folded)):
            break
        text = f"{text} {last.folded}"
        if len(text) > 400:
            break
        if any(whole.fullmatch(text) for whole in wholes) or _belongs_together(first, last, text):
            return width
    return 1


def _may_be_first(piece: Piece) -> bool:
    """Whether a word alone on its line can open one of these; a place's can be any name."""
    if " " in piece.text or "ngày" in piece.text.lower() or piece.text.istitle():
        return True
    return piece.folded in _FIRST_WORDS


def _belongs_together(first: Piece, last: Piece, text: str) -> bool:
    if _opens_motto(text) and _LETTERS.sub(" ", text).strip() in (_MOTTO, _WORDS):
        return True
    if len(first.folded.split()) != 1:
        return False
    if first.text.istitle() and "ngay" in text and _PLACE_AND_DATE.fullmatch(text):
        return True
    return first.text.isupper() and last.text.isupper() and _HEADING.fullmatch(text) is not None


def _opens_motto(text: str) -> bool:
    return text.lstrip(_AROUND).startswith(("cong", "doc"))


def is_motto(text: str) -> bool:
    """Whether the folded text is the Quốc hiệu, the Tiêu ngữ or both."""
    return _LETTERS.sub("", text) in _MOTTOES
