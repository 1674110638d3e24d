"""Learning what is filed: an activity that keeps a promise of `shared/contracts/reconciling.py`."""

from temporalio import activity

from services.drafting.operations import filing
from shared.contracts import attestations
from shared.contracts.reconciling import Filed, FilingActivities
from shared.runtime.attesting import demand_attested
from shared.runtime.database import Database


class Filing(FilingActivities):
    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="drafting.note_filed")
    async def note_filed(self, filed: Filed) -> None:
        for case in filed.cases:
            await demand_attested(self._database.blobs, attestations.filed(case))
        async with self._database.work() as work:
            await filing.note_filed(work, filed.cases, filed.at)
