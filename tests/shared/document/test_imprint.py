"""The prepared PDF names its drawing and carries its check code, under the person's signature."""

import re
from io import BytesIO

import pikepdf
import pytest
from pypdfium2 import PdfDocument

from shared.document.imprint import (
    Imprint,
    NoImprintError,
    check_code_of,
    imprint_in,
    new_check_code,
    put_imprint,
)
from shared.document.prepare import prepare
from shared.document.slots import LATEST_DRAWING, NotPreparedError, slots_of
from tests.shared.document.dispatch import Chain, sample_paper
from tests.shared.document.measure import MM
from tests.shared.document.pdfa import pdfa_faults

CODE = "0123456789abcdef" * 2
ADDRESS = "https://vanban.example.vn/public/check/"


def imprint_of(pdf: bytes) -> Imprint:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return imprint_in(opened)


def with_imprint(prepared: bytes, imprint: Imprint) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(prepared)) as pdf:
        put_imprint(pdf, imprint)
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def test_a_check_code_is_128_bits_that_nobody_can_guess() -> None:
    codes = {new_check_code() for _ in range(100)}

    assert len(codes) == 100
    assert all(re.fullmatch(r"[0-9a-f]{32}", code) for code in codes)


def test_the_same_paper_and_code_give_the_same_bytes_and_another_code_others() -> None:
    first = prepare(sample_paper(), CODE)

    assert prepare(sample_paper(), CODE) == first
    assert prepare(sample_paper(), CODE[::-1]) != first
    assert imprint_of(first) == Imprint(LATEST_DRAWING, CODE)
    assert check_code_of(first) == CODE


def test_a_file_with_a_check_code_keeps_the_rules_of_pdf_a() -> None:
    assert pdfa_faults(prepare(sample_paper(), CODE)) == []
    assert pdfa_faults(prepare(sample_paper(), CODE, check_address=ADDRESS)) == []


def test_the_imprint_goes_through_the_whole_chain(chain: Chain) -> None:
    """The person's revision writes the catalogue anew, for the certification."""
    assert imprint_of(chain.sealed) == imprint_of(chain.prepared) == Imprint(LATEST_DRAWING, None)


def test_a_file_of_a_later_release_is_not_taken_for_a_forgery(chain: Chain) -> None:
    later = with_imprint(chain.prepared, Imprint(LATEST_DRAWING + 1, CODE))
    signed = later + b"% /ByteRange\n"  # as much of a signature as is looked at first

    with pytest.raises(NotPreparedError, match="not known here"):
        slots_of(later)
    codes = {problem.code for problem in chain.verdict(signed).problems}
    assert "not_prepared" not in codes


@pytest.mark.parametrize("code", ["", "xyz", CODE + "00", CODE.upper()])
def test_what_is_no_check_code_is_no_imprint(chain: Chain, code: str) -> None:
    odd = with_imprint(chain.prepared, Imprint(LATEST_DRAWING, code))

    with pytest.raises(NoImprintError):
        imprint_of(odd)
    with pytest.raises(NotPreparedError):
        slots_of(odd)
    assert check_code_of(odd) is None


@pytest.mark.parametrize("garbage", [b"", b"no PDF", b"%PDF-1.7\n" + b"[" * 100_000])
def test_garbage_claims_no_code(garbage: bytes) -> None:
    assert check_code_of(garbage) is None


def test_the_code_is_drawn_only_where_the_agency_wants_it_and_outside_of_the_text() -> None:
    def ink(pdf: bytes) -> tuple[float, ...] | None:
        """Left, top, right, bottom of what the lower left corner shows, in millimetres."""
        picture = PdfDocument(pdf)[0].render(scale=4).to_pil().convert("L")
        corner = picture.crop((0, round(276 / MM * 4), round(30 / MM * 4), picture.height))
        box = corner.point(lambda grey: 255 if grey < 128 else 0).getbbox()
        return tuple(edge / 4 * MM for edge in box) if box else None

    assert ink(prepare(sample_paper(), CODE)) is None
    box = ink(prepare(sample_paper(), CODE, check_address=ADDRESS))
    assert box is not None
    assert box[0] > 8
    assert box[2] < 23
    assert 11 < box[2] - box[0] == pytest.approx(box[3] - box[1], abs=0.3)
