"""Annexes made to last: proof and stamp with the agency's signature, renewed as the dispatch is."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest
from pikepdf import Dictionary

from shared.document.annex import Hindrance, hindrance, stamp_annex
from shared.document.fields import ANNEX, archive_stamp
from shared.document.long_term import proof_of
from shared.document.stamping import TimeStampFault
from shared.document.verification import Level, Verification
from shared.document.verify_annex import verify_annex
from shared.domain.refusals import Invalid
from tests.shared.document import attacks
from tests.shared.document.annex_kinds import KINDS, written
from tests.shared.document.attacks import Change, later
from tests.shared.document.dispatch import AT, Chain
from tests.shared.document.lasting import Office
from tests.shared.document.lasting_attacks import stamped, without_stamp
from tests.shared.document.test_annex import NUMBER, annex_of
from tests.support.moods import Mood
from tests.support.trust_server import Server, TrustServer

YEAR, HOUR = timedelta(days=365), timedelta(hours=1)

CHANGES: dict[str, Change] = {
    "page painted over": attacks.paint_over,
    "page added": attacks.add_page,
    "title in the metadata changed": attacks.change_title,
    "new text field": attacks.add_field,
    "note laid over the page": attacks.lay_a_note_over_the_page,
    "page turned": attacks.turn_page,
    "script added": attacks.open_action,
    "certification dropped": attacks.drop_certification,
    "an unused object": attacks.add_object,
}


def issue(office: Office, pdf: bytes) -> bytes:
    made = asyncio.run(
        stamp_annex(
            pdf, office.agency, number=NUMBER, at=office.trust.now, long_term=office.long_term
        )
    )
    assert made is not None
    return made


def verdict(office: Office, pdf: bytes, *, years: int = 0) -> Verification:
    return asyncio.run(
        verify_annex(
            pdf,
            trust_roots=[office.trust.authority.root_der],
            at=office.trust.now + years * YEAR,
            certificate=office.agency.fingerprint,
        )
    )


def problems(office: Office, pdf: bytes, *, years: int = 0) -> set[str]:
    return {one.code for one in verdict(office, pdf, years=years).problems}


@pytest.fixture(scope="module")
def standing(prepared: bytes) -> Iterator[Office]:
    """One office for all forgers: none of them changes anything of it."""
    with TrustServer(AT).running() as trust:
        yield Office.of(trust, prepared)


@pytest.fixture(scope="module")
def issued(standing: Office) -> bytes:
    return issue(standing, annex_of())


@pytest.fixture(scope="module")
def renewed(standing: Office, issued: bytes) -> bytes:
    standing.trust.later(timedelta(days=1))
    return standing.renew(issued)


def test_an_annex_carries_its_stamp_and_proof_in_its_one_revision(
    standing: Office, issued: bytes
) -> None:
    found = verdict(standing, issued)

    assert (found.problems, found.whole, found.level) == ((), True, Level.B_LT)
    assert len(found.stamps) == 1
    assert [one.field for one in found.signatures] == [ANNEX]
    assert found.signatures[0].proven_at == found.stamps[0].stamped_at
    assert proof_of(issued) == (Level.B_LT, found.stamps[0])
    assert problems(standing, issued, years=2) == set()
    assert problems(standing, issued, years=3) == {"agency_not_trusted", "stamp_not_trusted"}


def test_a_renewed_annex_outlives_the_authority_that_stamped_it_first(
    office: Office, trust: TrustServer
) -> None:
    file = issue(office, annex_of())
    for _ in range(2):
        trust.later(2 * YEAR)
        trust.new_stamping_certificate()
        file = office.renew(file)

    found = verdict(office, file, years=2)
    assert (found.problems, found.level, len(found.stamps)) == ((), Level.B_LTA, 3)


@pytest.mark.parametrize("kind", KINDS)
def test_files_of_every_kind_are_made_to_last_and_renewed(standing: Office, kind: str) -> None:
    found = verdict(standing, standing.renew(issue(standing, KINDS[kind]())))

    assert (found.problems, found.level) == ((), Level.B_LTA)


def test_whatever_follows_the_signature_without_a_stamp_is_found_out(
    standing: Office, issued: bytes, renewed: bytes
) -> None:
    for name, change in CHANGES.items():
        for file in (issued, renewed):
            assert "changed_after_seal" in problems(standing, later(file, change)), name


@pytest.mark.parametrize("name", ["page painted over", "certification dropped", "an unused object"])
def test_a_renewal_of_an_annex_that_also_changes_something_is_found_out(
    standing: Office, issued: bytes, name: str
) -> None:
    assert "changed_after_seal" in problems(standing, stamped(standing, issued, CHANGES[name]))


def test_bytes_behind_the_end_and_changed_bytes_are_found_out(
    standing: Office, renewed: bytes
) -> None:
    assert "changed_after_seal" in problems(standing, renewed + b"\n")
    at = renewed.index(b"/Contents") + 40
    assert problems(standing, renewed[:at] + b"x" + renewed[at + 1 :])


def test_a_stamp_in_another_field_or_taken_off_is_found_out(
    standing: Office, issued: bytes
) -> None:
    forged = stamped(standing, issued, field=archive_stamp(2))
    assert "changed_after_seal" in problems(standing, forged)
    assert "stamp_missing" in problems(standing, without_stamp(issued, 0))


def test_a_dispatch_and_a_file_that_nobody_signed_are_no_annexes(
    standing: Office, chain: Chain
) -> None:
    assert "agency_signature_missing" in problems(standing, chain.sealed)
    assert "unsigned" in problems(standing, annex_of())
    assert "unreadable" in problems(standing, b"%PDF-1.7 /ByteRange")


def test_the_records_know_whose_annex_it_is(standing: Office, issued: bytes) -> None:
    roots, at = [standing.trust.authority.root_der], standing.trust.now
    for certificate, code in (("00" * 32, "agency_certificate_differs"), (None, "not_registered")):
        judging = verify_annex(issued, trust_roots=roots, at=at, certificate=certificate)
        found = asyncio.run(judging)
        assert ([one.code for one in found.problems], found.whole) == ([code], True)


def test_an_annex_of_the_time_before_stamps_still_verifies(standing: Office) -> None:
    without = Office(standing.trust, b"", standing.person, standing.agency, stamps=False)
    found = verdict(standing, issue(without, annex_of()))

    assert (found.problems, found.level) == ((), Level.B_B)


def test_nobody_signs_an_annex_without_stamp_or_proof_in_silence(
    office: Office, trust: TrustServer
) -> None:
    trust.moods[Server.STAMPS] = Mood.DROPS
    with pytest.raises(TimeStampFault):
        issue(office, annex_of())
    trust.moods[Server.STAMPS] = Mood.ACCEPTS
    office.revoke(office.agency, AT - HOUR)
    with pytest.raises(Invalid, match="thu hồi"):
        issue(office, annex_of())


def test_a_file_that_brings_proof_of_its_own_is_left_alone() -> None:
    file = written(lambda pdf: setattr(pdf.Root, "DSS", Dictionary()))
    assert asyncio.run(hindrance(file)) is Hindrance.UNSIGNABLE
