"""Forgeries of files that last: in the revisions behind the seal, in stamps and in proof."""

# mypy: untyped-calls-exclude="pyhanko,pyhanko_certvalidator"
# pyHanko leaves constructors without annotations.

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings

from shared.document.fields import AGENCY, PERSON
from shared.document.revisions import revisions_of
from tests.shared.document import attacks
from tests.shared.document.attacks import Change, later, put
from tests.shared.document.dispatch import AT, Chain, Keys
from tests.shared.document.lasting import Office
from tests.shared.document.lasting_attacks import (
    add_proof,
    nothing,
    sealed_with,
    stamped,
    without_stamp,
)
from tests.support.trust_server import TrustServer

DAY = timedelta(days=1)

CHANGES: dict[str, Change] = {
    "page painted over": attacks.paint_over,
    "page added": attacks.add_page,
    "title in the metadata changed": attacks.change_title,
    "new text field": attacks.add_field,
    "order of drawing turned": attacks.turn_drawing_order,
    "fonts of the form swapped": attacks.swap_fonts_of_form,
    "seal picture swapped": attacks.swap_picture(AGENCY, PERSON),
    "number hidden": attacks.hide_number,
    "script added": attacks.open_action,
    "certification dropped": attacks.drop_certification,
    "an unused object": attacks.add_object,
}


@pytest.fixture(scope="module")
def standing(prepared: bytes) -> Iterator[Office]:
    """One office for all forgers: none of them changes anything of it."""
    with TrustServer(AT).running() as trust:
        yield Office.of(trust, prepared)


@pytest.fixture(scope="module")
def sealed(standing: Office) -> bytes:
    return standing.issue()


@pytest.fixture(scope="module")
def renewed(standing: Office, sealed: bytes) -> bytes:
    standing.trust.later(DAY)
    return standing.renew(sealed)


# ---- what follows the seal


@pytest.mark.parametrize("name", CHANGES)
def test_a_renewal_that_also_changes_something_is_found_out(
    standing: Office, sealed: bytes, name: str
) -> None:
    forged = stamped(standing, sealed, CHANGES[name])

    assert "changed_after_seal" in standing.problems(forged)


def test_whatever_follows_a_renewal_without_a_stamp_is_found_out(
    standing: Office, renewed: bytes
) -> None:
    for name, change in CHANGES.items():
        assert "changed_after_seal" in standing.problems(later(renewed, change)), name


def test_a_stamp_with_proof_and_nothing_else_is_no_forgery(standing: Office, sealed: bytes) -> None:
    assert standing.problems(stamped(standing, sealed)) == set()


def test_every_attack_on_a_dispatch_is_found_out_on_one_that_lasts(
    standing: Office, sealed: bytes, chain: Chain
) -> None:
    keys = Keys(
        standing.trust.authority.root_der,
        standing.person,
        standing.agency,
        chain.keys.other_agency,
    )
    signed = sealed[: revisions_of(sealed)[1].end]
    lasting = Chain(standing.prepared, signed, sealed, chain.seal_png, keys)

    tried = {name: standing.problems(forged) for name, forged in attacks.attacks(lasting)}

    assert [name for name, problems in tried.items() if not problems] == []
    assert len(tried) > 23


def test_proof_that_comes_without_a_stamp_is_found_out(standing: Office, sealed: bytes) -> None:
    forged = later(sealed, lambda w: add_proof(w, authorities=[standing.trust.stranger]))

    assert "changed_after_seal" in standing.problems(forged)


def test_an_entry_by_signature_in_the_store_is_found_out(standing: Office, sealed: bytes) -> None:
    def add_entry(w: IncrementalPdfFileWriter) -> None:
        entry = generic.DictionaryObject({generic.pdf_name("/TU"): generic.pdf_string("x")})
        listed = {generic.pdf_name("/" + "A" * 40): w.add_object(entry)}
        put(w.root["/DSS"], "/VRI", generic.DictionaryObject(listed), w)

    found = standing.problems(stamped(standing, sealed, add_entry))

    assert found >= {"changed_after_seal", "long_term_data_odd"}


def test_a_file_hidden_in_the_store_is_found_out(standing: Office, sealed: bytes) -> None:
    def hide(w: IncrementalPdfFileWriter) -> None:
        entries = {generic.pdf_name("/F"): generic.pdf_string("other.pdf")}
        w.root["/DSS"]["/CRLs"].append(
            w.add_object(generic.StreamObject(entries, stream_data=b"x"))
        )
        w.update_container(w.root["/DSS"])

    assert standing.problems(stamped(standing, sealed, hide))


