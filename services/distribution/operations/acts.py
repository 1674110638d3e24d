"""The clerks' acts: issue, send back, void a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.distribution.domain.desk import (
    Desk,
    demand_clerk,
    demand_reason,
    state_after,
)
from services.distribution.domain.numbering import DEFAULT_SERIES, Number, next_number
from services.distribution.domain.register import Recorded, numbered_details
from services.distribution.operations.noting import enter, note
from services.distribution.operations.papers import Examined
from services.distribution.store import desk as store
from services.distribution.store import register
from shared.domain.dates import vietnam_date
from shared.domain.lifecycle import Act, Stage
from shared.domain.people import Person
from shared.domain.refusals import Invalid, Stale, Unknown
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ToExamine:
    """The signed file that has to be looked at before it may get a number."""

    agency: str
    signed: str
    prepared: str
    certificate: str
    at: datetime


async def to_examine(work: Work, me: Person, case: str) -> ToExamine | None:
    """What to look at before `issue`; None where that will be refused or repeated anyway."""
    desk = await store.find(work, me.agency, case)
    if desk is None or desk.state is not Stage.TO_ISSUE or not me.is_clerk():
        return None
    return ToExamine(
        agency=me.agency,
        signed=desk.laid.signed,
        prepared=desk.laid.prepared,
        certificate=desk.laid.certificate,
        at=work.clock.now(),
    )


async def issue(work: Work, me: Person, case: str, examined: Examined | None) -> Desk:
    """Give number and date, and enter them into the register (ND30 Đ.15, Đ.16).

    `examined` is what was found on the signed file outside of the lock. Raises `NotYours`,
    `Unknown`, `WrongMoment`, `Stale` where another file lies on the desk by now, and `Invalid`
    (`signature_not_valid`).
    """
    desk = await _locked(work, me, case)
    state_after(desk, Act.ISSUE)
    _demand_signature(desk, examined)
    number, at = await _next_number(work, desk)
    issued = await store.number(work, desk, number, me=me, at=at)
    given = {"number": number.printed, "date": number.dated.isoformat()}
    signed = desk.laid.signed
    await note(
        work,
        issued,
        "issued",
        account=me.id,
        organisation=me.version,
        object_hash=signed,
        details=given,
    )
    details = numbered_details(issued)
    await enter(
        work, issued, Recorded.NUMBERED, number, file=signed, account=me.id, details=details
    )
    return issued


async def send_back(work: Work, me: Person, case: str, reason: str) -> Desk:
    """Back to the drafter with a reason; the signed file stays as evidence."""
    because = demand_reason(reason)
    desk = await _locked(work, me, case)
    state_after(desk, Act.SEND_BACK)
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
    state_after(desk, Act.VOID_NUMBER)
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
        account=me.id,
        details={"reason": because},
    )
    return voided


async def pending(work: Work, me: Person) -> Sequence[Desk]:
    """What waits to be issued, by deadline."""
    demand_clerk(is_clerk=me.is_clerk())
    return await store.pending(work, me.agency)


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
    demand_clerk(is_clerk=me.is_clerk())
    return desk


def _demand_signature(desk: Desk, examined: Examined | None) -> None:
    laid = (desk.laid.signed, desk.laid.certificate)
    if examined is None or (examined.signed, examined.certificate) != laid:
        raise Stale(
            "dispatch_changed", "Văn bản trên bàn văn thư vừa thay đổi; hãy xem lại rồi cấp số."
        )
    if examined.problems:
        raise Invalid(
            "signature_not_valid",
            "Không cấp số: chữ ký của người có thẩm quyền không hợp lệ. "
            f"{' '.join(examined.problems)} Hãy trả lại văn bản.",
        )


async def _next_number(work: Work, desk: Desk) -> tuple[Number, datetime]:
    """The second lock; the clock is read after it, so dates follow the order of numbers."""
    agency, name = desk.laid.agency, DEFAULT_SERIES
    year = vietnam_date(desk.laid.signed_at).year
    series = await register.lock_series(work, agency, name, year=year)
    at = work.clock.now()
    number, after = next_number(
        name,
        series,
        symbol=desk.laid.symbol,
        today=vietnam_date(at),
        signed_on=vietnam_date(desk.laid.signed_at),
    )
    await register.keep_series(work, agency, name, after)
    return number, at
