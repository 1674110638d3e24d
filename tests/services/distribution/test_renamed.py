"""A group renamed and a unit dissolved between submission and delivery."""

from typing import Any

import sqlalchemy as sa

from services.distribution import tables
from shared.domain.lifecycle import Stage
from shared.runtime import ledger
from tests.services.distribution.records_desk import RecordsDesk
from tests.support.office import LANG_SON, content_of

AFFILIATED = "Các đơn vị sự nghiệp trực thuộc Sở"
DISSOLVED = "BT"


def without_museum() -> dict[str, Any]:
    content = content_of(LANG_SON)
    content["units"] = [unit for unit in content["units"] if unit["code"] != DISSOLVED]
    for group in content["groups"]:
        group["members"] = [code for code in group["members"] if code != DISSOLVED]
        if group["name"] == AFFILIATED:
            group["name"] = "Các đơn vị trực thuộc"
    return content


async def test_what_is_sealed_reaches_a_renamed_group_and_tells_who_is_no_more(
    desk: RecordsDesk,
) -> None:
    case = await desk.lay()
    await desk.issue(case)
    version = await desk.office.load("distribution", without_museum())
    assert (await desk.send_out(case)).stage is Stage.FILED
    async with desk.client() as clerk:
        record = (await clerk.get(f"/dispatches/{case}")).json()
    (affiliated,) = (one for one in record["deliveries"] if one["recipient"] == AFFILIATED)
    assert affiliated["mailboxes"] == ["TV", "TTVHNT", "TTHLTT"]
    assert affiliated["gone"] == [DISSOLVED]
    assert all(one["gone"] == [] for one in record["deliveries"] if one is not affiliated)
    async with desk.work() as (work, _):
        events = await ledger.history(work, "SVHTTDL", case)
        (delivered,) = (event for event in events if event["act"] == "delivered")
        assert delivered["details"]["gone"] == [DISSOLVED]
        facts = (tables.seals, tables.deliveries, tables.file_copies)
        for table in facts:
            used = await work.db.scalars(sa.select(table.c.organisation).distinct())
            assert used.all() == [version]


async def test_every_event_of_the_register_tells_the_organisation_in_force(
    desk: RecordsDesk,
) -> None:
    first = await desk.office.load("distribution", content_of(LANG_SON))
    case = await desk.lay()
    await desk.issue(case)
    second = await desk.office.load("distribution", without_museum())
    await desk.send_out(case)
    used = sa.select(tables.register_events.c.kind, tables.register_events.c.organisation)
    async with desk.work() as (work, _):
        rows = await work.db.execute(used.where(tables.register_events.c.case == case))
        told = {row.kind: row.organisation for row in rows}
        events = await ledger.history(work, "SVHTTDL", case)
    assert told == {"NUMBERED": first, "SEALED": second, "SENT": second, "FILED": second}
    assert [event["organisation"] for event in events] == [first, first, second, second, second]
    assert (await desk.check())["whole"]
