"""A dispatch on the records desk, and what may be done with it when."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from services.distribution.domain.numbering import Number
from services.distribution.domain.signer import Signer
from shared.domain.amendments import Amends
from shared.domain.certificates import Registered
from shared.domain.dates import moment
from shared.domain.devices import KeyKind
from shared.domain.lifecycle import Act, Stage, follows
from shared.domain.organisation import Organisation, Post
from shared.domain.people import Person
from shared.domain.refusals import Invalid, NotYours, WrongMoment
from shared.domain.route import Hours
from shared.domain.urgency import Urgency
from shared.domain.working_time import after_working_hours, end_of_next_working_day

SYSTEM: Final = "system"
"""The account in the events of works that follow from a person's act."""


class Actor(Protocol):
    """Whose act it is: a `Person`, or the `System` where a rule of the agency's file acts."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def organisation(self) -> Organisation: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """The records desk itself, under the organisation in force."""

    organisation: Organisation
    version: str
    id: str = SYSTEM


Names = Callable[[str], str]
"""The name of an account, as sentences say it."""


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
    urgency: Urgency | None
    """As the signer set it, else the version's; None: it came before the desk kept it."""
    signer: Signer
    addressees: tuple[str, ...]
    recipients: tuple[str, ...]
    file_copy: str
    amends: Amends | None = None
    """The dispatch that it is to correct or replace."""
    opened_at: datetime
    due_at: datetime
    check_code: str | None = None
    """As the prepared PDF carries it; None where it was made before there were codes."""
    words: str | None = None
    """What the text is searched by: folded; None where it came before it was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voided:
    """The number that this round had last and has no longer."""

    printed: str
    at: datetime
    by: str


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
    voided: Voided | None = None
    sealed_at: datetime | None = None
    seal_ordered_at: datetime | None = None
    """When a clerk ordered the seal of a number that came by itself; else None."""
    waits_because: str | None = None
    """Why no number came by itself, in a sentence."""

    @property
    def seal_ordered(self) -> bool:
        """Whether a clerk's recorded act lets the seal follow (ND30 Đ.32.2.c)."""
        return self.issued_by != SYSTEM or self.seal_ordered_at is not None

    @property
    def waits_for_clerk(self) -> bool:
        """Nothing goes on before a clerk issues, or orders the seal."""
        return self.state is Stage.TO_ISSUE or (
            self.state is Stage.NUMBERED and not self.seal_ordered
        )


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
    capacity: str | None = None
    """How it was signed, as a code; None: by the post's own right."""
    urgency: Urgency | None = None
    """As the signer set it; None: as the version has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """How a round stands; of a round that a later one replaced: sent back."""

    stage: Stage
    holder: Post
    due_at: datetime
    overdue: bool
    number: str
    seal_ordered: bool = True


def agency_of(case: str) -> str:
    """The agency that a case code begins with: "SVHTTDL-2026-000123"."""
    return case.split("-", 1)[0]


def issue_deadline(organisation: Organisation, urgency: Urgency, at: datetime) -> datetime:
    """Until when the desk issues what reaches it `at`: urgent ones at once (ND30 Đ.18.1).

    The working hours for each urgency are the agency's; whatever it allows, the law's end is the
    end of the next working day.
    """
    urgent = organisation.urgent_issue_hours
    hours = Hours(
        thuong=organisation.issue_hours,
        khan=urgent.khan,
        thuong_khan=urgent.thuong_khan,
        hoa_toc=urgent.hoa_toc,
    )
    calendar = organisation.working_time
    allowed = after_working_hours(at, hours.of(urgency), calendar)
    return min(allowed, end_of_next_working_day(at, calendar))


def names_in(organisation: Organisation) -> Names:
    """Accounts as this organisation names them; who has left it keeps the account's id."""

    def name(account: str) -> str:
        known = organisation.account(account)
        return known.name if known else account

    return name


def state_after(desk: Desk, act: Act, names: Names) -> Stage:
    """The state that an act leads to; raises `WrongMoment` with how it stands and the right way."""
    target = follows(desk.state, act)
    if target is None:
        sentences = (standing(desk, names), _NEEDED[act], *_instead(desk, act))
        raise WrongMoment(f"cannot_{act}", " ".join(sentences))
    return target


