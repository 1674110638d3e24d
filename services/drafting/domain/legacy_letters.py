"""The letters of TCVN 5712:1993 (TCVN3, fonts .Vn*) and of VNI (fonts VNI-*), as Unicode.

Both are given as the Latin letters that stand at their codes. Capitals with tones had no
codes in TCVN3: fonts whose names end in H draw small letters as capitals, so a word whose
plain letters are all capitals is one in capitals.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

_TCVN3_LATIN: Final = (
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
)
_TCVN3_VIETNAMESE: Final = (
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
)
_TCVN3: Final = dict(zip(map(ord, _TCVN3_LATIN), _TCVN3_VIETNAMESE, strict=True))
_CIRCUMFLEX: Final = {
    "â": "",
    "á": "\u0301",
    "à": "\u0300",
    "å": "\u0309",
    "ã": "\u0303",
    "ä": "\u0323",
}
_BREVE: Final = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_TONES: Final = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_BARE: Final = {
    "ñ": "đ",
    "ö": "ư",
    "ô": "ơ",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
    "î": "ỵ",
    "í": "í",
    "ì": "ì",
}
_MARKED: Final = re.compile("[aeouyôöAEOUYÔÖ][âáàåãäêéèúüëùøûõïÂÁÀÅÃÄÊÉÈÚÜËÙØÛÕÏ]|[ñöôæóòîÑÖÔÆÓÒÎ]")
_WORD: Final = re.compile(r"[^\W\d_]+")


def from_tcvn3(text: str) -> str:
    """A text in TCVN3 that was read as Latin letters."""
    turned = text.translate(_TCVN3).splitlines(keepends=True)
    return "".join(_WORD.sub(_capitals_of(line), line) for line in turned)


def from_vni(text: str) -> str:
    """A text in VNI that was read as Latin letters."""
    return _MARKED.sub(_vni_letter, text)


def _capitals_of(line: str) -> Callable[[re.Match[str]], str]:
    """Puts words in capitals whose plain letters are; one such letter needs the line's others."""
    plain = [list(filter(str.isascii, word)) for word in _WORD.findall(line)]
    told = [
        "".join(letters).isupper()
        for letters, word in zip(plain, _WORD.findall(line), strict=True)
        if len(letters) > 1 and not word.isascii()
    ]
    of_one = bool(told) and all(told)

    def put(word: re.Match[str]) -> str:
        letters = "".join(filter(str.isascii, word[0]))
        capitals = letters.isupper() and (len(letters) > 1 or of_one)
        return word[0].upper() if capitals else word[0]

    return put


def _vni_letter(found: re.Match[str]) -> str:
    letters = found[0]
    base, mark = letters[0], letters[1:].lower()
    small = _BARE.get(base.lower(), base.lower())
    if not mark:
        return _cased(small, base)
    if base.lower() in "aeo" and mark in _CIRCUMFLEX:
        return _cased(_composed(small + "\u0302" + _CIRCUMFLEX[mark]), base)
    if base.lower() == "a" and mark in _BREVE:
        return _cased(_composed(small + "\u0306" + _BREVE[mark]), base)
    if mark in _TONES:
        return _cased(_composed(small + _TONES[mark]), base)
    return _cased(small, base) + letters[1:]


def _cased(letter: str, base: str) -> str:
    return letter.upper() if base.isupper() else letter


def _composed(letter: str) -> str:
    return unicodedata.normalize("NFC", letter)
