"""The operators' lines, in golden files: one for every stage, and for every kind of trouble."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.domain.lifecycle import Stage
from tests.support.golden import check
from workflows.details import Trouble, details
from workflows.standing import Standing

GOLDEN = Path(__file__).parent / "golden"
CASE = "SVHTTDL-2026-000123"
DUE = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
HELD = {
    Stage.UNDER_REVIEW: ("Chánh Văn phòng", "CVP", "kiểm tra thể thức"),
    Stage.SIGNING: ("Phó Giám đốc", "PGD1", "ký"),
    Stage.TO_ISSUE: ("Văn thư", "VT", "cấp số, đăng ký"),
}
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


def standing(stage: Stage) -> Standing:
    holder, post, doing = HELD.get(stage, ("", "", ""))
    return Standing(
        case=CASE,
        agency="SVHTTDL",
        unit="VP",
        urgency="thuong",
        round=1 if stage is Stage.DRAFT else 2,
        stage=stage,
        holder=holder,
        holder_post=post,
        doing=doing,
        due_at=DUE if holder else None,
        number="01/SVHTTDL-VP" if stage in NUMBERED else "",
    )


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_its_four_lines(stage: Stage) -> None:
    text = details(CASE, standing(stage), [])
    assert len(text.splitlines()) == 4
    check(GOLDEN / f"{stage.value}.md", text + "\n")


def test_a_late_holder_is_called_late() -> None:
    late = replace(standing(Stage.UNDER_REVIEW), overdue=True)
    check(GOLDEN / "UNDER_REVIEW_overdue.md", details(CASE, late, []) + "\n")


def test_a_parked_step_says_why_and_what_to_do() -> None:
    check(GOLDEN / "SEALED_parked.md", details(CASE, standing(Stage.SEALED), [REFUSED]) + "\n")


def test_a_fault_says_where_to_look_and_that_it_goes_on() -> None:
    shown = standing(Stage.UNDER_REVIEW)
    check(GOLDEN / "UNDER_REVIEW_fault.md", details(CASE, shown, [FAULT]) + "\n")


def test_a_dispatch_whose_position_is_unknown_says_so() -> None:
    check(GOLDEN / "unknown.md", details(CASE, None, [FAULT]) + "\n")
