"""Each judgement of the harness holds for a dispatch as it should be, and sees what is amiss."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.chaos import judgements as all_of
from tests.chaos.evidence import Blob, Evidence, Row
from tests.chaos.judgements import JUDGEMENTS, Judgement, judge
from tests.chaos.whole_office import FILED, HELD, MORNING, Rows, digest, whole

Change = Callable[[Evidence], Evidence]


# What may go wrong


def without(table: str, place: int = -1) -> Change:
    def change(evidence: Evidence) -> Evidence:
        rows = list(evidence.rows(table))
        del rows[place]
        return _with(evidence, table, rows)

    return change


def twice(table: str) -> Change:
    return lambda evidence: _with(
        evidence, table, [*evidence.rows(table), evidence.rows(table)[-1]]
    )


def changed(table: str, **columns: Any) -> Change:
    """The last row of a table, with other columns."""

    def change(evidence: Evidence) -> Evidence:
        *others, last = evidence.rows(table)
        return _with(evidence, table, [*others, {**last, **columns}])

    return change


def added(table: str, row: Row) -> Change:
    return lambda evidence: _with(evidence, table, [*evidence.rows(table), row])


def _with(evidence: Evidence, table: str, rows: Rows) -> Evidence:
    return replace(evidence, tables={**evidence.tables, table: rows})


def _orphan(evidence: Evidence) -> Evidence:
    return replace(evidence, blobs={**evidence.blobs, f"A/{digest('o')}": Blob(whole=True)})


def _lost_blob(evidence: Evidence) -> Evidence:
    kept = dict(evidence.blobs)
    del kept[f"A/{digest('e')}"]
    return replace(evidence, blobs=kept)


def _changed_blob(evidence: Evidence) -> Evidence:
    damaged = Blob(whole=False)
    return replace(evidence, blobs={**evidence.blobs, f"A/{digest('e')}": damaged})


SECOND: Row = {"case": HELD, "series": "cong_van", "year": 2026, "agency": "A", "kind": "NUMBERED"}
BROKEN: list[tuple[Judgement, str, Change]] = [
    (
        all_of.answers_are_what_services_may_say,
        "a service answered 500",
        lambda evidence: replace(evidence, broken=["POST drafting /drafts: 500"]),
    ),
    (
        all_of.every_accepted_act_is_kept_once,
        "a decision was accepted and is lost",
        without("approval.decisions"),
    ),
    (
        all_of.every_accepted_act_is_kept_once,
        "a submission that nobody made",
        twice("drafting.submissions"),
    ),
    (
        all_of.every_submission_is_final_or_has_one_holder,
        "an open dispatch that lies with nobody",
        without("approval.desk"),
    ),
    (
        all_of.every_submission_is_final_or_has_one_holder,
        "an open dispatch with two holders",
        added("drafting.reopenings", {"case": HELD, "round": 1}),
    ),
    (
        all_of.every_submission_is_final_or_has_one_holder,
        "a filed dispatch that still lies on the desk",
        changed("distribution.dispatches", state="TO_ISSUE"),
    ),
    (
        all_of.numbers_are_gapless_unique_and_in_order_of_time,
        "the first number is 2",
        changed("distribution.register_events", number=2),
    ),
    (
        all_of.numbers_are_gapless_unique_and_in_order_of_time,
        "one number for two dispatches",
        twice("distribution.register_events"),
    ),
    (
        all_of.numbers_are_gapless_unique_and_in_order_of_time,
        "a later number with an earlier day",
        added(
            "distribution.register_events",
            {**SECOND, "number": 2, "seq": 2, "dated": date(2026, 11, 27), "at": MORNING},
        ),
    ),
    (
        all_of.numbers_are_gapless_unique_and_in_order_of_time,
        "a number in the register that nobody gave",
        without("distribution.issues"),
    ),
    (
        all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
        "a voided number that was sealed all the same",
        added("distribution.voids", {"case": FILED}),
    ),
    (
        all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
        "two sealed files",
        twice("distribution.seals"),
    ),
    (
        all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
        "no file copy",
        without("distribution.file_copies"),
    ),
    (
        all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
        "an addressee who got nothing",
        without("distribution.deliveries"),
    ),
    (
        all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
        "an addressee who got it twice",
        twice("distribution.deliveries"),
    ),
    (
        all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
        "a mailbox that nobody meant",
        changed("distribution.mailbox_items", mailbox="P2"),
    ),
    (
        all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
        "another file in a mailbox",
        changed("distribution.mailbox_items", file=digest("s")),
    ),
    (
        all_of.what_follows_a_decision_exists_exactly_once,
        "a decision whose turn is open",
        without("approval.turns", 0),
    ),
    (
        all_of.what_follows_a_decision_exists_exactly_once,
        "an approval after which nothing was opened",
        without("approval.turns", 2),
    ),
    (
        all_of.what_follows_a_decision_exists_exactly_once,
        "a decision to sign without a signature",
        without("approval.signatures"),
    ),
    (
        all_of.what_follows_a_decision_exists_exactly_once,
        "a return that was reopened twice",
        twice("drafting.reopenings"),
    ),
    (
        all_of.what_follows_a_decision_exists_exactly_once,
        "a rejection that closed nothing",
        added(
            "approval.decisions",
            {"case": HELD, "round": 1, "step": 1, "turn": 1, "verdict": "reject", "kind": "x"},
        ),
    ),
    (
        all_of.what_follows_a_decision_exists_exactly_once,
        "sent back by the clerk, and not to its drafter",
        added("distribution.send_backs", {"case": FILED, "round": 2}),
    ),
    (
        all_of.every_signed_dispatch_comes_to_the_records_desk,
        "a signed round of which the clerk knows nothing",
        changed("distribution.dispatches", round=1),
    ),
    (
        all_of.every_request_to_withdraw_is_answered_once,
        "a request without an answer",
        added("drafting.withdrawals", {"case": HELD, "id": "w", "handed_over_at": MORNING}),
    ),
    (
        all_of.no_fact_is_without_its_event_and_no_event_without_its_fact,
        "a fact that no event tells of",
        twice("distribution.seals"),
    ),
    (
        all_of.no_fact_is_without_its_event_and_no_event_without_its_fact,
        "an event of what is not there",
        without("approval.signatures"),
    ),
    (
        all_of.the_chains_of_events_and_register_are_whole,
        "an event was changed",
        changed("approval.events", act="open_round"),
    ),
    (
        all_of.the_chains_of_events_and_register_are_whole,
        "an entry was changed",
        changed("distribution.register_events", case=HELD),
    ),
    (
        all_of.the_chains_of_events_and_register_are_whole,
        "the end of the register was cut off",
        changed("distribution.register_heads", seq=2),
    ),
    (
        all_of.both_signatures_of_every_sealed_file_are_valid,
        "a file that was altered",
        lambda evidence: replace(evidence, papers={FILED: ["altered"]}),
    ),
    (
        all_of.both_signatures_of_every_sealed_file_are_valid,
        "a file that nobody looked at",
        lambda evidence: replace(evidence, papers={}),
    ),
    (
        all_of.every_named_blob_is_kept_and_few_are_named_by_nothing,
        "a row whose bytes are lost",
        _lost_blob,
    ),
    (
        all_of.every_named_blob_is_kept_and_few_are_named_by_nothing,
        "bytes that were changed",
        _changed_blob,
    ),
    (
        all_of.every_named_blob_is_kept_and_few_are_named_by_nothing,
        "bytes that no row names, where nobody was interrupted",
        _orphan,
    ),
    (
        all_of.every_fact_is_handed_over_to_the_engine,
        "a fact that the engine was not told of",
        changed("drafting.submissions", handed_over_at=None),
    ),
    (
        all_of.every_notice_is_sent,
        "a letter that nobody was sent",
        added("approval.sendings", {"id": "1", "case": HELD, "channel": "mail", "address": "a@b"}),
    ),
    (
        all_of.every_accepted_act_is_kept_once,
        "a line of an older register that nobody sent",
        added("distribution.register_events", {**SECOND, "case": "", "kind": "IMPORTED"}),
    ),
    (
        all_of.the_engine_runs_what_is_submitted_and_not_final,
        "an open dispatch without a flow",
        lambda evidence: replace(evidence, open_flows=frozenset()),
    ),
    (
        all_of.the_engine_runs_what_is_submitted_and_not_final,
        "a filed dispatch whose flow runs",
        lambda evidence: replace(evidence, open_flows=frozenset({HELD, FILED})),
    ),
]


def test_every_judgement_holds_for_an_office_where_nothing_went_wrong() -> None:
    assert not any(judge(whole()).values()), judge(whole())


@pytest.mark.parametrize(
    ("judgement", "change"),
    [pytest.param(judgement, change, id=what) for judgement, what, change in BROKEN],
)
def test_a_judgement_sees(judgement: Judgement, change: Change) -> None:
    assert list(judgement(change(whole())))


def test_every_judgement_was_seen_to_fail() -> None:
    assert {judgement for judgement, _, _ in BROKEN} == set(JUDGEMENTS)


def test_an_interruption_may_leave_bytes_that_no_row_names() -> None:
    left = replace(_orphan(whole()), interruptions=1)
    assert not any(judge(left).values())
    assert all_of.orphans(left) == [f"A/{digest('o')}"]


def test_a_reserved_number_has_its_place_from_when_it_was_reserved() -> None:
    evidence = whole()
    numbered = evidence.rows("distribution.register_events")[0]
    reserved = {**numbered, "kind": "RESERVED", "seq": 0, "number": 1, "case": ""}
    later = {**numbered, "kind": "RESERVED", "number": 3, "seq": 2, "case": ""}
    judged = all_of.numbers_are_gapless_unique_and_in_order_of_time
    before = added("distribution.register_events", reserved)(evidence)
    assert not list(judged(before))
    assert list(judged(added("distribution.register_events", later)(evidence)))


def test_a_number_that_came_by_itself_waits_for_its_seal_until_a_clerk_orders_it() -> None:
    unsealed = without("distribution.seals")(without("distribution.file_copies")(whole()))
    by_itself = changed("distribution.issues", account=all_of.SYSTEM)(unsealed)
    judged = all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient
    assert not list(judged(by_itself))
    assert list(judged(added("distribution.seal_orders", {"case": FILED})(by_itself)))


def test_who_asked_others_before_he_decides_is_asked_again_himself() -> None:
    heard = {"case": HELD, "round": 1, "step": 4, "turn": 1}
    opinion = {**heard, "verdict": "approve", "kind": "consultation"}
    turn = {**heard, "id": "other", "over_at": MORNING}
    again = {"case": HELD, "round": 1, "step": 1, "turn": 2, "id": "again", "over_at": None}
    asked = added("approval.decisions", opinion)(added("approval.turns", turn)(whole()))
    judged = all_of.what_follows_a_decision_exists_exactly_once
    assert list(judged(asked))
    assert not list(judged(added("approval.turns", again)(asked)))


def test_a_decision_to_sign_that_was_taken_back_is_followed_by_another_turn() -> None:
    turn = {"case": FILED, "round": 2, "step": 2, "turn": 0}
    decided = {**turn, "verdict": "approve", "kind": "signature", "handed_over_at": MORNING}
    evidence = added("approval.turns", {**turn, "id": "before", "over_at": MORNING})(whole())
    evidence = added("approval.decisions", decided)(evidence)
    evidence = without("approval.signatures")(evidence)
    judged = all_of.what_follows_a_decision_exists_exactly_once
    open_ = list(judged(evidence))
    assert list(judged(added("approval.cancellations", turn)(evidence))) == open_[:1]
    kept = added("approval.signatures", {"case": FILED, "round": 2})(evidence)
    assert not list(judged(added("approval.cancellations", turn)(kept)))


def test_what_was_taken_over_from_an_older_register_has_its_number_among_the_others() -> None:
    evidence = whole()
    numbered = evidence.rows("distribution.register_events")[0]
    entered = {**numbered, "kind": "IMPORTED", "number": 2, "seq": 2, "case": ""}
    judged = all_of.numbers_are_gapless_unique_and_in_order_of_time
    assert not list(judged(added("distribution.register_events", entered)(evidence)))
    gap = {**entered, "number": 3}
    assert list(judged(added("distribution.register_events", gap)(evidence)))


def test_a_second_act_is_told_by_the_event_of_its_signature() -> None:
    signed = {"case": FILED, "kind": "sign"}
    evidence = added("approval.changes", signed)(whole())
    judged = all_of.no_fact_is_without_its_event_and_no_event_without_its_fact
    assert not list(judged(evidence))
    assert list(judged(added("approval.changes", {**signed, "kind": "claim"})(evidence)))
