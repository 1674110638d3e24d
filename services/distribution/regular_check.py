"""The regular check's activities; keeps the promises of `shared/contracts/register_check.py`."""

from temporalio import activity

from services.distribution.operations import inspecting
from services.distribution.store import checks
from services.distribution.store.checks import Checked
from services.distribution.store.inspection import agencies
from shared.contracts.register_check import (
    CheckRef,
    CheckResult,
    RegisterCheckActivities,
)
from shared.runtime.database import Database


class RegularCheck(RegisterCheckActivities):
    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="distribution.agencies_to_check")
    async def agencies_to_check(self) -> list[str]:
        async with self._database.work() as work:
            return list(await agencies(work))

    @activity.defn(name="distribution.check_register")
    async def check_register(self, ref: CheckRef) -> CheckResult:
        async with self._database.work() as work:
            known = await checks.find(work, ref.agency, ref.at)
        return _told(known or await self._check(ref))

    async def _check(self, ref: CheckRef) -> Checked:
        whole = await inspecting.inspect_register(self._database, ref.agency)
        faults, dispatches, after = list(whole.faults), 0, ""
        while True:
            part = await inspecting.inspect_cases(self._database, ref.agency, after=after)
            faults += part.faults
            dispatches += part.checked
            if part.after is None:
                break
            after = part.after
        async with self._database.work() as work:
            checked = Checked(
                agency=ref.agency,
                at=ref.at,
                events=whole.events,
                dispatches=dispatches,
                faults=tuple(faults),
                ended_at=work.clock.now(),
            )
            return await checks.keep(work, checked)


def _told(checked: Checked) -> CheckResult:
    return CheckResult(
        events=checked.events, dispatches=checked.dispatches, faults=len(checked.faults)
    )
