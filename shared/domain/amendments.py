"""Correction and replacement (đính chính, thay thế): two of the three ways back (ND30 Đ.18.3).

Drafting asks when a draft is submitted, the records desk when it is issued: what the one lets pass
by its own facts, the other judges by its own.
"""

from dataclasses import dataclass
from enum import StrEnum

from shared.domain.document_types import DISPATCH, type_name
from shared.domain.refusals import Invalid


class Way(StrEnum):
    CORRECTS = "corrects"
    """Wrong in form, technique or procedure: by a công văn."""
    REPLACES = "replaces"
    """Wrong in content: by a document of equal form."""


@dataclass(frozen=True, slots=True)
class Amends:
    """What a dispatch is to do to another, which is named by its case code."""

    way: Way
    case: str


def amends(*, corrects: str | None, replaces: str | None) -> Amends | None:
    """One way or none; raises `Invalid` (`two_ways`) for both."""
    if corrects and replaces:
        sentence = "Chỉ ghi một trong hai: đính chính (corrects) hoặc thay thế (replaces)."
        raise Invalid("two_ways", sentence, details={"replaces": sentence})
    if corrects:
        return Amends(Way.CORRECTS, corrects)
    return Amends(Way.REPLACES, replaces) if replaces else None


def target_of(amends: Amends | None, way: Way) -> str | None:
    """The dispatch that is amended in this way, if one is."""
    return amends.case if amends and amends.way is way else None


def refuse_wrong_way(way: Way, *, mine: str, theirs: str) -> None:
    """Raises `Invalid` (`wrong_way`) naming the right way; types as values of `doc_type`."""
    if way is Way.CORRECTS and mine != DISPATCH:
        sentence = (
            "Sai thể thức, kỹ thuật trình bày hoặc thủ tục thì đính chính bằng công văn; "
            f"{type_name(mine)} không dùng để đính chính. Nếu sai nội dung thì hãy thay thế bằng "
            f"một {type_name(theirs)} (khoản 3 Điều 18 Nghị định 30/2020/NĐ-CP)."
        )
    elif way is Way.REPLACES and mine != theirs:
        sentence = (
            "Sai nội dung thì thay thế bằng văn bản có hình thức tương đương; văn bản đã ban hành "
            f"là {type_name(theirs)} nên phải soạn một {type_name(theirs)}. Nếu chỉ sai thể thức, "
            "kỹ thuật trình bày hoặc thủ tục thì hãy đính chính bằng công văn (khoản 3 Điều 18 "
            "Nghị định 30/2020/NĐ-CP)."
        )
    else:
        return
    raise Invalid("wrong_way", sentence, details={way.value: sentence})
