"""Learning what is filed: an activity that keeps a promise of `shared/contracts/reconciling.py`."""

from temporalio import activity

from services.drafting.operations import filing
from shared.contracts.reconciling import Filed, FilingActivities
from shared.runtime.database import Database


class Filing(FilingActivities):
    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="drafting.note_filed")
    async def note_filed(self, filed: Filed) -> None:
        async with self._database.work() as work:
            await filing.note_filed(work, filed.cases, filed.at)
