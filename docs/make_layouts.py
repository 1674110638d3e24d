"""Writes docs/layouts.md from the forms of the types: `python -m docs.make_layouts`."""

from typing import Final

from docs.pages import table, write_or_check
from shared.document.forms import FORMS, Form, Opening
from shared.domain.document_types import NAMES
from shared.domain.symbols import symbol_of

PAGE: Final = "layouts.md"
OPENINGS: Final = {
    Opening.TO: "Kính gửi",
    Opening.WIRE: "“… điện:”",
    Opening.INVITATION: "“… trân trọng kính mời:”",
    Opening.NONE: "not printed: whom “Như Điều 3” means",
}
TOP: Final = """\
# Layouts of the types · Mẫu trình bày các loại văn bản

Written by `python -m docs.make_layouts` from `FORMS` in `shared/document/forms.py`: change it
there. A test fails while this page says something else.

All 29 types of ND30 Đ.7 are drafted, checked and drawn by the sample forms of Phụ lục III, with the
measures of Phụ lục I. `POST /drafts` takes the type as `doc_type`; `congvan draft FILE` and
`POST /drafts/from-text` find it in the text.

## The parts of a text · Các phần của văn bản

Besides what a công văn has, a draft may have these; what is empty is neither drawn nor frozen.

"""
PARTS: Final = (
    ("field", "ở văn bản", "where it stands"),
    (
        "`authority`",
        "thẩm quyền ban hành",
        "in capitals above the bases; who wires, invites",
    ),
    ("`bases`", "căn cứ ban hành", "italic, each with `;`, the last with `.`"),
    ("`circulation`", "phạm vi lưu hành (ô 11)", "a box above the national name"),
    ("`contact`", "thông tin liên hệ (ô 13)", "at the foot of the first page, under a rule"),
    (
        "`annexes`",
        "phụ lục cùng tệp",
        "on pages of their own; with `doc_type` what a decision issues",
    ),
    (
        "`cosigner_lines`, `cosigner_name`",
        "người ký thứ hai",
        "left of the signature, of what two sign",
    ),
)
MARKS: Final = (
    ("written", "drawn"),
    ("`**đậm**`, `*nghiêng*`, `***cả hai***`", "bold, italic, both; `\\*` is a star"),
    ("`- `, `+ `, `1. `, `1) `, `a) `", "a list item, khoản or điểm: a paragraph with its mark"),
    (
        r"`\| TT \| Tên \|`, `\|---\|:-:\|`, `\| 1 \| A \|`",
        "a table: columns left (`---`), in the middle (`:-:`), right (`--:`)",
    ),
    ("`Điều 1. …`", "the number bold; without a full stop the title too"),
    ("`Chương I`, `Mục 2`, `Phần I`, then capitals", "in the middle, bold"),
    ("`II. …` in capitals", "bold"),
)
EXCERPTS: Final = """

The excerpt of a named type that begins with a small letter follows “Về việc”; one with a
capital stands alone (“Phê duyệt Kế hoạch …”).

A decision prints no Kính gửi. Where its recipients say “Như Điều 3”, `addressees` names who that is
(`congvan draft FILE --to TÊN`), so that everybody on the paper gets it; else it can't be submitted.

## In the body · Trong nội dung

"""
PAGES: Final = """

The last three not in a công văn. The marks of emphasis stand tight around the words. All else is
letters: no text becomes code. A paragraph that is bold as a whole stays with what
follows. A table has at most 20 columns, each row as many as its head, which stands on every page;
a row over another row of
dashes (three or more in a cell) begins the next table; where the rows make no table they are
printed as they are.

## What every page keeps · Trang nào cũng giữ

- Page numbers from the second page; each annex counts its own.
- At least two lines of the body, or two rows of its last table, stand with the signature.
- No line ends within `781/QĐ-BTTTT`, `17/4/2023` or `ngày 05 tháng 3 năm 2020`.
- The letters shrink from 14 to 13 points only where that saves a page of hardly more than the end.

## The types · Các loại

"""
NOT_ISSUED: Final = """

## Not issued here · Không phát hành ở đây

These can be drafted, checked and printed with the mark DỰ THẢO. Submitting is refused
(`type_not_issued`), for the signing chain has one person's signature, one number and one seal:

"""
REST: Final = """
Not drawn: the box in which another agency confirms a leave (giấy nghỉ phép, mẫu 1.10, “nếu cần”)
and the mark of drafter and number of copies (ô 12, “nếu cần”).
"""


def page() -> str:
    """The whole page, with a table of all types in the order of PL3."""
    head = ("doc_type", "loại", "symbol · ký hiệu", "mẫu", "addressees", "issued · phát hành")
    refused = "\n".join(f"- {form.not_issued}" for form in FORMS.values() if form.not_issued)
    types = table(head, *map(_row, FORMS))
    above = TOP + table(*PARTS) + EXCERPTS + table(*MARKS) + PAGES
    return above + types + NOT_ISSUED + refused + "\n" + REST


def _row(key: str) -> tuple[str, ...]:
    form = FORMS[key]
    return (
        f"`{key}`",
        NAMES[key],
        f"`{symbol_of('SVHTTDL', 'VP', key)}`" if form.numbered else "none",
        form.sample or "none",
        _addressees(form),
        "no" if form.not_issued else "yes",
    )


def _addressees(form: Form) -> str:
    return OPENINGS[form.opening] + ("; needed" if form.addressed else "")


if __name__ == "__main__":
    write_or_check(PAGE, page)
