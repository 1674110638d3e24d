"""Eight faults that a well-known guide to document approvals teaches; none of them is here."""

import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from temporalio.api.enums.v1 import EventType, RetryState

from deploy.local.settings import ROOT
from shared.contracts.attributes import NEEDS_ATTENTION
from shared.contracts.dispatch_flow import NEWS, RETRY
from shared.domain.lifecycle import Stage
from shared.domain.route import Escalated, OutcomeKind, RoundEnd, Verdict
from shared.domain.waiting import Mark
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
    XA,
    XA_CHECKER,
    XA_DRAFTER,
    rewritten,
)
from tests.stories.whole_office import Answer, WholeOffice, decision, taken
from tests.support.mail_server import MailServer
from tests.support.moods import Mood
from tests.support.waiting import until

FORGED: Final = {
    "kind": "decision",
    "id": "x",
    "verdict": "approve",
    "approver_email": f"{CHECKER}@so.example",
}


async def submitted(office: WholeOffice, text: Any = TEXT) -> tuple[str, Answer]:
    """A dispatch before the head of its unit, as the head sees it."""
    case = await office.desk(DRAFTER).drafted(text)
    await office.desk(DRAFTER).submit(case)
    return case, await office.desk(CHECKER).task(case, CHECK)


async def test_nobody_decides_for_another_and_who_tries_is_told_no(whole: WholeOffice) -> None:
    case, seen = await submitted(whole)
    path = f"/tasks/{seen['id']}/decision"
    status, said = await whole.desk(CLERK).tried("approval", path, decision(seen))
    assert (status, said["code"]) == (403, "not_candidate")
    assert "Trưởng phòng Quản lý văn hóa" in said["detail"]
    named = decision(seen) | {"approver_email": FORGED["approver_email"]}
    status, said = await whole.desk(CLERK).tried("approval", path, named)
    assert status == 422
    await whole.flow(case).signal(NEWS, FORGED)
    await whole.at_rest(case)
    part = await whole.desk(DRAFTER).part(case)
    assert (part["open"]["task"], taken(part, 1)) == (seen["id"], [])


async def test_a_decision_that_comes_while_flows_workers_or_mail_are_away_is_not_lost(
    whole: WholeOffice, mail_server: MailServer
) -> None:
    mail_server.mood = Mood.DROPS
    case, seen = await submitted(whole)
    async with whole.flows_away():
        await whole.desk(CHECKER).decide(seen)
    at_the_office = await whole.desk(OFFICE).task(case, REVIEW)
    async with whole.workers_away():
        await whole.desk(OFFICE).decide(at_the_office)
        assert (await whole.desk(DRAFTER).part(case))["open"] is None
    assert await whole.desk(DEPUTY).task(case, SIGN)
    mail_server.mood = Mood.ACCEPTS


async def test_what_people_say_and_how_things_end_are_different_words(whole: WholeOffice) -> None:
    ends = {*OutcomeKind, *Escalated, *RoundEnd, *Mark, "timed_out"}
    assert set(Verdict).isdisjoint(ends)
    case, seen = await submitted(whole)
    for word in sorted(ends):
        status, said = await whole.desk(CHECKER).tried(
            "approval", f"/tasks/{seen['id']}/decision", decision(seen, word, "x")
        )
        assert (status, [one["field"] for one in said["errors"]]) == (422, ["verdict"]), word
    assert taken(await whole.desk(DRAFTER).part(case), 1) == []


async def test_a_return_is_no_rejection_and_a_withdrawal_overwrites_nothing(
    whole: WholeOffice,
) -> None:
    drafter = whole.desk(DRAFTER)
    case, seen = await submitted(whole)
    await whole.desk(CHECKER).decide(seen, "return", "Sửa lại.")
    parts = await drafter.comes_to(case, Stage.RETURNED, unlocked=True)
    assert parts["approval"]["stage"] == Stage.RETURNED
    await drafter.submit(case)
    seen = await whole.desk(CHECKER).task(case, CHECK, round_=2)
    await whole.desk(CHECKER).decide(seen, "reject", "Không còn cần nữa.")
    assert await whole.ended(case) is Stage.REJECTED
    status, said = await drafter.tried("drafting", f"/drafts/{case}/withdraw", {"reason": "thôi"})
    assert status == 409
    assert said["detail"]
    assert await drafter.comes_to(case, Stage.REJECTED)


async def test_every_resubmission_that_is_accepted_is_reviewed_from_the_first_step(
    whole: WholeOffice,
) -> None:
    drafter, checker = whole.desk(DRAFTER), whole.desk(CHECKER)
    case, seen = await submitted(whole)
    for number in range(2, 6):
        await checker.decide(seen, "return", f"Sửa lần {number}.")
        await drafter.rewrite(case, rewritten(TEXT, 0, f"Sở yêu cầu triển khai, bản {number}."))
        await drafter.submit(case)
        seen = await checker.task(case, CHECK, round_=number)
    await checker.decide(seen)
    assert await whole.desk(OFFICE).task(case, REVIEW, round_=5)


