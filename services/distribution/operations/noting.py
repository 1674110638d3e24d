"""Two memories of one act: the case's events, and the agency's register."""

from collections.abc import Mapping
from typing import Any

from services.distribution.domain.desk import SYSTEM, Desk
from services.distribution.domain.numbering import Number
from services.distribution.domain.register import Recorded, RegisterEvent
from services.distribution.store import register as store
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
    file: str,
    organisation: str,
    account: str = SYSTEM,
    details: Mapping[str, Any] | None = None,
) -> None:
    """One event of the register; its chain's head is the last lock that is taken.

    `organisation` is the version in force.
    """
    event = RegisterEvent(
        agency=desk.laid.agency,
        seq=0,
        kind=kind,
        case=desk.laid.case,
        round=desk.laid.round,
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
