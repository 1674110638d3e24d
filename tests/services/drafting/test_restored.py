"""After a restore no draft gets the case code of one that is lost."""

from datetime import timedelta

import httpx

from deploy.local.settings import OWNER
from services.drafting import restored
from services.drafting.domain.case_codes import read_case_code
from tests.services.drafting.desk import COMPLETE, Drafting


async def serial(drafter: httpx.AsyncClient) -> int:
    code = read_case_code((await drafter.post("/drafts", json=COMPLETE)).json()["case"])
    assert code
    return code.serial


async def test_case_codes_go_on_far_behind_those_that_may_have_been_given(
    drafting: Drafting, drafter: httpx.AsyncClient
) -> None:
    office, first = drafting.office, await serial(drafter)
    url = office.server.url(office.database, OWNER)
    await restored.record(url, office.clock.now() - timedelta(days=366))
    assert await serial(drafter) == first + restored.SKIPPED + 1
    counted = {
        (row["agency"], row["year"]): row["last"] for row in await drafting.rows("case_counters")
    }
    year = office.clock.now().year
    assert counted["SVHTTDL", year - 1] == restored.SKIPPED
    assert counted["UBNDX", year] == restored.SKIPPED, "an agency that had drafted nothing"
