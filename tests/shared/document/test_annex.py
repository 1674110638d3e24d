"""An annex in a separate file gets the agency's block of words (ND30 PL1 II.8.b)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from asn1crypto import x509
from pikepdf import Array
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from shared.document.annex import annex_words, stamp_annex
from shared.document.layout import render_draft
from shared.domain.refusals import Invalid
from tests.shared.document.dispatch import AT, Chain, Keys, sample_paper, sample_paragraphs
from tests.shared.document.measure import MM, Measured

NUMBER = "12345/QĐ-SVHTTDL"
WORDS = "12345/QĐ-SVHTTDL; 23/11/2026 12:00:00+07:00"
Page = Callable[[pikepdf.Page], None]


def annex_of(change: Page | None = None) -> bytes:
    """Two pages of anybody's PDF."""
    out = BytesIO()
    paper = sample_paper(paragraphs=sample_paragraphs() * 2)
    with pikepdf.open(BytesIO(render_draft(paper))) as pdf:
        if change is not None:
            change(pdf.pages[0])
        pdf.save(out)
    return out.getvalue()


def stamped(pdf: bytes, keys: Keys) -> bytes | None:
    return asyncio.run(stamp_annex(pdf, keys.agency, number=NUMBER, at=AT))


def done(pdf: bytes, keys: Keys) -> bytes:
    made = stamped(pdf, keys)
    assert made is not None
    return made


def judged(pdf: bytes, keys: Keys) -> PdfSignatureStatus:
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(keys.root)], moment=AT, revocation_mode="soft-fail"
    )
    return asyncio.run(async_validate_pdf_signature(signature, signer_validation_context=context))


def test_the_words_are_number_symbol_and_time_by_iso_8601() -> None:
    at = datetime(2023, 5, 26, 2, 15, 30, tzinfo=UTC)

    assert annex_words("12/SVHTTDL-VP", at) == "12/SVHTTDL-VP; 26/05/2023 09:15:30+07:00"


def test_the_block_stands_at_the_top_right_of_the_first_page_alone(keys: Keys) -> None:
    measured = Measured(done(annex_of(), keys))
    (block,) = [line for line in measured.lines if "QĐ-SVHTTDL;" in line.text]

    assert (block.text, block.page) == (WORDS, 0)
    assert (block.font, block.size) == ("Tinos-Regular", 10)
    assert block.right == pytest.approx(210 - 15, abs=0.3)
    assert 10 < block.baseline < 14
    assert block.baseline < min(line.baseline for line in measured.on(0) if line is not block)


def test_the_block_is_black_words_without_a_picture(keys: Keys) -> None:
    pdf = done(annex_of(), keys)
    with pikepdf.open(BytesIO(pdf)) as opened:
        (field,) = opened.Root.AcroForm.Fields
        look = field.AP.N.Resources.XObject
        names = {name for one in look.values() for name in one.Resources}

    assert "/XObject" not in names
    assert "/Font" in names


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_on_a_page_that_is_shown_turned_the_block_is_upright_too(keys: Keys, turned: int) -> None:
    """Two blocks drawn alike, one on the page as shown and one measured, have the same ink."""

    def turn(page: pikepdf.Page) -> None:
        page.obj.Rotate = turned
        page.obj.Contents = Array([])

    def blank(page: pikepdf.Page) -> None:
        page.obj.Contents = Array([])

    plain, other = (ink(done(annex_of(change), keys)) for change in (blank, turn))
    assert other.right_gap == pytest.approx(plain.right_gap, abs=0.5)
    assert other.top_gap == pytest.approx(plain.top_gap, abs=0.5)
    assert (other.width, other.height) == pytest.approx((plain.width, plain.height), abs=0.5)
    assert other.width > 50


@pytest.mark.parametrize(
    ("name", "box"), [("/CropBox", [100, 100, 400, 500]), ("/MediaBox", [-50, -50, 545, 792])]
)
def test_the_corner_is_that_of_the_page_as_it_is_shown(
    keys: Keys, name: str, box: list[int]
) -> None:
    def cut(page: pikepdf.Page) -> None:
        page.obj[name] = Array(box)
        page.obj.Contents = Array([])

    shown = ink(done(annex_of(cut), keys))

    assert shown.right_gap == pytest.approx(15, abs=0.5)
    assert 10 <= shown.top_gap < 13


def test_the_annex_is_signed_whole_by_the_agency_at_the_time_that_it_states(keys: Keys) -> None:
    status = judged(done(annex_of(), keys), keys)

    assert status.intact
    assert status.valid
    assert status.trusted
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert status.signer_reported_dt == AT
    assert status.signing_cert.dump() == keys.agency.certificate_der


def test_a_file_that_can_not_carry_it_is_left_alone(chain: Chain, keys: Keys) -> None:
    def small(page: pikepdf.Page) -> None:
        page.obj.MediaBox = Array([0, 0, 200, 200])

    locked = BytesIO()
    with pikepdf.open(BytesIO(annex_of())) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user=""))
    for other in (
        b"",
        b"PK\x03\x04 a workbook",
        b"%PDF-1.7\n" + b"[" * 100_000,
        annex_of()[:-300],
        locked.getvalue(),
        annex_of(small),
        chain.sealed,
        done(annex_of(), keys),
    ):
        assert stamped(other, keys) is None


def test_nobody_signs_an_annex_outside_the_certificates_time(keys: Keys) -> None:
    later_on = AT + timedelta(days=400)
    with pytest.raises(Invalid) as refused:
        asyncio.run(stamp_annex(annex_of(), keys.agency, number=NUMBER, at=later_on))

    assert refused.value.code == "certificate_not_valid"


@dataclass(frozen=True)
class Ink:
    """What is printed at the top of the first page as it is shown, in millimetres."""

    right_gap: float
    top_gap: float
    width: float
    height: float


def ink(pdf: bytes) -> Ink:
    page = pypdfium2.PdfDocument(pdf)
    page.init_forms()
    shown = page[0]
    picture = shown.render(scale=4, may_draw_forms=True).to_pil().convert("L")
    box = picture.point(lambda grey: 255 if grey < 128 else 0).getbbox()
    assert box is not None
    left, top, right, bottom = (edge / 4 * MM for edge in box)
    whole = picture.width / 4 * MM
    return Ink(whole - right, top, right - left, bottom - top)
