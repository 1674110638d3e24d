"""A running dispatch gets the plan, or the calendar, that is in force: an act of its own."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.contracts.approval import Review
from shared.domain.dates import VIETNAM
from tests.services.approval.conftest import (
    CLERK,
    DEPUTY,
    DRAFTER,
    FORM,
    HEAD,
    HEAD_OF_OFFICE,
    Approval,
)
from tests.services.approval.routes_office import (
    CONTENT,
    EVERY_DAY,
    INSPECTOR,
    REVIEW,
    SIGNATURE,
    act,
    approve,
    assert_whole,
    decide,
    done,
    fresh_key,
    mark,
    marked,
    named,
    office_of,
    on_case,
    open_task,
    open_turn,
    part,
    plan,
    refused,
    set_clock,
    settle,
    submitted,
    taken,
    to_sign,
    told,
)

OPINION = {"kind": "consultation", "hours": 4, "posts": [INSPECTOR]}
LONGER = office_of(CONTENT, OPINION, REVIEW | {"posts": [CLERK]}, SIGNATURE)
DAY = timedelta(days=1)


async def test_what_was_settled_stays_and_the_rest_comes_anew(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE)
    task = await open_task(round_)
    await settle(at_rest, LONGER)
    made = done(await on_case(round_, HEAD))
    assert (made["kind"], made["account"], made["stage"]) == ("replan", HEAD, "UNDER_REVIEW")
    assert await plan(round_) == [
        (1, "content_check"),
        (5, "consultation"),
        (6, "office_review"),
        (7, "signature"),
    ]
    late = await round_.decide(FORM, "approve", task)
    assert "đã lập lại luồng trình ký lúc" in refused(late, 409, "set_aside")
    assert named(late)["account"] == HEAD
    answer = await round_.open_step()
    assert answer.open is not None
    assert (answer.open.step, answer.open.turn, answer.open.kind) == (5, 1, "consultation")
    await approve(round_, INSPECTOR)
    await approve(round_, CLERK)
    assert (await to_sign(round_)).review is Review.SIGNED
    assert "replan" in await assert_whole(round_)


async def test_before_the_next_step_opened_what_was_approved_stays_too(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office)
    await round_.approve(HEAD_OF_OFFICE)
    await settle(at_rest, LONGER)
    done(await on_case(round_, HEAD))
    answer = await round_.open_step()
    assert answer.open is not None
    assert (answer.open.step, answer.open.kind) == (5, "consultation")


async def test_what_was_asked_for_on_the_fly_stays_heard(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE)
    done(await act(round_, FORM, "consultations"))
    await round_.open_step()
    await decide(round_, INSPECTOR, "opinion", comment="Thiếu căn cứ")
    await settle(at_rest, LONGER)
    done(await on_case(round_, HEAD))
    answer = await round_.open_step()
    assert answer.open is not None
    assert answer.open.kind == "office_review"
    assert ("opinion", INSPECTOR) in await taken(round_)


async def test_approvals_between_stay_though_an_earlier_step_was_asked_again(
    at_rest: Approval,
) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE, FORM)
    await decide(round_, DEPUTY, "return", comment="Xem lại nội dung", to_step=1)
    done(await on_case(round_, HEAD))
    assert await plan(round_) == [(4, "content_check"), (2, "office_review"), (6, "signature")]
    await round_.open_step()
    answer = await approve(round_, HEAD_OF_OFFICE)
    assert answer.open is not None
    assert answer.open.kind == "signature"


async def test_a_new_plan_and_a_decision_at_once_agree_ten_times(at_rest: Approval) -> None:
    """Decided first, the step is settled; replanned first, the decision is refused."""
    for _ in range(10):
        office = await settle(at_rest, office_of())
        round_ = await submitted(office)
        task = await open_task(round_)
        await settle(at_rest, LONGER)
        laid, decided = await asyncio.gather(
            on_case(round_, HEAD), round_.decide(HEAD_OF_OFFICE, "approve", task)
        )
        assert laid.is_success
        answer = await round_.open_step()
        assert answer.open is not None
        if decided.is_success:
            assert (answer.open.step, answer.open.kind) == (5, "consultation")
        else:
            refused(decided, 409, "set_aside")
            assert (answer.open.step, answer.open.kind) == (4, "content_check")


async def test_a_return_that_waits_to_be_handed_on_stays_one(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of(returns="by_head"))
    round_ = await submitted(office)
    await approve(round_, HEAD_OF_OFFICE)
    await decide(round_, FORM, "return", comment="Sai thể thức")
    refused(await on_case(round_, HEAD), 409, "being_returned")
    assert (await decide(round_, HEAD_OF_OFFICE, "hand_on")).review is Review.RETURNED


async def test_only_who_has_the_permission_replans_and_never_what_he_wrote(
    at_rest: Approval,
) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, authors=(DRAFTER, HEAD))
    refused(await on_case(round_, DEPUTY), 403, "no_permission")
    refused(await on_case(round_, HEAD), 403, "own_dispatch")
    refused(await on_case(round_, HEAD_OF_OFFICE, reason=" "), 422, "reason_needed")
    assert await office.rows("changes", round_.case) == []
    done(await on_case(round_, HEAD_OF_OFFICE))


async def test_a_decided_dispatch_has_no_way_ahead(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE, FORM)
    await round_.prepare()
    done(await round_.decide_to_sign())
    refused(await on_case(round_, HEAD), 409, "signing")
    await round_.sign()
    refused(await on_case(round_, HEAD), 409, "round_over")
    other = await submitted(office)
    await other.withdraw()
    refused(await on_case(other, HEAD), 409, "round_over")


async def test_a_plan_of_a_unit_without_a_head_is_refused_whole(at_rest: Approval) -> None:
    check = CONTENT | {"posts": [HEAD_OF_OFFICE]}
    office = await settle(at_rest, office_of(check, REVIEW, SIGNATURE))
    round_ = await submitted(office, unit="BT")
    await settle(at_rest, office_of())
    refused(await on_case(round_, HEAD), 409, "no_unit_head")
    assert (await open_turn(round_))["step"] == 1


def with_days_off(*, days: int) -> dict[str, Any]:
    """The file with so many days off, from Tuesday of the stories' week."""
    return office_of() | {"working_time": EVERY_DAY | {"days_off": list(_week(days))}}


