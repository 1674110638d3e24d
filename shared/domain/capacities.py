"""In which capacity somebody signs (hình thức ký), and how it is written above the name.

Sources: ND30 Đ.13, PL1 II.7. `FORMS` is the whole rule of writing; who may sign in which capacity
is `shared.domain.who_may_sign`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.domain.organisation import Organisation


class Capacity(StrEnum):
    """A code that is kept with the signature, and goes with the dispatch."""

    HEAD = "head"
    ACTING = "acting_head"
    """Q.: given the head's powers (quyền)."""
    DEPUTY = "deputy"
    """KT.: for the head (ký thay)."""
    BY_ORDER = "by_order"
    """TL.: by the head's order (thừa lệnh)."""
    BY_ORDER_DEPUTY = "by_order_deputy"
    """TL. and KT.: for the unit's head, who signs by order."""
    DELEGATED = "delegated"
    """TUQ.: by the head's written delegation (thừa ủy quyền)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The lines above the name; {head}, {unit_head} and {own} stand for titles of posts."""

    lines: tuple[str, ...]
    ground: str
    collective_ground: str = ""
    """Where a collective body decides: the ground, and a first line "TM. …"; empty: no TM."""


FORMS: Final[Mapping[Capacity, Form]] = {
    Capacity.HEAD: Form(
        lines=("{head}",),
        ground="ND30 Đ.13.1",
        collective_ground="ND30 Đ.13.2, PL1 II.7.a",
    ),
    Capacity.ACTING: Form(
        lines=("Q. {head}",),
        ground="ND30 Đ.13.1, PL1 II.7.a",
        collective_ground="ND30 Đ.13.2, PL1 II.7.a",
    ),
    Capacity.DEPUTY: Form(
        lines=("KT. {head}", "{own}"),
        ground="ND30 Đ.13.1, PL1 II.7.a",
        collective_ground="ND30 Đ.13.2, PL1 II.7.a",
    ),
    Capacity.BY_ORDER: Form(lines=("TL. {head}", "{own}"), ground="ND30 Đ.13.4, PL1 II.7.a"),
    Capacity.BY_ORDER_DEPUTY: Form(
        lines=("TL. {head}", "KT. {unit_head}", "{own}"), ground="ND30 Đ.13.4, PL1 II.7.a"
    ),
    Capacity.DELEGATED: Form(lines=("TUQ. {head}", "{own}"), ground="ND30 Đ.13.3, PL1 II.7.a"),
}


def block_lines(organisation: Organisation, post: str, capacity: Capacity) -> tuple[str, ...]:
    """The lines above the name of who signs in this post, from the top.

    Raises LookupError where the organisation has no such post, or its unit no head.
    """
    own = next((one for one in organisation.posts if one.code == post), None)
    if own is None:
        raise LookupError(f"{organisation.agency.code} has no post {post}")
    titles = {"head": organisation.head().title.upper(), "own": own.title.upper()}
    if capacity is Capacity.BY_ORDER_DEPUTY:
        above = organisation.unit_head(own.unit or "")
        if above is None:
            raise LookupError(f"the unit of {post} has no head")
        titles["unit_head"] = above.title.upper()
    form, body = FORMS[capacity], organisation.agency.collective.upper()
    first = (f"TM. {body}",) if body and form.collective_ground else ()
    return first + tuple(line.format(**titles) for line in form.lines)


def ground_of(organisation: Organisation, capacity: Capacity) -> str:
    """The ground in law on which a signature of this capacity stands."""
    form = FORMS[capacity]
    collective = form.collective_ground if organisation.agency.collective else ""
    return collective or form.ground


_TITLES: Final = re.compile(
    r"\s*((?:(?:PGS|GS|TSKH|TS|Th\.?S|BS|DS|KS|KTS|CN|LS)\.\s*)+)(?=\w)", re.IGNORECASE
)


def academic_title(name: str) -> str | None:
    """The titles (học hàm, học vị) that a name begins with: "PGS.TS." of "PGS.TS. Nguyễn Văn An".

    None may stand before a signer's name (ND30 PL1 II.7.c).
    """
    found = _TITLES.match(name)
    return found[1].strip() if found else None
