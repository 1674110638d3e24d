"""What may go wrong between the services: each kept something whole, and not of the same paper."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from tests.chaos import judgements as all_of
from tests.chaos.amiss import Broken, Change, accepted, added, both, changed, without
from tests.chaos.evidence import Evidence
from tests.chaos.whole_office import FILED, HELD, digest

ONE_PAPER: Final = all_of.what_was_submitted_is_what_was_decided_signed_numbered_and_sealed
KEPT: Final = all_of.every_accepted_act_is_kept_once
RECIPIENTS: Final = all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient


def frozen_otherwise(**columns: Any) -> Change:
    """The submitted bytes say something else of the filed dispatch."""

    def change(evidence: Evidence) -> Evidence:
        version = digest("v")
        frozen = {**evidence.versions[version], **columns}
        return replace(evidence, versions={**evidence.versions, version: frozen})

    return change


def submitted_for(*addressees: str) -> Change:
    text = {"subject": "s", "addressees": addressees, "recipients": ["Như trên"], "file_copy": "VT"}
    return frozen_otherwise(text=text)


PAPERS: Final[Sequence[Broken]] = (
    (KEPT, "a decision kept for another account", changed("approval.decisions", account="y")),
    (KEPT, "a decision kept with another verdict", changed("approval.decisions", verdict="reject")),
    (
        KEPT,
        "a decision kept on a version that nobody sent",
        changed("approval.decisions", version=digest("w")),
    ),
    (
        KEPT,
        "a decision kept on a prepared PDF that nobody saw",
        changed("approval.decisions", prepared=digest("q")),
    ),
    (KEPT, "a number kept for another clerk", changed("distribution.issues", account="y")),
    (KEPT, "another number than the clerk was told", changed("distribution.issues", number=2)),
    (
        KEPT,
        "another day than the clerk was told",
        changed("distribution.issues", dated=date(2026, 11, 27)),
    ),
    (
        all_of.the_register_has_what_was_issued_and_nothing_else,
        "another number than the clerk had kept for it",
        lambda evidence: replace(
            evidence,
            accepted=[replace(one, sent={"reserved": "r"}) for one in evidence.accepted],
        ),
    ),
    (
        KEPT,
        "a request to withdraw kept for another account",
        both(
            accepted("withdraw", HELD),
            added("drafting.withdrawals", {"case": HELD, "id": "w", "account": "y"}),
        ),
    ),
    (ONE_PAPER, "a version that nobody can read", lambda one: replace(one, versions={})),
    (ONE_PAPER, "the submitted bytes are another case's", frozen_otherwise(case=HELD)),
    (ONE_PAPER, "the submitted bytes are another agency's", frozen_otherwise(agency="B")),
    (ONE_PAPER, "the submitted bytes name another signer", frozen_otherwise(signer="y")),
    (ONE_PAPER, "the desk has other recipients than were submitted", submitted_for("P1", "P2")),
    (RECIPIENTS, "an addressee whom the desk forgot", submitted_for("P1", "P2")),
    (
        ONE_PAPER,
        "reviewed was another version",
        added("approval.rounds", {"case": HELD, "round": 1, "version": digest("v")}),
    ),
    (
        ONE_PAPER,
        "a round that nobody submitted",
        added("approval.rounds", {"case": HELD, "round": 2, "version": digest("w")}),
    ),
    (
        ONE_PAPER,
        "decided was on another version",
        changed("approval.decisions", version=digest("w")),
    ),
    (
        ONE_PAPER,
        "decided was on another prepared PDF",
        changed("approval.decisions", prepared=digest("q")),
    ),
    (ONE_PAPER, "decided was by another account", changed("approval.decisions", account="y")),
    (
        ONE_PAPER,
        "decided was on a PDF that was prepared for another",
        changed("approval.prepared", account="y"),
    ),
    (ONE_PAPER, "signed in a turn of no decision", changed("approval.signatures", turn=2)),
    (
        ONE_PAPER,
        "signed was with another certificate",
        changed("approval.signatures", fingerprint=digest("d")),
    ),
    (
        ONE_PAPER,
        "another signed file lies on the desk",
        changed("distribution.dispatches", signed=digest("t")),
    ),
    (
        ONE_PAPER,
        "another prepared PDF lies on the desk",
        changed("distribution.dispatches", prepared=digest("q")),
    ),
    (ONE_PAPER, "the desk has another version", changed("distribution.dispatches", version="0")),
    (ONE_PAPER, "on the desk, and nobody signed it", without("approval.signatures")),
    (ONE_PAPER, "another file was numbered", changed("distribution.issues", signed=digest("t"))),
    (ONE_PAPER, "the desk shows another number", changed("distribution.dispatches", number=99)),
    (
        ONE_PAPER,
        "the desk shows another day",
        changed("distribution.dispatches", dated=date(2026, 11, 27)),
    ),
    (ONE_PAPER, "the desk shows no number", changed("distribution.dispatches", state="TO_ISSUE")),
    (
        ONE_PAPER,
        "the register has another day",
        changed("distribution.register_events", 0, dated=date(2026, 11, 27)),
    ),
    (
        ONE_PAPER,
        "the register has another signed file",
        changed("distribution.register_events", 0, file=digest("t")),
    ),
    (
        ONE_PAPER,
        "sealed under another number",
        changed("distribution.register_events", number=2),
    ),
    (ONE_PAPER, "the register has another sealed file", changed("distribution.seals", file="0")),
    (
        ONE_PAPER,
        "an order to seal another file",
        added("distribution.seal_orders", {"case": FILED, "round": 2, "signed": digest("t")}),
    ),
)
