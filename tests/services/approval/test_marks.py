"""What happens by itself when nobody decides: each reminder, lateness and escalation once."""

from typing import Any

from tests.services.approval.conftest import (
    CLERK,
    DRAFTER,
    FORM,
    HEAD,
    HEAD_OF_OFFICE,
    Approval,
    Submitted,
)
from tests.services.approval.routes_office import (
    CONTENT,
    INSPECTOR,
    REVIEW,
    SIGNATURE,
    act,
    approve,
    assert_whole,
    done,
    mark,
    marked,
    office_of,
    open_task,
    part,
    refused,
    seen,
    set_clock,
    settle,
    submitted,
    told,
)


def escalating(how: str, again: int = 0, **step: Any) -> dict[str, Any]:
    """A form check of two hours: reminded after one, and escalated an hour after the deadline."""
    rule = {"after": 1, "how": how, "posts": [INSPECTOR], "again": again}
    check = REVIEW | {"remind_before": 1, "escalation": rule} | step
    return office_of(CONTENT, check, SIGNATURE)


async def waiting(approval: Approval, content: dict[str, Any]) -> Submitted:
    """A form check that was opened at eight o'clock."""
    office = await settle(approval, content)
    set_clock(office, 8)
    return await submitted(office, HEAD_OF_OFFICE)


async def wake(round_: Submitted, hour: int, minute: int = 1, *, day: int = 0) -> str:
    """The flow wakes up at an hour; what it is told comes next."""
    set_clock(round_.approval, hour, minute, day=day)
    answer = await mark(round_)
    assert answer.open is not None
    return answer.open.next_mark


async def test_each_is_marked_once_in_its_time_however_often_the_flow_wakes(
    at_rest: Approval,
) -> None:
    round_ = await waiting(at_rest, escalating("told"))
    assert await wake(round_, 8) == "reminder"
    assert await marked(round_) == []
    for _ in range(2):
        assert await wake(round_, 9) == "overdue"
        assert await marked(round_) == [("reminder", 1)]
    assert await told(round_, "reminder") == {FORM: 1}
    for _ in range(2):
        assert await wake(round_, 10) == "escalation"
        assert await told(round_, "overdue") == {FORM: 1}
    for _ in range(2):
        assert await wake(round_, 11) == ""
        assert await told(round_, "escalation") == {INSPECTOR: 1, FORM: 1}
    assert await marked(round_) == [("escalation", 1), ("overdue", 1), ("reminder", 1)]
    acts = await assert_whole(round_)
    assert acts[-3:] == ["reminder", "mark_overdue", "escalation"]


async def test_the_sentence_tells_what_comes_next(at_rest: Approval) -> None:
    round_ = await waiting(at_rest, escalating("told"))
    assert "hệ thống nhắc lúc 09:00" in (await part(round_))["waiting"]
    await wake(round_, 9)
    assert "hệ thống đánh dấu quá hạn lúc 10:00" in (await part(round_))["waiting"]
    await wake(round_, 10)
    sentence = (await part(round_))["waiting"]
    assert ", quá hạn từ 10:00" in sentence
    assert "hệ thống báo Chánh Thanh tra lúc 11:00" in sentence
    await wake(round_, 11)
    assert (await part(round_))["waiting"].endswith(
        "hệ thống không làm gì thêm và không ai bị duyệt thay."
    )


async def test_an_escalation_that_only_tells_changes_no_candidate(at_rest: Approval) -> None:
    round_ = await waiting(at_rest, escalating("told"))
    await wake(round_, 11)
    refused(
        await round_.decide(INSPECTOR, "approve", await open_task(round_)), 403, "not_candidate"
    )
    await approve(round_, FORM)


async def test_an_escalation_tells_again_and_again(at_rest: Approval) -> None:
    round_ = await waiting(at_rest, escalating("told", again=2))
    await wake(round_, 11)
    assert await wake(round_, 13, 59) == "escalation"
    assert await marked(round_) == [("escalation", 1), ("overdue", 1), ("reminder", 1)]
    await wake(round_, 14)
    await wake(round_, 16)
    assert (await told(round_, "escalation"))[INSPECTOR] == 3
    assert [one for one in await marked(round_) if one[0] == "escalation"] == [
        ("escalation", 1),
        ("escalation", 2),
        ("escalation", 3),
    ]


async def test_an_escalation_adds_candidates_once(at_rest: Approval) -> None:
    round_ = await waiting(at_rest, escalating("added", again=2))
    task = await open_task(round_)
    await wake(round_, 11)
    await wake(round_, 14)
    changes = await at_rest.rows("changes", round_.case)
    assert [(one["kind"], one["account"]) for one in changes] == [("escalate", "system")]
    assert (await seen(round_, FORM))["mine"]
    assert (await seen(round_, INSPECTOR))["mine"]
    lists = await (await at_rest.person(INSPECTOR)).get("/tasks")
    assert task in [one["id"] for one in lists.json()["tasks"]]
    await approve(round_, INSPECTOR)


