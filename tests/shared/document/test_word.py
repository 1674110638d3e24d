"""A dispatch as a Word file has the measures of the paper: sizes, fonts, what stays whole."""

import io
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from shared.document.model import AnnexText
from shared.document.word import word_file
from shared.document.word_styles import ADDED, FONT, LOOKS, Style
from shared.domain.urgency import Urgency
from tests.shared.document.every_type import TABLE, paper_of


def opened(doc_type: str = "cong_van", **changes: Any) -> Any:
    return Document(io.BytesIO(word_file(paper_of(doc_type, **changes))))


@pytest.fixture(scope="module")
def decision() -> Any:
    annex = AnnexText(title="Danh sách", paragraphs=(TABLE,))
    return opened("quyet_dinh", urgency=Urgency.URGENT, contact="Số 01 Hùng Vương", annexes=[annex])


def styled(document: Any, style: Style) -> list[Any]:
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    every = [*document.paragraphs, *(one for cell in cells for one in cell.paragraphs)]
    return [one for one in every if one.style.name == style]


def test_the_page_is_a4_with_the_margins_of_the_decree(decision: Any) -> None:
    for section in decision.sections:
        size = section.page_width, section.page_height
        assert [round(side.mm) for side in size] == [210, 297]
        sides = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
        assert [round(side.mm) for side in sides] == [20, 20, 30, 15]


@pytest.mark.parametrize(
    ("style", "size", "bold", "italic"),
    [
        (Style.NATION, 13, True, False),
        (Style.MOTTO, 14, True, False),
        (Style.PARENT, 13, False, False),
        (Style.ISSUER, 13, True, False),
        (Style.NUMBER, 13, False, False),
        (Style.DATE, 14, False, True),
        (Style.HEADING, 14, True, False),
        (Style.EXCERPT, 14, True, False),
        (Style.BASIS, 14, False, True),
        (Style.BODY, 14, False, False),
        (Style.TITLE, 14, True, False),
        (Style.SIGNER, 14, True, False),
        (Style.RECIPIENTS, 12, True, True),
        (Style.RECIPIENT, 11, False, False),
    ],
)
def test_each_box_has_its_size_and_face(
    decision: Any, style: Style, size: int, bold: bool, italic: bool
) -> None:
    assert styled(decision, style)
    font = decision.styles[style].font
    assert (font.name, font.size, font.bold, font.italic) == (FONT, Pt(size), bold, italic)


def test_every_letter_is_times_new_roman_in_every_script(decision: Any) -> None:
    for style in LOOKS:
        fonts = decision.styles[style].element.rPr.rFonts
        assert {fonts.get(qn(f"w:{one}")) for one in ("ascii", "hAnsi", "cs", "eastAsia")} == {FONT}
    assert not list(decision.element.body.iter(qn("w:rFonts"), qn("w:sz")))


def test_the_body_is_justified_with_its_indent_and_lines_no_closer_than_single(
    decision: Any,
) -> None:
    shape = decision.styles[Style.BODY].paragraph_format
    assert shape.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert 10 <= shape.first_line_indent.mm <= 12.7
    assert shape.space_after >= Pt(6)
    assert 1.0 <= shape.line_spacing <= 1.5


def test_pages_are_numbered_from_the_second_and_each_annex_counts_its_own(decision: Any) -> None:
    first, annex = decision.sections
    assert first.different_first_page_header_footer
    assert annex.different_first_page_header_footer
    (number,) = first.header.paragraphs[0]._p.iter(qn("w:fldSimple"))
    assert number.get(qn("w:instr")) == "PAGE"
    assert decision.styles[Style.PAGE].font.size == Pt(13)
    assert not "".join(one.text for one in first.first_page_header.paragraphs)
    assert annex._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    assert first._sectPr.find(qn("w:pgNumType")) is None


def test_the_contact_line_stands_on_the_first_page_alone(decision: Any) -> None:
    first, annex = decision.sections
    assert first.first_page_footer.paragraphs[-1].text == "Số 01 Hùng Vương"
    assert not "".join(one.text for one in annex.first_page_footer.paragraphs)


def test_the_header_is_two_columns_over_the_whole_width_without_lines(decision: Any) -> None:
    head = decision.tables[0]
    left, right = (cell.width.mm for cell in head.rows[0].cells)
    assert left + right == pytest.approx(165, abs=0.1)
    assert left < right
    assert head.style.name == "Normal Table"
    (motto, rule) = head.rows[0].cells[1].paragraphs[-2:]
    assert (motto.text, rule.style.name) == ("Độc lập - Tự do - Hạnh phúc", Style.RULE)
    assert rule._p.pPr.find(qn("w:pBdr")).find(qn("w:top")) is not None


@pytest.mark.parametrize("paragraphs", [("Một.", "Hai."), ("Một.", TABLE)])
def test_the_signature_is_never_alone_and_never_parted(paragraphs: tuple[str, ...]) -> None:
    document = opened("bao_cao", paragraphs=paragraphs)
    *_, before, foot = document.iter_inner_content()
    assert foot._tbl == document.tables[-1]._tbl
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in foot.rows)
    last = before.rows[-1].cells[0].paragraphs[0] if TABLE in paragraphs else before
    assert last.paragraph_format.keep_with_next
    assert document.styles[Style.TITLE].paragraph_format.keep_with_next


def test_no_line_ends_within_a_symbol_or_a_date() -> None:
    said = "Theo Quyết định số 781/QĐ-BTTTT ngày 05 tháng 3 năm 2020, xã Hữu-Liên."
    (body, *_) = styled(opened(paragraphs=(said, "Hết.")), Style.BODY)
    hyphens = list(body._p.iter(qn("w:noBreakHyphen")))
    letters = "".join(one.text or "" for one in body._p.iter(qn("w:t")))
    assert len(hyphens) == 2
    assert "ngày\u00a005\u00a0tháng\u00a03\u00a0năm\u00a02020" in letters


def test_a_tables_head_is_bold_and_stands_on_every_page(decision: Any) -> None:
    table = decision.tables[-1]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert {one.style.name for one in table.rows[0].cells[0].paragraphs} == {Style.CELL_HEAD}
    assert table.rows[1].cells[3].paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT


def test_what_the_form_adds_is_told_from_what_the_draft_says(decision: Any) -> None:
    (excerpt,) = styled(decision, Style.EXCERPT)
    first, second = excerpt.runs
    assert (first.text, first.style.name) == ("Về việc ", ADDED)
    assert second.style.name != ADDED


def test_number_and_date_are_left_blank(decision: Any) -> None:
    (number,) = styled(decision, Style.NUMBER)
    (date,) = styled(decision, Style.DATE)
    assert number.text.split() == ["Số:", "/QĐ-SVHTTDL"]
    assert date.text.split() == ["Lạng", "Sơn,", "ngày", "tháng", "năm"]
