"""Telling what is filed: an activity that keeps a promise of `shared/contracts/reconciling.py`."""

from temporalio import activity

from services.distribution.store.open_flows import filed_among
from shared.contracts.attestations import filed
from shared.contracts.reconciling import Cases, FiledActivities
from shared.runtime.attesting import attest
from shared.runtime.database import Database


class Filing(FiledActivities):
    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="distribution.filed_among")
    async def filed_among(self, asked: Cases) -> Cases:
        async with self._database.work() as work:
            cases = tuple(await filed_among(work, asked.cases))
        await attest(self._database.blobs, *map(filed, cases))
        return Cases(cases=cases)
