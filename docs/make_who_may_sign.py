"""Writes docs/who-may-sign.md from the table of capacities: `python -m docs.make_who_may_sign`."""

from typing import Final

from docs.pages import table, write_or_check
from shared.domain.organisation import Post, Rank
from shared.domain.who_may_sign import CAPACITIES

PAGE: Final = "who-may-sign.md"
RANKS: Final = {
    Rank.HEAD: "người đứng đầu cơ quan",
    Rank.DEPUTY: "cấp phó của người đứng đầu",
    Rank.UNIT_HEAD: "người đứng đầu đơn vị",
    Rank.UNIT_DEPUTY: "cấp phó của đơn vị",
    Rank.STAFF: "chuyên viên",
    Rank.CLERK: "văn thư",
}
TITLES: Final = {
    Rank.HEAD: "Giám đốc",
    Rank.DEPUTY: "Phó Giám đốc",
}
EXAMPLE_HEAD: Final = Post(code="giam-doc", title=TITLES[Rank.HEAD], rank=Rank.HEAD)
HEAD: Final = """\
# Who may sign · Thẩm quyền ký

Written by `python -m docs.make_who_may_sign` from `CAPACITIES` in `shared/domain/who_may_sign.py`:
change it there. A test fails while this page says something else.

The whole decision is `signing_block` in that file: an account signs in the first of its posts that
the plan's signature step names and whose rank stands in the table with a ground in law. The four
people of a dispatch are kept apart by `shared/domain/four_eyes.py`; who holds a post is asked of
the organisation in force at the instant of the act.
"""


def page() -> str:
    """The whole page."""
    rows = ((f"`{rank}`", RANKS[rank], *capacity_of(rank)) for rank in Rank)
    head = ("rank", "chức vụ", "above the name · thể thức đề ký", "ground · căn cứ")
    return f"{HEAD}\n{table(head, *rows)}\n"


def capacity_of(rank: Rank) -> tuple[str, str]:
    """How the rank signs, by the example of a Sở, and the ground in law."""
    if rank not in CAPACITIES:
        return "may not sign · không ký", ""
    own = Post(code=rank, title=TITLES[rank], rank=rank)
    lines = CAPACITIES[rank].lines(EXAMPLE_HEAD, own)
    return "<br>".join(f"**{line}**" for line in lines), CAPACITIES[rank].ground


if __name__ == "__main__":
    write_or_check(PAGE, page)
