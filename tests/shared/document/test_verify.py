"""A sealed dispatch is found whole and registered; every forgery of it is found out."""

import asyncio
import logging
import random
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from shared.document.revisions import prepared_part
from shared.document.verification import SENTENCES, Role, Verification
from shared.document.verify import check_signed, verify
from tests.shared.document.attacks import (
    ANYWHERE,
    add_object,
    attacks,
    later,
    sealed_by_insider,
)
from tests.shared.document.dispatch import AT, DATE_LINE, NUMBER_LINE, Chain
from tests.shared.document.key_attacks import another_text

PAGE = Path(__file__).parents[3] / "docs" / "attacks.md"


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
        "signed by another person of the same authority",
    }
    whole = {name for name, tried in forgeries.items() if tried.verdict.whole}
    assert whole == only_records_tell
    for name in whole:
        forged = forgeries[name].pdf
        unasked = verify(forged, trust_roots=[chain.keys.root], at=AT, expected=None)
        assert asyncio.run(unasked).whole, name


def test_the_page_tells_of_every_forgery_what_refuses_it(forgeries: dict[str, Tried]) -> None:
    told = dict(re.findall(r"^\| ([^`|]+) \| `(\w+)` \|$", PAGE.read_text("utf-8"), re.MULTILINE))

    assert told.keys() == forgeries.keys()
    for attack, code in told.items():
        found = {problem.code for problem in forgeries[attack].verdict.problems}
        assert code in found, attack


def test_a_certificate_of_unknown_origin_is_not_trusted(chain: Chain) -> None:
    verdict = asyncio.run(verify(chain.sealed, trust_roots=[], at=AT, expected=chain.expected))

    assert {p.code for p in verdict.problems} == {"person_not_trusted", "agency_not_trusted"}
    assert not verdict.whole


def test_no_verdict_leaves_anything_behind_for_the_next(chain: Chain) -> None:
    """pyHanko's contexts remember whom they trusted once."""
    for roots, trusted in (([chain.keys.root], True), ([], False), ([chain.keys.root], True)):
        verdict = asyncio.run(verify(chain.sealed, trust_roots=roots, at=AT, expected=None))
        assert verdict.whole is trusted


def test_of_a_forged_file_nothing_is_logged(chain: Chain, caplog: pytest.LogCaptureFixture) -> None:
    """pyHanko would log whole tracebacks, which may carry words of the document."""
    damaged = bytearray(chain.sealed)
    damaged[chain.sealed.index(b"stream") + 40] ^= 1
    with caplog.at_level(logging.INFO):
        assert codes(chain, bytes(damaged))
        asyncio.run(verify(chain.sealed, trust_roots=[], at=AT, expected=None))

    assert caplog.records == []


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
