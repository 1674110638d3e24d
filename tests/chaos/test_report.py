"""The page says on which tree each run was made, and how long parts were away."""

from collections.abc import Sequence

from tests.chaos.outcomes import CHANGED, Outcome, Plan
from tests.chaos.report import page
from tests.chaos.schedule import Fault, Kind


def outcome(seed: int, commit: str, injected: Sequence[Fault] = ()) -> Outcome:
    return Outcome(
        plan=Plan(seed=seed, dispatches=1, faults=injected),
        seconds=1,
        quiet_after=1,
        accepted=1,
        refused=0,
        asked_again=0,
        injected=injected,
        killed_at=(),
        restarts={},
        orphans=0,
        findings={"all is well": ()},
        commit=commit,
    )


def test_a_run_without_a_commit_is_said_to_be_of_an_earlier_tree() -> None:
    written = page([outcome(1, ""), outcome(2, "1a2b3c4")])
    assert "| 1 | earlier |" in written
    assert "| 2 | 1a2b3c4 |" in written
    assert "on an earlier tree" in written
    assert "on an earlier tree" not in page([outcome(2, "1a2b3c4")])


def test_a_tree_with_changes_is_told_from_its_commit() -> None:
    assert f"| 2 | 1a2b3c4{CHANGED} |" in page([outcome(2, f"1a2b3c4{CHANGED}")])
    assert "with changes that were in none" in page([outcome(2, f"1a2b3c4{CHANGED}")])


def test_the_page_counts_how_often_a_part_was_away_for_longer_than_a_lease() -> None:
    long = Fault(after=1, kind=Kind.PAUSE, target="approval", seconds=20)
    short = Fault(after=1, kind=Kind.PAUSE, target="approval", seconds=2)
    assert "\n1 times a service" in page([outcome(2, "1a2b3c4", [long, short])])
    assert "longer than a lease" not in page([outcome(2, "1a2b3c4", [short])])
