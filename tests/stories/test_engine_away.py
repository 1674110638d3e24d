"""People go on while the engine, its workers or the database are away; the rest comes after."""

import asyncio
import re
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

from shared.domain.lifecycle import Stage
from tests.stories.conftest import Town
from tests.stories.frozen import frozen, without_work_of
from tests.stories.manual import following
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
from tests.stories.whole_office import decision


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


async def test_with_the_engine_away_people_go_on_with_what_is_open(town: Town) -> None:
    drafter, checker, office = town.person(DRAFTER), town.person(CHECKER), town.person(OFFICE)
    open_, back, ready = await submitted(town), await submitted(town), await signed(town)
    draft, unwanted = await drafter.drafted(TEXT), await submitted(town)
    async with town.without("temporal"):
        await checker.approve(open_, CHECK)
        await checker.decide(await checker.task(back, CHECK), "return", "Sửa đoạn 1.")
        number = await town.person(CLERK).act("distribution", f"/dispatches/{ready}/issue")
        await drafter.submit(draft)
        because = {"reason": "Chờ ý kiến của UBND tỉnh"}
        await drafter.act("drafting", f"/drafts/{unwanted}/withdraw", because)
        status, said = await drafter.tried("drafting", f"/drafts/{unwanted}/withdraw", because)
        assert (status, said["code"]) == (409, "withdrawal_waits")

        assert (await office.part(open_))["open"] is None
        assert (await checker.part(draft)) == {}
        await drafter.comes_to(back, Stage.RETURNED)
        status, said = await drafter.tried("drafting", f"/drafts/{back}", dict(TEXT), put=True)
        assert (status, said["code"]) == (409, "under_review")
        assert "tự mở khóa khi chuyển xong" in said["detail"]
        async with town.client("approval") as client:
            assert (await client.get("/readyz")).json() == {"database": "ok", "engine": "away"}

    await office.task(open_, REVIEW)
    await checker.task(draft, CHECK)
    await drafter.comes_to(unwanted, Stage.WITHDRAWN)
    await drafter.rewrite(back, rewritten(TEXT, 0, "Sở đề nghị các phòng triển khai./."))
    await drafter.submit(back)
    await checker.task(back, CHECK, round_=2)
    filed = await town.person(CLERK).comes_to(ready, Stage.FILED)
    assert filed["distribution"]["number"].startswith(f"{number['number']}/")


async def test_with_one_worker_away_after_the_other_people_go_on_with_what_is_open(
    town: Town, tmp_path: Path
) -> None:
    case = await submitted(town)
    office, deputy, clerk = town.person(OFFICE), town.person(DEPUTY), town.person(CLERK)
    with frozen(town, "workflows"):
        await town.person(CHECKER).approve(case, CHECK)
        assert (await office.part(case))["open"] is None
    await office.task(case, REVIEW)
    await waits_for_approval(town, case, tmp_path)
    await deputy.approve(case, SIGN)
    await clerk.laid(case)
    await waits_for_distribution(town, case, tmp_path)
    await clerk.comes_to(case, Stage.FILED)


async def waits_for_approval(town: Town, case: str, folder: Path) -> None:
    """The act is taken; its alarm's page is followed until the next step is there."""
    at_once = {"CONGVAN_RELAY_BEHIND_SECONDS": "0"}
    with ExitStack() as over:
        async with without_work_of(town, "approval", **at_once) as (meanwhile, settings):
            await meanwhile.person(OFFICE).approve(case, REVIEW)
            assert (await meanwhile.person(DEPUTY).part(case))["open"] is None
            page = over.enter_context(following("relay-behind", settings, folder))
            assert re.search(r"^relay-behind .*approval: ", await page.next(), re.MULTILINE)
            await page.next()
            await page.next()
        await town.person(DEPUTY).task(case, SIGN)
        page.settings = town.settings
        await page.rest()


async def waits_for_distribution(town: Town, case: str, folder: Path) -> None:
    """The number is given, and the seal waits; a disk that is as good as full hinders nobody."""
    full = {"CONGVAN_LEAST_SPACE_MB": str(10**9)}
    async with without_work_of(town, "distribution", **full) as (meanwhile, settings):
        clerk = meanwhile.person(CLERK)
        await clerk.issue(case)
        assert (await clerk.parts(case))["distribution"]["stage"] == Stage.NUMBERED
        with following("disk", settings, folder) as page:
            assert re.search(r"^disk .* MB free for .*blobs", await page.next(), re.MULTILINE)
            await page.rest()


async def test_with_the_database_away_nothing_is_half_done_and_all_comes_back(town: Town) -> None:
    case = await submitted(town)
    checker = town.person(CHECKER)
    seen = await checker.task(case, CHECK)
    path, key = f"/tasks/{seen['id']}/decision", uuid4().hex
    async with town.client("approval", CHECKER) as client:
        sent: dict[str, Any] = {"json": decision(seen), "headers": {"Idempotency-Key": key}}
        async with town.without("postgres"):
            answers = await asyncio.gather(*(client.post(path, **sent) for _ in range(10)))
            assert {answer.status_code for answer in answers} == {503}
            waits = [int(answer.headers["Retry-After"]) for answer in answers]
            assert min(waits) > 0
            assert len(set(waits)) > 1, "everybody would come back at the same second"
        again = await client.post(path, **sent)
        assert again.status_code == 200
        assert (await client.post(path, **sent)).json() == again.json()
    await town.person(OFFICE).task(case, REVIEW)