async def test_an_escalation_puts_others_in_place_even_of_who_claimed_it(
    at_rest: Approval,
) -> None:
    round_ = await waiting(at_rest, escalating("replaced", posts=[FORM, CLERK]))
    task = await open_task(round_)
    done(await act(round_, FORM, "claim"))
    await wake(round_, 11)
    refused(await round_.decide(FORM, "approve", task), 403, "not_candidate")
    refused(await round_.decide(CLERK, "approve", task), 403, "not_candidate")
    view = await seen(round_, INSPECTOR)
    assert (view["mine"], view["holder"]) == (True, "Chánh Thanh tra")
    lists = await (await at_rest.person(CLERK)).get("/tasks")
    assert task not in [one["id"] for one in lists.json()["tasks"]]
    await approve(round_, INSPECTOR)


async def test_whom_a_superior_gave_the_task_after_the_escalation_keeps_it(
    at_rest: Approval,
) -> None:
    round_ = await waiting(at_rest, escalating("replaced", again=2))
    await wake(round_, 11)
    done(await act(round_, HEAD, "reassign", to=CLERK))
    await wake(round_, 14)
    assert (await told(round_, "escalation"))[INSPECTOR] == 2
    refused(await round_.decide(INSPECTOR, "approve", await open_task(round_)), 409, "claimed")
    await approve(round_, CLERK)


async def test_an_escalation_brings_somebody_to_a_step_that_nobody_could_take(
    at_rest: Approval,
) -> None:
    """The only holder left after the task was opened."""
    office = escalating("replaced")
    round_ = await waiting(at_rest, office)
    left = [one for one in office["accounts"] if one["id"] != FORM]
    await at_rest.office.load("approval", office | {"accounts": left})
    await round_.open_in_vain()
    set_clock(at_rest, 11, 1)
    opened = (await mark(round_)).open
    assert opened
    assert (opened.overdue, opened.nobody) == (True, "")
    assert await told(round_, "escalation") == {INSPECTOR: 1}
    await approve(round_, INSPECTOR)


async def test_opinions_given_before_others_were_put_in_place_still_count(
    at_rest: Approval,
) -> None:
    """Two of three are wanted and one has agreed: of the new seats one more must."""
    three = escalating("replaced", posts=[FORM, CLERK, "chanh-thanh-tra"], needs=2)
    three["routes"][0]["steps"][1]["escalation"]["posts"] = ["truong-phong-qlvh"]
    round_ = await waiting(at_rest, three)
    await approve(round_, FORM)
    await wake(round_, 11)
    task = await open_task(round_)
    refused(await round_.decide(CLERK, "approve", task), 403, "not_candidate")
    answer = await approve(round_, "truong-phong-qlvh")
    assert answer.open is not None
    assert answer.open.kind == "signature"


async def test_a_late_engine_marks_what_it_missed_once(at_rest: Approval) -> None:
    round_ = await waiting(at_rest, escalating("told", again=1))
    await wake(round_, 16, day=2)
    await wake(round_, 16, day=2)
    notices = {kind: await told(round_, kind) for kind in ("reminder", "overdue", "escalation")}
    assert notices["overdue"] == {FORM: 1}
    assert notices["escalation"] == {FORM: 1, INSPECTOR: 1}
    escalations = [one for one in await marked(round_) if one[0] == "escalation"]
    assert len(escalations) == 1
    assert escalations[0][1] > 1


async def test_whoever_has_the_task_alone_is_reminded_alone(at_rest: Approval) -> None:
    round_ = await waiting(at_rest, escalating("told", posts=[FORM, CLERK]))
    done(await act(round_, CLERK, "claim"))
    await wake(round_, 9)
    assert await told(round_, "reminder") == {CLERK: 1}


async def test_a_task_that_is_decided_is_marked_no_more(at_rest: Approval) -> None:
    round_ = await waiting(at_rest, escalating("told"))
    turn = await round_.turn()
    await approve(round_, FORM)
    set_clock(at_rest, 16)
    await at_rest.activities().mark_overdue(turn)
    assert [kind for kind, _ in await marked(round_)] == []


async def test_nobody_hears_of_time_but_those_whose_turn_it_is(at_rest: Approval) -> None:
    round_ = await waiting(at_rest, escalating("told"))
    await wake(round_, 16)
    for kind in ("reminder", "overdue", "escalation"):
        heard = await told(round_, kind)
        assert not {DRAFTER, HEAD_OF_OFFICE, HEAD} & set(heard)
