"""What waits for the engine, or for somebody who is to be told."""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from shared.contracts import certificates, dispatch_flow, notices, recall, reservations
from tests.chaos.evidence import Evidence
from tests.chaos.judgements.rows import final_cases

COMPARED: Final = (
    *(dispatch_flow.FLOW, recall.FLOW, reservations.FLOW),
    *(notices.FLOW, certificates.FLOW),
)
"""Kinds of flows that tables keep open; what else runs was started by a schedule, or by hand."""


def every_request_to_withdraw_is_answered_once(evidence: Evidence) -> Iterator[str]:
    answered = Counter(row["withdrawal"] for row in evidence.rows("drafting.withdrawal_answers"))
    for row in evidence.rows("drafting.withdrawals"):
        if answered[row["id"]] != 1:
            yield f"{row['case']}: a request to withdraw has {answered[row['id']]} answers"


def every_notice_is_sent(evidence: Evidence) -> Iterator[str]:
    """By every channel by which it is to be sent."""
    sent = {row["sending"] for row in evidence.rows("approval.sent")}
    for row in evidence.rows("approval.sendings"):
        if row["id"] not in sent:
            yield f"{row['case']}: {row['channel']} to {row['address']} is not sent"


def every_fact_is_handed_over_to_the_engine(evidence: Evidence) -> Iterator[str]:
    for table, rows in evidence.tables.items():
        waiting = [row for row in rows if "handed_over_at" in row and not row["handed_over_at"]]
        if waiting:
            yield f"{len(waiting)} rows of {table} are not handed over"


def the_engine_runs_what_is_submitted_and_not_final(evidence: Evidence) -> Iterator[str]:
    submitted = {row["case"] for row in evidence.rows("drafting.submissions")}
    yield from _compared(evidence, dispatch_flow.FLOW, needed=submitted - final_cases(evidence))


def the_engine_runs_every_recall_that_somebody_has_to_answer(evidence: Evidence) -> Iterator[str]:
    """Until each mailbox sent it back or answered, or a clerk waits no longer."""
    answered = {
        (row["case"], row["mailbox"]) for row in evidence.rows("distribution.recall_replies")
    }
    answered |= {
        (row["case"], row["mailbox"])
        for row in evidence.rows("distribution.acknowledgements")
        if row["receipt"] == "refused"
    }
    waiting = {
        row["case"]
        for row in evidence.rows("distribution.mailbox_items")
        if (row["case"], row["mailbox"]) not in answered
    }
    ordered = {row["case"] for row in evidence.rows("distribution.recalls")}
    closed = {row["case"] for row in evidence.rows("distribution.recall_closings")}
    needed = {recall.flow_id(case) for case in (ordered & waiting) - closed}
    yield from _compared(evidence, recall.FLOW, needed=needed)


def the_engine_runs_every_number_that_is_kept(evidence: Evidence) -> Iterator[str]:
    """One that was used or cancelled sleeps on to its expiry, by the engine's time."""
    kept = {row["id"] for row in evidence.rows("distribution.reservations")}
    ended = {row["id"] for row in evidence.rows("distribution.reservation_ends")}
    yield from _compared(
        evidence,
        reservations.FLOW,
        needed={f"reservation/{one}" for one in kept - ended},
        allowed={f"reservation/{one}" for one in ended},
    )


def the_engine_runs_every_certificate_and_nothing_that_was_sent(
    evidence: Evidence,
) -> Iterator[str]:
    """Certificates of a run end after it; the flow of a revoked one sleeps on to its next look."""
    known = {row["id"] for row in evidence.rows("approval.certificates")}
    revoked = {row["certificate"] for row in evidence.rows("approval.revocations")}
    yield from _compared(
        evidence,
        certificates.FLOW,
        needed={f"certificate/{one}" for one in known - revoked},
        allowed={f"certificate/{one}" for one in revoked},
    )
    sent = {row["sending"] for row in evidence.rows("approval.sent")}
    sendings = {row["id"] for row in evidence.rows("approval.sendings")}
    yield from _compared(
        evidence, notices.FLOW, needed={f"notice/{one}" for one in sendings - sent}
    )


def no_flow_asks_for_an_operator_or_tries_in_vain(evidence: Evidence) -> Iterator[str]:
    """One that was left open waits for somebody at a desk, and for nothing else."""
    for flow in sorted(evidence.in_need):
        yield f"{flow}: needs an operator's attention"
    for flow in sorted(evidence.restless - evidence.in_need):
        yield f"{flow}: has something under way"


_NONE: Final[AbstractSet[str]] = frozenset()


def _compared(
    evidence: Evidence, kind: str, *, needed: AbstractSet[str], allowed: AbstractSet[str] = _NONE
) -> Iterator[str]:
    """Tables and engine both ways."""
    running = evidence.open_flows.get(kind, _NONE)
    for one in sorted(needed - running):
        yield f"{one}: open, and no {kind} runs"
    for one in sorted(running - needed - allowed):
        yield f"{one}: a {kind} runs, and nothing is open"
