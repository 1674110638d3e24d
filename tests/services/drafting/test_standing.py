"""How a draft stands is a function of its facts."""

from datetime import UTC, datetime

import pytest

from services.drafting.domain.standing import (
    Closed,
    End,
    Standing,
    Submission,
    Withdrawal,
    refuse_locked,
    refuse_withdrawal,
)
from shared.domain.dates import moment
from shared.domain.lifecycle import Stage
from shared.domain.refusals import WrongMoment

AT = datetime(2026, 11, 23, 17, 5, tzinfo=UTC)


def standing(
    sent: int | None = None,
    *,
    reopened: bool = False,
    end: End | None = None,
    asked: bool = False,
) -> Standing:
    latest = None
    if sent:
        latest = Submission(id="s", round=sent, version="v", account="an", at=AT, organisation="o")
    request = Withdrawal(id="w", round=1, account="ba", at=AT, reason="vì sao")
    return Standing(
        latest=latest,
        reopened=reopened,
        closed=Closed(end=end, by="chi", at=AT) if end else None,
        withdrawal=request if asked else None,
    )


@pytest.mark.parametrize(
    ("stands", "round_", "stage", "locked"),
    [
        (standing(), 1, Stage.DRAFT, False),
        (standing(1), 1, Stage.UNDER_REVIEW, True),
        (standing(1, asked=True), 1, Stage.UNDER_REVIEW, True),
        (standing(1, reopened=True), 2, Stage.RETURNED, False),
        (standing(2), 2, Stage.UNDER_REVIEW, True),
        (standing(1, end=End.SIGNED), 1, Stage.UNDER_REVIEW, True),
        (standing(1, end=End.REJECTED), 1, Stage.REJECTED, True),
        (standing(1, end=End.WITHDRAWN), 1, Stage.WITHDRAWN, True),
        (standing(end=End.WITHDRAWN), 1, Stage.WITHDRAWN, True),
        (standing(1, reopened=True, end=End.WITHDRAWN), 2, Stage.WITHDRAWN, True),
    ],
)
def test_round_stage_and_lock_follow_from_the_facts(
    stands: Standing, round_: int, stage: Stage, locked: bool
) -> None:
    assert (stands.round, stands.stage, stands.locked) == (round_, stage, locked)


@pytest.mark.parametrize(
    ("stands", "code", "who_did_what"),
    [
        (standing(1), "under_review", "AN đã trình"),
        (standing(1, asked=True), "withdrawal_waits", "BA đã đề nghị rút"),
        (standing(1, end=End.SIGNED), "signed", "CHI đã ký"),
        (standing(1, end=End.REJECTED), "rejected", "CHI đã từ chối"),
        (standing(end=End.WITHDRAWN), "withdrawn", "CHI đã rút"),
    ],
)
def test_what_is_locked_says_who_did_what_and_when(
    stands: Standing, code: str, who_did_what: str
) -> None:
    with pytest.raises(WrongMoment) as refused:
        refuse_locked(stands, str.upper)
    assert refused.value.code == code
    assert refused.value.sentence.startswith(who_did_what)
    assert "00:05 ngày 24/11/2026" in refused.value.sentence


def test_a_round_under_review_may_be_asked_back_once() -> None:
    refuse_withdrawal(standing(1), str.upper)
    with pytest.raises(WrongMoment, match="BA đã đề nghị rút"):
        refuse_withdrawal(standing(1, asked=True), str.upper)


def test_instants_are_written_in_the_time_of_viet_nam() -> None:
    assert moment(AT) == "00:05 ngày 24/11/2026"
