"""The clerks' acts: issue, order the seal, send back, void a number."""

from dataclasses import dataclass
from datetime import datetime

from services.distribution.domain.desk import (
    Actor,
    Desk,
    demand_clerk,
    demand_reason,
    demand_seal_key,
    names_in,
    standing,
    state_after,
)
from services.distribution.domain.numbering import Number
from services.distribution.domain.recall import refuse_recalled
from services.distribution.domain.receiving import SENT
from services.distribution.domain.register import Recorded
from services.distribution.operations.certificates import seal_key
from services.distribution.operations.noting import enter, note
from services.distribution.operations.numbering import give_number
from services.distribution.operations.papers import Examined
from services.distribution.seal_keys import SealKeys
from services.distribution.store import desk as store
from services.distribution.store import recalls
from shared.domain.certificates import Registered
from shared.domain.devices import DeviceAway
from shared.domain.lifecycle import Act
from shared.domain.people import Person
from shared.domain.refusals import Invalid, Refusal, Stale, Unknown, WrongMoment
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ToExamine:
    """The signed file that has to be looked at before it may get a number."""

    agency: str
    signed: str
    prepared: str
    certificate: str
    test_keys: bool
    """Whether the organisation in force lets the roots of trials count."""
    at: datetime
    """When the person signed: the instant for which the person's certificate is judged."""
    now: datetime
    """The instant for which the agency's is judged."""
    key: Registered | None
    """The certificate that counts for the agency now; None: its soft key."""


async def to_examine(work: Work, me: Person, case: str) -> ToExamine | None:
    """What to look at before `issue`; None where that will be refused or repeated anyway."""
    desk = await store.find(work, me.agency, case)
    if desk is None or not desk.waits_for_clerk or not me.is_clerk():
        return None
    return await wanted_of(work, desk, me)


async def wanted_of(work: Work, desk: Desk, by: Actor) -> ToExamine:
    """A dispatch's signed file, as it has to be looked at now."""
    return ToExamine(
        agency=desk.laid.agency,
        signed=desk.laid.signed,
        prepared=desk.laid.prepared,
        certificate=desk.laid.certificate,
        test_keys=by.organisation.test_keys,
        at=desk.laid.signed_at,
        now=work.clock.now(),
        key=await seal_key(work, desk.laid.agency),
    )


async def seal_trouble(keys: SealKeys, wanted: ToExamine) -> WrongMoment | None:
    """Why the agency's seal could not follow a number, for the clerk; None if it could."""
    try:
        await keys.ready(wanted.agency, wanted.now, wanted.key)
    except (Refusal, DeviceAway) as fault:
        return WrongMoment(
            fault.code,
            f"Chưa cấp số, vì văn bản có số mà không ký số của cơ quan được. {fault.sentence} "
            "Hãy báo quản trị viên hệ thống; khi khóa ký đã sẵn sàng thì cấp số lại.",
        )
    return None


async def issue(
    work: Work,
    me: Person,
    case: str,
    examined: Examined | None,
    no_seal: WrongMoment | None = None,
    *,
    reserved: str | None = None,
) -> Desk:
    """Give number and date, and enter them into the register (ND30 Đ.15, Đ.16).

    `reserved` names the reservation whose number it takes; without one it is the next.
    `examined` is what was found on the signed file outside of the lock, `no_seal` what was found
    of the agency's key. Raises `NotYours`, `Unknown`, `WrongMoment` (also `no_seal` and
    `soft_seal_forbidden`: no number that nobody could seal), `Stale` where another file lies on
    the desk by now, and `Invalid` (`signature_not_valid`).
    """
    desk = await _locked(work, me, case)
    state_after(desk, Act.ISSUE, names_in(me.organisation))
    demand_signature(desk, examined, test_keys=me.organisation.test_keys)
    demand_seal_key(await seal_key(work, me.agency), test_keys=me.organisation.test_keys)
    if no_seal is not None:
        raise no_seal
    return await give_number(work, desk, me, reserved=reserved)


