"""The operators' lines, in golden files: one for every stage, and for every kind of trouble."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.contracts.approval import OpenTurn, Review, RoundPosition
from shared.contracts.drafting import DraftPosition
from shared.domain.lifecycle import Stage
from shared.domain.route import StepKind
from shared.domain.urgency import Urgency
from shared.domain.waiting import Mark, rule_of
from tests.support.golden import check
from workflows.details import Trouble, details
from workflows.standing import Standing, in_review

GOLDEN = Path(__file__).parent / "golden"
CASE = "SVHTTDL-2026-000123"
OPENED = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
ASKED = datetime(2026, 11, 23, 2, 10, tzinfo=UTC)
DUE = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
DRAFT = DraftPosition(
    case=CASE,
    agency="SVHTTDL",
    unit="VP",
    urgency="thuong",
    round=2,
    version="a" * 64,
    closing=None,
    withdrawal=None,
)
CHECK = OpenTurn(
    step=2,
    turn=1,
    kind=StepKind.OFFICE_REVIEW,
    holder_post="CVP",
    holder="Chánh Văn phòng",
    due_at=DUE,
    overdue=False,
    prepared=True,
    since=OPENED,
    wake_at=DUE - timedelta(hours=2),
    next_mark=Mark.REMINDER,
    rule=rule_of(StepKind.OFFICE_REVIEW, route="Luồng chung", step=2),
)
SIGNATURE = replace(
    CHECK,
    step=3,
    kind=StepKind.SIGNATURE,
    holder_post="PGD1",
    holder="Phó Giám đốc",
    rule=rule_of(StepKind.SIGNATURE, route="Luồng chung", step=3),
)
LATE = replace(
    CHECK,
    overdue=True,
    wake_at=DUE + timedelta(hours=4),
    next_mark=Mark.ESCALATION,
    escalates_to="Giám đốc",
)
NUMBERED = {Stage.NUMBERED, Stage.SEALED, Stage.DISTRIBUTING, Stage.FILED}
REFUSED = Trouble(
    label="phát hành tới nơi nhận",
    owner="distribution",
    sentence="Nơi nhận «Phòng Y» không có hộp thư.",
    refused=True,
)
FAULT = Trouble(
    label="lập bản trình ký", owner="approval", sentence="ConnectionError", refused=False
)


def deciding(turn: OpenTurn) -> Standing:
    return in_review(DRAFT, RoundPosition(review=Review.DECIDING, open=turn))


def standing(stage: Stage) -> Standing:
    if stage is Stage.UNDER_REVIEW:
        return deciding(CHECK)
    if stage is Stage.SIGNING:
        return in_review(DRAFT, RoundPosition(review=Review.SIGNING, open=SIGNATURE))
    waits = stage is Stage.TO_ISSUE
    return Standing(
        case=CASE,
        agency="SVHTTDL",
        unit="VP",
        urgency="thuong",
        round=1 if stage is Stage.DRAFT else 2,
        stage=stage,
        holder="Văn thư" if waits else "",
        holder_post="VT" if waits else "",
        doing="cấp số, đăng ký" if waits else "",
        due_at=DUE if waits else None,
        number="01/SVHTTDL-VP" if stage in NUMBERED else "",
    )


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_its_four_lines_and_an_open_turn_one_more(stage: Stage) -> None:
    text = details(CASE, standing(stage), [])
    waits_with_approval = stage in {Stage.UNDER_REVIEW, Stage.SIGNING}
    assert len(text.splitlines()) == 4 + waits_with_approval
    check(GOLDEN / f"{stage.value}.md", text + "\n")


def test_a_late_holder_is_called_late_and_who_is_told_next_is_named() -> None:
    check(GOLDEN / "UNDER_REVIEW_overdue.md", details(CASE, deciding(LATE), []) + "\n")


@pytest.mark.parametrize("turn", [CHECK, LATE], ids=["asked", "asked_late"])
def test_a_clock_that_stands_still_shows_no_deadline(
    turn: OpenTurn, request: pytest.FixtureRequest
) -> None:
    asked = deciding(replace(turn, asked_since=ASKED, wake_at=None, next_mark=""))
    name = request.node.callspec.id
    check(GOLDEN / f"UNDER_REVIEW_{name}.md", details(CASE, asked, []) + "\n")


def test_the_urgency_that_the_signer_set_and_steps_passed_by_are_shown() -> None:
    hastened = RoundPosition(
        review=Review.DECIDING, open=SIGNATURE, urgency=Urgency.EXPRESS.value, bypassed=1
    )
    shown = details(CASE, in_review(DRAFT, hastened), [])
    check(GOLDEN / "UNDER_REVIEW_hastened.md", shown + "\n")


def test_a_turn_of_an_earlier_release_says_what_it_knows() -> None:
    bare = replace(CHECK, since=None, wake_at=None, next_mark="", rule="")
    check(GOLDEN / "UNDER_REVIEW_bare.md", details(CASE, deciding(bare), []) + "\n")


def test_a_parked_step_says_why_and_what_to_do() -> None:
    check(GOLDEN / "SEALED_parked.md", details(CASE, standing(Stage.SEALED), [REFUSED]) + "\n")


def test_a_step_that_nobody_may_take_says_so_and_that_its_clock_runs() -> None:
    nobody = "Bước kiểm tra thể thức không còn người đủ điều kiện; bổ sung rồi gửi retry."
    shown = details(CASE, deciding(replace(CHECK, nobody=nobody)), [])
    check(GOLDEN / "UNDER_REVIEW_nobody.md", shown + "\n")


def test_a_fault_says_where_to_look_and_that_it_goes_on() -> None:
    shown = standing(Stage.UNDER_REVIEW)
    check(GOLDEN / "UNDER_REVIEW_fault.md", details(CASE, shown, [FAULT]) + "\n")


def test_a_dispatch_whose_position_is_unknown_says_so() -> None:
    check(GOLDEN / "unknown.md", details(CASE, None, [FAULT]) + "\n")
