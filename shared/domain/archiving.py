"""Who may take a dispatch out for the archive, and who may see who looked at it (ND30 PL6)."""

from dataclasses import dataclass
from typing import Final

from shared.domain.organisation import Rank
from shared.domain.people import Person
from shared.domain.refusals import NotYours, WrongMoment

VIEWS: Final = frozenset({"file_viewed", "exported", "archive_file_read"})
"""Acts that are looks, besides those whose name begins with `view_`."""
HEADS: Final = (Rank.HEAD, Rank.ACTING_HEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Whose a dispatch is, as one service knows it."""

    unit: str
    """Code of the drafting unit."""
    signer: str | None
    """Account that signed, or is named to sign."""
    signed: bool
    """Its latest round is signed: before that it is nobody's to archive."""


def is_view(act: str) -> bool:
    return act.startswith("view_") or act in VIEWS


def is_archivist(me: Person) -> bool:
    """The clerks keep the file copies (ND30 Đ.6.3, Đ.19); the agency's file may name others."""
    return me.is_clerk() or me.holds(me.organisation.permissions.archive)


def demand_archivist(me: Person) -> None:
    """Raises `NotYours` (`not_an_archivist`)."""
    if not is_archivist(me):
        raise NotYours(
            "not_an_archivist",
            "Chỉ văn thư và người được tệp tổ chức cho phép (permissions.archive) được xuất hồ sơ "
            "lưu trữ.",
        )


def demand_signed(parties: Parties, case: str) -> None:
    """What is still being decided on is not for the archive: raises `WrongMoment`."""
    if not parties.signed:
        raise WrongMoment(
            "not_signed", f"Văn bản {case} chưa ký xong nên chưa có hồ sơ lưu trữ để xuất."
        )


def decides_on_access(me: Person, parties: Parties) -> bool:
    """The head of the agency, who signed, and the head of the drafting unit (ND30 Đ.10.4, Đ.13)."""
    if me.id == parties.signer or any(me.organisation.has_rank(me.account, one) for one in HEADS):
        return True
    head = me.organisation.unit_head(parties.unit)
    return head is not None and me.holds((head.code,))


def demand_may_see_views(me: Person, parties: Parties) -> None:
    """Who decides on access, and who keeps the file; raises `NotYours` (`not_your_history`)."""
    if not (decides_on_access(me, parties) or is_archivist(me)):
        raise NotYours(
            "not_your_history",
            "Chỉ người đứng đầu cơ quan, người ký, trưởng đơn vị soạn thảo và văn thư được xem "
            "lịch sử xem văn bản này.",
        )
