"""A recall waits for every receiver, reminds who is late, and ends by itself or by a clerk."""

from datetime import timedelta
from itertools import permutations
from typing import Any

from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from shared.contracts.attributes import DUE_AT, NEEDS_ATTENTION, OVERDUE, STAGE
from shared.contracts.dispatch_flow import NEWS, RETRY
from shared.contracts.recall import flow_id
from tests.support.histories import keep
from tests.support.offices import Offices, until
from tests.support.recall_office import TERM

BOXES = ("TTr", "QLVH", "QLDL")


async def recalled(office: Offices) -> str:
    case = await office.recall(*BOXES)
    await office.called(case, "distribution.open_recall")
    await office.at_rest(flow_id(case))
    return case


def flow_of(office: Offices, case: str) -> WorkflowHandle[Any, Any]:
    return office.flow(flow_id(case))


async def ended(office: Offices, case: str) -> None:
    await office.ended(flow_id(case))
    assert await office.attribute(flow_id(case), STAGE) == "RECALLED"
    assert await office.attribute(flow_id(case), DUE_AT) is None


async def test_a_recall_ends_when_the_last_receiver_answered(office: Offices) -> None:
    case = await recalled(office)
    assert await office.attribute(flow_id(case), STAGE) == "RECALLING"
    assert "TTr, QLVH, QLDL" in await office.details(flow_id(case))
    await office.give_back(case, "TTr")
    await office.at_rest(flow_id(case))
    await office.keep_back(case, "QLVH")
    await office.at_rest(flow_id(case))
    told = await office.details(flow_id(case))
    assert "2 trên 3 nơi nhận đã trả lời, 1 nơi không đồng ý" in told
    await office.give_back(case, "QLDL")
    await ended(office, case)
    assert "mọi nơi nhận đã trả lời" in await office.details(flow_id(case))
    await keep(flow_of(office, case), "recall_answered")


async def test_who_is_late_is_reminded_once_for_each_deadline(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    case = await recalled(office)
    await office.give_back(case, "TTr")
    await office.at_rest(flow_id(case))
    for times in (1, 2):
        await engine.fast_forward(flow_of(office, case), TERM + timedelta(minutes=1))
        await office.called(case, "distribution.remind_recall", times)
        await office.at_rest(flow_id(case))
    assert office.recalls.recalls[case].reminded == [("QLVH", "QLDL")] * 2
    assert await office.attribute(flow_id(case), OVERDUE) is True
    assert "ĐÃ NHẮC 2 LẦN" in await office.details(flow_id(case))
    await office.give_back(case, "QLVH")
    await office.give_back(case, "QLDL")
    await ended(office, case)
    assert await office.attribute(flow_id(case), OVERDUE) is False
    await keep(flow_of(office, case), "recall_reminded")


async def test_a_clerk_ends_the_waiting(office: Offices) -> None:
    case = await recalled(office)
    await office.close_recall(case)
    await ended(office, case)
    assert "văn thư đã kết thúc việc thu hồi" in await office.details(flow_id(case))
    await keep(flow_of(office, case), "recall_closed")


async def test_a_lost_flow_is_rebuilt_by_one_wake_up(office: Offices) -> None:
    case = await recalled(office)
    await office.give_back(case, "TTr")
    await office.at_rest(flow_id(case))
    await flow_of(office, case).terminate()
    await office.keep_back(case, "QLVH")
    await office.at_rest(flow_id(case))
    assert "2 trên 3 nơi nhận" in await office.details(flow_id(case))
    await office.give_back(case, "QLDL")
    await ended(office, case)
    await keep(flow_of(office, case), "recall_rebuilt")


async def test_what_is_refused_waits_for_a_retry(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    case = await recalled(office)
    office.ledger.refuse(case, "distribution.remind_recall", "Chưa nhắc được.")
    await engine.fast_forward(flow_of(office, case), TERM + timedelta(minutes=1))

    async def parked() -> bool:
        return await office.attribute(flow_id(case), NEEDS_ATTENTION) is True

    await until(parked)
    assert "Chưa nhắc được." in await office.details(flow_id(case))
    office.ledger.mend(case, "distribution.remind_recall")
    await flow_of(office, case).signal(RETRY)
    await office.called(case, "distribution.remind_recall", 2)
    await office.at_rest(flow_id(case))
    assert await office.attribute(flow_id(case), NEEDS_ATTENTION) is False
    await office.close_recall(case)
    await ended(office, case)


async def test_answers_in_any_order_among_forged_news_end_it_once(office: Offices) -> None:
    for turn, order in enumerate(permutations(BOXES)):
        case = await recalled(office)
        for place, box in enumerate(order):
            answer = office.keep_back if (turn + place) % 3 == 0 else office.give_back
            if (turn + place) % 2:
                await flow_of(office, case).signal(NEWS, "nonsense")
            await answer(case, box)
            if place == turn % 3 and box != order[-1]:
                await office.tell_recall(case, "recall_reply")
        await ended(office, case)
        assert office.recalls.recalls[case].reminded == []
