"""Operators meet an alarm, open its page, and do what it says until it is over."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from temporalio.client import WorkflowExecutionStatus, WorkflowHandle
from temporalio.service import RPCError

from services.cli.organisation_file import content_of, load
from shared.contracts import reconciling, views
from shared.contracts.recall import flow_id
from shared.domain.lifecycle import Stage
from tests.stories.conftest import Town
from tests.stories.papers import CHECK, CHECKER, CLERK, DEPUTY, OFFICE, OFFICE_2, REVIEW, SIGN, TEXT
from tests.stories.test_eight_faults import without_unit
from tests.stories.test_engine_away import checked, signed, submitted
from tests.stories.test_recall import ORDER
from tests.support.browser import browser
from tests.support.manual import PAGES, Reader, block, blocks, following
from tests.support.office import ADMINISTRATOR, LANG_SON
from tests.support.waiting import until

LOST: Final = "Bảo tàng tỉnh"
SENTENCE: Final = re.compile(r"\*\*Đang dừng:\*\* (.+)")
LOOKING: Final = (
    *("README", "nobody", "fault", "part-away", "register"),
    *("certificates", "time-stamps", "notices"),
)
"""Pages whose commands change nothing of a stack that is well; but one ends a process."""
MET: Final = ("relay-behind", "refused", "overdue", "difference")
"""Pages of alarms that are met here or in test_engine_away: what they have is run there."""
AT_ONCE: Final = 2
STRAY: Final = "SVHTTDL-2026-999999"
START: Final = f"""
temporal workflow start --workflow-id {STRAY} --type DispatchFlow --task-queue flows \\
  --input '{{"case":"{STRAY}"}}'
"""


@asynccontextmanager
async def without_museum(town: Town) -> AsyncIterator[None]:
    """The agency's file has lost a unit; whatever a test does, it comes back."""
    content = content_of(LANG_SON)
    administrator = town.desk(ADMINISTRATOR)
    await asyncio.to_thread(load, administrator, content | without_unit(content, "BT"))
    try:
        yield
    finally:
        await asyncio.to_thread(load, administrator, content)


async def test_a_parked_step_says_what_is_wrong_and_goes_on_as_its_page_says(
    town: Town, tmp_path: Path
) -> None:
    case = await signed(town, {**TEXT, "recipients": [LOST]})
    named = {"CASE": case, "FILE": str(LANG_SON), "ACCOUNT": CLERK}
    with following("refused", town.settings, tmp_path, **named) as page:
        async with without_museum(town):
            await town.person(CLERK).issue(case)
            look = page.ahead[0]
            said = await parked(page, look)
            assert f"temporal workflow signal --workflow-id {case} --name retry" in said
            sentence = SENTENCE.search(said)
            assert sentence
            await seen_by_operators(town, case, sentence[1])
            await page.next()
            await page.run(block("../changing-a-flow", "rebuild"))
            await parked(page, look)
            await page.next()
            await town.person(CLERK).comes_to(case, Stage.FILED)
        assert case in await page.rest()


async def parked(page: Reader, look: str) -> str:
    """What this command prints, once the step is parked."""

    async def stopped() -> str:
        said = await page.run(look)
        return said if "Đang dừng" in said else ""

    return await until(stopped)


async def seen_by_operators(town: Town, case: str, sentence: str) -> None:
    """The link that `up` prints leads to it, and its line to the sentence; in a real browser."""
    ui, namespace = town.settings.temporal_ui, town.settings.namespace
    async with browser(1280, 1160) as page:
        await page.shows(views.link(ui, namespace, views.ATTENTION), case)
        keep(await page.picture(height=420), "attention.png")
        await page.follows(f"/workflows/{case}/")
        await page.follows("/user-metadata")
        told = await page.says(sentence)
        assert "Đang dừng" in told
        assert f"--workflow-id {case} --name retry" in told
        keep(await page.picture(height=1010), "parked.png")


def keep(picture: bytes, name: str) -> None:
    """With CONGVAN_RECORD=1 the documentation gets its picture anew, to be looked at."""
    if os.environ.get("CONGVAN_RECORD"):
        (PAGES / name).write_bytes(picture)


async def test_a_flow_that_somebody_started_by_hand_is_found_and_ended_as_its_page_says(
    town: Town, tmp_path: Path
) -> None:
    with following("difference", town.settings, tmp_path, STRAY=STRAY) as page:
        await page.run(START)
        await page.next()
        assert STRAY in await page.next()
        await goes_on_after_a_pause(town, page)
        assert "drafting: khớp" in await page.next()


async def goes_on_after_a_pause(town: Town, page: Reader) -> None:
    """Whatever a test does, the comparisons go on."""
    schedule = (await town.engine()).get_schedule_handle(reconciling.SCHEDULE)
    await schedule.pause()
    try:
        await page.next()
        assert not (await schedule.describe()).schedule.state.paused
    finally:
        await schedule.unpause()


async def test_what_lies_still_is_woken_as_its_page_says(town: Town, tmp_path: Path) -> None:
    case, clerk = await submitted(town), town.person(CLERK)
    flows = await town.engine()
    with following("waking", town.settings, tmp_path, CASE=case) as page:
        await page.next()
        await flows.get_workflow_handle(case).terminate("an operator's mistake")
        await page.next()
        assert "đã đánh thức 1 luồng đang mở" in await page.next()
        await town.person(CHECKER).approve(case, CHECK)
        await town.person(OFFICE).approve(case, REVIEW)
        await town.person(DEPUTY).approve(case, SIGN)
        await clerk.laid(case)
        await clerk.issue(case)
        await clerk.comes_to(case, Stage.FILED)
        await clerk.act("distribution", f"/dispatches/{case}/recall", ORDER)
        recall = flows.get_workflow_handle(flow_id(case))
        await until(partial(runs, recall))
        await recall.terminate("an operator's mistake")
        await page.next()
        assert await runs(recall)


async def runs(flow: WorkflowHandle[Any, Any]) -> bool:
    try:
        return (await flow.describe()).status is WorkflowExecutionStatus.RUNNING
    except RPCError:
        return False


async def test_what_is_handed_on_then_passed_by_lies_with_a_post_as_the_pages_say(
    town: Town, tmp_path: Path
) -> None:
    case = await checked(town, {**TEXT, "urgency": "khan"})
    named = {"CASE": case, "ACCOUNT": OFFICE, "COLLEAGUE": OFFICE_2}
    with following("overdue", town.settings, tmp_path, **named) as page:
        await page.rest()
    await town.person(DEPUTY).task(case, SIGN)
    with following("queries", town.settings, tmp_path) as page:
        assert case in await page.next()


async def test_the_commands_by_which_operators_look_are_all_understood(
    town: Town, tmp_path: Path
) -> None:
    case = await submitted(town)
    named = {"CASE": case, "FILE": str(LANG_SON), "ACCOUNT": CHECKER}
    reader = Reader("README", town.settings, tmp_path, named)
    free = asyncio.Semaphore(AT_ONCE)

    async def run(block: str) -> str:
        async with free:
            return await reader.run(block)

    met = {block for page in MET for block in blocks(page)}
    looks = (block for page in LOOKING for block in blocks(page) if "$PID" not in block)
    once = [block for block in dict.fromkeys(looks) if block not in met]
    said = "".join(await asyncio.gather(*(run(block) for block in once)))
    assert "engine and tables were last compared" in said
    assert "Sổ nguyên vẹn" in said
