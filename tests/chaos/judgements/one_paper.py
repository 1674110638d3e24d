"""One paper from its submission to its seal: each service kept its part, all of the same thing."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tests.chaos.evidence import Evidence, Row
from tests.chaos.judgements.rows import Place, place_of, turn_of

NUMBERED: Final = frozenset({"NUMBERED", "SEALED", "DISTRIBUTING", "FILED"})
"""What the records desk shows of a dispatch that bears a number."""
NUMBER: Final = ("series", "year", "number", "dated")
WHOSE: Final = ("agency", "case", "round", "signer")
"""What submitted bytes say of themselves, as the row that names them does."""
COPIED: Final = ("subject", "addressees", "recipients", "file_copy")
"""What the records desk keeps of the submitted text."""


def what_was_submitted_is_what_was_decided_signed_numbered_and_sealed(
    evidence: Evidence,
) -> Iterator[str]:
    """No service is asked: what one kept is held against what the others kept."""
    yield from _other_versions(evidence)
    yield from _other_texts(evidence)
    yield from _other_signatures(evidence)
    yield from _signed_otherwise(evidence)
    yield from _entered_otherwise(evidence)
    yield from _shown_otherwise(evidence)


def _other_versions(evidence: Evidence) -> Iterator[str]:
    submitted = {place_of(row): row["version"] for row in evidence.rows("drafting.submissions")}
    for table in ("approval.rounds", "approval.decisions", "distribution.dispatches"):
        for row in evidence.rows(table):
            if row["version"] != submitted.get(place_of(row)):
                yield f"{_named(row)}: {table} has another version than was submitted"


def _other_texts(evidence: Evidence) -> Iterator[str]:
    """The submitted bytes say whose they are, and what the records desk is to send to whom."""
    desks = {place_of(row): row for row in evidence.rows("distribution.dispatches")}
    for row in evidence.rows("drafting.submissions"):
        frozen = evidence.versions.get(row["version"])
        if frozen is None:
            yield f"{_named(row)}: its version cannot be read"
            continue
        yield from _differ(row, frozen, {name: name for name in WHOSE})
        if desk := desks.get(place_of(row)):
            yield from _differ(desk, frozen["text"], {name: name for name in COPIED})


def _other_signatures(evidence: Evidence) -> Iterator[str]:
    """Signed is the PDF that was decided on, by who decided, with the certificate of then."""
    decided = {
        turn_of(row): row
        for row in evidence.rows("approval.decisions")
        if row["kind"] == "signature" and row["verdict"] == "approve"
    }
    made = {
        (turn_of(row), row["hash"], row["account"]) for row in evidence.rows("approval.prepared")
    }
    for row in decided.values():
        if (turn_of(row), row["prepared"], row["account"]) not in made:
            yield f"{_named(row)}: decided on what was not prepared for who decided"
    for row in evidence.rows("approval.signatures"):
        if (decision := decided.get(turn_of(row))) is None:
            yield f"{_named(row)}: signed in a turn in which nobody decided to sign"
            continue
        same = {"prepared": "prepared", "account": "account", "fingerprint": "certificate"}
        yield from _differ(row, decision, same)


def _signed_otherwise(evidence: Evidence) -> Iterator[str]:
    """What lies on the records desk, and what its clerks said, is of the signed file."""
    signatures = {place_of(row): row for row in evidence.rows("approval.signatures")}
    desk = {name: name for name in ("prepared", "signed")}
    desk |= {"certificate": "fingerprint", "signer": "account"}
    of_table = {"distribution.dispatches": desk}
    for name in ("issues", "seal_orders", "send_backs"):
        of_table[f"distribution.{name}"] = {"signed": "signed"}
    for table, same in of_table.items():
        for row in evidence.rows(table):
            if (signature := signatures.get(place_of(row))) is None:
                yield f"{_named(row)}: in {table}, and nobody signed it"
                continue
            yield from _differ(row, signature, same)


def _entered_otherwise(evidence: Evidence) -> Iterator[str]:
    """The register has for each act what was done, on which file, by whom."""
    events = evidence.rows("distribution.register_events")
    entries = {kind: _by_place_and_number(events, kind) for kind in ("NUMBERED", "SEALED")}
    for row in evidence.rows("distribution.issues"):
        if entry := entries["NUMBERED"].get((place_of(row), _number(row))):
            yield from _differ(row, entry, {"signed": "file", "account": "account"})
        else:
            yield f"{_named(row)}: {_number(row)} is not in the register as it was given"
    live = {place_of(row): row for row in _live(evidence)}
    for row in evidence.rows("distribution.seals"):
        numbered = live.get(place_of(row))
        entry = numbered and entries["SEALED"].get((place_of(row), _number(numbered)))
        if entry:
            yield from _differ(row, entry, {"file": "file"})
        else:
            yield f"{_named(row)}: its seal is not in the register under its number"


def _by_place_and_number(events: Any, kind: str) -> Mapping[tuple[Place, Any], Row]:
    return {(place_of(row), _number(row)): row for row in events if row["kind"] == kind}


def _shown_otherwise(evidence: Evidence) -> Iterator[str]:
    """The records desk shows the number that was given and not voided."""
    live = {place_of(row): row for row in _live(evidence)}
    for row in evidence.rows("distribution.dispatches"):
        given = live.get(place_of(row))
        shown = _number(row) if row["state"] in NUMBERED else None
        if shown != (given and _number(given)):
            meant = _number(given) if given else "no number"
            yield f"{_named(row)}: shown with {shown or 'no number'}, was given {meant}"


def _live(evidence: Evidence) -> Iterator[Row]:
    """Acts of issue whose number was not voided."""
    voided = {(row["case"], _number(row)[:3]) for row in evidence.rows("distribution.voids")}
    for row in evidence.rows("distribution.issues"):
        if (row["case"], _number(row)[:3]) not in voided:
            yield row


def _number(row: Row) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in NUMBER)


def _differ(row: Row, other: Row, same: Mapping[str, str]) -> Iterator[str]:
    """Where what stands in a column of the one is not what stands in a column of the other."""
    for mine, its in same.items():
        if row[mine] != other[its]:
            yield f"{_named(row)}: {mine} is {row[mine]}, was {other[its]} before"


def _named(row: Row) -> str:
    return f"{row['case']}, round {row['round']}"
