"""Signatures last beyond the certificates that made them, and a revoked one is found out."""

from datetime import timedelta
from pathlib import Path

import pytest

from shared.document.long_term import proof_of
from shared.document.revisions import revisions_of
from shared.document.revocation import RevocationFault
from shared.document.stamping import TimeStampFault
from shared.document.verification import Level
from shared.domain.refusals import Invalid
from tests.shared.document.dispatch import AT, Chain
from tests.shared.document.lasting import IMPATIENT, PATIENT, Office
from tests.shared.document.lasting_attacks import without_stamp
from tests.shared.document.pdfa import pdfa_faults
from tests.support.moods import Mood
from tests.support.tools import run_tool
from tests.support.trust_server import Server, TrustServer

YEAR = timedelta(days=365)
HOUR = timedelta(hours=1)


def test_a_sealed_dispatch_carries_stamps_and_proof_in_the_revision_of_the_seal(
    office: Office,
) -> None:
    signed = office.sign()
    sealed = office.seal(signed)

    verdict = office.verdict(sealed)
    assert verdict.problems == ()
    assert verdict.level is Level.B_LT
    assert len(verdict.stamps) == 2
    assert [revision.end for revision in revisions_of(sealed)] == [
        len(office.prepared),
        len(signed),
        len(sealed),
    ]
    assert [signature.proven_at for signature in verdict.signatures] == [AT, AT]


