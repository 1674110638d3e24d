"""A draft that goes out as a Word file comes back as the same draft, edited or not."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from deploy.local.settings import ROOT
from services.drafting.domain.reader import read_text
from services.drafting.domain.reading.drafted import drafted
from services.drafting.incoming import draft_of_file
from shared.document.forms import FORMS
from shared.document.model import AnnexText, DispatchText, Paper, SignatureBlock
from shared.document.word import word_file
from shared.document.word_styles import ADDED, Style
from shared.domain.circulation import Circulation
from shared.domain.urgency import Urgency
from tests.services.drafting.domain.written.score import made
from tests.services.drafting.domain.written.writer import write
from tests.shared.document.dispatch import sample_paper
from tests.shared.document.every_type import TABLE, paper_of

SAMPLES = sorted((ROOT / "deploy/samples").glob("*.txt"))
SEEDS = range(0, 2000, 100)


def a_row_each(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    """As the reader gives a table: each row is a paragraph."""
    return tuple(row for one in paragraphs for row in one.splitlines())


def there_and_back(paper: Paper) -> DispatchText:
    text = draft_of_file(word_file(paper))
    assert text is not None
    return text


def printed_as_said(text: DispatchText) -> Paper:
    """The paper of a draft whose signer is written as the office writes him."""
    block = SignatureBlock(lines=text.signature_lines, name=text.signer_name)
    return replace(sample_paper(), text=text, signature=block)


@pytest.mark.parametrize("doc_type", FORMS)
def test_a_draft_of_every_type_comes_back_whole(doc_type: str) -> None:
    paper = paper_of(doc_type)
    assert there_and_back(paper) == replace(
        paper.text, paragraphs=a_row_each(paper.text.paragraphs)
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_each_sample_comes_back_as_it_was_read(sample: Path) -> None:
    text = drafted(read_text(sample.read_text(encoding="utf-8")))
    assert there_and_back(printed_as_said(text)) == text


def test_drafts_of_texts_written_in_every_way_come_back_the_same() -> None:
    for seed in SEEDS:
        text = drafted(read_text(write(*made(seed))))
        assert there_and_back(printed_as_said(text)) == text, seed


FULL = paper_of(
    "quyet_dinh",
    urgency=Urgency.EXPRESS,
    circulation=Circulation.RETURNED,
    contact="Số 01 Hùng Vương; điện thoại: 0205.3810.000",
    annexes=(
        AnnexText(title="Danh sách Tổ công tác", paragraphs=(*TABLE.splitlines(), "Ghi chú./.")),
        AnnexText(title="Kinh phí", paragraphs=("Theo dự toán",)),
        AnnexText(
            title="Làm việc của Tổ",
            doc_type="quy_che",
            paragraphs=("Chương I", "QUY ĐỊNH CHUNG", "Điều 1. Phạm vi", "1. Quy chế này."),
        ),
    ),
)


def test_boxes_contact_and_annexes_come_back_too() -> None:
    assert there_and_back(FULL) == FULL.text


BODY = (
    "Gồm **ba** phần, *phần hai* và ***phần ba***.",
    "**Đậm cả đoạn**",
    "2 * 3 * 4 là hai mươi tư",
    r"Dấu \*sao\* là sao",
    "Điều 1. Là tên điều gì",
    "Chương II QUY ĐỊNH CỤ THỂ",
    "| không phải bảng |",
    "a) Điểm; V/v: - ./. giữa đoạn",
    "Xem Quyết định số 781/QĐ-BTTTT ngày 05 tháng 3 năm 2020 và 17/4/2023.",
    "Kết thúc bằng dấu phẩy,",
    "**Kết thúc bằng chữ đậm**./.",
)


@pytest.mark.parametrize("doc_type", ["cong_van", "bao_cao"])
@pytest.mark.parametrize("last", ["Đoạn cuối", "Đoạn cuối,", "Đoạn cuối./.", "**Đoạn cuối**."])
def test_what_stands_in_a_body_comes_back_letter_by_letter(doc_type: str, last: str) -> None:
    paper = paper_of(doc_type, paragraphs=(*BODY, last))
    assert there_and_back(paper).paragraphs == paper.text.paragraphs


def test_what_the_paper_does_not_print_is_kept_hidden() -> None:
    paper = paper_of("quyet_dinh", place="Hà Nội", signature_lines=("PHÓ GIÁM ĐỐC",))
    assert there_and_back(paper) == paper.text
    document = Document(io.BytesIO(word_file(paper)))
    runs = [run for one in all_paragraphs(document) for run in one.runs if run.font.hidden]
    assert {run.text for run in runs} == {"Hà Nội", "PHÓ GIÁM ĐỐC", "Văn phòng"}


def all_paragraphs(document: Any) -> list[Any]:
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return [*document.paragraphs, *(one for cell in cells for one in cell.paragraphs)]


def edited(change: Callable[[Any], object]) -> DispatchText:
    document = Document(io.BytesIO(word_file(sample_paper())))
    change(document)
    file = io.BytesIO()
    document.save(file)
    text = draft_of_file(file.getvalue())
    assert text is not None
    return text


def styled(document: Any, style: Style) -> list[Any]:
    return [one for one in all_paragraphs(document) if one.style.name == style]


def test_words_typed_in_word_are_in_the_draft_also_behind_those_of_the_form() -> None:
    def change(document: Any) -> None:
        first, *_ = styled(document, Style.RECIPIENT)
        assert first.runs[-1].style.name == ADDED
        first.runs[-1].text = "; Sở Tài chính;"
        styled(document, Style.BODY)[-1].insert_paragraph_before("Đoạn mới, kiểu thường.")
        styled(document, Style.BODY)[0].runs[0].bold = True

    text = edited(change)

    assert text.recipients[0] == "Như trênSở Tài chính"
    assert text.paragraphs[-2] == "Đoạn mới, kiểu thường."
    assert text.paragraphs[0].startswith("**Thực hiện Công văn")


def test_a_table_saved_by_another_program_keeps_its_columns() -> None:
    """LibreOffice writes "start" and "end" where Word writes "left" and "right"."""
    paper = paper_of("bao_cao")
    document = Document(io.BytesIO(word_file(paper)))
    for said in document.element.body.iter(qn("w:jc")):
        other = {"left": "start", "right": "end"}
        said.set(qn("w:val"), other.get(said.get(qn("w:val")), said.get(qn("w:val"))))
    file = io.BytesIO()
    document.save(file)

    text = draft_of_file(file.getvalue())
    assert text is not None
    assert text.paragraphs == a_row_each(paper.text.paragraphs)


def test_words_deleted_in_word_are_out_of_the_draft() -> None:
    def change(document: Any) -> None:
        for one in styled(document, Style.ADDRESSEE)[1:2]:
            one._p.getparent().remove(one._p)

    assert edited(change).addressees == ("Các đơn vị sự nghiệp trực thuộc Sở",)


def test_a_word_file_of_somebody_else_is_read_by_its_words() -> None:
    file = io.BytesIO()
    Document().save(file)

    assert draft_of_file(file.getvalue()) is None
    assert draft_of_file("Kính gửi: Các phòng.".encode()) is None


def test_two_tables_that_follow_each_other_stay_two() -> None:
    """Of other widths too, and with cells that have only a dash."""
    rows = (
        "| TT | Tên |",
        "|---|:-:|",
        "| - | - |",
        "| A | B | C |",
        "|---|---|--:|",
        "| 1 | - | 3 |",
    )
    paper = paper_of("bao_cao", paragraphs=("Kết quả:", *rows, "Hết"))
    word = Document(io.BytesIO(word_file(paper)))

    assert there_and_back(paper) == paper.text
    inner = [table for table in word.tables if table.style and table.style.name == "Table Grid"]
    assert [len(table.columns) for table in inner] == [2, 3]
    assert [len(table.rows) for table in inner] == [2, 2]