def _week(days: int) -> list[str]:
    today = datetime.now(VIETNAM).date()
    tuesday = today + timedelta(days=15 - today.weekday())
    return [(tuesday + timedelta(days=number)).isoformat() for number in range(days)]


async def test_a_new_calendar_moves_running_deadlines_on_command(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    set_clock(office, 16)
    round_ = await submitted(office)
    due = (await open_turn(round_))["due_at"]
    version = await at_rest.office.load("approval", with_days_off(days=1))
    assert (await open_turn(round_))["due_at"] == due
    (counted,) = done(await on_case(round_, HEAD, "deadlines"))["dispatches"]
    moved = await open_turn(round_)
    assert (counted["task"], moved["due_at"]) == (moved["id"], due + DAY)
    (change,) = await office.rows("changes", round_.case)
    assert (change["kind"], change["details"]["calendar"]) == ("calendar", version)
    lines = await office.rows("desk", round_.case)
    assert {line["due_at"] for line in lines} == {moved["due_at"]}
    await assert_whole(round_)


async def test_steps_that_open_later_follow_the_new_calendar_too(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    set_clock(office, 16)
    round_ = await submitted(office)
    other = await submitted(office)
    await at_rest.office.load("approval", with_days_off(days=2))
    done(await on_case(round_, HEAD, "deadlines"))
    for one, days in ((round_, 3), (other, 1)):
        await approve(one, HEAD_OF_OFFICE)
        turn = await open_turn(one)
        length = turn["due_at"].astimezone(VIETNAM).date() - (
            turn["opened_at"].astimezone(VIETNAM).date()
        )
        assert length == days * DAY


async def test_every_open_deadline_is_counted_at_once_each_for_itself(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    set_clock(office, 16)
    first, second, over = [await submitted(office) for _ in range(3)]
    await decide(over, HEAD_OF_OFFICE, "reject", comment="Không làm")
    before = {one.case: (await open_turn(one))["due_at"] for one in (first, second)}
    await at_rest.office.load("approval", with_days_off(days=1))
    person, key = await at_rest.person(HEAD), fresh_key()
    said, headers = {"reason": "Nghỉ bù"}, {"Idempotency-Key": key}
    answer = done(await person.post("/deadlines", json=said, headers=headers))
    counted = {one["case"] for one in answer["dispatches"]}
    assert set(before) <= counted
    assert over.case not in counted
    told = {one["case"]: datetime.fromisoformat(one["before"]) for one in answer["dispatches"]}
    for one in (first, second):
        assert (await open_turn(one))["due_at"] == before[one.case] + DAY
        assert told[one.case] == before[one.case]
    done(await person.post("/deadlines", json=said, headers=headers))
    assert len(await office.rows("changes", first.case)) == 1


async def test_deadlines_are_counted_only_with_the_permission(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office)
    person = await office.person(DEPUTY)
    for said in ({"reason": "Nghỉ bù"}, {"reason": "Nghỉ bù", "case": round_.case}):
        refused(await person.post("/deadlines", json=said), 403, "no_permission")
    unknown = await on_case(round_, HEAD, "deadlines", reason=" ")
    refused(unknown, 422, "reason_needed")


async def test_where_no_deadline_runs_nothing_is_written(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office)
    await decide(round_, HEAD_OF_OFFICE, "return", comment="Sửa")
    (counted,) = done(await on_case(round_, HEAD, "deadlines"))["dispatches"]
    assert (counted["task"], counted["due_at"]) == (None, None)
    assert await office.rows("changes", round_.case) == []


@pytest.mark.parametrize("late", [False, True])
async def test_a_later_deadline_takes_the_lateness_back_and_is_marked_again(
    at_rest: Approval, late: bool
) -> None:
    office = await settle(at_rest, office_of())
    set_clock(office, 16)
    round_ = await submitted(office)
    set_clock(office, 10, day=1)
    await mark(round_)
    assert await told(round_, "overdue") == {HEAD_OF_OFFICE: 1}
    await at_rest.office.load("approval", with_days_off(days=1))
    done(await on_case(round_, HEAD, "deadlines"))
    assert not (await part(round_))["open"]["overdue"]
    await mark(round_)
    if late:
        set_clock(office, 10, day=2)
        await mark(round_)
        assert (await part(round_))["open"]["overdue"]
    assert await told(round_, "overdue") == {HEAD_OF_OFFICE: 2 if late else 1}
    assert [kind for kind, _ in await marked(round_)].count("overdue") == (2 if late else 1)