async def test_a_reminder_in_each_round_is_a_notice_and_a_letter_of_its_own(
    whole: WholeOffice, mail_server: MailServer
) -> None:
    drafter, checker = whole.desk(XA_DRAFTER), whole.desk(XA_CHECKER)
    case = await drafter.drafted(XA)
    for round_ in (1, 2):
        await drafter.submit(case)
        seen = await checker.task(case, CHECK, round_=round_)
        reminds = (await checker.part(case))["open"]["next_at"]
        await whole.move_to(case, datetime.fromisoformat(reminds) + timedelta(seconds=1))
        await checker.decide(seen, "return", "Sửa lại.")
        await drafter.comes_to(case, Stage.RETURNED, unlocked=True)
    told = await checker.notices(case)
    assert [one for one in told if one[0] == "reminder"] == [("reminder", 1, 1), ("reminder", 2, 1)]

    async def came() -> list[str]:
        subjects = [one for one in mail_server.letters if "sắp đến hạn" in str(one["Subject"])]
        return [str(one["Message-ID"]) for one in subjects] if len(subjects) > 1 else []

    assert len(set(await until(came))) == 2


async def test_a_refusal_is_not_tried_again_until_somebody_mended_its_reason(
    whole: WholeOffice,
) -> None:
    case, seen = await submitted(whole, {**TEXT, "recipients": ["Bảo tàng tỉnh"]})
    await whole.desk(CHECKER).decide(seen)
    await whole.desk(OFFICE).approve(case, REVIEW)
    await whole.desk(DEPUTY).approve(case, SIGN)
    async with whole.variant(**without_unit(whole.content, "BT")):
        await whole.desk(CLERK).issue(case)
        await attention(whole, case, asked=True)
        assert await failures(whole, case) == [(1, RetryState.RETRY_STATE_NON_RETRYABLE_FAILURE)]
    await whole.flow(case).signal(RETRY)
    assert await whole.ended(case) is Stage.FILED
    await attention(whole, case, asked=False)


def without_unit(content: Mapping[str, Any], code: str) -> dict[str, Any]:
    """The unit was given up: nothing can be laid into its mailbox any more."""
    units = [one for one in content["units"] if one["code"] != code]
    groups = [
        one | {"members": [member for member in one["members"] if member != code]}
        for one in content["groups"]
    ]
    return {"units": units, "groups": groups}


async def attention(office: WholeOffice, case: str, *, asked: bool) -> None:
    async def so() -> bool:
        attributes = (await office.flow(case).describe()).typed_search_attributes
        return bool(attributes.get(NEEDS_ATTENTION)) is asked

    await until(so)


async def failures(office: WholeOffice, case: str) -> list[tuple[int, int]]:
    """Attempts, and why there was no other, of each activity that failed."""
    events = (await office.flow(case).fetch_history()).events
    attempts = {
        event.event_id: event.activity_task_started_event_attributes.attempt for event in events
    }
    failed = [
        event.activity_task_failed_event_attributes
        for event in events
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED
    ]
    return [(attempts[one.started_event_id], one.retry_state) for one in failed]


A_ROUND: Final = """
import sys
from importlib import import_module
from pkgutil import iter_modules

from shared.domain.route import Hours, Open, Outcome, OutcomeKind, PlanStep, RoundEnd, StepKind
from shared.domain.route import next_step
from shared.domain.seats import Seat, SeatKind

for package in ("shared.domain", "services.approval.domain"):
    for found in iter_modules(import_module(package).__path__):
        import_module(f"{package}.{found.name}")

kinds = (StepKind.CONTENT_CHECK, StepKind.OFFICE_REVIEW, StepKind.SIGNATURE)
seat = (Seat(SeatKind.POST, "giam-doc"),)
hours = Hours(thuong=8)
plan = [PlanStep(step=n, kind=kind, seats=seat, hours=hours) for n, kind in enumerate(kinds, 1)]
outcomes = []
while isinstance(coming := next_step(plan, outcomes), Open):
    signs = coming.step.kind is StepKind.SIGNATURE
    kind = OutcomeKind.SIGNED if signs else OutcomeKind.APPROVED
    outcomes.append(Outcome(step=coming.step.step, turn=coming.turn, kind=kind))
assert (coming, len(outcomes)) == (RoundEnd.SIGNED, 3)
assert not {"temporalio", "sqlalchemy", "fastapi"} & sys.modules.keys()
"""


def test_the_rules_carry_a_round_to_its_end_with_no_engine_and_no_database() -> None:
    done = subprocess.run(
        [sys.executable, "-c", A_ROUND], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
