"""What the records desk asks of a dispatch that is to be corrected or replaced (ND30 Đ.18.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.distribution.domain.desk import Desk, Names, standing
from services.distribution.domain.recall import Order, said
from shared.domain.amendments import Amends, Way, refuse_wrong_way
from shared.domain.document_types import type_name
from shared.domain.lifecycle import Stage, WayBack
from shared.domain.refusals import Unknown, WrongMoment

ISSUED: Final = frozenset({Stage.SEALED, Stage.DISTRIBUTING, Stage.FILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A sealed dispatch that corrects or replaces another; a fact on both."""

    way: Way
    case: str
    """The dispatch that does it."""
    printed: str
    """Its number, "02/SVHTTDL-VP"."""
    target: str
    at: datetime
    recalled: bool
    """The dispatch that does it was called back since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What the records desk knows of the dispatch that is to be corrected or replaced."""

    desk: Desk
    recall: Order | None
    amended_by: tuple[Amendment, ...]


def demand_amendable(wanted: Amends, *, doc_type: str, target: Target | None, names: Names) -> None:
    """Raises `Unknown`, `WrongMoment` or `Invalid` (`wrong_way`), each saying what is right."""
    doing = DOING[wanted.way]
    if target is None:
        raise Unknown(
            "amends_unknown",
            f"Không có văn bản {wanted.case} ở bộ phận văn thư nên không {doing} được.",
        )
    if target.desk.state not in ISSUED:
        raise WrongMoment(
            "amends_not_issued",
            f"{standing(target.desk, names)} Văn bản {wanted.case} chưa ban hành thì trả lại để "
            f"sửa, không {doing}.",
        )
    if target.recall is not None:
        raise WrongMoment(
            "amends_recalled",
            f"{said(target.recall, names)} Văn bản đã thu hồi thì không {doing}; nếu cần, hãy ban "
            "hành một văn bản mới.",
        )
    if replaced := replaced_by(target.amended_by):
        raise WrongMoment(
            "amends_replaced",
            f"Văn bản {wanted.case} đã được thay thế bằng văn bản số {replaced.printed} "
            f"({replaced.case}); hãy {doing} văn bản đó.",
        )
    refuse_wrong_way(wanted.way, mine=doc_type, theirs=target.desk.laid.doc_type)


def replaced_by(amended_by: tuple[Amendment, ...]) -> Amendment | None:
    """The document that stands in its place, unless that was called back."""
    standing_ = (one for one in amended_by if one.way is Way.REPLACES and not one.recalled)
    return next(standing_, None)


def ways_back(*, recalled: bool, amended_by: Iterable[Amendment]) -> tuple[WayBack, ...]:
    """The marks of a dispatch; what was called back itself corrects and replaces nothing."""
    ways = {one.way for one in amended_by if not one.recalled}
    marked = {
        WayBack.CORRECTED: Way.CORRECTS in ways,
        WayBack.REPLACED: Way.REPLACES in ways,
        WayBack.RECALLED: recalled,
    }
    return tuple(way for way, is_so in marked.items() if is_so)


def noted_here(way: Way, target: str) -> str:
    """What the register says at the new dispatch's entry."""
    return f"{DOING[way]} văn bản số {target}"


def noted_there(way: Way, doc_type: str, printed: str) -> str:
    """What it says at the entry of the one that was corrected or replaced."""
    return f"được {DOING[way]} bằng {type_name(doc_type)} số {printed}"


def noted_undone(printed: str) -> str:
    """What it says there once the replacement itself was called back."""
    return f"văn bản thay thế số {printed} đã bị thu hồi"


DOING: Final = {Way.CORRECTS: "đính chính", Way.REPLACES: "thay thế"}
