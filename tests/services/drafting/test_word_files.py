"""Word files: tables, lists and footnotes become the lines that the reader knows."""

import io
import zipfile

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsmap, qn

from services.drafting.domain.reader import read_text
from services.drafting.domain.reading.model import Signature
from services.drafting.incoming import text_of_file
from services.drafting.word_files import LARGEST_CONTENT
from shared.domain.refusals import Invalid, TooLarge

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def saved(document: WordDocument) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def written() -> WordDocument:
    document = Document()
    head = document.add_table(2, 2)
    head.cell(0, 0).text = "UBND TỈNH LẠNG SƠN\nSỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    head.cell(1, 0).text = "Số: 12/SVHTTDL-VP\nV/v đọc tệp Word"
    head.cell(1, 1).text = "Lạng Sơn, ngày 05 tháng 01 năm 2026"
    document.add_paragraph("Kính gửi:")
    document.add_paragraph("Các phòng chuyên môn;", style="List Bullet")
    document.add_paragraph("Các đơn vị trực thuộc.", style="List Bullet")
    document.add_paragraph("Thực hiện Kế hoạch năm 2026, Sở đề nghị các đơn vị:")
    document.add_paragraph("Triển khai kế hoạch;", style="List Number")
    document.add_paragraph("Báo cáo kết quả./.", style="List Number")
    foot = document.add_table(1, 2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Như trên;\n- Lưu: VT, VP."
    foot.cell(0, 1).text = "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\n\nTrần Văn An"
    return document


def test_a_dispatch_written_in_word_is_read_whole() -> None:
    reading = read_text(text_of_file(saved(written())))

    assert reading.issuer.parent == "UBND TỈNH LẠNG SƠN"
    assert (reading.number, reading.symbol, reading.place) == ("12", "SVHTTDL-VP", "Lạng Sơn")
    assert reading.subject == "đọc tệp Word"
    assert reading.addressees == ("Các phòng chuyên môn", "Các đơn vị trực thuộc")
    assert reading.paragraphs[1:] == ("1. Triển khai kế hoạch;", "2. Báo cáo kết quả./.")
    assert reading.recipients == ("Như trên",)
    assert reading.signature.lines == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    assert reading.signature.name == "Trần Văn An"
    assert reading.findings == ()


def test_a_table_of_figures_keeps_its_rows() -> None:
    document = Document()
    table = document.add_table(2, 4)
    for row in range(2):
        for column in range(4):
            table.cell(row, column).text = f"{row}.{column}"

    assert "0.0 | 0.1 | 0.2 | 0.3\n1.0 | 1.1 | 1.2 | 1.3" in text_of_file(saved(document))


def test_a_package_without_a_word_document_and_a_broken_one_are_refused() -> None:
    for content, code in (("xl/workbook.xml", "file_type"), ("word/document.xml", "word_file")):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as package:
            package.writestr(content, "<nothing/>")
        with pytest.raises(Invalid) as refused:
            text_of_file(file.getvalue())
        assert refused.value.code == code


def test_a_small_file_that_unpacks_to_too_much_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"\0" * (LARGEST_CONTENT + 1))

    with pytest.raises(TooLarge):
        text_of_file(file.getvalue())


def with_footnote(document: WordDocument, text: str) -> bytes:
    """python-docx has no footnotes: one is put to the end of the first paragraph of the body."""
    run = document.paragraphs[-1].add_run()
    mark = OxmlElement("w:footnoteReference")
    mark.set(qn("w:id"), "7")
    run._r.append(mark)
    words = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    note = f'<w:footnote w:id="7">{words}</w:footnote>'
    notes = f'<w:footnotes xmlns:w="{nsmap["w"]}">{note}</w:footnotes>'
    name = PackURI("/word/footnotes.xml")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(name, kind, notes.encode(), document.part.package)
    document.part.relate_to(part, f"{RELATIONS}/footnotes")
    return saved(document)


def test_a_footnote_stands_behind_the_text_under_the_number_of_its_mark() -> None:
    document = Document()
    document.add_paragraph("Thực hiện theo chỉ tiêu được giao")

    text = text_of_file(with_footnote(document, "Theo Kế hoạch năm 2026."))

    assert text.splitlines() == [
        "Thực hiện theo chỉ tiêu được giao[1]",
        "[1] Theo Kế hoạch năm 2026.",
    ]


def test_a_text_box_is_read_once_where_it_is_anchored() -> None:
    """Word writes it twice: as it draws it now, and as it did of old (Fallback)."""
    document = Document()
    paragraph = document.add_paragraph("Kính gửi: Các phòng.")
    box = "<w:txbxContent><w:p><w:r><w:t>HỎA TỐC</w:t></w:r></w:p></w:txbxContent>"
    names = f'xmlns:w="{nsmap["w"]}" xmlns:mc="{COMPATIBILITY}"'
    run = (
        f"<w:r {names}><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    paragraph._p.append(parse_xml(run))

    assert text_of_file(saved(document)).splitlines() == ["HỎA TỐC", "Kính gửi: Các phòng."]


def test_letters_that_word_shows_as_capitals_are_capitals() -> None:
    """By their own word, by the style of letters or paragraph, or by one that it is based on."""
    document = Document()
    capitals = document.styles.add_style("Tên cơ quan", WD_STYLE_TYPE.PARAGRAPH)
    capitals.font.all_caps = True
    based = document.styles.add_style("Tên loại", WD_STYLE_TYPE.PARAGRAPH)
    based.base_style = capitals
    document.add_paragraph("Bộ Công Thương", style=capitals)
    document.add_paragraph("Thông báo", style=based)
    document.add_paragraph("Về việc thử")
    document.add_paragraph("Theo quy định, Bộ thông báo để các đơn vị biết và thực hiện./.")
    title = document.add_paragraph()
    title.add_run("Bộ trưởng").font.all_caps = True
    small = document.add_paragraph(style=capitals).add_run("Nguyễn Hồng Diên")
    small.font.all_caps = False
    reading = read_text(text_of_file(saved(document)))

    assert (reading.issuer.name, reading.doc_type) == ("BỘ CÔNG THƯƠNG", "thong_bao")
    assert reading.signature == Signature(lines=("BỘ TRƯỞNG",), name="Nguyễn Hồng Diên")


def test_styles_that_are_based_on_each_other_end() -> None:
    document = Document()
    one, other = (document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) for name in "ab")
    one.base_style, other.base_style = other, one
    document.add_paragraph("V/v thử", style=one)

    assert "V/v thử" in text_of_file(saved(document))
