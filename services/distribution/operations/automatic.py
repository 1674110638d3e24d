"""Numbers that come by themselves, where the agency's file says `issue: automatic` (Đ.15.2)."""

from services.distribution.domain.desk import Desk, System, agency_of, demand_seal_key
from services.distribution.domain.numbering import UNCONFIRMED
from services.distribution.operations.acts import ToExamine, demand_signature, wanted_of
from services.distribution.operations.certificates import seal_key
from services.distribution.operations.noting import note
from services.distribution.operations.numbering import give_number
from services.distribution.operations.papers import Examined
from services.distribution.store import desk as store
from services.distribution.store import register
from shared.domain.dates import vietnam_date
from shared.domain.lifecycle import Stage
from shared.domain.organisation import IssueMode
from shared.domain.refusals import Refusal, WrongMoment
from shared.runtime.database import Work


async def to_issue(work: Work, case: str, round_: int) -> ToExamine | None:
    """What to look at before a number comes by itself; None where a clerk gives it, or did.

    Once for each round: what was refused, or voided, waits for the clerk.
    """
    system = await _system(work, case)
    desk = await store.find(work, agency_of(case), case)
    if desk is None or not _is_due(desk, system, round_):
        return None
    return await wanted_of(work, desk, system)


async def issue(
    work: Work, case: str, round_: int, examined: Examined, no_seal: WrongMoment | None
) -> None:
    """Give the number; or keep, in a sentence for the clerk, why there is none.

    What waits only for a restored series to be confirmed is tried again when that is done.
    """
    desk = await store.find(work, agency_of(case), case, lock=True)
    system = await _system(work, case)
    if desk is None or not _is_due(desk, system, round_):
        return
    try:
        async with work.db.begin_nested():
            test_keys = system.organisation.test_keys
            demand_signature(desk, examined, test_keys=test_keys)
            demand_seal_key(await seal_key(work, desk.laid.agency), test_keys=test_keys)
            if no_seal is not None:
                raise no_seal
            await give_number(work, desk, system)
    except Refusal as refusal:
        series = None
        if refusal.code == UNCONFIRMED:
            series = await _unconfirmed(work, desk, system)
            if series is None:
                await issue(work, case, round_, examined, no_seal)
                return
        waiting = await store.keep_waiting(work, desk, refusal.sentence, series=series)
        await note(
            work,
            waiting,
            "not_issued_by_itself",
            organisation=system.version,
            object_hash=desk.laid.signed,
            details={"code": refusal.code},
        )


async def _unconfirmed(work: Work, desk: Desk, system: System) -> str | None:
    """The series that is closed, held until the commit; None if it was opened just now.

    So who confirms it comes either before, or after it is known that this dispatch waits.
    """
    laid = desk.laid
    series = system.organisation.series_for(unit=laid.unit, doc_type=laid.doc_type).series
    year = vietnam_date(work.clock.now()).year
    stands = await register.lock_series(work, laid.agency, series, year=year)
    return series if stands.unconfirmed else None


def _is_due(desk: Desk, system: System, round_: int) -> bool:
    return (
        system.organisation.issue is IssueMode.AUTOMATIC
        and desk.laid.round == round_
        and desk.state is Stage.TO_ISSUE
        and desk.voided is None
        and desk.waits_because is None
    )


async def _system(work: Work, case: str) -> System:
    version, organisation = await work.organisations.in_force(work.db, agency_of(case))
    return System(organisation=organisation, version=version)
