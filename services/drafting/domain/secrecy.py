"""State secrets are refused before anything of them is kept.

Luật Bảo vệ bí mật nhà nước 117/2025/QH15: no drafting, storing or sending of state
secrets on ordinary networks. What counts is the stamp (ND30 PL1 III, box 10a), a line
of its own above the body; a text that speaks of secrets passes.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from services.drafting.domain.text_lines import is_capitals
from shared.document.model import DispatchText
from shared.domain.refusals import Invalid
from shared.domain.words import collapse, fold

NOT_SECRET = frozenset({"", "thuong"})

_MARKS = {"mật": "MẬT", "tốimật": "TỐI MẬT", "tuyệtmật": "TUYỆT MẬT"}
_STAMP = re.compile(
    r"(?:(?:độ|mứcđộ)mật)?(?P<mark>mật|tốimật|tuyệtmật)(?:hỏatốc|hoảtốc|thượngkhẩn|khẩn)?"
)
_LONGEST_STAMP = 200
_MOST_LETTERS = 100
"""Also where every letter carries marks of its own."""
_ADDRESSEES = ("kinh gui", "kinh goi")
_RECIPIENTS = "noi nhan"
_BEGINNING = 60
_LIST_ITEM = re.compile(r"[-–—•+*]")
_WORDS_OF_PROSE = 8


def secret_mark(lines: Sequence[str]) -> str | None:
    """The stamp among the lines above the body: MẬT, TỐI MẬT or TUYỆT MẬT, or None.

    Without "Kính gửi" nobody can tell where the body begins, so every line counts.
    """
    for line in _above_the_body(lines):
        mark = _mark_of(line)
        if mark is not None:
            return mark
    return None


def refuse_secret(*texts: str) -> None:
    """Raise Invalid `secret_refused` if the texts, read as one, carry a stamp above the body."""
    if secret_mark([line for text in texts for line in text.splitlines()]) is not None:
        raise _refusal("text")


def refuse_secret_draft(text: DispatchText) -> None:
    """The same for a draft in fields: every field above the body and what opens the body."""
    above = {
        "place": (text.place,),
        "subject": (text.subject,),
        "authority": (text.authority,),
        "bases": text.bases,
        "contact": (text.contact,),
        "addressees": text.addressees,
        "paragraphs": _opening(text.paragraphs),
        "annexes": [
            line for one in text.annexes for line in (one.title, *_opening(one.paragraphs))
        ],
    }
    for field, values in above.items():
        if any(_mark_of(line) for value in values for line in value.splitlines()):
            raise _refusal(field)


def refuse_secret_field(secrecy: str | None) -> None:
    """Raise Invalid `secret_refused` for any độ mật but None, "" and "thuong"."""
    if secrecy is not None and secrecy.strip() not in NOT_SECRET:
        raise _refusal("secrecy")


def _refusal(field: str) -> Invalid:
    return Invalid(
        "secret_refused",
        "Văn bản mang độ mật không được soạn, gửi hay lưu trên hệ thống này. Hệ thống không giữ"
        " lại nội dung nào; hãy soạn thảo trên máy được phép theo quy định về bảo vệ bí mật"
        " nhà nước và xóa bản còn trên máy này.",
        details={field: "Có dấu hoặc trường chỉ độ mật."},
    )


def _mark_of(line: str) -> str | None:
    if len(line) > _LONGEST_STAMP or sum(map(str.isalnum, line)) > _MOST_LETTERS:
        return None
    composed = unicodedata.normalize("NFKC", collapse(line)).casefold()
    stamp = _STAMP.fullmatch("".join(filter(str.isalnum, composed)))
    return _MARKS[stamp["mark"]] if stamp else None


def _above_the_body(lines: Sequence[str]) -> Iterator[str]:
    addressed, closed = False, False
    for line in lines:
        start = _beginning(line)
        if addressed and (start.startswith(_RECIPIENTS) or (closed and _is_prose(line))):
            return
        addressed = addressed or start.startswith(_ADDRESSEES)
        # A long line may still go on with an addressee's name from the line before.
        closed = not line.strip() or line.rstrip().endswith((".", ";", ":"))
        yield line


def _beginning(line: str) -> str:
    """The line's first words for comparing; empty where they can't be ones that are asked for."""
    bare = line[:_LONGEST_STAMP].lstrip("*_ \t\u00a0\ufeff")
    return fold(bare[:_BEGINNING]) if bare[:1] in {"K", "k", "N", "n"} else ""


def _is_prose(line: str) -> bool:
    return not _LIST_ITEM.match(line.strip()) and len(line.split()) >= _WORDS_OF_PROSE


def _opening(paragraphs: Sequence[str]) -> Iterator[str]:
    """The lines that stand before the first one that says something."""
    for line in (line for paragraph in paragraphs for line in paragraph.splitlines()):
        if line.strip() and _mark_of(line) is None and not is_capitals(line):
            return
        yield line
