"""Engine and tables are compared both ways, and what only passes is no difference."""

from shared.domain.reconciliation import Difference, compare


def test_what_is_open_and_does_not_run_is_asleep_and_what_runs_for_nothing_is_stray() -> None:
    found = compare(needed={"A", "B"}, allowed={"C"}, running={"B", "C", "D"})
    assert found == Difference(asleep=frozenset("A"), stray=frozenset("D"))


def test_engine_and_tables_that_agree_do_not_differ() -> None:
    assert not compare(needed={"A"}, allowed={"C"}, running={"A"})


def test_what_may_run_besides_need_not_run() -> None:
    assert not compare(needed=set(), allowed={"C"}, running=set())


def test_only_what_both_looks_saw_is_a_difference() -> None:
    first = Difference(asleep=frozenset("AB"), stray=frozenset("D"))
    second = Difference(asleep=frozenset("BC"), stray=frozenset("E"))
    assert second.lasting(first) == Difference(asleep=frozenset("B"))


def test_different_kinds_of_flows_are_reported_together() -> None:
    dispatches, recalls = Difference(asleep=frozenset("A")), Difference(stray=frozenset("R"))
    both = Difference(asleep=frozenset("A"), stray=frozenset("R"))
    assert dispatches.joined(recalls) == both
