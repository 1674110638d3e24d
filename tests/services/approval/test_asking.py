"""A question to the drafter: it stands in the task's thread, and the deadline stands still."""

from datetime import datetime, timedelta

import pytest

from shared.domain.dates import VIETNAM
from tests.services.approval.conftest import (
    CLERK,
    DRAFTER,
    FORM,
    HEAD_OF_OFFICE,
    Approval,
    Submitted,
)
from tests.services.approval.routes_office import (
    CONTENT,
    CULTURE,
    REVIEW,
    SIGNATURE,
    act,
    approve,
    assert_whole,
    decide,
    done,
    mark,
    marked,
    named,
    office_of,
    open_task,
    open_turn,
    part,
    refused,
    seen,
    set_clock,
    settle,
    submitted,
    told,
)

HOUR = timedelta(hours=1)


async def asked(round_: Submitted, account: str = HEAD_OF_OFFICE, **said: str) -> datetime:
    """When the question was asked."""
    return datetime.fromisoformat(done(await act(round_, account, "messages", **said))["at"])


async def answered(round_: Submitted, account: str = DRAFTER) -> datetime:
    said = {"kind": "answer", "said": "Từ báo cáo quý III"}
    return datetime.fromisoformat(done(await act(round_, account, "messages", **said))["at"])


def of_day(instant: datetime, hour: int) -> datetime:
    return instant.astimezone(VIETNAM).replace(hour=hour, minute=0, second=0, microsecond=0)


async def test_question_and_answer_stand_in_the_thread(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office)
    await asked(round_, said="Số liệu lấy ở đâu?")
    waiting = (await part(round_))["waiting"]
    assert waiting.startswith("Đang chờ người soạn thảo trả lời câu hỏi từ ")
    assert "thời hạn đứng yên" in waiting
    assert (await part(round_))["open"]["asked_since"]
    await answered(round_)
    assert (await part(round_))["open"]["asked_since"] is None
    thread = (await seen(round_, HEAD_OF_OFFICE))["thread"]
    assert [(one["kind"], one["account"], one["said"]) for one in thread] == [
        ("question", HEAD_OF_OFFICE, "Số liệu lấy ở đâu?"),
        ("answer", DRAFTER, "Từ báo cáo quý III"),
    ]
    assert await told(round_, "question") == {DRAFTER: 1}
    assert await told(round_, "answer") == {HEAD_OF_OFFICE: 1}
    assert (await assert_whole(round_))[-3:] == ["question", "answer", "view_task"]


async def test_one_question_at_a_time_and_each_is_answered_once(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of(CONTENT, REVIEW | {"posts": [FORM, CLERK]}, SIGNATURE))
    round_ = await submitted(office, HEAD_OF_OFFICE)
    await asked(round_, FORM)
    second = await act(round_, CLERK, "messages")
    sentence = refused(second, 409, "already_asked")
    assert sentence.startswith("Phó Chánh Văn phòng đã hỏi lúc ")
    assert named(second)["account"] == FORM
    await answered(round_)
    nothing = await act(round_, DRAFTER, "messages", kind="answer")
    refused(nothing, 409, "nothing_asked")
    await asked(round_, CLERK)
    assert await told(round_, "question") == {DRAFTER: 2}


async def test_only_candidates_ask_and_only_the_authors_answer(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, submitter=FORM, authors=(DRAFTER, CULTURE))
    for account in (DRAFTER, FORM, CULTURE, CLERK):
        refused(await act(round_, account, "messages"), 403, "not_candidate")
    for account in (FORM, CULTURE, DRAFTER):
        await asked(round_)
        refused(await act(round_, CLERK, "messages"), 403, "not_candidate")
        refused(await act(round_, CLERK, "messages", kind="answer"), 403, "not_author")
        refused(await act(round_, HEAD_OF_OFFICE, "messages", kind="answer"), 403, "not_author")
        await answered(round_, account)
    refused(await act(round_, HEAD_OF_OFFICE, "messages", said=" "), 422, "said_needed")
    assert await told(round_, "question") == {DRAFTER: 3, FORM: 3}


