"""Every "no" of a decision: who, what and when, and in the right order."""

from datetime import timedelta
from typing import Any

import pytest

from shared.contracts.approval import Review
from tests.services.approval.conftest import (
    CLERK,
    DEPUTY,
    DRAFTER,
    FORM,
    HEAD,
    HEAD_OF_OFFICE,
    Approval,
)
from tests.support.office import LANG_SON, content_of

OTHER = "0" * 64


async def test_who_comes_second_is_told_who_decided_what_and_when(approval: Approval) -> None:
    round_ = await approval.reach("content_check")
    task = await round_.task()
    made = await round_.approve(HEAD_OF_OFFICE)
    again = await round_.decide(HEAD_OF_OFFICE, "return", task, comment="Muộn rồi")
    assert (again.status_code, again.json()["code"]) == (409, "already_decided")
    assert again.json()["detail"].startswith("Chánh Văn phòng đã duyệt lúc ")
    told = {error["field"]: error["message"] for error in again.json()["errors"]}
    assert told["account"] == HEAD_OF_OFFICE
    assert told["verdict"] == "approve"
    assert told["at"][:19] == made["at"][:19]


async def test_a_task_of_a_returned_round_names_who_returned_it(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    assert (await round_.decide(HEAD, "return", comment="Sửa")).status_code == 200
    late = await round_.decide_to_sign()
    assert late.json()["detail"].startswith("Giám đốc Sở (Giám đốc) đã trả lại lúc ")


async def test_a_withdrawn_round_takes_no_decision(approval: Approval) -> None:
    round_ = await approval.reach("content_check")
    assert (await round_.withdraw()).review is Review.WITHDRAWN
    refused = await round_.decide(HEAD_OF_OFFICE, "approve")
    assert (refused.status_code, refused.json()["code"]) == (409, "withdrawn")
    assert refused.json()["detail"].startswith("Chuyên viên Văn phòng đã rút văn bản này")
    told = {error["field"]: error["message"] for error in refused.json()["errors"]}
    assert told["account"] == DRAFTER


async def test_a_decision_to_sign_that_was_taken_back_names_who_took_it_back(
    approval: Approval,
) -> None:
    round_ = await approval.reach("signature")
    task = await round_.task()
    await round_.decide_to_sign()
    await round_.cancel(HEAD)
    late = await round_.decide(DEPUTY, "approve", task, prepared=await round_.prepared())
    assert (late.status_code, late.json()["code"]) == (409, "already_cancelled")
    assert late.json()["detail"].startswith("Giám đốc Sở (Giám đốc) đã hủy quyết định ký này lúc ")


async def test_a_signed_task_says_since_when_the_signature_is_kept(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    task = await round_.task()
    await round_.decide_to_sign()
    await round_.sign()
    late = await round_.decide(DEPUTY, "approve", task, prepared=await round_.prepared())
    assert (late.status_code, late.json()["code"]) == (409, "already_decided")
    assert "đã quyết định ký lúc" in late.json()["detail"]
    assert "chữ ký đã được lưu lúc" in late.json()["detail"]


@pytest.mark.parametrize("account", [DRAFTER, FORM, DEPUTY, HEAD, CLERK, "truong-phong-qlvh"])
async def test_only_the_posts_of_the_step_decide(approval: Approval, account: str) -> None:
    round_ = await approval.reach("content_check")
    refused = await round_.decide(account, "approve")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_candidate")
    assert "Chánh Văn phòng" in refused.json()["detail"]


@pytest.mark.parametrize(
    "part",
    [
        {"drafter": HEAD_OF_OFFICE},
        {"authors": (DRAFTER, HEAD_OF_OFFICE)},
        {"submitter": HEAD_OF_OFFICE},
    ],
)
async def test_who_wrote_or_submitted_it_checks_nothing(
    approval: Approval, part: dict[str, Any]
) -> None:
    round_ = await approval.submit(**part)
    await round_.open_in_vain()
    assert round_.case not in {one["case"] for one in await approval.desk(HEAD_OF_OFFICE)}
    refused = await round_.decide(HEAD_OF_OFFICE, "approve")
    assert (refused.status_code, refused.json()["code"]) == (403, "second_part")
    returned = await round_.decide(HEAD_OF_OFFICE, "return", comment="Tự trả lại")
    assert returned.json()["code"] == "second_part"


async def test_a_decision_is_about_the_version_that_was_seen(approval: Approval) -> None:
    round_ = await approval.reach("content_check")
    refused = await round_.decide(HEAD_OF_OFFICE, "approve", version=OTHER)
    assert (refused.status_code, refused.json()["code"]) == (412, "version_differs")


@pytest.mark.parametrize("verdict", ["return", "reject"])
@pytest.mark.parametrize("comment", ["", "  \n\t "])
async def test_returning_and_rejecting_need_words(
    approval: Approval, verdict: str, comment: str
) -> None:
    round_ = await approval.reach("content_check")
    refused = await round_.decide(HEAD_OF_OFFICE, verdict, comment=comment)
    assert (refused.status_code, refused.json()["code"]) == (422, "comment_needed")
    assert refused.json()["errors"][0]["field"] == "comment"


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": "sign"},
        {"version": "abc"},
        {"prepared": "X" * 64},
        {"comment": "a\x00b"},
        {"comment": "a" * 4001},
        {"more": 1},
    ],
)
async def test_what_has_not_the_documented_shape_is_refused(
    approval: Approval, wrong: dict[str, Any]
) -> None:
    round_ = await approval.reach("content_check")
    said = {"verdict": "approve"} | wrong
    refused = await round_.decide(HEAD_OF_OFFICE, said.pop("verdict"), **said)
    assert (refused.status_code, refused.json()["code"]) == (422, "malformed")


