"""A lost flow is rebuilt by one wake-up, at whatever stage: it reads its position and goes on."""

import asyncio

from shared.contracts.attributes import STAGE
from shared.domain.lifecycle import Stage
from shared.domain.route import Verdict
from tests.support.histories import keep
from tests.support.offices import Offices

OBSTACLES = {
    Stage.SIGNING: "approval.sign",
    Stage.NUMBERED: "distribution.seal",
    Stage.SEALED: "distribution.deliver",
    Stage.DISTRIBUTING: "distribution.file_copy",
    Stage.REJECTED: "drafting.close_round",
}
"""What has to fail so that a dispatch stays in a stage that passes by itself."""

WAITING = {Stage.UNDER_REVIEW, Stage.RETURNED, Stage.TO_ISSUE}
"""Stages that wait for somebody."""


async def bring_to(office: Offices, stage: Stage) -> str:
    case = await office.new()
    if obstacle := OBSTACLES.get(stage):
        office.ledger.refuse(case, obstacle)
    match stage:
        case Stage.UNDER_REVIEW:
            await office.decide(case, 1)
            await office.opened(case, 2)
        case Stage.RETURNED:
            await office.decide(case, 1, Verdict.RETURN)
        case Stage.REJECTED:
            await office.decide(case, 1, Verdict.REJECT)
        case Stage.SIGNING | Stage.TO_ISSUE:
            await office.approve_all(case)
        case _:
            await office.approve_all(case)
            await office.issue(case)
    await office.reaches(case, stage)
    await office.at_rest(case)
    return case


async def go_on(office: Offices, case: str, stage: Stage) -> None:
    match stage:
        case Stage.UNDER_REVIEW:
            await office.decide(case, 2)
            await office.decide(case, 3)
            await office.issue(case)
        case Stage.RETURNED:
            await office.submit(case)
            await office.approve_all(case)
            await office.issue(case)
        case Stage.SIGNING | Stage.TO_ISSUE:
            await office.issue(case)
        case _:
            pass


async def lose_and_rebuild(office: Offices, stage: Stage) -> None:
    case = await bring_to(office, stage)
    await office.flow(case).terminate("the engine was lost")
    if obstacle := OBSTACLES.get(stage):
        office.ledger.mend(case, obstacle)
    await office.tell(case, "rebuilt")
    if stage in WAITING:
        await office.reaches(case, stage)
    await go_on(office, case, stage)
    ends = Stage.REJECTED if stage is Stage.REJECTED else Stage.FILED
    assert await office.ended(case) == ends
    assert await office.attribute(case, STAGE) == ends
    if ends is Stage.FILED:
        desk = office.distribution.desks[case, office.drafting.round_of(case)]
        assert (desk.seals, desk.deliveries, desk.copies) == (1, 1, 1), stage
        assert office.approval.rounds[case, office.drafting.round_of(case)].signatures == 1
    await keep(office.flow(case), f"rebuilt_{stage.value.lower()}")


async def test_a_terminated_flow_is_rebuilt_by_one_wake_up_at_every_stage(
    office: Offices,
) -> None:
    stages = sorted(WAITING | OBSTACLES.keys())
    await asyncio.gather(*(lose_and_rebuild(office, stage) for stage in stages))


async def test_acts_done_while_the_flow_was_lost_are_found(office: Offices) -> None:
    case = await bring_to(office, Stage.UNDER_REVIEW)
    await office.flow(case).terminate("the engine was lost")
    office.approval.decide(case, 1, 2, 1, Verdict.APPROVE)
    await office.tell(case, "rebuilt")
    await office.opened(case, 3)


async def test_a_withdrawal_asked_while_the_flow_was_lost_is_answered(office: Offices) -> None:
    case = await bring_to(office, Stage.UNDER_REVIEW)
    await office.flow(case).terminate("the engine was lost")
    office.drafting.withdraw(case)
    await office.tell(case, "rebuilt")
    assert await office.ended(case) == Stage.WITHDRAWN
    assert office.drafting.drafts[case].answers == ["granted"]
