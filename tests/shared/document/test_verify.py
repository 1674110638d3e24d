"""A sealed dispatch is found whole and registered; every forgery of it is found out."""

import asyncio
import random
from dataclasses import dataclass
from datetime import timedelta

import pytest

from shared.document.revisions import prepared_part
from shared.document.verification import SENTENCES, Role, Verification
from shared.document.verify import check_signed, verify
from tests.shared.document.attacks import (
    ANYWHERE,
    add_object,
    another_text,
    attacks,
    later,
    sealed_by_insider,
)
from tests.shared.document.dispatch import AT, DATE_LINE, NUMBER_LINE, Chain


@dataclass(frozen=True)
class Tried:
    pdf: bytes
    verdict: Verification


@pytest.fixture(scope="module")
def forgeries(chain: Chain) -> dict[str, Tried]:
    return {name: Tried(forged, chain.verdict(forged)) for name, forged in attacks(chain)}


def codes(chain: Chain, pdf: bytes) -> set[str]:
    return {problem.code for problem in chain.verdict(pdf).problems}


def test_the_sealed_dispatch_is_whole_and_registered(chain: Chain) -> None:
    verdict = chain.verdict(chain.sealed)

    assert verdict.problems == ()
    assert verdict.whole
    assert verdict.registered
    assert (verdict.number_line, verdict.date_line) == (NUMBER_LINE, DATE_LINE)


def test_the_verdict_says_who_signed_what_and_when(chain: Chain) -> None:
    person, agency = chain.verdict(chain.sealed).signatures

    assert (person.role, agency.role) == (Role.PERSON, Role.AGENCY)
    assert "Dương Minh Tuệ" in person.subject
    assert "Sở Văn hóa, Thể thao và Du lịch" in agency.subject
    assert person.fingerprint == chain.keys.person.fingerprint
    assert person.signed_at == agency.signed_at == AT
    assert person.intact
    assert person.trusted
    assert not person.covers_whole_file
    assert agency.intact
    assert agency.trusted
    assert agency.covers_whole_file


def test_without_records_a_whole_file_is_only_not_registered(chain: Chain) -> None:
    verdict = asyncio.run(verify(chain.sealed, trust_roots=[chain.keys.root], at=AT, expected=None))

    assert [problem.code for problem in verdict.problems] == ["not_registered"]
    assert verdict.whole
    assert not verdict.registered
    assert verdict.number_line == NUMBER_LINE


def test_every_attack_is_found_out(forgeries: dict[str, Tried]) -> None:
    accepted = [name for name, tried in forgeries.items() if not tried.verdict.problems]

    assert accepted == []
    assert len(forgeries) > 23


def test_a_forgery_is_not_whole_even_if_the_records_are_not_asked(
    chain: Chain, forgeries: dict[str, Tried]
) -> None:
    only_records_tell = {
        "before the seal: 187 filled, the register has 781",
        "sealed by another agency of the same authority",
        "another text, signed and sealed by the right keys",
    }
    whole = {
        name
        for name, tried in forgeries.items()
        if asyncio.run(verify(tried.pdf, trust_roots=[chain.keys.root], at=AT, expected=None)).whole
    }

    assert whole == only_records_tell


@pytest.mark.parametrize(
    ("attack", "code"),
    [
        ("the seal's revision cut off", "agency_signature_missing"),
        ("no seal: number filled by anybody", "agency_signature_missing"),
        ("no person: sealed at once", "person_signature_missing"),
        ("after the seal: number and date filled again", "changed_after_seal"),
        ("before the seal: value 781, drawn 187", "number_line_drawn_otherwise"),
        ("before the seal: 187 filled, the register has 781", "number_line_differs"),
        ("before the seal: drawn 781, value left blank", "number_line_odd"),
        ("before the seal: number hidden", "field_changed"),
        ("before the seal: order of drawing turned", "changed_before_seal"),
        ("before the seal: hand signature's picture swapped", "changed_before_seal"),
        ("sealed by another agency of the same authority", "agency_certificate_differs"),
        ("another text, signed and sealed by the right keys", "not_the_approved_version"),
        ("bytes added at the end", "unreadable"),
    ],
)
def test_the_problem_names_the_attack(forgeries: dict[str, Tried], attack: str, code: str) -> None:
    assert code in {problem.code for problem in forgeries[attack].verdict.problems}