def test_poppler_finds_both_signatures_valid_and_the_seal_over_the_whole_file(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "cong-van.pdf"
    file.write_bytes(office.issue())
    said = run_tool("pdfsig", "-nocert", file)

    assert said.count("Signature Validation: Signature is Valid.") == 2
    assert said.count("Total document signed") == 1


def test_poppler_finds_the_signatures_of_a_renewed_file_valid(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "cong-van.pdf"
    file.write_bytes(office.renew(office.issue()))
    said = run_tool("pdfsig", "-nocert", file)

    assert said.count("Signature Validation: Signature is Valid.") == 2


def test_what_makes_a_file_last_leaves_it_pdf_a(office: Office) -> None:
    sealed = office.issue()
    renewed = office.renew(sealed)

    for pdf in (sealed, renewed, office.renew(renewed)):
        assert pdfa_faults(pdf) == []


def test_a_stamp_outlives_the_signers_certificates(office: Office) -> None:
    sealed = office.issue()

    assert office.problems(sealed, at=AT + 2 * YEAR) == set()


def test_without_a_stamp_a_signature_ends_with_its_certificate(office: Office) -> None:
    office.stamps = False
    sealed = office.issue()

    assert office.verdict(sealed).level is Level.B_B
    assert office.problems(sealed, at=AT + HOUR * 2) == set()
    assert office.problems(sealed, at=AT + 2 * YEAR) == {"person_not_trusted", "agency_not_trusted"}


def test_a_stamp_ends_with_the_certificate_of_its_authority(office: Office) -> None:
    sealed = office.issue()

    assert office.problems(sealed, at=AT + 3 * YEAR) == {
        "stamp_not_trusted",
        "person_not_trusted",
        "agency_not_trusted",
    }


def test_a_file_renewed_in_time_outlives_the_authority_that_stamped_it_first(
    office: Office, trust: TrustServer
) -> None:
    file = office.issue()
    for _ in range(3):
        trust.later(2 * YEAR)
        trust.new_stamping_certificate()
        file = office.renew(file)

    verdict = office.verdict(file, at=AT + 8 * YEAR)
    assert verdict.problems == ()
    assert verdict.level is Level.B_LTA
    assert len(verdict.stamps) == 5
    assert proof_of(file) == (Level.B_LTA, verdict.stamps[-1])
    assert office.problems(file, at=AT + 9 * YEAR) >= {"stamp_not_trusted"}


def test_a_file_whose_stamp_has_expired_can_not_be_renewed(
    office: Office, trust: TrustServer
) -> None:
    file = office.issue()
    trust.later(3 * YEAR)
    trust.new_stamping_certificate()

    with pytest.raises(Invalid) as refused:
        office.renew(file)

    assert refused.value.code == "certificate_expired"


def test_a_signature_without_a_stamp_is_proven_by_that_of_the_seal(
    office: Office, trust: TrustServer
) -> None:
    signed = office.sign_without_stamp()
    sealed_at = trust.later(HOUR)
    sealed = office.seal(signed)

    verdict = office.verdict(sealed, at=AT + 2 * YEAR)
    assert verdict.problems == ()
    assert [signature.proven_at for signature in verdict.signatures] == [sealed_at, sealed_at]


def test_a_stamp_is_added_to_a_signature_whose_container_has_room(
    office: Office, trust: TrustServer
) -> None:
    bare = without_stamp(office.sign(), 0)
    stamped_at = trust.later(HOUR)
    stamped = office.add_stamp(bare)
    sealed_at = trust.later(HOUR)

    assert len(stamped) == len(bare)
    assert office.add_stamp(stamped) == stamped
    verdict = office.verdict(office.seal(stamped))
    assert verdict.problems == ()
    assert [signature.proven_at for signature in verdict.signatures] == [stamped_at, sealed_at]


def test_a_signature_whose_container_has_no_room_stays_as_it_is(office: Office) -> None:
    tight = office.sign_without_stamp()

    assert office.add_stamp(tight) == tight


def test_keys_that_name_no_server_are_sealed_without_stamps(
    trust: TrustServer, prepared: bytes
) -> None:
    trust.authority.crl_url = trust.authority.ocsp_url = None
    office = Office.of(trust, prepared)
    sealed = office.issue()

    assert office.verdict(sealed).level is Level.B_B
    assert office.problems(sealed) == set()
    assert trust.asked.total() == 0


def test_a_file_of_the_time_before_stamps_still_verifies(chain: Chain) -> None:
    assert chain.verdict(chain.sealed).level is Level.B_B
    assert chain.verdict(chain.sealed).stamps == ()


# ---- revoked


@pytest.mark.parametrize("mood", [Mood.BUSY, Mood.ACCEPTS])
def test_a_signer_revoked_after_the_stamp_signed_validly(
    office: Office, trust: TrustServer, mood: Mood
) -> None:
    trust.moods[Server.OCSP] = mood
    signed = office.sign()
    office.revoke(office.person, trust.later(HOUR))
    trust.later(HOUR)

    assert office.problems(office.seal(signed)) == set()


@pytest.mark.parametrize("server", [Server.CRL, Server.OCSP])
def test_a_signer_revoked_before_the_stamp_gets_no_seal(
    office: Office, trust: TrustServer, server: Server
) -> None:
    _answers_alone(trust, server)
    office.revoke(office.person, AT - HOUR)
    signed = office.sign()

    with pytest.raises(Invalid) as refused:
        office.seal(signed)

    assert refused.value.code == "certificate_revoked"
    assert "Dương Minh Tuệ" in refused.value.sentence
    assert "11 giờ 00 ngày 23/11/2026" in refused.value.sentence


def test_an_agency_whose_certificate_is_revoked_does_not_seal(
    office: Office, trust: TrustServer
) -> None:
    signed = office.sign()
    office.revoke(office.agency, AT)
    trust.later(HOUR)

    with pytest.raises(Invalid) as refused:
        office.seal(signed)

    assert refused.value.code == "certificate_revoked"


# ---- servers away


@pytest.mark.parametrize("mood", [Mood.BUSY, Mood.REFUSES, Mood.HANGS, Mood.DROPS, Mood.LIES])
def test_nobody_signs_without_the_stamp_in_silence(
    office: Office, trust: TrustServer, mood: Mood
) -> None:
    signed = office.sign()
    trust.moods[Server.STAMPS] = mood
    office.within = IMPATIENT if mood is Mood.HANGS else PATIENT

    with pytest.raises(TimeStampFault):
        office.sign()
    with pytest.raises(TimeStampFault):
        office.seal(signed)

    trust.moods[Server.STAMPS], office.within = Mood.ACCEPTS, PATIENT
    assert office.problems(office.seal(signed)) == set()


@pytest.mark.parametrize("mood", [Mood.BUSY, Mood.HANGS, Mood.DROPS, Mood.LIES])
def test_nobody_seals_without_knowing_who_is_revoked(
    office: Office, trust: TrustServer, mood: Mood
) -> None:
    signed = office.sign()
    trust.moods |= {Server.CRL: mood, Server.OCSP: mood}
    office.within = IMPATIENT if mood is Mood.HANGS else PATIENT

    with pytest.raises(RevocationFault):
        office.seal(signed)


def test_the_list_answers_where_nobody_answers_for_the_single_certificate(
    office: Office, trust: TrustServer
) -> None:
    trust.moods[Server.OCSP] = Mood.DROPS

    assert office.problems(office.issue()) == set()
    assert trust.asked[Server.CRL] == 1


def test_a_stamp_of_a_stranger_is_not_taken(office: Office, trust: TrustServer) -> None:
    trust.new_stamping_certificate(by=trust.stranger)
    with pytest.raises(TimeStampFault):
        office.sign()


def test_a_stamp_by_a_certificate_that_is_not_made_for_it_is_not_taken(
    office: Office, trust: TrustServer
) -> None:
    trust.new_stamping_certificate(purpose=False)
    with pytest.raises(TimeStampFault):
        office.sign()


def _answers_alone(trust: TrustServer, server: Server) -> None:
    other = Server.OCSP if server is Server.CRL else Server.CRL
    trust.moods[other] = Mood.BUSY