def _instead(desk: Desk, act: Act) -> Iterator[str]:
    """What undoes a dispatch at this stage (ND30 Đ.18.3, Đ.18.4)."""
    if act not in {Act.VOID_NUMBER, Act.SEND_BACK}:
        return
    if desk.sealed_at:
        yield "Văn bản đã có dấu thì đính chính, thay thế hoặc thu hồi."
    elif desk.state is Stage.NUMBERED:
        yield "Hãy hủy số trước, rồi trả lại."


def demand_seal_key(key: Registered | None, *, test_keys: bool) -> None:
    """A soft seal is for test certificates only; without a registered key it is the only one.

    Asked before the number as well: a number whose dispatch nobody can seal would be lost.
    """
    if not test_keys and (key is None or key.kind is KeyKind.SOFT):
        raise WrongMoment(
            "soft_seal_forbidden",
            "Cơ quan không cho phép dùng khóa thử (test_keys), mà chứng thư số thật của cơ quan "
            "chưa được đăng ký; chưa thể cấp số và đóng dấu.",
        )


def demand_clerk(me: Person) -> None:
    """Number, register and seal are the records clerks' (ND30 Đ.6.3, Đ.32.2)."""
    if not me.is_clerk():
        raise NotYours(
            "not_a_clerk",
            "Chỉ văn thư cơ quan mới được xem văn bản chờ phát hành, cấp số, trả lại và hủy số. "
            f"{_clerks(me.organisation)}",
        )


def _clerks(organisation: Organisation) -> str:
    post = organisation.clerk_post()
    names = ", ".join(one.name for one in organisation.holders(post.code))
    if not names:
        return f"Hiện chưa có ai giữ chức danh {post.title}; hãy báo quản trị viên hệ thống."
    return f"Hãy chuyển cho {names}, chức danh {post.title}."


def demand_reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid(
            "reason_missing", "Phải ghi lý do.", details={"reason": "Không được để trống."}
        )
    return reason.strip()


def standing(desk: Desk, names: Names) -> str:
    """Who brought a dispatch to where it stands, by what act and when, in one sentence."""
    signed = f"do {desk.laid.signer.name} ký {_moment(desk.laid.signed_at)}"
    match desk.state:
        case Stage.TO_ISSUE if void := desk.voided:
            return (
                f"Số {void.printed} của văn bản đã được {names(void.by)} hủy {_moment(void.at)}; "
                f"văn bản {signed} đang chờ cấp số mới."
            )
        case Stage.TO_ISSUE:
            return f"Văn bản {signed}, đang chờ phát hành, chưa có số."
        case Stage.RETURNED if desk.returned_at:
            by = names(desk.returned_by or SYSTEM)
            return f"Văn bản đã được {by} trả lại {_moment(desk.returned_at)}."
        case Stage.NUMBERED if not desk.seal_ordered:
            return f"{_issued(desk, names)}, đang chờ văn thư cho đóng dấu."
        case _:
            sealed = f", đã có dấu của cơ quan {_moment(desk.sealed_at)}" if desk.sealed_at else ""
            return f"{_issued(desk, names)}{sealed}."


def _issued(desk: Desk, names: Names) -> str:
    if desk.number is None or desk.issued_at is None:
        raise RuntimeError(f"{desk.laid.case} is {desk.state} and has no number")
    if desk.issued_by == SYSTEM:
        return f"Văn bản đã tự động được cấp số {desk.number.printed} {_moment(desk.issued_at)}"
    by = names(desk.issued_by or SYSTEM)
    return f"Văn bản đã được {by} cấp số {desk.number.printed} {_moment(desk.issued_at)}"


def _moment(instant: datetime) -> str:
    return f"lúc {moment(instant)}"


_NEEDED: Final = {
    Act.ISSUE: "Chỉ cấp số cho văn bản đang chờ phát hành.",
    Act.SEND_BACK: "Chỉ trả lại được văn bản đang chờ phát hành.",
    Act.VOID_NUMBER: "Chỉ hủy số đã cấp khi chưa đóng dấu.",
    Act.ORDER_SEAL: "Chỉ cho đóng dấu văn bản đã có số, chưa đóng dấu.",
    Act.SEAL: "Chỉ đóng dấu văn bản đã có số.",
    Act.DELIVER: "Chỉ chuyển văn bản đã đóng dấu.",
    Act.FILE: "Chỉ lưu văn bản đã chuyển đi.",
}