def test_a_certificate_of_unknown_origin_is_not_trusted(chain: Chain) -> None:
    verdict = asyncio.run(verify(chain.sealed, trust_roots=[], at=AT, expected=chain.expected))

    assert {p.code for p in verdict.problems} == {"person_not_trusted", "agency_not_trusted"}
    assert not verdict.whole


def test_of_a_broken_signature_nobody_says_that_its_certificate_is_not_trusted(
    chain: Chain,
) -> None:
    damaged = bytearray(chain.sealed)
    damaged[chain.sealed.index(b"stream") + 40] ^= 1

    found = codes(chain, bytes(damaged))

    assert found >= {"person_signature_broken", "agency_signature_broken"}
    assert found.isdisjoint({"person_not_trusted", "agency_not_trusted"})


def test_a_sound_file_without_signatures_is_unsigned_and_not_unreadable(chain: Chain) -> None:
    assert codes(chain, chain.prepared) == {"unsigned"}
    assert codes(chain, chain.prepared[:-200]) == {"unreadable"}


def test_an_expired_certificate_is_not_trusted(chain: Chain) -> None:
    much_later = AT + timedelta(days=4000)
    verdict = asyncio.run(
        verify(chain.sealed, trust_roots=[chain.keys.root], at=much_later, expected=chain.expected)
    )

    assert {p.code for p in verdict.problems} == {"person_not_trusted", "agency_not_trusted"}


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"%PDF-1.7\n",
        b"\x00" * 1000,
        b"startxref\n0\n%%EOF\n",
        b"xref\n0 999999999\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n",
        b"xref\ntrailer\n<</Root 1 0 R /Info 1 0 R /Prev 0>>\nstartxref\n0\n%%EOF\n",
        b"%PDF-1.7\n" + b"[" * 100_000,
    ],
)
def test_garbage_is_a_problem_and_no_exception(chain: Chain, garbage: bytes) -> None:
    assert codes(chain, garbage) == {"unreadable"}


def test_damage_anywhere_is_a_problem_and_no_exception(chain: Chain) -> None:
    chance = random.Random(30)  # noqa: S311 -- the same damage each time
    for _ in range(25):
        damaged = bytearray(chain.sealed)
        damaged[chance.randrange(len(damaged))] ^= chance.randrange(1, 256)
        assert chain.verdict(bytes(damaged)).problems, "undetected damage"


def test_every_problem_has_a_sentence_in_vietnamese(forgeries: dict[str, Tried]) -> None:
    for tried in forgeries.values():
        for problem in tried.verdict.problems:
            assert problem.message_vi == SENTENCES[problem.code]
            assert problem.message_vi.endswith(".")


def test_the_records_find_a_dispatch_by_its_first_revision(chain: Chain) -> None:
    assert prepared_part(chain.sealed) == chain.prepared
    assert prepared_part(b"no PDF") is None


def test_a_rightly_signed_file_may_be_numbered(chain: Chain) -> None:
    assert _before_the_seal(chain, chain.signed) == set()


def test_what_else_was_added_to_the_signed_file_forbids_the_number(chain: Chain) -> None:
    assert "changed_after_signature" in _before_the_seal(chain, later(chain.signed, add_object))
    assert "changed_after_signature" in _before_the_seal(chain, chain.sealed)
    assert _before_the_seal(chain, chain.prepared) == {"person_signature_missing"}
    assert _before_the_seal(chain, another_text(chain)) == {"not_the_approved_version"}
    assert _before_the_seal(chain, b"no PDF") == {"unreadable"}


@pytest.mark.parametrize("change", ANYWHERE)
def test_nothing_is_numbered_that_anybody_changed_behind_the_signature(
    chain: Chain, change: str
) -> None:
    assert _before_the_seal(chain, later(chain.signed, ANYWHERE[change]))


def test_only_the_persons_own_certificate_may_have_signed(chain: Chain) -> None:
    found = _before_the_seal(chain, chain.signed, chain.keys.agency.fingerprint)

    assert found == {"person_certificate_differs"}


def test_a_file_signed_by_an_insider_of_the_agency_verifies_if_it_is_right(chain: Chain) -> None:
    assert chain.verdict(sealed_by_insider(chain)).problems == ()


def _before_the_seal(chain: Chain, pdf: bytes, certificate: str | None = None) -> set[str]:
    found = check_signed(
        pdf,
        chain.prepared,
        trust_roots=[chain.keys.root],
        person_certificate=certificate or chain.keys.person.fingerprint,
        at=AT,
    )
    return {problem.code for problem in asyncio.run(found)}
