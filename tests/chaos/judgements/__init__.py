"""What must be true when all is quiet: each a pure look at the evidence that tells what is not."""

from collections.abc import Mapping, Sequence
from typing import Final

from tests.chaos.evidence import Evidence
from tests.chaos.judgements.acts import (
    answers_are_what_services_may_say,
    every_accepted_act_is_kept_once,
    every_version_of_the_agencys_file_that_a_fact_names_is_kept,
    no_fact_is_without_its_event_and_no_event_without_its_fact,
    the_chains_of_events_and_register_are_whole,
    who_decides_second_is_told_who_did_what_and_when,
)
from tests.chaos.judgements.engine import (
    COMPARED,
    every_fact_is_handed_over_to_the_engine,
    every_notice_is_sent,
    every_request_to_withdraw_is_answered_once,
    no_flow_asks_for_an_operator_or_tries_in_vain,
    the_engine_runs_every_certificate_and_nothing_that_was_sent,
    the_engine_runs_every_number_that_is_kept,
    the_engine_runs_every_recall_that_somebody_has_to_answer,
    the_engine_runs_what_is_submitted_and_not_final,
)
from tests.chaos.judgements.files import (
    both_signatures_of_every_sealed_file_are_valid,
    every_named_blob_is_kept_and_few_are_named_by_nothing,
    orphans,
)
from tests.chaos.judgements.one_paper import (
    what_was_submitted_is_what_was_decided_signed_numbered_and_sealed,
)
from tests.chaos.judgements.register import (
    annexes_are_issued_as_they_were_attached,
    each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
    numbers_are_gapless_unique_and_in_order_of_time,
    the_register_has_what_was_issued_and_nothing_else,
)
from tests.chaos.judgements.rows import SYSTEM, Judgement
from tests.chaos.judgements.turns import (
    each_turn_is_opened_once_the_one_before_has_ended,
    every_signed_dispatch_comes_to_the_records_desk,
    every_submission_is_final_or_has_one_holder,
    what_follows_a_decision_exists_exactly_once,
)

JUDGEMENTS: Final[Sequence[Judgement]] = (
    answers_are_what_services_may_say,
    who_decides_second_is_told_who_did_what_and_when,
    every_accepted_act_is_kept_once,
    every_submission_is_final_or_has_one_holder,
    what_was_submitted_is_what_was_decided_signed_numbered_and_sealed,
    numbers_are_gapless_unique_and_in_order_of_time,
    the_register_has_what_was_issued_and_nothing_else,
    each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
    annexes_are_issued_as_they_were_attached,
    what_follows_a_decision_exists_exactly_once,
    each_turn_is_opened_once_the_one_before_has_ended,
    every_signed_dispatch_comes_to_the_records_desk,
    every_request_to_withdraw_is_answered_once,
    no_fact_is_without_its_event_and_no_event_without_its_fact,
    every_version_of_the_agencys_file_that_a_fact_names_is_kept,
    the_chains_of_events_and_register_are_whole,
    both_signatures_of_every_sealed_file_are_valid,
    every_named_blob_is_kept_and_few_are_named_by_nothing,
    every_notice_is_sent,
    every_fact_is_handed_over_to_the_engine,
    the_engine_runs_what_is_submitted_and_not_final,
    the_engine_runs_every_recall_that_somebody_has_to_answer,
    the_engine_runs_every_number_that_is_kept,
    the_engine_runs_every_certificate_and_nothing_that_was_sent,
    no_flow_asks_for_an_operator_or_tries_in_vain,
)

BY_ITSELF: Final[Sequence[Judgement]] = (
    every_submission_is_final_or_has_one_holder,
    what_follows_a_decision_exists_exactly_once,
    every_signed_dispatch_comes_to_the_records_desk,
    every_request_to_withdraw_is_answered_once,
    every_notice_is_sent,
    every_fact_is_handed_over_to_the_engine,
    the_engine_runs_what_is_submitted_and_not_final,
    the_engine_runs_every_recall_that_somebody_has_to_answer,
    the_engine_runs_every_number_that_is_kept,
    the_engine_runs_every_certificate_and_nothing_that_was_sent,
    no_flow_asks_for_an_operator_or_tries_in_vain,
)
"""What becomes true by itself within the time of quiet; all else must be true at every instant."""

__all__ = [
    "BY_ITSELF",
    "COMPARED",
    "JUDGEMENTS",
    "SYSTEM",
    "Judgement",
    "annexes_are_issued_as_they_were_attached",
    "answers_are_what_services_may_say",
    "both_signatures_of_every_sealed_file_are_valid",
    "each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient",
    "each_turn_is_opened_once_the_one_before_has_ended",
    "every_accepted_act_is_kept_once",
    "every_fact_is_handed_over_to_the_engine",
    "every_named_blob_is_kept_and_few_are_named_by_nothing",
    "every_notice_is_sent",
    "every_request_to_withdraw_is_answered_once",
    "every_signed_dispatch_comes_to_the_records_desk",
    "every_submission_is_final_or_has_one_holder",
    "every_version_of_the_agencys_file_that_a_fact_names_is_kept",
    "is_quiet",
    "judge",
    "no_fact_is_without_its_event_and_no_event_without_its_fact",
    "no_flow_asks_for_an_operator_or_tries_in_vain",
    "numbers_are_gapless_unique_and_in_order_of_time",
    "orphans",
    "the_chains_of_events_and_register_are_whole",
    "the_engine_runs_every_certificate_and_nothing_that_was_sent",
    "the_engine_runs_every_number_that_is_kept",
    "the_engine_runs_every_recall_that_somebody_has_to_answer",
    "the_engine_runs_what_is_submitted_and_not_final",
    "the_register_has_what_was_issued_and_nothing_else",
    "what_follows_a_decision_exists_exactly_once",
    "what_was_submitted_is_what_was_decided_signed_numbered_and_sealed",
    "who_decides_second_is_told_who_did_what_and_when",
]


def is_quiet(evidence: Evidence) -> bool:
    """Whether nothing is on its way any more."""
    return not any(finding for one in BY_ITSELF for finding in one(evidence))


def judge(evidence: Evidence) -> Mapping[str, list[str]]:
    """What each judgement finds, by its name in words; empty where it holds."""
    return {one.__name__.replace("_", " "): list(one(evidence)) for one in JUDGEMENTS}
