"""A dispatch on the records desk, and what may be done with it when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.distribution.domain.numbering import Number
from services.distribution.domain.signer import Signer
from shared.domain.dates import VIETNAM
from shared.domain.lifecycle import Act, Stage, follows
from shared.domain.organisation import Post
from shared.domain.refusals import Invalid, NotYours, WrongMoment

SYSTEM: Final = "system"
"""The account in the events of works that follow from a person's act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """What a signed round brings to the desk: its signature, and copies of its version."""

    case: str
    agency: str
    round: int
    version: str
    prepared: str
    signed: str
    signed_at: datetime
    certificate: str
    """Fingerprint of the person's certificate, as approval kept the signature."""
    organisation: str
    unit: str
    symbol: str
    place: str
    doc_type: str
    subject: str
    signer: Signer
    addressees: tuple[str, ...]
    recipients: tuple[str, ...]
    file_copy: str
    opened_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A dispatch's latest round with the records desk."""

    laid: Laid
    state: Stage
    overdue_at: datetime | None = None
    number: Number | None = None
    """None before it is issued, and after its number was voided."""
    issued_at: datetime | None = None
    issued_by: str | None = None
    returned_at: datetime | None = None
    returned_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A signed round as the flow announces it, by hashes and codes."""

    case: str
    round: int
    version: str
    prepared: str
    signed: str
    signed_at: datetime
    signer: str
    signer_post: str
    certificate: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """How a round stands; of a round that a later one replaced: sent back."""

    stage: Stage
    holder: Post
    due_at: datetime
    overdue: bool
    number: str


def agency_of(case: str) -> str:
    """The agency that a case code begins with: "SVHTTDL-2026-000123"."""
    return case.split("-", 1)[0]


def state_after(desk: Desk, act: Act) -> Stage:
    """The state that an act leads to; raises `WrongMoment` saying how the dispatch stands."""
    target = follows(desk.state, act)
    if target is None:
        raise WrongMoment(f"cannot_{act}", f"{_standing(desk)} {_NEEDED[act]}")
    return target


def demand_clerk(*, is_clerk: bool) -> None:
    """Number, register and seal are the records clerks' (ND30 Đ.6.3, Đ.32.2)."""
    if not is_clerk:
        raise NotYours("not_a_clerk", "Việc này của văn thư cơ quan; hãy chuyển cho văn thư.")


def demand_reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid(
            "reason_missing", "Phải ghi lý do.", details={"reason": "Không được để trống."}
        )
    return reason.strip()


def _standing(desk: Desk) -> str:
    number = desk.number
    match desk.state:
        case Stage.TO_ISSUE:
            return "Văn bản đang chờ phát hành, chưa có số."
        case Stage.RETURNED if desk.returned_at:
            return f"Văn bản đã được {desk.returned_by} trả lại {_moment(desk.returned_at)}."
        case Stage.NUMBERED if number and desk.issued_at:
            return (
                f"Văn bản đã được {desk.issued_by} cấp số {number.printed} "
                f"{_moment(desk.issued_at)}."
            )
        case _:
            printed = f" {number.printed} ngày {number.dated:%d/%m/%Y}" if number else ""
            return f"Văn bản{printed} đã có dấu của cơ quan."


def _moment(instant: datetime) -> str:
    return f"lúc {instant.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"


_NEEDED: Final = {
    Act.ISSUE: "Chỉ cấp số cho văn bản đang chờ phát hành.",
    Act.SEND_BACK: "Chỉ trả lại được văn bản đang chờ phát hành.",
    Act.VOID_NUMBER: "Chỉ hủy số đã cấp khi chưa đóng dấu.",
    Act.SEAL: "Chỉ đóng dấu văn bản đã có số.",
    Act.DELIVER: "Chỉ chuyển văn bản đã đóng dấu.",
    Act.FILE: "Chỉ lưu văn bản đã chuyển đi.",
}
