"""News is a wake-up: forged, repeated, garbled or late, it changes nothing."""

from typing import Any

import pytest

from shared.contracts.attributes import STAGE
from shared.contracts.dispatch_flow import NEWS, RETRY, WITHDRAWAL, NewsItem
from shared.domain.lifecycle import Stage
from shared.domain.route import Verdict
from tests.support.offices import Offices

FORGED: tuple[list[Any], ...] = (
    [NewsItem(kind="decision", id="forged")],
    [NewsItem(kind=WITHDRAWAL, id="forged")],
    [NewsItem(kind="no such kind", id="")],
    [NewsItem(kind="issue", id="forged"), "and more"],
)
GARBLED: tuple[list[Any], ...] = (
    [],
    [None],
    ["text"],
    [{"kind": 7, "id": "a"}],
    [{"kind": "decision"}],
    [[1, 2]],
    [1, 2, 3],
)


async def test_forged_repeated_and_garbled_news_changes_nothing(office: Offices) -> None:
    case = await office.new()
    await office.opened(case, 1)
    flow = office.flow(case)
    for said in (*FORGED, *FORGED, *GARBLED):
        await flow.signal(NEWS, args=said)
    for said in GARBLED:
        await flow.signal(RETRY, args=said)
    await flow.signal("no_such_signal", 1)
    await office.at_rest(case)
    assert set(office.approval.rounds[case, 1].opened) == {(1, 1)}
    assert office.drafting.drafts[case].closing is None
    await office.approve_all(case)
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED


async def test_a_decision_whose_news_got_lost_is_seen_with_the_next_news(office: Offices) -> None:
    case = await office.new()
    await office.opened(case, 1)
    await office.at_rest(case)
    office.approval.decide(case, 1, 1, 1, Verdict.APPROVE)
    await office.tell(case, "anything")
    await office.opened(case, 2)


async def test_news_during_the_last_activity_is_read_before_the_end(office: Offices) -> None:
    case = await office.new()
    await office.approve_all(case)
    filing = office.ledger.hold(case, "distribution.file_copy")
    await office.issue(case)
    await office.called(case, "distribution.file_copy")
    await office.tell(case, "late")
    filing.set()
    assert await office.ended(case) == Stage.FILED
    assert office.ledger.calls[case, "drafting.open_case"] == 2
    events = (await office.flow(case).fetch_history()).events
    signals = [
        e.event_id for e in events if e.HasField("workflow_execution_signaled_event_attributes")
    ]
    seen = [e.event_id for e in events if e.HasField("workflow_task_started_event_attributes")]
    assert max(signals) < max(seen)


@pytest.mark.parametrize("end", [Stage.FILED, Stage.REJECTED, Stage.WITHDRAWN])
async def test_late_news_on_a_finished_case_starts_a_run_that_ends_at_once(
    office: Offices, end: Stage
) -> None:
    case = await office.new()
    if end is Stage.FILED:
        await office.approve_all(case)
        await office.issue(case)
    elif end is Stage.REJECTED:
        await office.decide(case, 1, Verdict.REJECT)
    else:
        await office.opened(case, 1)
        await office.withdraw(case)
    assert await office.ended(case) == end
    first = (await office.flow(case).describe()).run_id
    await office.tell(case, "late")
    assert await office.ended(case) == end
    again = await office.flow(case).describe()
    assert again.run_id != first
    assert again.typed_search_attributes.get(STAGE) == end
    if end is Stage.FILED:
        desk = office.distribution.desks[case, 1]
        assert (desk.seals, desk.deliveries, desk.copies) == (1, 1, 1)
