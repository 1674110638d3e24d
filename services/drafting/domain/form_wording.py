"""Rules of form about words: letters, capitals, doubled words, punctuation."""

import re
from collections.abc import Iterator

from services.drafting.domain.form_remarks import correction, remark
from services.drafting.domain.office import Office
from services.drafting.domain.replacement import entries
from shared.document.forms import form_of
from shared.document.model import DispatchText, Finding
from shared.domain.document_types import DISPATCH
from shared.domain.words import nfc

ETH = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"})
END_MARK = "./."

ALWAYS_CAPITAL = frozenset({"nhân dân", "nhà nước", "quốc hội", "chính phủ"})
"""Words that keep their capital also after V/v (ND30 PL2)."""
TRUE_DOUBLES = frozenset(
    {
        "ai",
        "chung",
        "dần",
        "hơn",
        "hằng",
        "khăng",
        "luôn",
        "lâu",
        "mãi",
        "ngày",
        "người",
        "nhiều",
        "nhà",
        "riêng",
        "rất",
        "song",
        "sáng",
        "sớm",
        "thường",
        "từ",
        "vân",
        "xa",
        "xanh",
        "đều",
        "đời",
    }
)
"""Words that are doubled on purpose: "luôn luôn", "từ từ"."""

_DOUBLED = re.compile(
    r"(?<![\w/.-])(?P<word>[^\W\d_]+)[ \t]+(?P<again>(?P=word))(?![\w/-])", re.IGNORECASE
)
_SUBJECT_PREFIX = re.compile(r"\s*(?:(?:V/v|Về\s+việc)\b[\s:.]*)*", re.IGNORECASE)
_COPY_PREFIX = re.compile(r"\s*(?:[-–—•+*]\s*)?Lưu\s*:\s*", re.IGNORECASE)
_BULLET = re.compile(r"[\s•–—+*-]+")


def wrong_letters(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """Ð (eth) is not Đ: it prints alike, but is not found, sorted or read aloud as Đ."""
    fields = ("place", "subject", "addressees", "paragraphs", "recipients", "file_copy")
    for field, value in entries(text, *fields, "signature_lines", "signer_name"):
        if value.translate(ETH) != value:
            yield correction(
                "eth_for_d",
                field,
                'Chữ "Ð" (U+00D0) không phải chữ "Đ" của tiếng Việt; hãy gõ lại.',
                old=value,
                new=value.translate(ETH),
            )


def subject_capital(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """After "V/v" the sentence goes on: "V/v nâng bậc lương năm 2019"."""
    start = len(text.subject) - len(_without(_SUBJECT_PREFIX, text.subject))
    words = text.subject[start:].split(maxsplit=2)
    if text.doc_type != DISPATCH or not words or not words[0][0].isupper() or _is_proper(words):
        return
    first = words[0]
    small = first[0].lower() + first[1:]
    yield correction(
        "subject_capital",
        "subject",
        f'Sau "V/v" không viết hoa chữ đầu: "{first}" viết là "{small}".',
        old=text.subject,
        new=text.subject[:start] + text.subject[start:].replace(first, small, 1),
    )


def subject_letters(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """A subject is a sentence in small letters, not a title in capitals."""
    if len(text.subject.split()) > 2 and text.subject.isupper():
        message = "Trích yếu nội dung viết bằng chữ in thường."
        yield remark("subject_letters", "subject", message, found=text.subject)


def _is_proper(words: list[str]) -> bool:
    """An abbreviation, or a name: its second word has a capital too ("Sở Nội vụ")."""
    first = words[0]
    if not first[1:].islower() and len(first) > 1:
        return True
    if len(words) == 1:
        return False
    pair = nfc(f"{first} {words[1]}").casefold().rstrip(",.;:")
    return words[1][0].isupper() or pair in ALWAYS_CAPITAL


def doubled_words(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """A word written twice: perhaps a slip, perhaps another word; only a person can tell."""
    for field, value in entries(text, "subject", "addressees", "paragraphs", "recipients"):
        seen: set[str] = set()
        for twice in _DOUBLED.finditer(value):
            word = nfc(twice["word"]).casefold()
            if word in TRUE_DOUBLES or word in seen or twice["again"][0].isupper():
                continue
            seen.add(word)
            yield remark(
                "doubled_word",
                field,
                f'Từ "{twice["word"]}" viết hai lần liền nhau; hãy xem lại.',
                found=twice[0],
            )


def end_mark(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """The body ends with "./.", but not with a table or in a thư công; thanks may follow it."""
    paragraphs = text.paragraphs
    if not form_of(text.doc_type).ended or not paragraphs or paragraphs[-1].rstrip().endswith("|"):
        return
    if any(p.rstrip(" *").endswith(END_MARK) for p in paragraphs):
        return
    last = paragraphs[-1]
    field, message = f"paragraphs[{len(paragraphs) - 1}]", 'Nội dung chưa kết thúc bằng "./.".'
    if not last.strip() or last.rstrip().endswith(")"):
        yield remark("end_mark_missing", field, message)
    else:
        ended = last.rstrip().rstrip(" .,;:/") + END_MARK
        yield correction("end_mark_missing", field, message, old=last, new=ended)


def leftover_punctuation(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """The layout sets bullets, "V/v", "Lưu:" and the marks at the ends: not the draft."""
    return (finding for finding in map(_leftover, _bare(text)) if finding)


def _bare(text: DispatchText) -> Iterator[tuple[str, str, str]]:
    """Field, value, and the value as it should be."""
    for field, value in entries(text, "addressees", "recipients"):
        yield field, value, _without(_BULLET, value).rstrip(" \t\r\n;.,")
    yield "subject", text.subject, _without(_SUBJECT_PREFIX, text.subject).rstrip(" \t\r\n;.,:")
    yield "file_copy", text.file_copy, _without(_COPY_PREFIX, text.file_copy).rstrip(" \t\r\n;.,")


def _without(prefix: re.Pattern[str], value: str) -> str:
    found = prefix.match(value)
    return value[found.end() :] if found else value


def _leftover(entry: tuple[str, str, str]) -> Finding | None:
    field, value, bare = entry
    if value == bare:
        return None
    message = "Bỏ dấu đầu dòng, dấu cuối và chữ dẫn thừa: hệ thống tự trình bày các dấu này."
    if not bare:
        return remark("leftover_punctuation", field, message, found=value)
    return correction("leftover_punctuation", field, message, old=value, new=bare)