async def test_the_deadline_stands_still_while_a_question_waits(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    set_clock(office, 8)
    round_ = await submitted(office)
    due = (await open_turn(round_))["due_at"]
    since = await asked(round_)
    set_clock(office, 9, 30)
    assert (await open_turn(round_))["due_at"] == due
    assert not (await part(round_))["open"]["overdue"]
    until = await answered(round_)
    assert (await open_turn(round_))["due_at"] - due == until - since


async def test_who_decides_without_waiting_for_the_answer_is_late_only_by_the_time_that_ran(
    at_rest: Approval,
) -> None:
    """Two hours from eight o'clock: asked at nine, one is left however long nobody answers."""
    office = await settle(at_rest, office_of())
    for hour, late in ((9, False), (10, True)):
        set_clock(office, 8)
        round_ = await submitted(office)
        task = await open_task(round_)
        set_clock(office, hour, 30)
        await asked(round_)
        set_clock(office, 15)
        await approve(round_, HEAD_OF_OFFICE)
        lists = await (await office.person(HEAD_OF_OFFICE)).get("/tasks?of=done&limit=100")
        (line,) = (one for one in lists.json()["tasks"] if one["id"] == task)
        assert line["overdue"] is late
        (turn,) = (one for one in await office.rows("turns", round_.case) if one["id"] == task)
        assert (turn["over_at"] > turn["due_at"]) is late


async def test_nights_and_weekends_are_no_gain(at_rest: Approval) -> None:
    """Asked on Friday afternoon, answered on Monday morning: two working hours stood still."""
    office = await settle(at_rest, office_of())
    set_clock(office, 15, 30, day=4)
    round_ = await submitted(office)
    due = (await open_turn(round_))["due_at"]
    set_clock(office, 16, day=4)
    since = await asked(round_)
    set_clock(office, 9, day=7)
    until = await answered(round_)
    stood_still = (of_day(since, 17) - since) + (until - of_day(until, 8))
    assert (await open_turn(round_))["due_at"] - due == stood_still


async def test_nothing_is_marked_while_the_clock_stands_still(at_rest: Approval) -> None:
    check = CONTENT | {"remind_before": 1}
    office = await settle(at_rest, office_of(check, REVIEW, SIGNATURE))
    set_clock(office, 8)
    round_ = await submitted(office)
    await asked(round_)
    set_clock(office, 16, day=1)
    answer = await mark(round_)
    assert await marked(round_) == []
    assert answer.open is not None
    assert (answer.open.overdue, answer.open.wake_at) == (False, None)
    assert answer.open.asked_since is not None
    await answered(round_)
    answer = await mark(round_)
    assert await marked(round_) == []
    assert answer.open is not None
    assert answer.open.next_mark == "reminder"
    set_clock(office, 16, day=2)
    await mark(round_)
    assert await marked(round_) == [("overdue", 1), ("reminder", 1)]
    assert await told(round_, "overdue") == {HEAD_OF_OFFICE: 1}


async def test_what_was_asked_too_late_wins_no_time(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    set_clock(office, 8)
    round_ = await submitted(office)
    due = (await open_turn(round_))["due_at"]
    set_clock(office, 14)
    await asked(round_)
    set_clock(office, 16)
    await answered(round_)
    assert (await open_turn(round_))["due_at"] == due
    assert (await part(round_))["open"]["overdue"]


@pytest.mark.parametrize("verdict", ["approve", "return"])
async def test_a_decision_may_come_before_the_answer(at_rest: Approval, verdict: str) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office)
    task = await open_task(round_)
    await asked(round_)
    await decide(round_, HEAD_OF_OFFICE, verdict, comment="Không cần nữa")
    late = await act(round_, DRAFTER, "messages", task, kind="answer")
    refused(late, 409, "already_decided")


async def test_the_time_that_a_task_took_leaves_out_the_question(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    set_clock(office, 8)
    round_ = await submitted(office)
    task = await open_task(round_)
    await asked(round_)
    set_clock(office, 11)
    await answered(round_)
    set_clock(office, 12)
    await approve(round_, HEAD_OF_OFFICE)
    (turn,) = (one for one in await at_rest.rows("turns", round_.case) if one["id"] == task)
    assert HOUR <= timedelta(seconds=turn["worked"] + 60) < 2 * HOUR
