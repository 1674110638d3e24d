"""What waits for the engine, or for somebody who is to be told."""

from collections import Counter
from collections.abc import Iterator

from tests.chaos.evidence import Evidence
from tests.chaos.judgements.rows import final_cases


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
    wanted = submitted - final_cases(evidence)
    for case in sorted(wanted - evidence.open_flows):
        yield f"{case}: open, and no flow runs"
    for case in sorted(evidence.open_flows - wanted):
        yield f"{case}: a flow runs, and nothing is open"