async def test_refusals_come_in_the_order_of_the_rules(approval: Approval) -> None:
    """Nobody learns of a version or a prepared PDF before they may decide at all."""
    round_ = await approval.submit(drafter=HEAD_OF_OFFICE)
    await round_.open_in_vain()
    wrong = {"version": OTHER, "comment": ""}
    assert (await round_.decide(FORM, "return", **wrong)).json()["code"] == "not_candidate"
    assert (await round_.decide(HEAD_OF_OFFICE, "return", **wrong)).json()["code"] == "second_part"
    other = await approval.reach("content_check")
    assert (await other.decide(HEAD_OF_OFFICE, "return", **wrong)).json()["code"] == (
        "version_differs"
    )


async def test_refused_acts_leave_nothing_behind(approval: Approval) -> None:
    round_ = await approval.reach("content_check")
    events = await approval.events(round_.case)
    person = await approval.person(HEAD_OF_OFFICE)
    address, key = f"/tasks/{await round_.task()}/decision", {"Idempotency-Key": "refused-once"}
    said = {"verdict": "return", "version": round_.version}
    refused = await person.post(address, json=said, headers=key)
    assert refused.status_code == 422
    assert await approval.events(round_.case) == events
    good = said | {"comment": "Sửa"}
    made = await person.post(address, json=good, headers=key)
    assert made.status_code == 200
    again = await person.post(address, json=good, headers=key)
    assert again.json() == made.json()
    other = await person.post(address, json=good | {"comment": "Khác"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert len(await approval.rows("decisions", round_.case)) == 1


async def test_unknown_tasks_and_dispatches_are_unknown(approval: Approval) -> None:
    person = await approval.person(HEAD)
    nowhere = "/tasks/00000000-0000-4000-8000-000000000000"
    assert (await person.get(nowhere)).status_code == 404
    assert (await person.get("/dispatches/SVHTTDL-2026-900000")).status_code == 404
    assert (await person.get("/dispatches/x%00y")).status_code == 422
    assert (await person.get("/tasks/not-a-task")).status_code == 422


async def test_one_person_with_every_post_still_does_one_thing(at_rest: Approval) -> None:
    content = content_of(LANG_SON)
    posts = ["chanh-van-phong", "pho-chanh-van-phong", "giam-doc"]
    content["accounts"].append({"id": "moi-viec", "name": "Người nhiều việc", "posts": posts})
    at_rest.versions["SVHTTDL"] = await at_rest.office.load("approval", content)
    round_ = await at_rest.reach("content_check")
    await round_.approve("moi-viec")
    await round_.open_step()
    refused = await round_.decide("moi-viec", "approve")
    assert refused.json()["code"] == "second_part"
    assert await round_.task() not in await _on_desk(at_rest, "moi-viec")
    await round_.approve(FORM)
    await round_.open_step()
    await round_.prepare()
    refused = await round_.decide("moi-viec", "approve", prepared=await round_.prepared())
    assert refused.json()["code"] == "second_part"
    person = await at_rest.person("moi-viec")
    asked = await person.post(f"/tasks/{await round_.task()}/prepared")
    assert asked.json()["code"] == "second_part"
    assert await round_.task() in await _on_desk(at_rest, HEAD)


async def test_who_lost_the_post_decides_no_more(at_rest: Approval) -> None:
    round_ = await at_rest.reach("content_check")
    content = content_of(LANG_SON)
    for account in content["accounts"]:
        if account["id"] == HEAD_OF_OFFICE:
            account["posts"] = ["chuyen-vien-vp"]
        if account["id"] == "chanh-thanh-tra":
            account["posts"].append("chanh-van-phong")
    await at_rest.office.load("approval", content)
    refused = await round_.decide(HEAD_OF_OFFICE, "approve")
    assert refused.json()["code"] == "not_candidate"
    made = await round_.approve("chanh-thanh-tra")
    assert made["title"] == "Chánh Văn phòng"


async def test_a_deadline_is_counted_in_working_hours_and_marked_once(at_rest: Approval) -> None:
    round_ = await at_rest.reach("content_check")
    turn = await round_.turn()
    waiting = (await round_.open_step()).open
    assert waiting is not None
    activities = at_rest.activities()
    early = await activities.mark_overdue(turn)
    assert early.open == waiting
    at_rest.office.clock.ahead = waiting.due_at - at_rest.now() + timedelta(minutes=1)
    late = type(turn)(
        case=turn.case, round=turn.round, step=turn.step, turn=turn.turn, at=waiting.due_at
    )
    marked = await activities.mark_overdue(late)
    assert marked.open is not None
    assert marked.open.overdue
    assert await activities.mark_overdue(late) == marked
    assert [e["act"] for e in await at_rest.events(round_.case)].count("mark_overdue") == 1
    made = await round_.decide(HEAD_OF_OFFICE, "approve")
    assert made.status_code == 200
    reader = await at_rest.person(HEAD_OF_OFFICE)
    part = (await reader.get(f"/dispatches/{round_.case}")).json()
    assert part["rounds"][0]["taken"][0]["late"]


async def _on_desk(approval: Approval, account: str) -> set[str]:
    return {task["id"] for task in await approval.desk(account)}
