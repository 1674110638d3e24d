"""The printed book: totals that add up over the pages, and cells that are no formulas."""

from datetime import UTC, datetime
from io import BytesIO

import openpyxl
import pikepdf
import pypdfium2 as pdfium
import pytest

from shared.document.book import Book, Column, Line, print_book
from shared.document.workbook import workbook

AT = datetime(2026, 11, 28, 3, tzinfo=UTC)
TITLES = ("Số, ký hiệu văn bản", "Tên loại và trích yếu", "Số lượng bản", "Ghi chú")


def book(lines: int, subject: str = "Triển khai Chiến lược chuyển đổi số báo chí") -> Book:
    return Book(
        parent="UBND tỉnh Lạng Sơn",
        issuer="Sở Văn hóa, Thể thao và Du lịch",
        title="SỔ ĐĂNG KÝ VĂN BẢN ĐI",
        cover=("Năm: 2026", "Quyển số: ........"),
        columns=tuple(Column(title=title, width=1) for title in TITLES),
        lines=[
            Line(cells=(f"{n:02d}/SVHTTDL-VP", subject, "2", ""), counts=(1, 2))
            for n in range(1, lines + 1)
        ],
        counted=True,
        closing=("Đầu chuỗi sổ đăng ký: sự kiện 781", "SHA-256: " + "ab" * 32),
    )


def text_of(pdf: bytes) -> str:
    """The pages' text, a form feed after each."""
    with pdfium.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_range() + "\f" for page in document)


@pytest.fixture(scope="module")
def printed() -> bytes:
    return print_book(book(60), AT)


def test_each_page_carries_on_what_the_pages_before_amount_to(printed: bytes) -> None:
    pages = text_of(printed).split("\f")
    first, second = " ".join(pages[1].split()), " ".join(pages[2].split())
    on_first = int(first.partition("Cộng trang: ")[2].split()[0])
    assert f"Mang sang: {on_first} văn bản, {on_first * 2} bản" in second
    assert "Lũy kế: 60 văn bản, 120 bản." in " ".join(" ".join(pages).split())
    assert "(1) (2) (3) (4)" in second


def test_the_chain_s_head_stands_below_the_last_row(printed: bytes) -> None:
    last = text_of(printed).rstrip("\f").split("\f")[-1]
    assert "ab" * 32 in last


def test_it_is_pdf_a_and_the_same_book_gives_the_same_bytes(printed: bytes) -> None:
    with pikepdf.open(BytesIO(printed)) as pdf, pdf.open_metadata() as said:
        assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("2", "B")
    assert print_book(book(60), AT) == printed


def test_letters_without_a_glyph_and_code_of_the_typesetter_are_only_text() -> None:
    text = " ".join(text_of(print_book(book(1, "#panic() $x$ \u4e2d [*]"), AT)).split())
    assert "#panic() $x$ ? [*]" in text


def test_an_empty_book_is_printed_too() -> None:
    assert "SỔ ĐĂNG KÝ VĂN BẢN ĐI" in text_of(print_book(book(0), AT))
    assert openpyxl.load_workbook(BytesIO(workbook(book(0)))).sheetnames == ["Bìa", "Sổ"]


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_a_subject_that_looks_like_a_formula_stays_text(evil: str) -> None:
    sheet = openpyxl.load_workbook(BytesIO(workbook(book(1, evil))))["Sổ"]
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == evil]
    assert cell.data_type == "s"


def test_the_workbook_breaks_its_pages_after_their_totals() -> None:
    sheet = openpyxl.load_workbook(BytesIO(workbook(book(60))))["Sổ"]
    column = [str(row[0].value) for row in sheet.iter_rows()]
    breaks = [one.id for one in sheet.row_breaks.brk]
    assert breaks
    for row in breaks:
        assert column[row - 1].startswith("Cộng trang")
        assert column[row].startswith("Mang sang")
    assert any("Lũy kế: 60 văn bản, 120 bản." in text for text in column)
