"""Bytes of a text file as a text: Unicode of any kind, windows-1258, TCVN3 (ABC) and VNI.

The last two live on in old files and in texts copied out of them. Letters were drawn by fonts of
their own then, so a program that does not know them shows "Céng hoµ x· héi" or "Coäng hoøa xaõ
hoäi". Which it is, common words tell.
"""

import codecs
import re
from typing import Final

from services.drafting.domain.legacy_letters import from_tcvn3, from_vni
from shared.domain.refusals import Invalid
from shared.domain.words import nfc

LOOKED_AT: Final = 20_000
"""Letters of the beginning by which an encoding is recognised."""
FEW_WORDS: Final = 3
"""Of the common ones: fewer prove nothing."""

OF_LETTERS: Final = 30
"""A Vietnamese text has more than one letter of Unicode's own block among so many."""

_OF_UNICODE: Final = re.compile("[\u1ea0-\u1ef9]")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KNOWN_FILES: Final = (
    (b"%PDF", "PDF", "mở tệp, chép phần chữ ra một tệp văn bản (.txt), hoặc nộp tệp .docx"),
    (b"\xd0\xcf\x11\xe0", "Word cũ (.doc)", "mở bằng Word rồi lưu lại ở dạng .docx"),
    (b"{\\rtf", "RTF", "mở bằng Word rồi lưu lại ở dạng .docx"),
    (b"PK\x03\x04", "nén hoặc bảng tính", "nộp tệp .docx hoặc văn bản thuần túy"),
    (b"\x89PNG", "ảnh", "nhận dạng chữ (OCR) rồi nộp phần chữ"),
    (b"\xff\xd8\xff", "ảnh", "nhận dạng chữ (OCR) rồi nộp phần chữ"),
)
_COMMON: Final = frozenset(
    nfc(
        "và của các cộng hòa hoà xã hội chủ nghĩa việt độc lập số ngày tháng năm kính gửi nơi nhận"
        " thực hiện như trên lưu giám đốc phó đơn vị về việc được ủy uỷ nhân dân thông báo quyết"
        " định kế hoạch công văn sở bộ tỉnh đề nghị triển khai nhà nước tại theo căn cứ điều này"
        " đến với trưởng phòng hạnh phúc tự do"
    ).split()
)
_WORD: Final = re.compile(r"[^\W\d_]+")


def decode(data: bytes) -> str:
    """The text in a file's bytes; raises Invalid `file_type` or `encoding_unknown`."""
    _refuse_known_files(data)
    text = _unicode(data)
    if text is None:
        text = _best([_as_1258(data), data.decode("latin-1")])
    if "\0" in text[:LOOKED_AT] or _is_garbage(text):
        raise _unknown()
    return in_unicode(text)


def in_unicode(text: str) -> str:
    """The text; converted if its letters are those of TCVN3 or VNI read as Latin ones."""
    beginning = text[:LOOKED_AT]
    if beginning.isascii() or _is_modern(beginning):
        return text
    plain = _common_words(beginning)
    converted = [(_common_words(turn(beginning)), turn) for turn in (from_tcvn3, from_vni)]
    most, turn = max(converted, key=lambda one: one[0])
    return turn(text) if most >= FEW_WORDS and most > 2 * plain else text


def _is_modern(text: str) -> bool:
    """Whether letters that only Unicode has are as frequent as in any Vietnamese text."""
    return len(_OF_UNICODE.findall(text)) * OF_LETTERS > len(text)


def _refuse_known_files(data: bytes) -> None:
    for mark, name, advice in _KNOWN_FILES:
        if data.startswith(mark):
            sentence = f"Tệp này là tệp {name}, không đọc được như văn bản; hãy {advice}."
            raise Invalid("file_type", sentence, details={"file": sentence})


def _unicode(data: bytes) -> str | None:
    encodings = [name for mark, name in _MARKS if data.startswith(mark)][:1]
    if not encodings and b"\0" in data[:LOOKED_AT]:
        even, odd = data[:LOOKED_AT:2].count(0), data[1:LOOKED_AT:2].count(0)
        encodings = ["utf-16-be" if even > odd else "utf-16-le"]
    try:
        return data.decode(encodings[0] if encodings else "utf-8")
    except UnicodeDecodeError:
        return None


def _as_1258(data: bytes) -> str:
    return nfc(data.decode("cp1258", "replace"))


def _best(texts: list[str]) -> str:
    """The text that reads as Vietnamese; raises Invalid `encoding_unknown` if none does."""
    known = [(_common_words(in_unicode(text[:LOOKED_AT])), text) for text in texts]
    most, text = max(known, key=lambda one: one[0])
    if most < FEW_WORDS:
        raise _unknown()
    return text


def _common_words(text: str) -> int:
    words = (word.casefold() for word in _WORD.findall(text))
    return sum(word in _COMMON for word in words)


def _is_garbage(text: str) -> bool:
    beginning = text[:LOOKED_AT]
    strange = sum(letter < " " and letter not in "\t\n\r\f\v" for letter in beginning)
    return strange > len(beginning) // 20


def _unknown() -> Invalid:
    sentence = (
        "Không nhận ra bảng mã của tệp; hãy mở tệp bằng chương trình đã soạn nó rồi lưu lại ở"
        " dạng văn bản thuần túy UTF-8 hoặc .docx."
    )
    return Invalid("encoding_unknown", sentence, details={"file": sentence})
