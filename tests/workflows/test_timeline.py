"""In the operators' timeline the same errand can be told apart by round and step."""

from datetime import UTC, datetime

from shared.contracts import approval, drafting
from shared.domain.lifecycle import Stage
from workflows import works
from workflows.errands import in_timeline
from workflows.standing import Standing

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
OPENING = approval.RoundRef(case="SVHTTDL-2026-000123", round=2, version="5f" * 32, at=AT)


def standing(round_: int, step: int, doing: str) -> Standing:
    return Standing(
        case="SVHTTDL-2026-000123",
        agency="SVHTTDL",
        unit="VP",
        urgency="khan",
        round=round_,
        stage=Stage.UNDER_REVIEW,
        step=step,
        holder_post="CVP",
        doing=doing,
    )


def test_opening_the_next_step_says_from_which_step_and_in_which_round() -> None:
    said = [
        in_timeline(works.OPEN_STEP, OPENING, standing(2, step, doing))
        for step, doing in ((1, "kiểm tra nội dung"), (2, "kiểm tra thể thức"))
    ]
    assert said == [
        "mở bước trình ký, lần trình 2, từ bước 1 (kiểm tra nội dung)",
        "mở bước trình ký, lần trình 2, từ bước 2 (kiểm tra thể thức)",
    ]


def test_a_step_of_an_earlier_round_is_not_said() -> None:
    for before in (None, standing(1, 3, "ký")):
        said = in_timeline(works.OPEN_STEP, OPENING, before)
        assert said == "mở bước trình ký, lần trình 2"


def test_an_errand_that_belongs_to_no_round_keeps_its_label() -> None:
    order = drafting.CaseRef(case="SVHTTDL-2026-000123", at=AT)
    assert in_timeline(works.OPEN_CASE, order, standing(1, 1, "ký")) == works.OPEN_CASE.label
