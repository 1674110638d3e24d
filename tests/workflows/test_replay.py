"""Recorded histories replay with today's flow; a flow that changed its mind is noticed."""

import base64
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from functools import cache
from typing import Any, Final

from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from shared.runtime.organisations import read_organisation
from tests.support.agencies import LANG_SON, TINY, content_of
from tests.support.fingerprints import explain
from tests.support.histories import all_kept, kept
from tests.workflows.changed_flows import CarefulFlow, HastyFlow, flows_with
from workflows.dispatch_flow import DispatchFlow
from workflows.sandbox import RUNNER

STORIES = {
    "returned_by_the_office_then_by_the_signer_then_filed",
    "two_of_three_units_heard_then_filed",
    "signed_by_the_director_while_the_deputy_was_away",
    "signed_by_order_of_the_director",
    "signed_by_order_for_the_head_of_the_office",
    "a_deadline_over_tet",
    "asked_and_answered_at_the_first_step",
    "made_most_urgent_by_the_signer",
    "a_step_passed_by_in_urgency",
    "filed_while_the_mail_server_was_dead",
    "signed_and_sealed_after_a_wrong_pin",
    "signed_and_sealed_after_the_device_was_gone",
    "signed_and_sealed_after_the_device_was_silent",
    "recalled_and_one_receiver_refused",
    "voided_and_issued_with_a_reserved_number",
    "a_reserved_number_that_nobody_used",
    "made_to_say_what_is_not_so",
    "signed_in_the_old_year_and_issued_in_the_new_one",
}
"""Recorded by `tests/stories`."""


NOTICES = {
    "notice_by_mail",
    "notice_by_webhook",
    "notice_put_off_then_mailed",
    "notice_refused_then_mailed",
    "notice_hung_up_on_then_mailed",
}
"""Recorded by `tests/services/approval/test_notice_flow.py`."""

IN_TROUBLE = {"notice_in_trouble", "reserved_number_in_trouble", "certificate_in_trouble"}
"""Recorded by `tests/workflows/test_lasting_faults.py`."""


CODE: Final = re.compile(r"[\x21-\x7e]*")
"""Ids, hashes, codes and instants: one word without a Vietnamese letter."""
FOR_OPERATORS: Final = {"holder", "escalates_to", "rule", "nobody", "left"}
"""Captions within answers, for the page in the Temporal UI; docs/decisions/0005."""
CAPTIONS: Final = {"summary", "userMetadata"}
"""Beside what is told: may quote the subject, and a codec covers them."""


def replayer(flow: type[DispatchFlow]) -> Replayer:
    return Replayer(
        workflows=flows_with(flow),
        data_converter=pydantic_data_converter,
        workflow_runner=RUNNER,
    )


async def of_all_versions() -> AsyncIterator[WorkflowHistory]:
    for _name, history in all_kept():
        yield history


async def test_every_recorded_history_of_every_version_replays() -> None:
    replayed = set()
    async with replayer(DispatchFlow).workflow_replay_iterator(of_all_versions()) as results:
        async for result in results:
            history, failure = result.history, result.replay_failure
            assert failure is None, explain(history.workflow_id, history, failure)
            replayed.add(history.workflow_id)
    assert replayed == {name for name, _history in all_kept()}


def test_the_main_ways_are_recorded() -> None:
    first = {"filed", "returned_twice", "rejected", "withdrawn", "overdue", "fault"}
    later = {"reminded_and_escalated", "question", "signer_changed", "urgency_set"}
    recalls = {"recall_answered", "recall_reminded", "recall_closed", "recall_rebuilt"}
    devices = {"signed_with_a_device", "signed_late_with_a_device", "certificate_watched"}
    assert kept().keys() >= first | later | recalls | devices | STORIES | NOTICES | IN_TROUBLE


def test_recorded_histories_name_no_machine() -> None:
    for name, history in all_kept():
        identities = {
            field.identity
            for event in history.events
            for _, field in event.ListFields()
            if hasattr(field, "identity")
        }
        assert identities <= {"tests", ""}, name


def test_recorded_histories_hold_no_text() -> None:
    for name, told in all_told().items():
        texts = {text for field, text in told if field not in FOR_OPERATORS}
        assert {text for text in texts if not CODE.fullmatch(text)} == set(), name


def test_what_recorded_histories_hold_for_operators_names_no_person() -> None:
    told = {one for every in all_told().values() for one in every if one[0] in FOR_OPERATORS}
    assert {field for field, _text in told} == FOR_OPERATORS
    for agency in (LANG_SON, TINY):
        organisation = read_organisation(content_of(agency))
        titles = {post.title for post in organisation.posts}
        people = {account.name for account in organisation.accounts} - titles
        assert people
        assert [text for _field, text in told if any(name in text for name in people)] == []


@cache
def all_told() -> dict[str, set[tuple[str, str]]]:
    """What flows and services told each other, by history: each text with its field."""
    return {name: set(told_in(history.to_json_dict())) for name, history in all_kept()}


def told_in(value: Any) -> Iterator[tuple[str, str]]:
    match value:
        case {"metadata": _, "data": str(data)}:
            with suppress(UnicodeDecodeError, json.JSONDecodeError):
                yield from texts_of(json.loads(base64.b64decode(data)))
        case dict():
            for name, inner in value.items():
                if name not in CAPTIONS:
                    yield from told_in(inner)
        case list():
            for inner in value:
                yield from told_in(inner)
        case _:
            return


def texts_of(told: Any, field: str = "") -> Iterator[tuple[str, str]]:
    match told:
        case str():
            yield field, told
        case dict():
            for name, inner in told.items():
                yield from texts_of(inner, name)
        case list():
            for inner in told:
                yield from texts_of(inner, field)
        case _:
            return


async def test_a_flow_that_changed_its_mind_fails_the_replay_and_is_told_where() -> None:
    history = kept()["filed"]
    replayed = await replayer(HastyFlow).replay_workflow(history, raise_on_replay_failure=False)
    assert isinstance(replayed.replay_failure, NondeterminismError)
    told = explain("filed", history, replayed.replay_failure)
    assert "→ 68  activity distribution.open_issue" in told
    assert "workflow.patched" in told


async def test_the_same_change_behind_a_marker_replays() -> None:
    for name in ("filed", "returned_twice", "sent_back"):
        await replayer(CarefulFlow).replay_workflow(kept()[name])
