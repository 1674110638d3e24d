"""Where each dispatch is: with one holder, each step opened by what came before, once."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Final

from tests.chaos.evidence import Evidence, Row
from tests.chaos.judgements.rows import final_cases, grouped, per_round, turn_of

OPENS_THE_NEXT: Final = frozenset(
    {"approve", "return", "consult", "replan", "bypass", "cancel_signing"}
)
"""Events after which the round may go on with another turn. A decision to sign, a rejection and
a withdrawal are none of them."""


def every_submission_is_final_or_has_one_holder(evidence: Evidence) -> Iterator[str]:
    ended = final_cases(evidence)
    holders = _holders(evidence, ended)
    for case in sorted({row["case"] for row in evidence.rows("drafting.submissions")}):
        held = holders.get(case, [])
        if case in ended and held:
            yield f"{case}: final, and still held by {', '.join(held)}"
        if case not in ended and len(held) != 1:
            yield f"{case}: open, and held by {', '.join(held) or 'nobody'}"
    open_ = {row["id"] for row in evidence.rows("approval.turns") if row["over_at"] is None}
    for row in evidence.rows("approval.desk"):
        if row["over_at"] is None and row["task"] not in open_:
            yield f"{row['case']}: lies with {row['seat']}, who has nothing to do"


def _holders(evidence: Evidence, ended: Container[str]) -> Mapping[str, list[str]]:
    """Who has something to do with each case in its latest round; a draft may be withdrawn."""
    rounds: dict[str, int] = {}
    for row in evidence.rows("drafting.submissions"):
        rounds[row["case"]] = max(row["round"], rounds.get(row["case"], 0))
    seated = {row["task"] for row in evidence.rows("approval.desk") if row["over_at"] is None}
    found = defaultdict(list)
    for row in evidence.rows("drafting.reopenings"):
        if rounds[row["case"]] == row["round"] and row["case"] not in ended:
            found[row["case"]].append("its drafter")
    for row in evidence.rows("approval.turns"):
        if row["over_at"] is None and row["id"] in seated:
            found[row["case"]].append(f"who decides on step {row['step']}")
    for row in evidence.rows("distribution.dispatches"):
        if row["state"] in {"TO_ISSUE", "NUMBERED"}:
            found[row["case"]].append("the clerk")
    return found


def what_follows_a_decision_exists_exactly_once(evidence: Evidence) -> Iterator[str]:
    """What follows a decision is there exactly once; of turns see also the next judgement."""
    over = {turn_of(row) for row in evidence.rows("approval.turns") if row["over_at"]}
    withdrawn = _withdrawn(evidence)
    cancelled = {turn_of(row) for row in evidence.rows("approval.cancellations")}
    followers = {name: per_round(evidence.rows(name)) for name in _FOLLOWERS}
    turns = grouped(evidence.rows("approval.turns"), "case", "round")
    for row in evidence.rows("approval.decisions"):
        place, named = (row["case"], row["round"]), _named(row)
        if turn_of(row) not in over:
            yield f"{named}: its turn is still open"
        if _goes_on(row) or turn_of(row) in cancelled:
            later = any(_comes_after(row, one) for one in turns.get(place, ()))
            if not later and place not in withdrawn:
                yield f"{named}: no next step was opened"
            continue
        follows = _follower(row)
        times = sum(followers[name][place] for name in follows)
        if times != 1:
            yield f"{named}: {' or '.join(follows)} is there {times} times"
    for row in evidence.rows("distribution.send_backs"):
        if followers["drafting.reopenings"][row["case"], row["round"]] != 1:
            yield f"{row['case']}, round {row['round']}: sent back, and not reopened once"


def _withdrawn(evidence: Evidence) -> Container[tuple[str, int]]:
    answers = evidence.rows("approval.withdrawal_answers")
    return {(row["case"], row["round"]) for row in answers if row["reply"] == "withdrawn"}


_FOLLOWERS: Final = ("approval.signatures", "drafting.reopenings", "drafting.closings")


def _follower(decision: Row) -> Sequence[str]:
    match decision["verdict"]:
        case "return":
            return ("drafting.reopenings", "drafting.closings")
        case "reject":
            return ("drafting.closings",)
        case _:
            return ("approval.signatures",)


def _named(decision: Row) -> str:
    case, round_, step, _turn = turn_of(decision)
    return f"{case}, round {round_}, step {step}: {decision['verdict']}"


def _goes_on(decision: Row) -> bool:
    """To another step of the same round."""
    if decision["verdict"] == "return":
        return decision.get("to_step") is not None
    return bool(decision["verdict"] == "approve" and decision["kind"] != "signature")


def _comes_after(decision: Row, turn: Row) -> bool:
    """A later step, or one that was opened again: who asks others first is asked again himself."""
    if decision.get("to_step") is not None:
        return (turn["step"], turn["turn"]) == (decision["to_step"], decision["to_turn"])
    return bool(turn["step"] > decision["step"] or turn["turn"] > decision["turn"])


def each_turn_is_opened_once_the_one_before_has_ended(evidence: Evidence) -> Iterator[str]:
    """In the order of the case's events: so nothing that ends a turn is followed by two."""
    for (case,), events in grouped(evidence.rows("approval.events"), "case").items():
        open_: dict[int, tuple[int, int] | None] = {}
        for event in sorted(events, key=lambda row: row["seq"]):
            said, act = event["details"], event["act"]
            round_, place = said.get("round"), (said.get("step"), said.get("turn"))
            if act == "open_turn":
                if before := open_.get(round_):
                    yield f"{case}, round {round_}: {_at(place)} was opened beside {_at(before)}"
                open_[round_] = place
            elif act in OPENS_THE_NEXT:
                open_[round_] = None


def _at(place: tuple[int, int]) -> str:
    return f"step {place[0]}, turn {place[1]},"


def every_signed_dispatch_comes_to_the_records_desk(evidence: Evidence) -> Iterator[str]:
    laid = {row["case"]: row["round"] for row in evidence.rows("distribution.dispatches")}
    for row in evidence.rows("approval.signatures"):
        if laid.get(row["case"], 0) < row["round"]:
            yield f"{row['case']}, round {row['round']}: signed, and not at the records desk"
