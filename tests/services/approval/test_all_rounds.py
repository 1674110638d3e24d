"""Four eyes hold over all rounds of a dispatch, and late attempts hide no fact from the relay."""

from datetime import timedelta
from typing import Any

import pytest

from services.approval import tables
from shared.contracts.approval import Review
from tests.services.approval.conftest import (
    DEPUTY,
    DRAFTER,
    FORM,
    HEAD_OF_OFFICE,
    SECOND_DEPUTY,
    Approval,
    Submitted,
)
from tests.support.office import LANG_SON, content_of


@pytest.fixture
async def stand_in(at_rest: Approval) -> Approval:
    """The second deputy has the Office's field and is its head too: both posts in one hand."""
    content: dict[str, Any] = content_of(LANG_SON)
    for account in content["accounts"]:
        if account["id"] == SECOND_DEPUTY:
            account["posts"].append("chanh-van-phong")
            account["fields"].append("hanh-chinh")
    at_rest.versions["SVHTTDL"] = await at_rest.office.load("approval", content)
    return at_rest


async def returned(approval: Approval, by: str = FORM, **first: Any) -> Submitted:
    """The second round of a dispatch whose first one was returned at the form check."""
    round_ = await approval.submit(**first)
    await round_.open_step()
    await round_.approve(SECOND_DEPUTY if by == FORM else by)
    await round_.open_step()
    assert (await round_.decide(FORM, "return", comment="Sửa")).status_code == 200
    later = await round_.next_round()
    await later.open_step()
    return later


async def test_the_content_checker_of_one_round_does_not_sign_the_next(
    stand_in: Approval,
) -> None:
    second = await returned(stand_in, drafter=DRAFTER)
    await second.approve(HEAD_OF_OFFICE)
    await second.open_step()
    await second.approve(FORM)
    await second.open_step()
    await second.prepare()
    person = await stand_in.person(SECOND_DEPUTY)
    task = await second.task()
    mine = await person.post(f"/tasks/{task}/prepared")
    assert (mine.status_code, mine.json()["code"]) == (403, "second_part")
    assert task not in {one["id"] for one in await stand_in.desk(SECOND_DEPUTY)}
    assert (await person.get(f"/tasks/{task}")).json()["mine"] is False
    refused = await second.decide_to_sign(SECOND_DEPUTY)
    assert (refused.status_code, refused.json()["code"]) == (403, "second_part")
    assert (await second.decide_to_sign(DEPUTY)).status_code == 200


async def test_who_checked_before_is_not_the_signer_that_is_prepared_for(
    stand_in: Approval,
) -> None:
    second = await returned(stand_in, signer=SECOND_DEPUTY)
    await second.approve(HEAD_OF_OFFICE)
    await second.open_step()
    await second.approve(FORM)
    await second.open_step()
    await second.prepare()
    (made,) = await stand_in.rows("prepared", second.case)
    assert made["account"] != SECOND_DEPUTY


async def test_who_submitted_an_earlier_round_checks_no_later_one(stand_in: Approval) -> None:
    second = await returned(stand_in, submitter=HEAD_OF_OFFICE)
    refused = await second.decide(HEAD_OF_OFFICE, "approve")
    assert (refused.status_code, refused.json()["code"]) == (403, "second_part")
    assert second.case not in {one["case"] for one in await stand_in.desk(HEAD_OF_OFFICE)}
    await second.approve(SECOND_DEPUTY)


async def test_who_checked_one_round_checks_the_next_one_too(stand_in: Approval) -> None:
    second = await returned(stand_in)
    task = await second.task()
    assert task in {one["id"] for one in await stand_in.desk(SECOND_DEPUTY)}
    await second.approve(SECOND_DEPUTY)
    assert (await second.open_step()).review is Review.DECIDING
    await second.approve(FORM)


async def test_a_late_attempt_hides_no_newer_decision_from_the_relay(approval: Approval) -> None:
    round_ = await approval.reach("content_check")
    asked_at = approval.now()
    await round_.approve(HEAD_OF_OFFICE)
    await round_.open_step(at=asked_at)
    (decision,) = await approval.rows("decisions", round_.case)
    assert decision["handed_over_at"] is None
    await round_.open_step(at=decision["at"])
    (decision,) = await approval.rows("decisions", round_.case)
    assert decision["handed_over_at"] is not None


async def test_a_late_attempt_hides_no_newer_cancellation(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    await round_.decide_to_sign()
    asked_at = approval.now() - timedelta(microseconds=1)
    await round_.cancel(DEPUTY)
    await round_.open_step(at=asked_at)
    (row,) = await approval.rows(tables.cancellations.name, round_.case)
    assert row["handed_over_at"] is None
