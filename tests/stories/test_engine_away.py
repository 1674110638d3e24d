"""People go on while the engine, its workers or the database are away; the rest comes after."""

import asyncio
import re
import signal
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from temporalio.api.enums.v1 import EventType

from deploy.local.settings import Settings
from shared.contracts import views
from shared.contracts.dispatch_flow import RETRY
from shared.domain.lifecycle import Stage
from tests.stories.conftest import Town
from tests.stories.frozen import frozen, without_work_of
from tests.stories.papers import (
    CHECK,
    CHECKER,
    CLERK,
    DEPUTY,
    DRAFTER,
    OFFICE,
    REVIEW,
    SIGN,
    TEXT,
    rewritten,
)
from tests.stories.whole_office import Answer, decision
from tests.support.manual import Reader, block, following
from tests.support.waiting import until


async def submitted(town: Town, text: Mapping[str, object] = TEXT) -> str:
    """A dispatch before the head of its unit."""
    drafter = town.person(DRAFTER)
    case = await drafter.drafted(text)
    await drafter.submit(case)
    await town.person(CHECKER).task(case, CHECK)
    return case


async def checked(town: Town, text: Mapping[str, object] = TEXT) -> str:
    """A dispatch before the office."""
    case = await submitted(town, text)
    await town.person(CHECKER).approve(case, CHECK)
    await town.person(OFFICE).task(case, REVIEW)
    return case


async def signed(town: Town, text: Mapping[str, object] = TEXT) -> str:
    """A dispatch on the clerk's desk."""
    case = await checked(town, text)
    await town.person(OFFICE).approve(case, REVIEW)
    await town.person(DEPUTY).approve(case, SIGN)
    await town.person(CLERK).laid(case)
    return case


@dataclass(frozen=True, slots=True)
class Desks:
    """What lies open with everybody, by what is going to be done with it."""

    approved: str
    returned: str
    withdrawn: str
    issued: str
    submitted: str


async def laid_out(town: Town) -> Desks:
    at_check = (submitted(town) for _ in range(3))
    approved, returned, withdrawn, issued = await asyncio.gather(*at_check, signed(town))
    draft = await town.person(DRAFTER).drafted(TEXT)
    return Desks(approved, returned, withdrawn, issued, draft)


async def act_on(town: Town, desks: Desks) -> Answer:
    """Everybody's act is taken and answered as always; the number that the clerk gave."""
    drafter, checker = town.person(DRAFTER), town.person(CHECKER)
    await checker.approve(desks.approved, CHECK)
    await checker.decide(await checker.task(desks.returned, CHECK), "return", "Sửa đoạn 1.")
    await drafter.submit(desks.submitted)
    path, because = f"/drafts/{desks.withdrawn}/withdraw", {"reason": "Chờ ý kiến của UBND tỉnh"}
    await drafter.act("drafting", path, because)
    status, said = await drafter.tried("drafting", path, because)
    assert (status, said["code"]) == (409, "withdrawal_waits")
    number: Answer = await town.person(CLERK).act(
        "distribution", f"/dispatches/{desks.issued}/issue"
    )
    return number


async def nothing_opens(town: Town, desks: Desks) -> None:
    drafter, checker = town.person(DRAFTER), town.person(CHECKER)
    assert (await town.person(OFFICE).part(desks.approved))["open"] is None
    assert (await checker.part(desks.submitted)) == {}
    await drafter.comes_to(desks.returned, Stage.RETURNED)
    path = f"/drafts/{desks.returned}"
    status, said = await drafter.tried("drafting", path, dict(TEXT), put=True)
    assert (status, said["code"]) == (409, "under_review")
    assert "tự mở khóa khi chuyển xong" in said["detail"]


async def all_goes_on(town: Town, desks: Desks, number: Answer) -> None:
    drafter, checker = town.person(DRAFTER), town.person(CHECKER)
    await town.person(OFFICE).task(desks.approved, REVIEW)
    await checker.task(desks.submitted, CHECK)
    await drafter.comes_to(desks.withdrawn, Stage.WITHDRAWN)
    await drafter.rewrite(desks.returned, rewritten(TEXT, 0, "Sở đề nghị các phòng triển khai./."))
    await drafter.submit(desks.returned)
    await checker.task(desks.returned, CHECK, round_=2)
    filed = await town.person(CLERK).comes_to(desks.issued, Stage.FILED)
    assert filed["distribution"]["number"].startswith(f"{number['number']}/")


async def engine_as_seen(town: Town) -> str:
    async with town.client("approval") as client:
        seen: dict[str, str] = (await client.get("/readyz")).json()
    assert seen["database"] == "ok"
    return seen["engine"]


async def test_with_the_flows_hanging_and_then_the_engine_away_people_go_on_with_what_is_open(
    town: Town, tmp_path: Path
) -> None:
    """What hangs is ended as its page says; the engine misses some seconds what it was given."""
    under_hanging, without_engine = await asyncio.gather(laid_out(town), laid_out(town))
    with frozen(town, "workflows"):
        first = await act_on(town, under_hanging)
        await nothing_opens(town, under_hanging)
        assert await engine_as_seen(town) == "ok"
        await ended_as_its_page_says(town, "workflows", tmp_path)
    async with town.without("temporal"):
        second = await act_on(town, without_engine)
        await nothing_opens(town, without_engine)
        assert await engine_as_seen(town) == "away"
    await all_goes_on(town, without_engine, second)
    await all_goes_on(town, under_hanging, first)


async def test_after_a_restart_nothing_waits_for_a_process_that_is_gone(town: Town) -> None:
    case, parts = await submitted(town), ("workflows", "approval")
    for part in parts:
        town.stack.kill(part, signal.SIGTERM)
    for part in parts:
        await town.stack.wait_ready(part)
    await town.person(CHECKER).approve(case, CHECK)
    await town.person(OFFICE).task(case, REVIEW)
    assert await lost_with_a_process(town, case) == []


