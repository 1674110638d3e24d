"""What was ever released verifies for ever: sealed files and drawings of each release are kept.

A golden file is written once, with CONGVAN_RECORD=1, when its drawing is released, and never again.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader

from shared.document.imprint import FIRST_DRAWING
from shared.document.slots import DRAWINGS, LATEST_DRAWING, Slot, drawing, slots_of
from shared.document.verification import Verification
from shared.document.verify import verify
from tests.shared.document.dispatch import AT, DATE_LINE, NUMBER_LINE, Chain
from tests.support.golden import RECORD

GOLDEN = Path(__file__).parent / "golden"
LINES = (
    ("Số: 01/SVHTTDL-VP", "Lạng Sơn, ngày 05 tháng 01 năm 2026"),
    (NUMBER_LINE, DATE_LINE),
    ("Số: 12345/SVHTTDL-VP", "Lạng Sơn, ngày 29 tháng 6 năm 2024"),
)


def kept(name: str, made: bytes) -> bytes:
    """What a release left; made by this one only where nothing was left yet."""
    file = GOLDEN / name
    if RECORD and not file.exists():
        file.write_bytes(made)
    return file.read_bytes()


def roots_in(sealed: bytes) -> Sequence[bytes]:
    """The trial authority that signed it is gone; its certificate is in the file."""
    certificates: list[x509.Certificate] = [
        certificate
        for signature in PdfFileReader(BytesIO(sealed)).embedded_signatures
        for certificate in signature.other_embedded_certs
    ]
    return [certificate.dump() for certificate in certificates if certificate.ca]


def verdict(sealed: bytes) -> Verification:
    return asyncio.run(verify(sealed, trust_roots=roots_in(sealed), at=AT, expected=None))


def drawings(slots: Sequence[Slot]) -> list[dict[str, object]]:
    """Slots with what is drawn in them, as JSON."""
    return [
        {
            "slot": {**asdict(slot), "letters": sorted(slot.letters), "rect": list(slot.rect)},
            "text": text,
            "drawn": drawing(slot, text).decode(),
        }
        for line in LINES
        for slot, text in zip(slots, line, strict=True)
    ]


def test_a_file_that_names_no_drawing_has_the_first() -> None:
    sealed = (GOLDEN / "drawing-1-without-imprint.pdf").read_bytes()

    assert {slot.version for slot in slots_of(sealed)} == {FIRST_DRAWING}


@pytest.mark.parametrize("name", ["drawing-1-without-imprint", "drawing-1"])
def test_the_sealed_files_of_every_release_are_whole(chain: Chain, name: str) -> None:
    if name == f"drawing-{LATEST_DRAWING}":
        kept(f"{name}.pdf", chain.sealed)
    found = verdict((GOLDEN / f"{name}.pdf").read_bytes())

    assert {problem.code for problem in found.problems} == {"not_registered"}
    assert found.whole
    assert (found.number_line, found.date_line) == (NUMBER_LINE, DATE_LINE)
    assert [signature.trusted for signature in found.signatures] == [True, True]


@pytest.mark.parametrize("version", sorted(DRAWINGS))
def test_each_drawing_is_the_same_to_the_byte_for_ever(chain: Chain, version: int) -> None:
    made = json.dumps(drawings(slots_of(chain.prepared)), ensure_ascii=False, indent=1)
    known = json.loads(kept(f"drawing-{version}.json", made.encode()))

    for one in known:
        letters, rect = frozenset(one["slot"]["letters"]), tuple(one["slot"]["rect"])
        slot = Slot(**{**one["slot"], "letters": letters, "rect": rect})
        assert slot.version == version
        assert drawing(slot, one["text"]).decode() == one["drawn"]


def test_a_new_drawing_needs_its_golden_files() -> None:
    for version in DRAWINGS:
        assert (GOLDEN / f"drawing-{version}.json").is_file()
        assert (GOLDEN / f"drawing-{version}.pdf").is_file()
