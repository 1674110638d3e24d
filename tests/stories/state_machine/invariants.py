"""What must hold after every act, read from approval's tables alone."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import combinations
from typing import Any, Final

from shared.domain.grants import Absence, Delegation, Matter
from shared.domain.organisation import Organisation
from shared.domain.route import StepKind
from shared.domain.who_may_sign import signing_block
from tests.stories.state_machine.law import forbids
from tests.stories.state_machine.world import Rows

Row = Mapping[str, Any]
SETS_ASIDE: Final = ("consult", "replan", "bypass")
TURN: Final = ("round", "step", "turn")


def turn_of(row: Row) -> tuple[int, ...]:
    return tuple(row[name] for name in TURN)


def one_outcome_of_each_task(rows: Rows) -> None:
    """One vote per seat and account, none after the one that settled, never set aside as well."""
    needs = _needs(rows)
    for turn in rows["turns"]:
        votes = sorted(_of_turn(rows["decisions"], turn), key=lambda one: at(one["at"]))
        for name in ("seat", "account"):
            taken = Counter(vote[name] for vote in votes)
            assert not [one for one, times in taken.items() if times > 1], (name, votes)
        settling = [one for one in votes if one["verdict"] not in {"approve", "opinion"}]
        assert settling in ([], votes[-1:]), f"decided after it was settled: {votes}"
        assert len(votes) <= needs[turn["round"], turn["step"]], f"too many votes: {votes}"
        aside = [one for one in _of_turn(rows["changes"], turn) if one["kind"] in SETS_ASIDE]
        settled = bool(settling) or len(votes) == needs[turn["round"], turn["step"]]
        assert len(aside) + settled <= 1, f"two outcomes: {aside} and {votes}"
        if aside or settled:
            assert turn["over_at"], f"over, and on the desks still: {turn}"


def one_task_is_open_at_most(rows: Rows) -> None:
    waiting = [turn for turn in rows["turns"] if turn["over_at"] is None]
    assert len(waiting) <= 1, waiting
    lines = {line["task"] for line in rows["desk"] if line["over_at"] is None}
    assert lines == {turn["id"] for turn in waiting}, "the desks show another task than is open"


def no_second_part(rows: Rows) -> None:
    """Four eyes over all rounds, whoever acts and in whose place."""
    wrote = {
        one
        for round_ in rows["rounds"]
        for one in (round_["drafter"], round_["submitter"], *round_["authors"])
    }
    parts: set[tuple[str, str | None]] = {(one, None) for one in wrote}
    for vote in rows["decisions"]:
        parts |= {(one, vote["kind"]) for one in (vote["account"], vote["on_behalf_of"]) if one}
    for (one, did), (other, does) in combinations(sorted(parts, key=str), 2):
        if one == other and did != does and does is not None:
            assert not forbids(did, does) or does == "hand_on", (
                f"{one} took two parts: {did}, {does}"
            )
    for skip in rows["changes"]:
        assert skip["kind"] != "bypass" or skip["account"] not in wrote, skip


def one_signature_with_authority(
    rows: Rows, grants: Mapping[str, Row], organisations: Mapping[str, Organisation]
) -> None:
    """Each decision to sign is judged once more, with the grants at its instant."""
    for vote in rows["decisions"]:
        if (vote["kind"], vote["verdict"]) == ("signature", "approve"):
            _judge_again(rows, vote, grants, organisations[vote["organisation"]])
    for number, kept in _by_round(rows["signatures"]).items():
        assert len(kept) == 1, f"signed twice in round {number}"
        (signs,) = _of_turn(rows["decisions"], kept[0])
        assert (signs["account"], signs["prepared"]) == (kept[0]["account"], kept[0]["prepared"])
        assert not _of_turn(rows["cancellations"], kept[0]), "signed what was cancelled"


def _judge_again(
    rows: Rows, vote: Row, grants: Mapping[str, Row], organisation: Organisation
) -> None:
    round_ = next(one for one in rows["rounds"] if one["round"] == vote["round"])
    account = organisation.account(vote["account"])
    assert account, f"{vote['account']} had left"
    matter = Matter(
        kind=StepKind.SIGNATURE,
        doc_type=round_["doc_type"],
        field=round_["field"],
        at=at(vote["at"]),
    )
    grant = grants.get(vote["granted_by"] or "")
    assert bool(grant) == bool(vote["on_behalf_of"]), "on behalf without a grant"
    if grant and grant["ended_at"]:
        assert at(vote["at"]) <= at(grant["ended_at"]), "signed by a grant that had ended"
    block = signing_block(
        organisation,
        account,
        matter,
        post=None if grant else vote["post"],
        absence=_absence(grant) if grant and "substitute" in grant else None,
        delegation=_delegation(grant) if grant and "delegate" in grant else None,
    )
    assert list(block.lines) == vote["lines"], (block.lines, vote["lines"])
    assert block.on_behalf_of == vote["on_behalf_of"]
    prepared = [one for one in _of_turn(rows["prepared"], vote) if one["hash"] == vote["prepared"]]
    assert prepared, "signed another PDF than was prepared"
    latest = max(prepared, key=lambda one: int(one["number"]))
    assert latest["account"] == vote["account"], "signed what was prepared for another"
    assert latest["urgency"] == _urgency(rows, vote, round_), "signed with another urgency"


def _urgency(rows: Rows, vote: Row, round_: Row) -> str:
    """The one that counted when it was decided."""
    said = [one for one in rows["changes"] if one["round"] == vote["round"]]
    said = [one for one in said if one["kind"] == "urgency" and at(one["at"]) < at(vote["at"])]
    latest = max(said, key=lambda one: int(one["number"]), default=None)
    return str(latest["details"]["urgency"] if latest else round_["urgency"])


def everybody_was_told(rows: Rows, stuck_at_opening: Iterable[str]) -> None:
    """Each opened task told somebody, each decision its drafter; nobody was told twice."""
    drafter = rows["rounds"][0]["drafter"] if rows["rounds"] else ""
    stuck = set(stuck_at_opening)
    for turn in rows["turns"]:
        notices = list(_of_turn(rows["notices"], turn))
        new = [one for one in notices if (one["kind"], one["ordinal"]) == ("new_task", 1)]
        assert new or turn["id"] in stuck, f"nobody heard of {turn}"
        votes = [one for one in _of_turn(rows["decisions"], turn) if one["account"] != drafter]
        told = [
            one
            for one in notices
            if one["recipient"] == drafter and one["kind"] in {"decided", "returned"}
        ]
        assert len(told) == len(votes), f"the drafter heard {len(told)} times of {votes}"
        given = [one for one in _of_turn(rows["changes"], turn) if one["kind"] in GIVES]
        heard = [one for one in notices if one["kind"] == "new_task" and one["ordinal"] > 1]
        assert len(heard) == len(given), f"{heard} of {given}"
        for kind, ordinal in (
            (one["kind"], one["ordinal"]) for one in _of_turn(rows["marks"], turn)
        ):
            of_mark = [one for one in notices if (one["kind"], one["ordinal"]) == (kind, ordinal)]
            assert of_mark or turn["id"] in stuck, f"{kind} {ordinal} of {turn} told nobody"


GIVES: Final = ("forward", "reassign")


def at(instant: str) -> datetime:
    return datetime.fromisoformat(instant)


def _needs(rows: Rows) -> dict[tuple[int, int], int]:
    """How many must decide, by round and step: by the plan's latest version that has the step."""
    ordered = sorted(rows["plan_steps"], key=lambda one: one["plan"])
    return {(one["round"], one["step"]): one["terms"]["needs"] for one in ordered}


def _of_turn(rows: Iterable[Row], turn: Row) -> list[Row]:
    return [one for one in rows if turn_of(one) == turn_of(turn)]


def _by_round(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["round"], []).append(row)
    return found


def _absence(row: Row) -> Absence:
    return Absence(
        **{name: row[name] for name in ("id", "account", "substitute")},
        starts_at=at(row["starts_at"]),
        ends_at=at(row["ends_at"]),
        kinds=tuple(StepKind(kind) for kind in row["kinds"]),
        fields=tuple(row["fields"]),
        types=tuple(row["types"]),
    )


def _delegation(row: Row) -> Delegation:
    return Delegation(
        **{name: row[name] for name in ("id", "delegator", "delegate", "paper")},
        starts_at=at(row["starts_at"]),
        ends_at=at(row["ends_at"]),
        fields=tuple(row["fields"]),
        types=tuple(row["types"]),
    )
