"""The styles of a dispatch as a Word file: one for each box, with the measures of ND30 PL1.

A style's name says which part of the dispatch stands in it, in the office's words: whoever edits
the file in Word sees them, and the file is read back by them.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT: Final = "Times New Roman"
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 20, 20, 30, 15
TEXT_MM: Final = 210 - LEFT_MM - RIGHT_MM
HEADER_MM: Final = (68.5, 96.5)
"""The two columns of the header; of the end, `FOOT_MM`."""
FOOT_MM: Final = (79.0, 86.0)
INDENT_MM: Final = 12.7
SIGNATURE_MM: Final = 36.5
"""Room for signature and seal above the signer's name."""
RED: Final = RGBColor(0xD6, 0x18, 0x18)


class Style(StrEnum):
    """Of paragraphs."""

    PARENT = "Cơ quan chủ quản"
    ISSUER = "Cơ quan ban hành"
    NATION = "Quốc hiệu"
    MOTTO = "Tiêu ngữ"
    RULE = "Gạch dưới"
    NUMBER = "Số, ký hiệu"
    DATE = "Địa danh, thời gian"
    SUBJECT = "Trích yếu công văn"
    HEADING = "Tên loại"
    EXCERPT = "Trích yếu"
    URGENCY = "Độ khẩn"
    CIRCULATION = "Phạm vi lưu hành"
    AUTHORITY = "Thẩm quyền ban hành"
    BASIS = "Căn cứ ban hành"
    RESOLUTION = "Lời quyết định"
    ADDRESSEE = "Kính gửi"
    BODY = "Nội dung"
    ARTICLE = "Điều có tên"
    DIVISION = "Chương, mục"
    CELL_HEAD = "Đầu bảng"
    CELL = "Ô của bảng"
    RECIPIENTS = "Nơi nhận, tiêu đề"
    RECIPIENT = "Nơi nhận"
    FILE_COPY = "Lưu"
    TITLE = "Chức vụ người ký"
    SIGNER = "Họ tên người ký"
    COSIGNER_TITLE = "Chức vụ người ký thứ hai"
    COSIGNER = "Họ tên người ký thứ hai"
    CONTACT = "Thông tin liên hệ"
    ANNEX = "Phụ lục"
    ANNEX_TITLE = "Tên phụ lục"
    ANNEX_SOURCE = "Phụ lục kèm theo"
    PAGE = "Số trang"


TABLE_STYLE: Final = "Table Grid"
ADDED: Final = "Chữ của mẫu"
"""Style of letters that the form adds to what the draft says: "V/v", "Kính gửi:", ";"."""
ARTICLE_MARK: Final = "Số điều"
"""Style of letters: "Điều 1." before words that are no title."""

_KEPT: Final = frozenset(
    {
        *("Normal", "Default Paragraph Font", "Normal Table", "No List"),
        *("Header", "Footer", TABLE_STYLE),
    }
)
"""Of python-docx's template; the many others would only hide ours in Word's list."""

_LEFT, _CENTER = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
_BOTH = WD_ALIGN_PARAGRAPH.JUSTIFY


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Sizes and gaps are points; an indent is that of the first line, in mm."""

    size: float = 14
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    align: WD_ALIGN_PARAGRAPH = _CENTER
    before: float = 0
    after: float = 0
    indent: float = 0
    spacing: float = 1.0
    keep: bool = False
    """Whether it stays on one page with what follows."""


_OPENING: Final = Look(bold=True, before=6, after=6, keep=True)
_NAME: Final = Look(bold=True, before=SIGNATURE_MM * 72 / 25.4)
_TITLE: Final = Look(bold=True, capitals=True, keep=True)
_BODY: Final = Look(align=_BOTH, after=6, indent=INDENT_MM, spacing=1.15)
LOOKS: Final = {
    Style.PARENT: Look(size=13),
    Style.ISSUER: Look(size=13, bold=True),
    Style.NATION: Look(size=13, bold=True),
    Style.MOTTO: Look(size=14, bold=True),
    Style.RULE: Look(size=2, before=2, after=4),
    Style.NUMBER: Look(size=13),
    Style.DATE: Look(size=14, italic=True),
    Style.SUBJECT: Look(size=12),
    Style.HEADING: Look(bold=True, before=12, keep=True),
    Style.EXCERPT: Look(bold=True, keep=True),
    Style.URGENCY: Look(size=13, bold=True, before=6),
    Style.CIRCULATION: Look(size=13, bold=True, after=8),
    Style.AUTHORITY: Look(bold=True, capitals=True, before=6, after=6, keep=True),
    Style.BASIS: Look(italic=True, align=_BOTH, after=6, indent=INDENT_MM, spacing=1.15),
    Style.RESOLUTION: _OPENING,
    Style.ADDRESSEE: Look(align=_CENTER, before=3, after=3),
    Style.BODY: _BODY,
    Style.ARTICLE: Look(bold=True, align=_BOTH, after=6, indent=INDENT_MM, spacing=1.15, keep=True),
    Style.DIVISION: Look(bold=True, after=6, keep=True),
    Style.CELL_HEAD: Look(size=13, bold=True),
    Style.CELL: Look(size=13, align=_LEFT),
    Style.RECIPIENTS: Look(size=12, bold=True, italic=True, align=_LEFT),
    Style.RECIPIENT: Look(size=11, align=_LEFT),
    Style.FILE_COPY: Look(size=11, align=_LEFT),
    Style.TITLE: _TITLE,
    Style.SIGNER: _NAME,
    Style.COSIGNER_TITLE: _TITLE,
    Style.COSIGNER: _NAME,
    Style.CONTACT: Look(size=11),
    Style.ANNEX: Look(bold=True, keep=True),
    Style.ANNEX_TITLE: Look(bold=True, keep=True),
    Style.ANNEX_SOURCE: Look(italic=True, after=6, keep=True),
    Style.PAGE: Look(size=13),
}


def new_document() -> Any:
    """An empty A4 document with every style, and page numbers from the second page."""
    document: Any = Document()
    for style in list(document.styles):
        if style.name not in _KEPT:
            style.delete()
    _set_font(document.styles["Normal"], Look(align=_LEFT))
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    document.styles["Normal"].element.rPr.append(language)
    for style, look in LOOKS.items():
        made = document.styles.add_style(style, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = document.styles["Normal"]
        made.quick_style = True
        _set_font(made, look)
    document.styles.add_style(ADDED, WD_STYLE_TYPE.CHARACTER)
    document.styles.add_style(ARTICLE_MARK, WD_STYLE_TYPE.CHARACTER).font.bold = True
    _set_page(document.sections[0])
    return document


def _set_font(style: Any, look: Look) -> None:
    font, shape = style.font, style.paragraph_format
    font.name, font.size = FONT, Pt(look.size)
    fonts = style.element.rPr.rFonts
    for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    font.bold, font.italic, font.all_caps = look.bold, look.italic, look.capitals
    shape.alignment, shape.line_spacing = look.align, look.spacing
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.first_line_indent = Mm(look.indent)
    shape.keep_with_next, shape.widow_control = look.keep, True


def _set_page(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(LEFT_MM), Mm(RIGHT_MM)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
