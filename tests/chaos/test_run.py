"""What a run allows for, and what its outcome says."""

from tests.chaos.outcomes import CHANGED, commit_here
from tests.chaos.run import interruptions
from tests.chaos.schedule import Fault, Kind
from tests.chaos.town import PARTS

NOBODY = dict.fromkeys(PARTS, 0)


def fault(kind: Kind, target: str, seconds: float = 0) -> Fault:
    return Fault(after=1, kind=kind, target=target, seconds=seconds)


def test_bytes_that_nothing_names_are_left_by_who_was_stopped_while_writing() -> None:
    stopping = [
        fault(Kind.DISK_FULL, "approval", 1),
        fault(Kind.CUT, "postgres"),
        fault(Kind.REFUSE, "postgres", 1),
        fault(Kind.PAUSE, "distribution", 20),
    ]
    assert interruptions(stopping, NOBODY) == 4
    assert interruptions([], {**NOBODY, "drafting": 2, "postgres": 1}) == 3


def test_no_other_fault_is_an_excuse_for_them() -> None:
    harmless = [
        fault(Kind.CLOCK, "midnight"),
        fault(Kind.DELAY, "postgres", 2),
        fault(Kind.CUT, "temporal"),
        fault(Kind.PAUSE, "distribution", 2),
        fault(Kind.REFUSE, "approval", 2),
    ]
    assert interruptions(harmless, {**NOBODY, "temporal": 3, "workflows": 2, "issuer": 1}) == 0


def test_an_outcome_says_on_which_commit_it_ran() -> None:
    commit = commit_here().removesuffix(CHANGED)
    assert not commit or int(commit, 16) >= 0
