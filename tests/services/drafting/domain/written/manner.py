"""How a made dispatch is written: every way of office-rules' list, drawn at random."""

from dataclasses import dataclass
from random import Random

HEADERS = (
    *("lines", "columns", "glued", "interleaved", "portal", "narrow", "apart", "none"),
    "number_only",
)
NUMBERS = ("Số: {}/{}", "Số {}/{}", "S: {}/{}", "Số : {} /{}", "Số: {}    /{}", "**Số: {}/{}**")
SUBJECTS = ("V/v {}", "V/v: {}", "V/v : {}", "Về: {}", "Về việc {}", "V/v {}\n")
ADDRESSED = ("line", "list", "list_open", "list_commas", "gởi", "semicolons", "plain_list")
LISTS = ("- {};", "-{};", "{};", "– {};", "* {};", "- {},")
COPIES = ("- Lưu: {}.", "- Lưu: {}", "Lưu: {}.", "-Lưu: {};", "– Lưu : {}.")
MARKS = ("", "(Đã ký)", "(đã ký)", "(Ký, đóng dấu)", "[Đã ký]")
FEET = ("before", "after", "beside", "mixed", "without_words", "cells")
ENDS = ("./.", "./.", "./", ".", "")
TAILS = (
    "",
    "",
    "D:\\Van ban\\2026\\cv 12.doc",
    "[1] Kèm theo danh sách các đơn vị được giao chủ trì.",
    "PHỤ LỤC\nDANH MỤC CÁC ĐƠN VỊ\n(Kèm theo văn bản này)\n1. Phòng Hành chính",
)
ABOVE = ("", "", "", "In bài viết", "Xem mẫu\nTình trạng: Còn hiệu lực")
"""What a portal shows above a text that has a header."""
BLOCKS = ("lines", "lines", "lines", "broken", "no_dots", "with_name", "dash", "stars")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    above: str
    header: str
    number: str
    subject: str
    subject_place: str
    """before or after the date, or at the end of the text."""
    wrapped: int
    """Letters at which the subject is broken; 0: not."""
    addressed: str
    listed: str
    copied: str
    mark: str
    foot: str
    end: str
    tail: str
    block: str
    body_width: int
    """Letters at which the body is broken; 0: a line for each paragraph."""
    paged: bool
    """Page numbers and form feeds stand between the paragraphs."""
    spaced: bool
    """A blank line after each paragraph of the body."""
    noted: bool
    """A bracket with its period stands under a named type's excerpt."""
    cosigned: str
    """Where the block of a second signer stands: beside, before, or nowhere."""


def manner(random: Random) -> Manner:
    header = random.choice(HEADERS)
    return Manner(
        header=header,
        number=random.choice(NUMBERS),
        subject=random.choice(SUBJECTS),
        subject_place=random.choice(("before", "before", "after", "end")),
        wrapped=random.choice((0, 30, 45)),
        addressed=random.choice(ADDRESSED),
        listed=random.choice(LISTS),
        copied=random.choice(COPIES),
        mark=random.choice(MARKS),
        foot=random.choice(FEET),
        end=random.choice(ENDS),
        tail=random.choice(TAILS),
        block=random.choice(BLOCKS),
        body_width=random.choice((0, 0, 72, 90)),
        paged=random.choice((False, False, True)),
        spaced=random.choice((False, True)),
        above=random.choice(ABOVE),
        noted=random.choice((False, False, True)),
        cosigned=random.choice(("beside", "before", *("",) * 8)),
    )
