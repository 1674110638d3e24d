"""Who issued it: the header's lines in capitals, as parent and issuer (ND30 PL1 II.2)."""

import re
from collections.abc import Sequence

from services.drafting.domain.reading.model import Issuer
from services.drafting.domain.reading.words import dangles, is_organ

_LEVEL = re.compile(r"(?:TỈNH|THÀNH PHỐ|TP\.?|QUẬN|HUYỆN|XÃ|PHƯỜNG|THỊ XÃ|THỊ TRẤN|ĐẶC KHU)\b")


def issuer_of(lines: Sequence[str]) -> Issuer:
    """The last name is the issuer's, what stands above it the parent's.

    Lines that are broken within a name are joined.
    """
    organs: list[str] = []
    for line in lines:
        if organs and not _begins_an_organ(line, organs[-1]):
            organs[-1] = f"{organs[-1]} {line}"
        else:
            organs.append(line)
    if not organs:
        return Issuer()
    return Issuer(parent=" ".join(organs[:-1]) or None, name=organs[-1])


def _begins_an_organ(line: str, before: str) -> bool:
    if len(before.split()) == 1 and not is_organ(before):
        return False
    return is_organ(line) and not dangles(before.upper()) and not _LEVEL.match(line.upper())
