"""Two memories of one act: the case's events, and the agency's register."""

from collections.abc import Mapping
from typing import Any

from services.distribution.domain.desk import SYSTEM, Desk
from services.distribution.domain.numbering import Number
from services.distribution.domain.register import Recorded, RegisterEvent
from services.distribution.store import register as store
from shared.domain.refusals import WrongMoment
from shared.runtime import ledger
from shared.runtime.database import Work


async def note(
    work: Work,
    desk: Desk,
    act: str,
    *,
    organisation: str,
    account: str = SYSTEM,
    on_behalf_of: str | None = None,
    object_hash: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """One event of the case; `organisation` is the version in force."""
    await ledger.record(
        work,
        agency=desk.laid.agency,
        case=desk.laid.case,
        account=account,
        act=act,
        organisation=organisation,
        object_hash=object_hash,
        on_behalf_of=on_behalf_of,
        details={"round": desk.laid.round} | dict(details or {}),
    )


async def enter(
    work: Work,
    desk: Desk,
    kind: Recorded,
    number: Number,
    *,
    file: str | None,
    organisation: str,
    account: str = SYSTEM,
    details: Mapping[str, Any] | None = None,
) -> None:
    """One event of the register; its chain's head is the last lock that is taken.

    `organisation` is the version in force.
    """
    await enter_line(
        work,
        desk.laid.agency,
        kind,
        number,
        case=desk.laid.case,
        round_=desk.laid.round,
        file=file,
        organisation=organisation,
        account=account,
        details=details,
    )


async def annotate(
    work: Work,
    desk: Desk,
    kind: Recorded,
    number: Number,
    text: str,
    *,
    organisation: str,
    account: str = SYSTEM,
    file: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """A note on an entry, in Vietnamese: `kind` is NOTED or ACKNOWLEDGED.

    Also on an entry of a closed book, whose columns it leaves alone.
    """
    await enter(
        work,
        desk,
        kind,
        number,
        file=file,
        organisation=organisation,
        account=account,
        details={"note": text} | dict(details or {}),
    )


async def refuse_same_number(work: Work, agency: str, number: Number) -> None:
    """A number and symbol stand once in a year (ND30 Đ.15.1, PL6): called after its entry.

    Raises `WrongMoment` (`number_taken`).
    """
    other = await store.same_printed(work, agency, number)
    if other is not None:
        raise WrongMoment(
            "number_taken",
            f"Số {number.printed} năm {number.year} đã có trong hệ số {other}; số và ký hiệu phải "
            f"là duy nhất trong năm. Hãy lấy trước số này trong hệ số {number.series} rồi hủy với "
            "lý do, sau đó cấp số tiếp theo, và báo quản trị viên xem lại hệ thống số.",
        )


async def enter_line(
    work: Work,
    agency: str,
    kind: Recorded,
    number: Number,
    *,
    organisation: str,
    case: str = "",
    round_: int = 0,
    file: str | None = None,
    account: str = SYSTEM,
    details: Mapping[str, Any] | None = None,
) -> None:
    """As `enter`, of an entry that need not be a dispatch's."""
    event = RegisterEvent(
        agency=agency,
        seq=0,
        kind=kind,
        case=case,
        round=round_,
        series=number.series,
        year=number.year,
        number=number.number,
        symbol=number.symbol,
        dated=number.dated,
        file=file,
        at=work.clock.now(),
        account=account,
        organisation=organisation,
        details=dict(details or {}),
        previous=None,
    )
    await store.append(work, event)
