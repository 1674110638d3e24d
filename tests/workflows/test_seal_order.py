"""A number that came by itself: the seal waits for a clerk, who holds it and may be late."""

from datetime import timedelta

from temporalio.testing import WorkflowEnvironment

from shared.contracts.attributes import DUE_AT, HOLDER_POST, OVERDUE
from shared.domain.lifecycle import Stage
from tests.support.histories import keep
from tests.support.offices import Offices, until


async def test_the_seal_follows_the_clerks_order_and_nothing_else(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    case = office.draft()
    office.distribution.automatic.add(case)
    await office.submit(case)
    await office.approve_all(case)
    await office.reaches(case, Stage.NUMBERED)
    await office.at_rest(case)
    assert await office.attribute(case, HOLDER_POST) == "VT"
    assert "Văn thư (VT), cho đóng dấu" in await office.details(case)
    assert "văn thư cho đóng dấu thì hệ thống" in await office.details(case)
    await engine.fast_forward(office.flow(case), timedelta(days=1))

    async def late() -> bool:
        return bool(await office.attribute(case, OVERDUE))

    await until(late)
    assert office.distribution.desks[case, 1].seals == 0
    await office.order_seal(case)
    assert await office.ended(case) == Stage.FILED
    assert office.distribution.desks[case, 1].seals == 1
    assert await office.attribute(case, DUE_AT) is None
    assert office.ledger.calls[case, "distribution.mark_overdue"] == 1
    await keep(office.flow(case), "sealed_by_order")
