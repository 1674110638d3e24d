"""What services attest: the same of the same fact, and of another fact another."""

from dataclasses import fields, replace
from datetime import timedelta, timezone

import pytest

from shared.contracts import attestations, distribution
from shared.contracts.approval import Review, SignedFile
from shared.contracts.distribution import SignedDispatch
from tests.shared.contracts.examples import AT, CASE, FILE, PREPARED, VERSION
from tests.shared.contracts.test_wire import read, written

KEPT = attestations.signed(CASE, 2, VERSION, FILE)


def passed_on(**changes: object) -> attestations.Attestation:
    """What the records desk looks for, after the flow passed the signature on."""
    file = {field.name: getattr(FILE, field.name) for field in fields(SignedFile)}
    arrived = SignedDispatch(case=CASE, round=2, version=VERSION, at=AT, **(file | changes))
    told = read(written(arrived), distribution.SignedDispatch)
    return attestations.signed(told.case, told.round, told.version, told)


def test_the_records_desk_looks_for_what_approval_attested() -> None:
    assert passed_on() == KEPT
    assert KEPT.agency == "SVHTTDL"


@pytest.mark.parametrize("field", [field.name for field in fields(SignedFile)])
def test_nothing_of_a_signature_may_be_told_otherwise(field: str) -> None:
    instead = AT + timedelta(seconds=1) if field == "signed_at" else "another"
    assert passed_on(**{field: instead}) != KEPT


def test_a_signature_is_attested_of_one_round_and_one_version() -> None:
    assert attestations.signed(CASE, 1, VERSION, FILE) != KEPT
    assert attestations.signed(CASE, 2, PREPARED, FILE) != KEPT


def test_an_instant_is_the_same_in_every_zone() -> None:
    elsewhere = FILE.signed_at.astimezone(timezone(timedelta(hours=7)))
    assert passed_on(signed_at=elsewhere) == KEPT


def test_what_nobody_said_is_left_out_so_that_later_fields_change_nothing() -> None:
    plain = attestations.signed(CASE, 2, VERSION, replace(FILE, capacity=None, urgency=None))
    assert b"capacity" not in plain.statement
    assert b"urgency" not in plain.statement


def test_facts_that_look_alike_are_attested_apart() -> None:
    said = [
        attestations.submitted(CASE, 1, VERSION),
        attestations.wanted_back(CASE, 1, "w-1", "an"),
        attestations.came_late(CASE, 1, "w-1", "an", AT),
        attestations.sent_back(CASE, 1),
        attestations.filed(CASE),
        *(attestations.ended(CASE, 1, end, None) for end in Review),
        attestations.ended(CASE, 1, Review.REJECTED, "an"),
    ]
    assert len({one.statement for one in said}) == len(said)
