"""Each judgement of the harness holds for a dispatch as it should be, and sees what is amiss."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from shared.contracts import certificates, dispatch_flow, notices, recall, reservations
from tests.chaos import judgements as all_of
from tests.chaos.amiss import (
    Broken,
    Change,
    accepted,
    added,
    both,
    changed,
    changed_blob,
    lost_blob,
    orphan,
    running,
    second_was_told,
    twice,
    without,
)
from tests.chaos.amiss_numbers import NUMBERS
from tests.chaos.amiss_papers import PAPERS
from tests.chaos.desk import Outdone
from tests.chaos.evidence import Row
from tests.chaos.judgements import JUDGEMENTS, Judgement, judge
from tests.chaos.whole_office import FILED, HELD, MORNING, digest, whole


def _event(case: str, seq: int, act: str, place: tuple[int, int]) -> Row:
    """Of the first turn of a step, in a round."""
    details = {"round": place[0], "step": place[1], "turn": 1}
    return {"case": case, "seq": seq, "act": act, "details": details}


SECOND: Row = {"case": HELD, "series": "cong_van", "year": 2026, "agency": "A", "kind": "NUMBERED"}
BROKEN: Sequence[Broken] = (
    *NUMBERS,
    *PAPERS,
    (
        all_of.answers_are_what_services_may_say,
        "a service answered 500",
        lambda evidence: replace(evidence, broken=["POST drafting /drafts: 500"]),
    ),
    (
        all_of.who_decides_second_is_told_who_did_what_and_when,
        "a second decider who was told of somebody who decided nothing",
        second_was_told("y", "approve"),
    ),
    (
        all_of.who_decides_second_is_told_who_did_what_and_when,
        "a second decider who was told another verdict",
        second_was_told("x", "reject"),
    ),
    (
        all_of.who_decides_second_is_told_who_did_what_and_when,
        "a second decider who was told that he may not",
        second_was_told("x", "approve", 403),
    ),
    (
        all_of.who_decides_second_is_told_who_did_what_and_when,
        "a second decider who was told nothing",
        lambda evidence: replace(evidence, outdone=[Outdone(case=FILED, status=409, answer={})]),
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
        all_of.every_accepted_act_is_kept_once,
        "a request to withdraw that came too late is lost",
        accepted("withdraw", FILED),
    ),
    (
        all_of.every_accepted_act_is_kept_once,
        "a reserved number is lost",
        accepted("reserve", FILED, id="A-VB-2026-2"),
    ),
    (
        all_of.every_accepted_act_is_kept_once,
        "a reservation was cancelled, and is not",
        accepted("cancel", FILED, id="A-VB-2026-2"),
    ),
    (
        all_of.every_accepted_act_is_kept_once,
        "somebody took a task, and nobody knows",
        accepted("claim", HELD),
    ),
    (
        all_of.every_accepted_act_is_kept_once,
        "a task was given to another, whom nobody had named",
        added("approval.changes", {"case": HELD, "kind": "reassign", "account": "x"}),
    ),
    (
        all_of.every_accepted_act_is_kept_once,
        "an absence ended that had been declared",
        accepted("end_absence", HELD, id="1"),
    ),
    (
        all_of.every_accepted_act_is_kept_once,
        "an act that no table is known for",
        accepted("burn", FILED),
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
        all_of.every_version_of_the_agencys_file_that_a_fact_names_is_kept,
        "a fact of people whom nobody knows any more",
        changed("distribution.seals", organisation="0"),
    ),
    (
        all_of.every_submission_is_final_or_has_one_holder,
        "a decided task that still lies on a desk",
        added(
            "approval.desk", {"case": FILED, "task": f"{FILED} 2 1", "seat": "P", "over_at": None}
        ),
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
        all_of.each_turn_is_opened_once_the_one_before_has_ended,
        "two different steps after one approval, both decided by now",
        both(
            added("approval.events", _event(HELD, 2, "approve", (1, 1))),
            added("approval.events", _event(HELD, 3, "open_turn", (1, 2))),
            added("approval.events", _event(HELD, 4, "open_turn", (1, 3))),
            added("approval.events", _event(HELD, 5, "approve", (1, 2))),
            added("approval.events", _event(HELD, 6, "approve", (1, 3))),
        ),
    ),
    (
        all_of.each_turn_is_opened_once_the_one_before_has_ended,
        "another step after a decision to sign",
        added("approval.events", _event(FILED, 99, "open_turn", (2, 3))),
    ),
    (
        all_of.what_follows_a_decision_exists_exactly_once,
        "a return to an earlier step that was not opened again",
        changed("approval.decisions", verdict="return", to_step=1, to_turn=2),
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
        "a reservation that no event tells of",
        added("distribution.reservations", {"case": "A-VB-2026-2"}),
    ),
    (
        all_of.no_fact_is_without_its_event_and_no_event_without_its_fact,
        "an absence that ended in silence",
        added("approval.absences", {"id": "1", "ended_at": MORNING}),
    ),
    (
        all_of.no_fact_is_without_its_event_and_no_event_without_its_fact,
        "an answer to a request to withdraw that no event tells of",
        added("drafting.withdrawal_answers", {"case": HELD, "answer": "too_late"}),
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
        changed("distribution.register_heads", seq=3),
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
        lost_blob,
    ),
    (
        all_of.every_named_blob_is_kept_and_few_are_named_by_nothing,
        "bytes that were changed",
        changed_blob,
    ),
    (
        all_of.every_named_blob_is_kept_and_few_are_named_by_nothing,
        "bytes that no row names, where nobody was interrupted",
        orphan,
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
        added(
            "distribution.register_events",
            {**SECOND, "case": "", "account": "x", "kind": "IMPORTED"},
        ),
    ),
    (
        all_of.the_engine_runs_what_is_submitted_and_not_final,
        "an open dispatch without a flow",
        running(dispatch_flow.FLOW),
    ),
    (
        all_of.the_engine_runs_what_is_submitted_and_not_final,
        "a filed dispatch whose flow runs",
        running(dispatch_flow.FLOW, HELD, FILED),
    ),
    (
        all_of.the_engine_runs_every_recall_that_somebody_has_to_answer,
        "a recall that nobody answered, and no flow reminds of",
        added("distribution.recalls", {"case": FILED}),
    ),
    (
        all_of.the_engine_runs_every_recall_that_somebody_has_to_answer,
        "a flow of a recall that nobody ordered",
        running(recall.FLOW, recall.flow_id(FILED)),
    ),
    (
        all_of.the_engine_runs_every_recall_that_somebody_has_to_answer,
        "a flow of a recall that everybody answered",
        both(
            added("distribution.recalls", {"case": FILED}),
            added("distribution.recall_replies", {"case": FILED, "mailbox": "P1"}),
            running(recall.FLOW, recall.flow_id(FILED)),
        ),
    ),
    (
        all_of.the_engine_runs_every_number_that_is_kept,
        "a number is kept, and no flow sees it expire",
        added("distribution.reservations", {"id": "r"}),
    ),
    (
        all_of.the_engine_runs_every_number_that_is_kept,
        "a flow of a number that nobody keeps",
        running(reservations.FLOW, "reservation/r"),
    ),
    (
        all_of.the_engine_runs_every_certificate_and_nothing_that_was_sent,
        "a certificate that nobody watches",
        added("approval.certificates", {"id": "c"}),
    ),
    (
        all_of.the_engine_runs_every_certificate_and_nothing_that_was_sent,
        "a flow of a certificate that nobody registered",
        running(certificates.FLOW, "certificate/c"),
    ),
    (
        all_of.the_engine_runs_every_certificate_and_nothing_that_was_sent,
        "a notice that was sent, and is sent still",
        both(
            added("approval.sendings", {"id": "n"}),
            added("approval.sent", {"sending": "n"}),
            running(notices.FLOW, "notice/n"),
        ),
    ),
    (
        all_of.no_flow_asks_for_an_operator_or_tries_in_vain,
        "an open dispatch that is parked",
        lambda evidence: replace(evidence, in_need={HELD}),
    ),
    (
        all_of.no_flow_asks_for_an_operator_or_tries_in_vain,
        "an open dispatch whose next step is tried again and again",
        lambda evidence: replace(evidence, restless={HELD}),
    ),
)


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
    left = replace(orphan(whole()), interruptions=1)
    assert not any(judge(left).values())
    assert all_of.orphans(left) == [f"A/{digest('o')}"]
