"""The person's picture and the seal, by ND30 Phụ lục I II.7 and II.8, on any page."""

import asyncio
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops

from shared.document.fields import AGENCY, PERSON
from shared.document.prepare import prepare
from shared.document.sign import fill_and_seal, sign_by_person
from shared.document.slots import slots_of
from shared.document.trial_marks import draw_trial_signature
from shared.domain.dates import date_line
from shared.domain.numbers import number_line
from shared.domain.symbols import symbol_of
from tests.shared.document.dispatch import (
    AT,
    DATE_LINE,
    NUMBER_LINE,
    SIGNER,
    Chain,
    sample_paper,
    sample_paragraphs,
)
from tests.shared.document.measure import MM, Measured, field_boxes

BLOCKS = (
    ("GIÁM ĐỐC",),
    ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
)
LENGTHS = {0: 1, 1: 2, 2: 4}
"""How often the sample's text is said to reach the page that counts from 0."""
MARGIN_LEFT, MARGIN_RIGHT, BOTTOM = 30.0, 195.0, 277.0


@cache
def prepared_with(lines: tuple[str, ...], page: int) -> bytes:
    paper = sample_paper(paragraphs=sample_paragraphs() * LENGTHS[page])
    return prepare(replace(paper, signature=replace(paper.signature, lines=lines)))


@pytest.mark.parametrize("page", LENGTHS)
@pytest.mark.parametrize("lines", BLOCKS, ids=len)
def test_the_picture_goes_between_title_and_name_and_the_seal_over_its_left_third(
    lines: tuple[str, ...], page: int
) -> None:
    pdf = prepared_with(lines, page)
    measured, boxes = Measured(pdf), field_boxes(pdf)
    hand, seal = boxes[PERSON], boxes[AGENCY]
    titles, name = [measured.line(line) for line in lines], measured.line(SIGNER)

    assert {hand.page, seal.page, name.page, *(title.page for title in titles)} == {page}
    assert [title.baseline for title in titles] == sorted(title.baseline for title in titles)
    for line in (*titles, name):
        assert line.middle == pytest.approx(hand.middle, abs=0.5)
    assert titles[-1].baseline < min(hand.top, seal.top)
    assert max(hand.bottom, seal.bottom) < name.baseline - name.size * MM * 0.66
    assert (seal.width, seal.height) == pytest.approx((36, 36), abs=0.1)
    assert (hand.width, hand.height) == pytest.approx((40, 24), abs=0.1)
    assert seal.right - hand.left == pytest.approx(hand.width / 3, abs=0.1)
    assert (seal.top + seal.bottom) / 2 == pytest.approx((hand.top + hand.bottom) / 2, abs=0.1)


@pytest.mark.parametrize("page", LENGTHS)
def test_nothing_of_the_block_leaves_the_page_or_covers_other_words(page: int) -> None:
    pdf = prepared_with(BLOCKS[2], page)
    measured, boxes = Measured(pdf), field_boxes(pdf)
    seal, name = boxes[AGENCY], measured.line(SIGNER)

    assert seal.left > MARGIN_LEFT
    assert boxes[PERSON].right < MARGIN_RIGHT
    assert name.baseline < BOTTOM
    for line in measured.on(page):
        apart = line.right < seal.left or line.left > seal.right
        above_or_below = (
            line.baseline < seal.top or line.baseline - line.size * MM * 0.7 > seal.bottom
        )
        assert apart or above_or_below, line.text


@dataclass(frozen=True)
class Inked:
    """What a page shows in one colour, in millimetres from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


def inked(pdf: bytes, page: int, colour: str) -> Inked:
    """Where much more of this colour shows than of the two others."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    shown = document[page].render(scale=4, may_draw_forms=True).to_pil().convert("RGB")
    bands = dict(zip(("red", "green", "blue"), shown.split(), strict=True))
    mine = bands.pop(colour)
    others = ImageChops.lighter(*bands.values())
    box = ImageChops.subtract(mine, others).point(lambda more: 255 if more > 60 else 0).getbbox()
    assert box is not None
    return Inked(*(edge / 4 * MM for edge in box))


@pytest.mark.parametrize("page", LENGTHS)
def test_the_sealed_file_shows_the_seal_red_at_its_real_size_over_the_blue_signature(
    chain: Chain, page: int
) -> None:
    prepared = prepared_with(BLOCKS[2], page)
    boxes, keys = field_boxes(prepared), chain.keys
    hand = draw_trial_signature(SIGNER)
    signed = asyncio.run(sign_by_person(prepared, keys.person, hand, reason="Ký", at=AT))
    sealed = asyncio.run(
        fill_and_seal(
            signed,
            keys.agency,
            chain.seal_png,
            number_line=NUMBER_LINE,
            date_line=DATE_LINE,
            at=AT,
        )
    )
    red, blue = inked(sealed, page, "red"), inked(sealed, page, "blue")
    seal, box = boxes[AGENCY], boxes[PERSON]

    assert (red.left, red.top) == pytest.approx((seal.left, seal.top), abs=0.5)
    assert (red.right, red.bottom) == pytest.approx((seal.right, seal.bottom), abs=0.5)
    assert box.left - 0.3 <= blue.left < blue.right <= box.right + 0.3
    assert box.top - 0.3 <= blue.top < blue.bottom <= box.bottom + 0.3
    assert blue.left < red.right < blue.right


def test_the_signatures_of_the_main_file_are_pictures_without_any_words(chain: Chain) -> None:
    with pikepdf.open(BytesIO(chain.sealed)) as pdf:
        for field in list(pdf.Root.AcroForm.Fields)[2:]:
            look = field.AP.N
            assert b"Tf" not in look.read_bytes()
            assert "/Font" not in look.Resources
            assert [str(one.Subtype) for one in look.Resources.XObject.values()] == ["/Image"]
    words = {line.text for line in Measured(chain.sealed).lines}
    assert words - {line.text for line in Measured(chain.prepared).lines} == {
        NUMBER_LINE,
        DATE_LINE,
    }


@pytest.mark.parametrize("doc_type", ["quyet_dinh", "ban_ghi_nho", "cong_van", "thong_bao"])
@pytest.mark.parametrize("number", [1, 781, 12345, 99_999])
def test_long_numbers_and_the_symbols_of_named_types_fit_their_line(
    chain: Chain, doc_type: str, number: int
) -> None:
    symbol = symbol_of("SVHTTDL", "VP", doc_type)
    paper = sample_paper()
    prepared = prepare(replace(paper, letterhead=replace(paper.letterhead, symbol=symbol)))
    line = number_line(number, symbol)
    signed = asyncio.run(sign_by_person(prepared, chain.keys.person, None, reason="Ký", at=AT))
    sealed = asyncio.run(
        fill_and_seal(signed, chain.keys.agency, None, number_line=line, date_line=DATE_LINE, at=AT)
    )
    measured, (slot, _) = Measured(sealed), slots_of(prepared)
    printed = measured.line("Số:")

    assert (printed.text, printed.size) == (line, 13)
    assert slot.rect[0] * MM <= printed.left < printed.right <= slot.rect[2] * MM
    assert printed.middle == pytest.approx((slot.rect[0] + slot.rect[2]) / 2 * MM, abs=0.3)
    assert printed.right < measured.line(date_line("Lạng Sơn", AT.date())).left
