"""Test keys count only where the agency says so, and cost no number where it does not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from services.distribution.operations import acts, papers
from shared.document.trust import trust_roots
from shared.domain.lifecycle import Stage
from shared.domain.refusals import Stale, WrongMoment
from tests.services.distribution.records_desk import RecordsDesk
from tests.support.office import LANG_SON, content_of

PDF = {"Content-Type": "application/pdf"}


@asynccontextmanager
async def no_test_keys(desk: RecordsDesk) -> AsyncIterator[None]:
    content = content_of(LANG_SON)
    await desk.office.load("distribution", content | {"test_keys": "false"})
    try:
        yield
    finally:
        await desk.office.load("distribution", content)


async def test_without_test_keys_a_trial_signature_costs_no_number(desk: RecordsDesk) -> None:
    case, before = await desk.lay(), len(await desk.register())
    async with no_test_keys(desk), desk.client() as clerk:
        refused = await clerk.post(f"/dispatches/{case}/issue", json={})
        assert (refused.status_code, refused.json()["code"]) == (422, "signature_not_valid")
        assert len(await desk.register()) == before
    assert (await desk.stands(case)).stage is Stage.TO_ISSUE
    async with desk.client() as clerk:
        assert (await clerk.post(f"/dispatches/{case}/issue", json={})).status_code == 200


async def test_a_dispatch_that_nobody_could_seal_gets_no_number(desk: RecordsDesk) -> None:
    case = await desk.lay()
    good = replace(desk.looked_at(case), test_keys=False)
    async with no_test_keys(desk), desk.work() as (work, me):
        with pytest.raises(WrongMoment) as refused:
            await acts.issue(work, me, case, good)
    assert refused.value.code == "soft_seal_forbidden"


async def test_a_look_under_another_rule_about_test_keys_does_not_count(desk: RecordsDesk) -> None:
    case = await desk.lay()
    looked_at = desk.looked_at(case)
    assert await refusal(desk, case, replace(looked_at, test_keys=False)) == "test_keys_changed"
    async with no_test_keys(desk):
        assert await refusal(desk, case, looked_at) == "test_keys_changed"


async def refusal(desk: RecordsDesk, case: str, found: papers.Examined) -> str:
    async with desk.work() as (work, me):
        with pytest.raises(Stale) as refused:
            await acts.issue(work, me, case, found)
    return refused.value.code


async def test_verifying_still_knows_trial_signatures_and_says_that_they_are_tests(
    desk: RecordsDesk,
) -> None:
    case = await desk.lay()
    await desk.issue(case)
    await desk.send_out(case)
    async with no_test_keys(desk), desk.client("chuyen-vien-qlvh") as anybody:
        pdf = (await anybody.get(f"/dispatches/{case}/pdf")).content
        found = (await anybody.post("/verify", content=pdf, headers=PDF)).json()
        record = (await anybody.get(f"/dispatches/{case}")).json()
    assert (found["problems"], found["whole"], found["test_keys"]) == ([], True, True)
    for told in ("issued_by", "issued_at", "sealed_at"):
        assert found[told] == record[told]
        assert found[told]


async def test_the_roots_of_trials_are_told_by_their_name(desk: RecordsDesk) -> None:
    keys = desk.office.keys
    assert len(trust_roots(keys, test_keys=True)) == 1
    assert trust_roots(keys, test_keys=False) == ()
    assert trust_roots(None, test_keys=True) == ()
