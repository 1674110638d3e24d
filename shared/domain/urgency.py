"""Mức độ khẩn of a dispatch (ND30 PL1 III.2.b): the drafter proposes, the signer decides."""

from enum import StrEnum
from typing import Final


class Urgency(StrEnum):
    NORMAL = "thuong"
    URGENT = "khan"
    VERY_URGENT = "thuong_khan"
    EXPRESS = "hoa_toc"


WORDS: Final = {
    Urgency.NORMAL: "thường",
    Urgency.URGENT: "khẩn",
    Urgency.VERY_URGENT: "thượng khẩn",
    Urgency.EXPRESS: "hỏa tốc",
}

FIRST: Final = (Urgency.EXPRESS, Urgency.VERY_URGENT, Urgency.URGENT, Urgency.NORMAL)
"""The order in which work is taken up."""


def is_urgent(urgency: Urgency) -> bool:
    return urgency is not Urgency.NORMAL
