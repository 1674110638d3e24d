"""The engine is lost, or somebody meddles with it: the tables carry everything on."""

import asyncio
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from temporalio.client import (
    Client,
    WorkflowExecutionStatus,
    WorkflowHandle,
    WorkflowUpdateFailedError,
)
from temporalio.contrib.pydantic import pydantic_data_converter

from deploy.local.database import driver_url
from deploy.local.local_secrets import read_secrets
from deploy.local.postgres import database_urls
from services.cli.organisation_file import ACTIVATION_ORDER
from shared.contracts.dispatch_flow import FLOW, NEWS, RETRY
from shared.domain.lifecycle import Stage
from tests.stories.conftest import Congvan, Town
from tests.stories.papers import CHECK, CHECKER, CLERK, DEPUTY, DRAFTER, OFFICE, SIGN, TEXT
from tests.stories.test_engine_away import checked, signed, submitted
from tests.support.manual import Reader
from tests.support.office import ADMINISTRATOR
from tests.support.waiting import until


async def told(town: Town, account: str, case: str) -> list[str]:
    page = await town.person(account).get("approval", "/notices", limit="200")
    return [one["kind"] for one in page["notices"] if one["case"] == case]


async def test_with_an_empty_engine_every_open_dispatch_goes_on_where_it_was(
    town: Town, tmp_path: Path
) -> None:
    drafter, office, clerk = town.person(DRAFTER), town.person(OFFICE), town.person(CLERK)
    waits, decided, ready = await asyncio.gather(checked(town), submitted(town), signed(town))
    before = (await office.part(waits))["open"]
    manual = Reader("engine-lost", town.settings, tmp_path, {})
    *_, moved_away = manual.ahead
    async with town.without("temporal"):
        await town.person(CHECKER).approve(decided, CHECK)
        await manual.run(moved_away)

    assert "đã đánh thức" in await manual.next()
    await office.task(decided, "office_review")
    after = (await office.part(waits))["open"]
    assert (after["task"], after["due_at"]) == (before["task"], before["due_at"])
    await office.approve(waits, "office_review")
    await town.person(DEPUTY).approve(waits, SIGN)
    numbers = [await clerk.issue(case) for case in (ready, waits)]
    for case in (ready, waits):
        await clerk.comes_to(case, Stage.FILED)
        assert await told(town, OFFICE, case) == ["new_task"]
    assert int(numbers[1]["number"]) == int(numbers[0]["number"]) + 1
    page = await town.person(CHECKER).get("distribution", "/mailboxes/QLVH")
    lying = [item["case"] for item in page["items"]]
    assert [lying.count(case) for case in (ready, waits)] == [1, 1]
    assert (await clerk.get("distribution", "/register/verify"))["whole"]
    assert await drafter.drafted(TEXT)

    compare = manual.ahead[0]

    async def agree() -> bool:
        return (await manual.run(compare)).count("khớp") == len(ACTIVATION_ORDER)

    await until(agree, 90)


async def test_nobody_changes_a_fact_by_the_engine_s_own_client(
    town: Town, congvan: Congvan
) -> None:
    case = await submitted(town)
    client = await Client.connect(
        town.settings.temporal_address,
        namespace=town.settings.namespace,
        data_converter=pydantic_data_converter,
    )
    before = await facts(town, case)
    flow: WorkflowHandle[Any, Any] = client.get_workflow_handle(case)
    forged = {"kind": "decision", "id": "x", "verdict": "approve", "account": CHECKER}
    for said in (forged, {"kind": "withdrawal", "id": "y"}, ["rác"], 7, None):
        await flow.signal(NEWS, said)
    await flow.signal("approve", forged)
    await flow.signal(RETRY)
    await refused_update(flow, forged)
    await flow.cancel()
    await ended(flow)
    assert await facts(town, case) == before
    assert (await congvan("rebuild", ADMINISTRATOR, case)).code == 0
    await client.get_workflow_handle(case).terminate("forged")
    assert await facts(town, case) == before

    await town.person(CHECKER).approve(case, CHECK)
    await town.person(OFFICE).task(case, "office_review")
    described = await client.get_workflow_handle(case).describe()
    assert described.workflow_type == FLOW


async def refused_update(flow: WorkflowHandle[Any, Any], forged: dict[str, str]) -> None:
    with pytest.raises(WorkflowUpdateFailedError):
        await flow.execute_update("decide", forged)


async def ended(flow: WorkflowHandle[Any, Any]) -> None:
    async def closed() -> bool:
        return (await flow.describe()).status is WorkflowExecutionStatus.CANCELED

    await until(closed)


async def facts(town: Town, case: str) -> dict[str, list[str]]:
    """Every event of the case, by the service that owns it."""
    urls = database_urls(town.settings, read_secrets(town.settings))
    found = {}
    for name in ACTIVATION_ORDER:
        connection = await asyncpg.connect(driver_url(urls[name]))
        rows = await connection.fetch(
            f'select hash from {name}.events where "case" = $1 order by seq',  # noqa: S608 -- a service's name
            case,
        )
        await connection.close()
        found[name] = [row["hash"] for row in rows]
    return found