async def order_seal(work: Work, me: Person, case: str, no_seal: WrongMoment | None = None) -> Desk:
    """Let the seal follow a number that came by itself (ND30 Đ.32.2.c).

    Raises as `issue`; `WrongMoment` `seal_ordered` where a clerk's act ordered it before.
    """
    desk = await _locked(work, me, case)
    names = names_in(me.organisation)
    state_after(desk, Act.ORDER_SEAL, names)
    if desk.seal_ordered:
        raise WrongMoment(
            "seal_ordered", f"{standing(desk, names)} Văn thư đã cho đóng dấu; hãy chờ hệ thống."
        )
    demand_seal_key(await seal_key(work, me.agency), test_keys=me.organisation.test_keys)
    if no_seal is not None:
        raise no_seal
    number = numbered(desk)
    ordered = await store.order_seal(work, desk, number, me=me, at=work.clock.now())
    await note(
        work,
        ordered,
        "seal_ordered",
        account=me.id,
        organisation=me.version,
        object_hash=desk.laid.signed,
        details={"number": number.printed},
    )
    return ordered


async def send_back(work: Work, me: Person, case: str, reason: str) -> Desk:
    """Back to the drafter with a reason; the signed file stays as evidence."""
    because = demand_reason(reason)
    desk = await _locked(work, me, case)
    state_after(desk, Act.SEND_BACK, names_in(me.organisation))
    returned = await store.send_back(work, desk, me=me, at=work.clock.now(), reason=because)
    await note(
        work,
        returned,
        "sent_back",
        account=me.id,
        organisation=me.version,
        object_hash=desk.laid.signed,
        details={"reason": because},
    )
    return returned


async def void(work: Work, me: Person, case: str, reason: str) -> Desk:
    """Void a number before the seal: it stays in the register and is never given again."""
    because = demand_reason(reason)
    desk = await _locked(work, me, case)
    state_after(desk, Act.VOID_NUMBER, names_in(me.organisation))
    number = numbered(desk)
    voided = await store.void(work, desk, number, me=me, at=work.clock.now(), reason=because)
    details = {"number": number.printed, "reason": because}
    signed = desk.laid.signed
    await note(
        work,
        voided,
        "number_voided",
        account=me.id,
        organisation=me.version,
        object_hash=signed,
        details=details,
    )
    await enter(
        work,
        voided,
        Recorded.VOIDED,
        number,
        file=signed,
        organisation=me.version,
        account=me.id,
        details={"reason": because},
    )
    return voided


def numbered(desk: Desk) -> Number:
    """The number of a dispatch that has one by its state."""
    if desk.number is None:
        raise RuntimeError(f"{desk.laid.case} is {desk.state} and has no number")
    return desk.number


async def _locked(work: Work, me: Person, case: str) -> Desk:
    """The case's row, held: the first lock of every act."""
    desk = await store.find(work, me.agency, case, lock=True)
    if desk is None:
        raise Unknown("unknown_dispatch", f"Không có văn bản {case} ở bộ phận văn thư.")
    demand_clerk(me)
    if desk.state in SENT:
        refuse_recalled(await recalls.ordered(work, me.agency, case), names_in(me.organisation))
    return desk


def demand_signature(desk: Desk, examined: Examined | None, *, test_keys: bool) -> None:
    laid = (desk.laid.signed, desk.laid.certificate)
    if examined is None or (examined.signed, examined.certificate) != laid:
        raise Stale(
            "dispatch_changed", "Văn bản trên bàn văn thư vừa thay đổi; hãy xem lại rồi cấp số."
        )
    if examined.test_keys != test_keys:
        raise Stale(
            "test_keys_changed",
            "Tệp tổ chức vừa đổi quy định về khóa thử (test_keys); hãy cấp số lại.",
        )
    if examined.problems:
        raise Invalid(
            "signature_not_valid",
            "Không cấp số: chữ ký của người có thẩm quyền không hợp lệ. "
            f"{' '.join(examined.problems)} Hãy trả lại văn bản.",
        )
