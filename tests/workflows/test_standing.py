"""When the flow is woken for a turn, as approval's position says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.approval import OpenTurn, Review, RoundPosition
from shared.contracts.drafting import DraftPosition
from shared.domain.lifecycle import Stage
from shared.domain.route import StepKind
from shared.domain.waiting import Mark
from workflows.standing import Standing, in_review

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
SOON, DUE = NOW + timedelta(hours=2), NOW + timedelta(hours=4)
DRAFT = DraftPosition(
    case="SVHTTDL-2026-000123",
    agency="SVHTTDL",
    unit="VP",
    urgency="thuong",
    round=1,
    version="a" * 64,
    closing=None,
    withdrawal=None,
)
EARLIER = OpenTurn(
    step=1,
    turn=1,
    kind=StepKind.CONTENT_CHECK,
    holder_post="CVP",
    holder="Chánh Văn phòng",
    due_at=DUE,
    overdue=False,
    prepared=True,
)
"""As releases that knew no reminders told it."""
WATCHED = replace(EARLIER, wake_at=SOON, next_mark=Mark.REMINDER)


def standing(turn: OpenTurn) -> Standing:
    return in_review(DRAFT, RoundPosition(review=Review.DECIDING, open=turn))


def test_the_flow_wakes_at_the_next_mark_and_not_at_the_deadline() -> None:
    shown = standing(WATCHED)
    assert shown.alarm(NOW) == SOON
    assert (shown.has_to_mark(NOW), shown.has_to_mark(SOON)) == (False, True)
    assert shown.alarm(SOON) is None


def test_a_position_of_an_earlier_release_wakes_at_the_deadline_until_it_is_marked() -> None:
    assert standing(EARLIER).alarm(NOW) == DUE
    marked = standing(replace(EARLIER, overdue=True))
    assert marked.alarm(NOW) is None
    assert not marked.has_to_mark(DUE)


@pytest.mark.parametrize("overdue", [False, True])
def test_while_the_drafter_is_asked_nothing_rings(overdue: bool) -> None:
    asked = standing(replace(EARLIER, overdue=overdue, asked_since=NOW))
    assert asked.alarm(NOW) is None
    assert not asked.has_to_mark(DUE + timedelta(days=3))
    assert (asked.due_at, asked.overdue) == (None, overdue)


def test_a_question_whose_clock_goes_on_rings() -> None:
    asked = standing(replace(WATCHED, asked_since=NOW))
    assert (asked.alarm(NOW), asked.due_at) == (SOON, DUE)


def test_a_late_turn_wakes_again_for_its_escalation() -> None:
    late = standing(replace(EARLIER, overdue=True, wake_at=DUE, next_mark=Mark.ESCALATION))
    assert late.alarm(NOW) == DUE


@pytest.mark.parametrize("kind", StepKind)
def test_a_step_of_every_kind_can_be_shown(kind: StepKind) -> None:
    shown = standing(replace(WATCHED, kind=kind))
    assert shown.stage is Stage.UNDER_REVIEW
    assert shown.doing in shown.why
