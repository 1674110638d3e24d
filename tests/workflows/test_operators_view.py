"""What operators find and read: search attributes by query, the lines on the page."""

from datetime import timedelta

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.support.offices import Offices, until


async def found(office: Offices, case: str, query: str) -> None:
    async def there() -> bool:
        listed = office.client.list_workflows(f"{query} AND WorkflowId = '{case}'")
        return [one.id async for one in listed] == [case]

    await until(there)


async def test_a_dispatch_is_found_by_every_search_attribute(
    office: Offices, engine: WorkflowEnvironment, caplog: pytest.LogCaptureFixture
) -> None:
    case = await office.new()
    await office.opened(case, 1)
    await office.at_rest(case)
    due = office.approval.rounds[case, 1].opened[1, 1].due
    for query in (
        "CvAgency = 'SVHTTDL'",
        "CvUnit = 'VP'",
        "CvStage = 'UNDER_REVIEW'",
        "CvUrgency = 'thuong'",
        "CvHolderPost = 'CVP'",
        f"CvDueAt <= '{due + timedelta(seconds=1):%Y-%m-%dT%H:%M:%SZ}'",
        "CvOverdue = false",
        "CvNeedsAttention = false",
    ):
        await found(office, case, query)
    async with office.flows_remember_nothing():
        await engine.fast_forward(office.flow(case), timedelta(days=1))
        await found(office, case, "CvOverdue = true")
        await office.decide(case, 1)
        await office.opened(case, 2)
    assert caplog.text.count("flow.overdue") == 1, "logged again by what is run again"


async def test_a_parked_dispatch_is_found_by_its_need_of_attention(office: Offices) -> None:
    case = office.draft()
    office.ledger.refuse(case, "approval.open_step")
    await office.submit(case)
    await found(office, case, "CvNeedsAttention = true")


async def test_nobody_holds_a_returned_dispatch(office: Offices) -> None:
    case = office.draft()
    await office.tell(case, "early")
    await found(office, case, "CvStage = 'DRAFT' AND CvHolderPost IS NULL AND CvDueAt IS NULL")


async def test_the_page_answers_its_questions_at_every_stop(office: Offices) -> None:
    case = await office.new()
    await office.opened(case, 1)
    await office.at_rest(case)
    shown = await _lines(office, case, 5)
    assert "Chánh Văn phòng (CVP), kiểm tra nội dung" in shown
    assert "theo Điều 12.1 Nghị định 30/2020/NĐ-CP (Luồng chung, bước 1)" in shown
    await office.approve_all(case)
    await office.laid_on_desk(case)
    await office.at_rest(case)
    assert "Văn thư (VT), cấp số, đăng ký" in await _lines(office, case, 4)
    await office.issue(case)
    await office.ended(case)
    assert "đã lưu (FILED)" in await _lines(office, case, 4)


async def _lines(office: Offices, case: str, lines: int) -> str:
    shown = await office.details(case)
    assert len(shown.splitlines()) == lines
    return shown