def test_proof_taken_away_is_found_out(standing: Office, sealed: bytes) -> None:
    def empty(w: IncrementalPdfFileWriter) -> None:
        put(w.root["/DSS"], "/OCSPs", generic.ArrayObject(), w)

    found = standing.problems(later(sealed, empty))

    assert found >= {"changed_after_seal", "agency_revocation_missing"}


@pytest.mark.parametrize(
    "odd",
    [
        {"field": "khac"},
        {"label": "Đã duyệt"},
        {"look": InvisSigSettings(set_print_flag=False)},
        {"look": InvisSigSettings(box_out_of_bounds=True)},
    ],
)
def test_the_field_of_a_stamp_is_the_one_that_this_office_writes(
    standing: Office, sealed: bytes, odd: dict[str, Any]
) -> None:
    assert standing.problems(stamped(standing, sealed, nothing, **odd)) == {"changed_after_seal"}


# ---- stamps


@pytest.mark.parametrize("known", [False, True])
def test_a_stamp_by_an_authority_that_nobody_trusts_proves_nothing(
    standing: Office, sealed: bytes, known: bool
) -> None:
    """Nor does it if its root lies among the proof."""
    stranger = TrustServer(AT + DAY)
    brought = [stranger.authority] if known else []
    with stranger.running():
        forged = stamped(standing, sealed, lambda w: add_proof(w, authorities=brought), by=stranger)

    assert standing.problems(forged) == {"stamp_not_trusted"}


def test_a_stamp_over_other_bytes_is_found_out(standing: Office, renewed: bytes) -> None:
    forged = renewed[: len(renewed) // 2] + renewed[len(renewed) // 2 :].replace(
        b"(Timestamp)", b"(timestamp)"
    )

    assert "stamp_broken" in standing.problems(forged)


def test_a_signature_that_calls_itself_a_stamp_is_found_out(
    standing: Office, renewed: bytes
) -> None:
    kind = renewed.rindex(b"/DocTimeStamp")
    forged = renewed[:kind] + b"/Sig".ljust(len(b"/DocTimeStamp")) + renewed[kind + 13 :]

    assert standing.problems(forged) >= {"changed_after_seal", "unknown_signature"}


def test_stamps_in_the_wrong_order_are_found_out(standing: Office, renewed: bytes) -> None:
    now = standing.trust.now
    try:
        standing.trust.later(-DAY / 2)
        forged = stamped(standing, renewed)
    finally:
        standing.trust.now = now

    assert "stamps_out_of_order" in standing.problems(forged)


def test_a_stamp_taken_off_the_seal_is_found_out(standing: Office, sealed: bytes) -> None:
    assert standing.problems(without_stamp(sealed, 1)) == {"stamp_missing"}


def test_a_stamp_taken_off_the_persons_signature_breaks_the_seal(
    standing: Office, sealed: bytes
) -> None:
    assert "agency_signature_broken" in standing.problems(without_stamp(sealed, 0))


def test_a_renewal_cut_off_leaves_the_file_as_it_was_sealed(
    standing: Office, sealed: bytes, renewed: bytes
) -> None:
    assert renewed[: len(sealed)] == sealed
    assert standing.problems(sealed) == set()


# ---- proof, and the trap


def test_a_revoked_certificate_that_names_no_server_is_not_passed(
    trust: TrustServer, prepared: bytes
) -> None:
    """ "hard-fail" would skip the check of it: proof is demanded of a file that carries proof."""
    trust.authority.crl_url = trust.authority.ocsp_url = None
    mute = Office.of(trust, prepared)
    mute.revoke(mute.agency, AT - DAY)
    crl = trust.authority.revocation_list(AT)

    assert "agency_revoked" in mute.problems(sealed_with(mute, mute.sign(), crls=[crl]))


def test_proof_by_strangers_alone_is_no_proof(office: Office, trust: TrustServer) -> None:
    forged = sealed_with(office, office.sign(), crls=[trust.stranger.revocation_list(AT)])

    found = office.problems(forged)
    assert found >= {"person_revocation_missing", "agency_revocation_missing"}


@pytest.mark.parametrize("whose", ["person", "agency"])
def test_an_insider_who_seals_with_a_revoked_certificate_is_found_out(
    office: Office, trust: TrustServer, whose: str
) -> None:
    office.revoke(getattr(office, whose), AT - DAY)
    crl = trust.authority.revocation_list(AT)
    forged = sealed_with(office, office.sign(), crls=[crl])

    assert f"{whose}_revoked" in office.problems(forged)
