"""Whether letters can be a Vietnamese syllable: onset, rime and tone must go together.

After the tables of the spelling rules of 1980 and 1984 (QĐ 240/QĐ): which rimes there are,
that ng and c do not stand before e, ê and i, and that a stop takes only sắc or nặng.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


_ONSETS: Final = _words("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x") | {""}
_RIMES: Final = _words(
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng "
    "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu yêm yên yêng yêt yêu y "
    "o oc oi om on ong op ot ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uc ui um un ung up ut ư ưa ưc ưi ưm ưn ưng ưt ưu "
    "oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt "
    "oe oem oen oeo oet uân uâng uât uây uê uêch uên uênh "
    "uy uya uych uyn uynh uyp uyt uyu uyên uyêt uơ "
    "uôc uôi uôm uôn uông uôt ươc ươi ươm ươn ương ươp ươt ươu"
)
_AFTER_QU: Final = frozenset(
    {rime for rime in _RIMES if rime[0] in "aăâeêơ"}
    | {"i", "it", "ôc", "y", "ych", "ynh", "yt"}
    | {"yên", "yêt", "yu", "yn"}
)
_AFTER_GI: Final = frozenset(rime for rime in _RIMES if rime[0] not in "iy")
_FRONT: Final = "eêiy"
_FRONT_AFTER: Final = {"k": True, "gh": True, "ngh": True, "c": False, "ng": False}
"""Whether a front vowel must follow, or must not; g may stand before i: "giếng"."""
_STOPPED: Final = re.compile(r".*(?:c|ch|p|t)")
_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_TONES: Final = frozenset({_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT})


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether a word in small letters is spelt as a Vietnamese syllable can be."""
    bare, tones = _apart(word)
    if len(tones) > 1:
        return False
    tone = tones[0] if tones else ""
    return any(_fit(bare[:cut], bare[cut:], tone) for cut in range(4) if bare[:cut] in _ONSETS)


def _apart(word: str) -> tuple[str, list[str]]:
    """The letters without tones, and the tones."""
    marks = unicodedata.normalize("NFD", word)
    bare = "".join(mark for mark in marks if mark not in _TONES)
    return unicodedata.normalize("NFC", bare), [mark for mark in marks if mark in _TONES]


def _fit(onset: str, rime: str, tone: str) -> bool:
    if _STOPPED.fullmatch(rime) and tone not in {_ACUTE, _DOT}:
        return False
    if onset == "qu":
        return rime in _AFTER_QU
    if onset == "gi":
        return rime in _AFTER_GI
    if rime not in _RIMES:
        return False
    wanted = _FRONT_AFTER.get(onset)
    return wanted is None or wanted == (rime[0] in _FRONT)
