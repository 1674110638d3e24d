"""A service compares its tables with a real engine, reports what differs, wakes what is asleep."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError

from deploy.local.settings import HOST
from shared.contracts.dispatch_flow import FLOW, QUEUE, DispatchInput
from shared.contracts.reconciling import Differences, LookRef, Reconciled
from shared.runtime.database import Work
from shared.runtime.faults import AWAY
from shared.runtime.open_flows import Expected
from shared.runtime.reconciling import FlowKind, Reconciler, newest
from shared.runtime.settings import EngineSettings
from shared.runtime.temporal import connect
from shared.runtime.waking import wake_dispatch
from tests.shared.runtime.engine import free_port, running_engine
from tests.shared.runtime.small_office import NOTES, SmallOffice, summary, write
from tests.support.waiting import until


@pytest.fixture(scope="module")
async def engine() -> AsyncIterator[Client]:
    async with running_engine(free_port()) as client:
        yield client


async def noted(work: Work) -> Sequence[Expected]:
    """Every note is open, but those whose case begins with O run to their end."""
    rows = await work.db.execute(sa.select(NOTES.c.id, NOTES.c.case))
    return [Expected(id=one.id, case=one.case, needed=one.case[0] != "O") for one in rows]


NOTE_FLOWS = FlowKind(
    flow=FLOW, id_of=lambda _id, case: case, wake=wake_dispatch(summary), expected=noted
)


def reconciler(small: SmallOffice, client: Client) -> Reconciler:
    return Reconciler(small.database, client, [NOTE_FLOWS], {"note": NOTES})


async def keep(small: SmallOffice, *, begins: str = "T") -> str:
    case = f"{begins}-{uuid4().hex}"
    async with small.database.work() as work:
        await write(work, case, "Kính gửi", case=case)
    return case


async def begin(client: Client, case: str) -> None:
    await client.start_workflow(FLOW, DispatchInput(case=case), id=case, task_queue=QUEUE)


async def running(client: Client, case: str) -> bool:
    try:
        described = await client.get_workflow_handle(case).describe()
    except RPCError:
        return False
    return described.status is WorkflowExecutionStatus.RUNNING


async def compared(small: SmallOffice, client: Client, seen: Differences) -> Reconciled:
    ref = LookRef(at=small.clock.now(), seen=seen)
    return await reconciler(small, client).reconcile(ref)


async def test_what_is_open_and_does_not_run_is_reported_and_woken(
    small: SmallOffice, engine: Client
) -> None:
    case = await keep(small)
    seen = await reconciler(small, engine).look()
    assert case in seen.asleep
    await compared(small, engine, seen)
    assert await running(engine, case)
    async with small.database.work() as work:
        report = await newest(work)
    assert report is not None
    assert case in report.asleep
    assert case not in (await reconciler(small, engine).look()).asleep


async def test_what_runs_and_is_not_open_is_reported_and_left_alone(
    small: SmallOffice, engine: Client
) -> None:
    case = f"T-{uuid4().hex}"
    await begin(engine, case)

    async def listed() -> bool:
        return case in (await reconciler(small, engine).look()).stray

    await until(listed)
    found = await compared(small, engine, await reconciler(small, engine).look())
    assert found.stray >= 1
    assert await running(engine, case)


async def test_a_flow_that_nothing_waits_for_may_run_to_its_end(
    small: SmallOffice, engine: Client
) -> None:
    case = await keep(small, begins="O")
    assert case not in (await reconciler(small, engine).look()).asleep
    await begin(engine, case)
    assert case not in (await reconciler(small, engine).look()).stray


async def test_what_was_not_so_at_the_first_look_is_no_difference(
    small: SmallOffice, engine: Client
) -> None:
    case = await keep(small)
    found = await compared(small, engine, Differences())
    assert (found.asleep, found.stray) == (0, 0)
    assert not await running(engine, case)


async def test_a_fact_that_waits_for_the_engine_too_long_is_named(
    small: SmallOffice, engine: Client
) -> None:
    case = await keep(small)
    assert (await compared(small, engine, Differences())).waiting == 0
    small.clock.ahead += timedelta(minutes=6)
    assert (await compared(small, engine, Differences())).waiting >= 1
    async with small.database.work() as work:
        report = await newest(work)
    assert report is not None
    assert case in [one.case for one in report.waiting]


async def test_a_comparison_whose_answer_was_lost_gives_the_same_report_again(
    small: SmallOffice, engine: Client
) -> None:
    case = await keep(small)
    ref = LookRef(at=small.clock.now(), seen=await reconciler(small, engine).look())
    first = await reconciler(small, engine).reconcile(ref)
    await engine.get_workflow_handle(case).terminate()
    assert await reconciler(small, engine).reconcile(ref) == first
    assert await running(engine, case)


async def test_all_that_is_open_is_woken_page_by_page(small: SmallOffice, engine: Client) -> None:
    first, last = sorted([await keep(small), await keep(small)])
    assert await reconciler(small, engine).wake_open(first, None) == (1, None)
    assert await running(engine, first)
    assert not await running(engine, last)
    count, after = await reconciler(small, engine).wake_open(None, first)
    assert (count >= 1, after) == (True, None)
    assert await running(engine, last)


async def test_an_engine_that_is_not_there_yet_is_said_to_be_away(small: SmallOffice) -> None:
    """So it is answered with 503, though the client of this process never reached it."""
    address = f"{HOST}:{free_port()}"
    settings = EngineSettings(address=address, namespace="none", ready_file=None)
    case, away = await keep(small), await connect(settings, lazy=True)
    with pytest.raises(AWAY):
        await reconciler(small, away).ask_for_comparison()
    with pytest.raises(AWAY):
        await reconciler(small, away).wake_open(case, None)
