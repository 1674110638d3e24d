"""Writes docs/who-may-sign.md from the tables of authority: `python -m docs.make_who_may_sign`."""

from typing import Final

from docs.pages import table, write_or_check
from shared.domain.authority import CAPACITIES, DELEGATES, SUBSTITUTIONS
from shared.domain.capacities import FORMS, Capacity
from shared.domain.organisation import Rank

PAGE: Final = "who-may-sign.md"
RANKS: Final = {
    Rank.HEAD: "người đứng đầu cơ quan",
    Rank.ACTING_HEAD: "người được giao quyền đứng đầu cơ quan",
    Rank.DEPUTY: "cấp phó của người đứng đầu",
    Rank.UNIT_HEAD: "người đứng đầu đơn vị",
    Rank.UNIT_DEPUTY: "cấp phó của đơn vị",
    Rank.STAFF: "chuyên viên",
    Rank.CLERK: "văn thư",
}
CAPACITY_WORDS: Final = {
    Capacity.HEAD: "người đứng đầu ký",
    Capacity.ACTING: "quyền (Q.)",
    Capacity.DEPUTY: "ký thay (KT.)",
    Capacity.BY_ORDER: "thừa lệnh (TL.)",
    Capacity.BY_ORDER_DEPUTY: "ký thay người ký thừa lệnh (TL., KT.)",
    Capacity.DELEGATED: "thừa ủy quyền (TUQ.)",
}
UNIT_HEAD, UNIT_DEPUTY = "CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"
OWN: Final = {
    Capacity.HEAD: ("GIÁM ĐỐC", "CHỦ TỊCH"),
    Capacity.ACTING: ("QUYỀN GIÁM ĐỐC", "QUYỀN CHỦ TỊCH"),
    Capacity.DEPUTY: ("PHÓ GIÁM ĐỐC", "PHÓ CHỦ TỊCH"),
    Capacity.BY_ORDER: (UNIT_HEAD, UNIT_HEAD),
    Capacity.BY_ORDER_DEPUTY: (UNIT_DEPUTY, UNIT_DEPUTY),
    Capacity.DELEGATED: (UNIT_HEAD, UNIT_HEAD),
}
"""The signer's own title in the examples: of a Sở, and of an Ủy ban nhân dân."""
BODY: Final = "TM. ỦY BAN NHÂN DÂN"
TOP: Final = """\
# Who may sign · Thẩm quyền ký

Written by `python -m docs.make_who_may_sign` from `CAPACITIES` and `SUBSTITUTIONS` in
`shared/domain/authority.py` and `FORMS` in `shared/domain/capacities.py`: change it there. A test
fails while this page says something else.

The whole decision is `signing_block` in `shared/domain/who_may_sign.py`: an account signs by its
own right, as the substitute of somebody absent, or as the head's delegate. The four people of a
dispatch are kept apart by `shared/domain/four_eyes.py`; posts, fields, absences and delegations are
those in force at the instant of the act. Nobody signs under an academic title, but where the
agency's file says that its sector allows it (PL1 II.7.c).

## By one's own right · Ký theo chức vụ
"""
DELEGATION: Final = """\
## By the head's delegation · Ký thừa ủy quyền

The head, or the acting head, delegates in writing, for a time and for types or fields, to the head
of a unit. It goes no further: neither to another delegate nor to a substitute.
"""
SUBSTITUTION: Final = """\
## In the place of somebody absent · Ký thay người vắng mặt

While an absence with a substitute is in force, the substitute uses the absent person's own right
and nothing that others gave it. Whatever is not in this table is refused.
"""
MARKS: Final = """\
## How it is written · Thể thức đề ký

Where the file names a collective body (`agency.collective`) it stands before its head and deputies.
"""


def page() -> str:
    """The whole page."""
    rights = (TOP, _rights(), DELEGATION, _delegation(), SUBSTITUTION, _substitutions())
    return "\n".join((*rights, MARKS, _forms()))


def _rights() -> str:
    head = ("rank", "chức vụ", "what · ký gì", "as · hình thức", "above the name · thể thức đề ký")
    return table(head, *((f"`{rank}`", RANKS[rank], *_right(rank)) for rank in Rank)) + "\n"


def _right(rank: Rank) -> tuple[str, str, str]:
    if rank not in CAPACITIES:
        return "nothing · không ký", "", ""
    right = CAPACITIES[rank]
    return right.condition, f"`{right.capacity}`", example(right.capacity)


def _delegation() -> str:
    head = ("rank", "chức vụ", "as · hình thức", "above the name · thể thức đề ký")
    as_delegate = Capacity.DELEGATED
    row = (f"`{DELEGATES}`", RANKS[DELEGATES], f"`{as_delegate}`", example(as_delegate))
    return table(head, row) + "\n"


def _substitutions() -> str:
    head = ("absent · người vắng", "substitute · người ký thay", "what · ký gì", "as · hình thức")
    rows = (
        (
            CAPACITY_WORDS[row.absent],
            RANKS[row.substitute],
            row.condition,
            f"`{row.capacity}`: {example(row.capacity)}",
        )
        for row in SUBSTITUTIONS
    )
    return table(head, *rows) + "\n"


def _forms() -> str:
    head = ("code", "hình thức", "one head · thủ trưởng", "ground", "body · tập thể", "ground")
    rows = (
        (
            f"`{capacity}`",
            CAPACITY_WORDS[capacity],
            example(capacity),
            form.ground,
            example(capacity, collective=True),
            form.collective_ground or form.ground,
        )
        for capacity, form in FORMS.items()
    )
    return table(head, *rows) + "\n"


def example(capacity: Capacity, *, collective: bool = False) -> str:
    """How the paper shows it: in a Sở, or in an Ủy ban nhân dân."""
    form, head = FORMS[capacity], "CHỦ TỊCH" if collective else "GIÁM ĐỐC"
    titles = {"head": head, "unit_head": UNIT_HEAD, "own": OWN[capacity][collective]}
    first = (BODY,) if collective and form.collective_ground else ()
    lines = (*first, *(line.format(**titles) for line in form.lines))
    return "<br>".join(f"**{line}**" for line in lines)


if __name__ == "__main__":
    write_or_check(PAGE, page)