async def lost_with_a_process(town: Town, case: str) -> list[str]:
    """What the engine gave to somebody, waited for in vain, and had to give again."""
    flows = await town.engine()
    history = await flows.get_workflow_handle(case).fetch_history()
    return [
        EventType.Name(event.event_type)
        for event in history.events
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT
        or event.activity_task_started_event_attributes.attempt > 1
    ]


async def test_with_a_worker_away_its_acts_are_taken_and_the_next_step_comes_when_it_is_back(
    town: Town, tmp_path: Path
) -> None:
    case = await checked(town)
    alarms = {"CONGVAN_RELAY_BEHIND_SECONDS": "0", "CONGVAN_LEAST_SPACE_MB": str(10**9)}
    with ExitStack() as over:
        async with without_work_of(town, "approval", **alarms) as (meanwhile, settings):
            await meanwhile.person(OFFICE).approve(case, REVIEW)
            assert (await meanwhile.person(DEPUTY).part(case))["open"] is None
            page = over.enter_context(following("relay-behind", settings, tmp_path))
            said = await page.next()
            assert re.search(r"^relay-behind .*approval: ", said, re.MULTILINE)
            assert re.search(r"^disk .* MB free for .*blobs", said, re.MULTILINE)
            await page.next()
            await page.next()
            await as_the_disks_page_says(settings, tmp_path)
        await town.person(DEPUTY).task(case, SIGN)
        page.settings = town.settings
        await page.rest()


async def as_the_disks_page_says(settings: Settings, folder: Path) -> None:
    """A disk that is as good as full hinders nobody; moving to a larger one needs no stack."""
    with following("disk", settings, folder) as page:
        page.ahead.remove(block("disk", "status"))
        page.ahead = [one for one in page.ahead if "$LARGER" not in one]
        await page.rest()


async def ended_as_its_page_says(town: Town, part: str, folder: Path) -> None:
    """What hangs is begun anew."""
    reader = Reader("part-away", town.settings, folder, {"PID": str(town.stack.pid(part))})
    (ending,) = [block for block in reader.ahead if "$PID" in block]
    began = town.stack.restarts(part)
    await reader.run(ending)
    await until(partial(_begun_anew, town, part, began))
    await town.stack.wait_ready(part)


async def _begun_anew(town: Town, part: str, before: int) -> bool:
    return town.stack.restarts(part) > before


async def test_with_the_database_away_nothing_is_half_done_and_all_comes_back(
    town: Town, tmp_path: Path
) -> None:
    case, other = await asyncio.gather(submitted(town), submitted(town))
    checker, office = town.person(CHECKER), town.person(OFFICE)
    seen = await checker.task(case, CHECK)
    path, key = f"/tasks/{seen['id']}/decision", uuid4().hex
    with following("holding", town.settings, tmp_path) as page:
        async with town.client("approval", CHECKER) as client:
            sent: dict[str, Any] = {"json": decision(seen), "headers": {"Idempotency-Key": key}}
            async with town.without("postgres"):
                answers = await asyncio.gather(*(client.post(path, **sent) for _ in range(10)))
                assert {answer.status_code for answer in answers} == {503}
                waits = [int(answer.headers["Retry-After"]) for answer in answers]
                assert min(waits) > 0
                assert len(set(waits)) > 1, "everybody would come back at the same second"
                await held_back(town, page, case, other)
            again = await client.post(path, **sent)
            assert again.status_code == 200
            assert (await client.post(path, **sent)).json() == again.json()
        await still_held_back(town, case, signals=3)
        assert (await office.part(case))["open"] is None
        await page.next()
        await office.task(case, REVIEW)
        page.named["CASE"] = other
        await page.rest()
    await checker.approve(other, CHECK)
    await office.task(other, REVIEW)
    await until(partial(asks_for_attention, town, other, asks=False))
    assert await told_of(town, OFFICE, case) == await told_of(town, CHECKER, other) == ["new_task"]


async def held_back(town: Town, page: Reader, *cases: str) -> None:
    """What their flows ask meanwhile fails; an operator has it wait, the same activity of each."""
    flows, [see, pause] = await town.engine(), page.ahead[:2]
    for case in cases:
        await flows.get_workflow_handle(case).signal(RETRY)
    for case in cases:
        page.named |= {"CASE": case}
        page.named |= {"ACTIVITY": await until(partial(failed, page, see))}
        await page.run(pause)
        await still_held_back(town, case, signals=2)
    del page.ahead[:2]
    page.named |= {"CASE": cases[0]}


async def failed(page: Reader, see: str) -> str:
    """The activity that failed, once one has; all dispatches here have come as far as the other."""
    said = await page.run(see)
    found = re.search(r"ActivityId +(\d+)", said)
    return found[1] if found and "OperationalError" in said else ""


async def still_held_back(town: Town, case: str, *, signals: int) -> None:
    """Paused, although its flow has been woken so often."""
    flow = (await town.engine()).get_workflow_handle(case)

    async def woken() -> bool:
        kinds = [event.event_type for event in (await flow.fetch_history()).events]
        return kinds.count(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED) >= signals

    await until(woken)
    (pending,) = (await flow.describe()).raw_description.pending_activities
    assert pending.paused
    await until(partial(asks_for_attention, town, case))


async def asks_for_attention(town: Town, case: str, *, asks: bool = True) -> bool:
    flows = (await town.engine()).list_workflows(views.ATTENTION)
    return (case in [flow.id async for flow in flows]) is asks


async def told_of(town: Town, account: str, case: str) -> list[str]:
    return [kind for kind, _, _ in await town.person(account).notices(case)]
