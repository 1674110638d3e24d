"""Rules of form about spelling: only pointed out, for only a person can tell what was meant."""

import re
from collections.abc import Iterator
from typing import Final

from services.drafting.domain.form_remarks import correction, remark
from services.drafting.domain.office import Office
from services.drafting.domain.replacement import entries
from services.drafting.domain.syllables import is_syllable
from shared.document.model import DispatchText, Finding

_FIELDS: Final = ("subject", "bases", "addressees", "paragraphs", "recipients", "annexes")

MISSPELT: Final = {
    "bổ xung": "bổ sung",
    "chiển khai": "triển khai",
    "chuẩn đoán": "chẩn đoán",
    "cập nhập": "cập nhật",
    "cọ sát": "cọ xát",
    "cũng cố": "củng cố",
    "đề suất": "đề xuất",
    "đường xá": "đường sá",
    "hổ trợ": "hỗ trợ",
    "kiễm tra": "kiểm tra",
    "mỡ rộng": "mở rộng",
    "năng xuất": "năng suất",
    "nghĩ phép": "nghỉ phép",
    "sát nhập": "sáp nhập",
    "sử lý": "xử lý",
    "suất sắc": "xuất sắc",
    "thăm quan": "tham quan",
    "thực thuộc": "trực thuộc",
    "triễn khai": "triển khai",
    "trú trọng": "chú trọng",
    "tựu chung": "tựu trung",
    "vô hình chung": "vô hình trung",
    "xác nhập": "sáp nhập",
    "xắp xếp": "sắp xếp",
    "xúc tích": "súc tích",
    "xuất xắc": "xuất sắc",
}
"""Pairs that no dictionary has, with the word that was meant (Hoàng Phê, Từ điển tiếng Việt)."""

_LOANS: Final = frozenset(
    {
        *("bêtông", "búlông", "cácbon", "côngtơ", "kilômét", "lôgic", "lôgíc", "môđun", "môtô"),
        *("tôpô", "vắcxin", "ôtô", "ôxy", "ôzôn"),
    }
)
"""Words taken from other languages that are also written without hyphens."""
_MISSPELT: Final = re.compile(rf"(?<![\w-])(?:{'|'.join(MISSPELT)})(?![\w-])", re.IGNORECASE)
_WORD: Final = re.compile(r"(?<![^\s(“\"])[^\W\d_]{2,30}(?=[\s,.;:)”\"!?]|$)")
_NOT_VIETNAMESE: Final = re.compile(r"[fjwz]")
_MARKED_LAST: Final = re.compile(r"(?<![qQ])(?:[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|[uU][ỳýỷỹỵỲÝỶỸỴ])(?!\w)")
_MOVED: Final = {
    first + second: moved
    for first, seconds, toned in (
        ("o", "àáảãạ", ["òa", "óa", "ỏa", "õa", "ọa"]),
        ("o", "èéẻẽẹ", ["òe", "óe", "ỏe", "õe", "ọe"]),
        ("u", "ỳýỷỹỵ", ["ùy", "úy", "ủy", "ũy", "ụy"]),
    )
    for second, moved in zip(seconds, toned, strict=True)
}


def misspelt_words(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """A word that is written like another one: "thực thuộc" for "trực thuộc"."""
    for field, value in entries(text, *_FIELDS):
        for found in {match[0]: match for match in _MISSPELT.finditer(value)}.values():
            right = _in_case_of(MISSPELT[found[0].lower()], found[0])
            message = f'"{found[0]}" có lẽ là "{right}"; hãy xem lại.'
            once = value.count(found[0]) == 1
            yield remark(
                "misspelt_word",
                field,
                message,
                found=found[0],
                replacement=right if once else None,
            )


def unknown_syllables(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """Letters with Vietnamese marks that are no syllable: "nghành", or "vàcác" run together.

    Names, abbreviations and foreign words are not judged: what has a capital, or no mark.
    """
    for field, value in entries(text, *_FIELDS):
        words = dict.fromkeys(match[0] for match in _WORD.finditer(value))
        for word in words:
            if (
                word.isascii()
                or not (word.isalpha() and word.islower())
                or _NOT_VIETNAMESE.search(word)
            ):
                continue
            if word not in _LOANS and not is_syllable(word):
                message = f'"{word}" không phải âm tiết tiếng Việt: gõ nhầm, hoặc hai tiếng dính.'
                yield remark("unknown_syllable", field, message, found=word)


def tone_placement(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """Both "hoà" and "hòa" are read, but the decree writes the second."""
    for field, value in entries(text, *_FIELDS):
        moved = _MARKED_LAST.sub(_with_tone_before, value)
        if moved != value:
            yield correction(
                "tone_placement",
                field,
                'Nên đặt dấu thanh như trong Nghị định: "hòa", "khỏe", "ủy".',
                old=value,
                new=moved,
            )


def _with_tone_before(found: re.Match[str]) -> str:
    return _in_case_of(_MOVED[found[0].lower()], found[0])


def _in_case_of(word: str, model: str) -> str:
    if model.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if model[0].isupper() else word
