"""Several decisions at once, acts that are sent twice, and acts of another agency's people."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from shared.domain.urgency import Urgency
from tests.services.approval.conftest import (
    DEPUTY,
    FORM,
    HEAD,
    HEAD_OF_OFFICE,
    TEXT,
    Approval,
    Submitted,
)
from tests.services.approval.routes_office import (
    BY_ACT,
    CONTENT,
    INSPECTOR,
    REVIEW,
    SIGNATURE,
    act,
    approve,
    assert_whole,
    decide,
    done,
    fresh_key,
    office_of,
    on_case,
    open_task,
    refused,
    settle,
    submitted,
    told,
)

NOWHERE = "00000000-0000-4000-8000-000000000000"


async def all_of(
    approval: Approval, account: str, *said: dict[str, Any], key: str | None = None
) -> httpx.Response:
    person = await approval.person(account)
    headers = {"Idempotency-Key": key} if key else {}
    return await person.post("/tasks/decisions", json={"decisions": said}, headers=headers)


async def chosen(round_: Submitted, verdict: str = "approve", **more: Any) -> dict[str, Any]:
    task = await open_task(round_)
    return {"task": task, "verdict": verdict, "version": round_.version} | more


async def test_each_of_a_selection_has_its_own_result(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    good, back, stale, gone, other = [await submitted(office) for _ in range(5)]
    selection = [
        await chosen(good),
        await chosen(back, "return", comment="Sửa"),
        await chosen(stale) | {"version": "0" * 64},
        await chosen(gone),
        await chosen(other, "return"),
        {"task": NOWHERE, "verdict": "approve", "version": good.version},
    ]
    await approve(gone, HEAD_OF_OFFICE)
    results = done(await all_of(office, HEAD_OF_OFFICE, *selection))["results"]
    assert [one["task"] for one in results] == [one["task"] for one in selection]
    told_so = [(one["status"], (one["problem"] or {}).get("code")) for one in results]
    assert told_so == [
        (200, None),
        (200, None),
        (412, "version_differs"),
        (409, "already_decided"),
        (422, "comment_needed"),
        (404, "no_task"),
    ]
    assert [one["decision"] is not None for one in results] == [True, True] + [False] * 4
    assert "đã duyệt lúc" in results[3]["problem"]["detail"]
    assert (await good.open_step()).open != (await stale.open_step()).open
    for round_ in (good, back):
        await assert_whole(round_)


async def test_several_signatures_are_decided_on_each_with_its_own_pdf(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    other = replace(TEXT, subject="báo cáo quý III")
    first = await submitted(office, HEAD_OF_OFFICE, FORM)
    second = await submitted(office, HEAD_OF_OFFICE, FORM, text=other)
    for round_ in (first, second):
        await round_.prepare()
    right = await chosen(first, prepared=await first.prepared())
    wrong = await chosen(second, prepared=await first.prepared())
    results = done(await all_of(office, DEPUTY, right, wrong))["results"]
    assert [one["status"] for one in results] == [200, 412]
    assert results[0]["decision"]["stage"] == "SIGNING"
    assert results[1]["problem"]["code"] == "prepared_stale"


async def test_a_selection_sent_again_gets_the_same_results(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    first, second = await submitted(office), await submitted(office)
    selection, key = [await chosen(first), await chosen(second)], fresh_key()
    answer = done(await all_of(office, HEAD_OF_OFFICE, *selection, key=key))
    assert done(await all_of(office, HEAD_OF_OFFICE, *selection, key=key)) == answer
    again = done(await all_of(office, HEAD_OF_OFFICE, *selection))["results"]
    assert [one["problem"]["code"] for one in again] == ["already_decided"] * 2
    for round_ in (first, second):
        assert len(await office.rows("decisions", round_.case)) == 1


async def test_a_selection_that_was_interrupted_is_finished_by_sending_it_again(
    at_rest: Approval,
) -> None:
    """The first part was committed; the second was refused then, and is judged anew."""
    office = await settle(at_rest, office_of())
    first, second = await submitted(office), await submitted(office)
    done(await act(second, HEAD, "reassign", to=INSPECTOR))
    selection, key = [await chosen(first), await chosen(second)], fresh_key()
    results = done(await all_of(office, HEAD_OF_OFFICE, *selection, key=key))["results"]
    assert [one["status"] for one in results] == [200, 409]
    done(await act(second, INSPECTOR, "release"))
    again = done(await all_of(office, HEAD_OF_OFFICE, *selection, key=key))["results"]
    assert again[0] == results[0]
    assert again[1]["status"] == 200


async def test_the_same_task_twice_in_a_selection_is_decided_once(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office)
    twice = [await chosen(round_), await chosen(round_, "return", comment="Sửa")]
    results = done(await all_of(office, HEAD_OF_OFFICE, *twice))["results"]
    assert [one["status"] for one in results] == [200, 409]
    other = await submitted(office)
    twice = [await chosen(other), await chosen(other, "return", comment="Sửa")]
    results = done(await all_of(office, HEAD_OF_OFFICE, *twice, key=fresh_key()))["results"]
    assert [one["status"] for one in results] == [200, 422]


async def test_a_selection_of_nothing_or_of_nonsense_is_refused_whole(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office)
    refused(await all_of(office, HEAD_OF_OFFICE), 422, "malformed")
    wrong = [await chosen(round_), {"task": "x", "verdict": "approve", "version": "0" * 64}]
    refused(await all_of(office, HEAD_OF_OFFICE, *wrong), 422, "malformed")
    assert await office.rows("decisions", round_.case) == []


CANDIDATES = {
    "claim": FORM,
    "release": FORM,
    "forward": FORM,
    "reassign": HEAD,
    "consultations": FORM,
    "messages": FORM,
    "urgency": DEPUTY,
    "bypass": HEAD,
}
"""Who may do each act in the office of these stories."""


async def ready_for(approval: Approval, what: str) -> Submitted:
    """A dispatch on which this act is possible now."""
    review = REVIEW | {"posts": [FORM, "van-thu"]}
    office = await settle(approval, office_of(CONTENT, review, SIGNATURE))
    text = replace(TEXT, urgency=Urgency.VERY_URGENT)
    before = (HEAD_OF_OFFICE, FORM) if what == "urgency" else (HEAD_OF_OFFICE,)
    round_ = await submitted(office, *before, text=text)
    if what == "release":
        done(await act(round_, FORM, "claim"))
    return round_


def said_of(what: str) -> dict[str, Any]:
    return {"to": "van-thu"} if what in {"forward", "reassign"} else {}


@pytest.mark.parametrize("what", BY_ACT)
async def test_an_act_sent_twice_is_done_once(at_rest: Approval, what: str) -> None:
    round_ = await ready_for(at_rest, what)
    task, key, who = await open_task(round_), fresh_key(), CANDIDATES[what]
    answers = [await act(round_, who, what, task, key=key, **said_of(what)) for _ in range(2)]
    assert done(answers[0]) == done(answers[1])
    table = "messages" if what == "messages" else "changes"
    rows = [one for one in await at_rest.rows(table, round_.case) if one["id"]]
    assert [one["id"] for one in rows].count(answers[0].json()["id"]) == 1
    assert len(rows) == (2 if what == "release" else 1)
    if BY_ACT[what]:
        another = "Một chuyện khác hẳn"
        changed = {"said": another} if what == "messages" else {"reason": another}
        other = await act(round_, who, what, task, key=key, **said_of(what) | changed)
        refused(other, 422, "key_reused")
    await assert_whole(round_)


@pytest.mark.parametrize("what", ["replan", "deadlines"])
async def test_an_act_on_a_dispatch_sent_twice_is_done_once(at_rest: Approval, what: str) -> None:
    office = await settle(at_rest, office_of())
    round_, key = await submitted(office), fresh_key()
    answers = [await on_case(round_, HEAD, what, key=key) for _ in range(2)]
    assert done(answers[0]) == done(answers[1])
    assert len(await office.rows("changes", round_.case)) == 1
    other = await on_case(round_, HEAD, what, key=key, reason="Một chuyện khác")
    refused(other, 422, "key_reused")


async def test_another_agencys_people_find_no_task_and_no_dispatch(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE)
    for what in BY_ACT:
        refused(await act(round_, "xa-truong", what), 404, "no_task")
        nobody = await office.person(None)
        answer = await nobody.post(f"/tasks/{await open_task(round_)}/{what}", json=BY_ACT[what])
        assert answer.status_code == 401
    for what in ("replan", "deadlines"):
        refused(await on_case(round_, "xa-truong", what), 404, "no_dispatch")
    (result,) = done(await all_of(office, "xa-truong", await chosen(round_)))["results"]
    assert (result["status"], result["problem"]["code"]) == (404, "no_task")
    everything = await office.person("xa-truong")
    refused(await everything.post("/deadlines", json={"reason": "Lịch mới"}), 403, "no_permission")
    assert await office.rows("changes", round_.case) == []


async def test_after_everything_the_chain_is_whole_and_nobody_was_told_twice(
    at_rest: Approval,
) -> None:
    office = await settle(at_rest, office_of(returns="by_head", after_return="resume"))
    round_ = await submitted(office)
    done(await act(round_, HEAD_OF_OFFICE, "messages"))
    done(await act(round_, "chuyen-vien-vp", "messages", kind="answer"))
    done(await act(round_, HEAD_OF_OFFICE, "consultations"))
    await round_.open_step()
    await decide(round_, INSPECTOR, "opinion", comment="Đồng ý")
    done(await act(round_, HEAD_OF_OFFICE, "claim"))
    done(await act(round_, HEAD_OF_OFFICE, "release"))
    await approve(round_, HEAD_OF_OFFICE)
    done(await on_case(round_, HEAD))
    await round_.open_step()
    await decide(round_, FORM, "return", comment="Xem lại", to_step=1)
    await decide(round_, HEAD_OF_OFFICE, "approve")
    await decide(round_, FORM, "return", comment="Sai thể thức")
    await decide(round_, HEAD_OF_OFFICE, "hand_on")
    acts = await assert_whole(round_)
    assert {"question", "answer", "consult", "claim", "release", "replan", "hand_on"} <= set(acts)
    notices = await office.rows("notices", round_.case)
    keys = [tuple(one[name] for name in ("step", "turn", "recipient", "kind")) for one in notices]
    assert len(keys) == len(set(keys))
    assert await told(round_, "returned") == {"chuyen-vien-vp": 1}
    assert await told(round_, "decided") == {"chuyen-vien-vp": 5}
