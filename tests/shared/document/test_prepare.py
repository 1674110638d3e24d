"""The prepared PDF: same bytes each time, PDF/A-2b, every field there before anybody signs."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from fontTools import ttLib

from shared.document.fields import DATE_LINE, FIELD_ORDER, NUMBER_LINE
from shared.document.prepare import prepare
from shared.document.slots import NotPreparedError, drawing, fits, slots_of
from shared.domain.refusals import Invalid
from tests.shared.document.dispatch import SYMBOL, Chain, sample_paper
from tests.shared.document.pdfa import pdfa_faults

PROGRAM = """
from hashlib import sha256
from shared.document.prepare import prepare
from tests.shared.document.dispatch import sample_paper
print(sha256(prepare(sample_paper())).hexdigest())
"""


def test_two_processes_prepare_the_same_bytes(prepared: bytes) -> None:
    hashes = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed, zone in (("1", "UTC"), ("2", "Asia/Ho_Chi_Minh"))
    }

    assert hashes == {sha256(prepared).hexdigest()}


def test_threads_prepare_the_same_bytes_at_once(prepared: bytes) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: prepare(sample_paper()), range(4)))

    assert made == [prepared] * 4


def test_another_text_gives_other_bytes(prepared: bytes) -> None:
    assert prepare(sample_paper(file_copy="VT, VP (2)")) != prepared


def test_prepared_signed_and_sealed_files_keep_the_rules_of_pdf_a(chain: Chain) -> None:
    for pdf in (chain.prepared, chain.signed, chain.sealed):
        assert pdfa_faults(pdf) == []


def test_the_form_has_its_four_fields_in_order_and_the_seal_is_drawn_last(prepared: bytes) -> None:
    with pikepdf.open(BytesIO(prepared)) as pdf:
        fields = list(pdf.Root.AcroForm.Fields)
        widgets = list(pdf.pages[0].obj.Annots)

        assert [str(field.T) for field in fields] == list(FIELD_ORDER)
        assert [w.objgen for w in widgets] == [field.objgen for field in fields]
        assert [str(field.FT) for field in fields] == ["/Tx", "/Tx", "/Sig", "/Sig"]
        assert not any("/V" in field for field in fields[2:])
        assert [str(field.Lock.Action) for field in fields[2:]] == ["/Exclude", "/All"]


def test_slots_are_read_back_from_the_prepared_file_alone(prepared: bytes) -> None:
    number, date = slots_of(prepared)

    assert (number.name, number.page, number.size, number.font) == (NUMBER_LINE, 0, 13, "TinosR")
    assert (date.name, date.page, date.size, date.font) == (DATE_LINE, 0, 14, "TinosI")
    assert number.rect[2] == date.rect[0]
    assert set("0123456789") <= number.letters & date.letters


def test_a_file_with_other_fields_is_not_prepared(prepared: bytes) -> None:
    other = BytesIO()
    with pikepdf.open(BytesIO(prepared)) as pdf:
        pdf.Root.AcroForm.Fields[0].T = pikepdf.String("khac")
        pdf.save(other)

    for pdf_bytes in (other.getvalue(), b"", b"%PDF-1.7 nothing"):
        with pytest.raises(NotPreparedError):
            slots_of(pdf_bytes)


def test_a_drawing_is_the_same_each_time_and_another_for_another_text(prepared: bytes) -> None:
    number, _ = slots_of(prepared)

    assert drawing(number, "Số: 01/SVHTTDL-VP") == drawing(number, "Số: 01/SVHTTDL-VP")
    assert drawing(number, "Số: 01/SVHTTDL-VP") != drawing(number, "Số: 10/SVHTTDL-VP")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Số: 01/SVHTTDL-VP", True),
        ("Số: 12345/SVHTTDL-VP", True),
        ("Số: /SVHTTDL-VP", False),
        ("Số: 01/SVHTTDL-TT", False),
        ("Số: 01/SVHTTDL-VP.", False),
        ("Số:  01/SVHTTDL-VP", False),
        ("Số: 0१/SVHTTDL-VP", False),
        ("Số: " + "1" * 60 + "/SVHTTDL-VP", False),
        ("", False),
    ],
)
def test_only_the_room_for_the_number_is_filled(prepared: bytes, text: str, right: bool) -> None:
    assert fits(slots_of(prepared)[0], text) is right


def test_only_the_room_for_the_date_is_filled(prepared: bytes) -> None:
    _, date = slots_of(prepared)

    assert fits(date, "Lạng Sơn, ngày 05 tháng 01 năm 2026")
    assert not fits(date, "Hà Nội, ngày 05 tháng 01 năm 2026")
    assert not fits(date, date.blank)


def test_the_form_carries_the_letters_of_any_symbol_and_place() -> None:
    paper = sample_paper()
    head = replace(paper.letterhead, symbol="UBND-ĐĐ&KT", place="Thành phố Hồ Chí Minh")
    number, date = slots_of(prepare(replace(paper, letterhead=head)))

    assert fits(number, "Số: 98765/UBND-ĐĐ&KT")
    assert date.size == 13
    assert fits(date, "Thành phố Hồ Chí Minh, ngày 31 tháng 12 năm 2026")


@pytest.mark.parametrize("part", ["symbol", "place"])
def test_a_header_without_room_for_number_or_date_is_refused(part: str) -> None:
    paper = sample_paper()
    long: dict[str, Any] = {part: "DÀI" * 30}
    head = replace(paper.letterhead, **long)
    with pytest.raises(Invalid) as refused:
        prepare(replace(paper, letterhead=head))

    assert refused.value.code == "header_too_wide"


def test_a_symbol_with_a_letter_without_glyph_is_refused() -> None:
    paper = sample_paper()
    head = replace(paper.letterhead, symbol="漢")

    with pytest.raises(Invalid, match="U\\+6F22"):
        prepare(replace(paper, letterhead=head))


def test_the_embedded_fonts_have_the_widths_that_they_claim(prepared: bytes) -> None:
    with pikepdf.open(BytesIO(prepared)) as pdf:
        for font in pdf.Root.AcroForm.DR.Font.values():
            cid = font.DescendantFonts[0]
            program = ttLib.TTFont(BytesIO(cid.FontDescriptor.FontFile2.read_bytes()))
            scale = 1000 / program["head"].unitsPerEm
            widths = list(cid.W)
            for glyph, (claimed,) in zip(widths[::2], widths[1::2], strict=True):
                name = program.getGlyphName(int(glyph))
                assert program["hmtx"][name][0] * scale == pytest.approx(float(claimed), abs=1)


def test_the_symbol_is_written_without_spaces(prepared: bytes) -> None:
    number, _ = slots_of(prepared)

    assert re.fullmatch(rf"Số: +/{SYMBOL}", number.blank)
