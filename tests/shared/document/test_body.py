"""The small Markdown of a body: what it means, and that all else stays letters."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.document.body import (
    Align,
    Article,
    Block,
    Division,
    Heading,
    Item,
    Paragraph,
    Run,
    Table,
    blocks_text,
    read_body,
    read_runs,
)

MARKS = st.text(alphabet="*|- \\ab1.)\nĐiều", max_size=60)


def read(*paragraphs: str) -> Sequence[Block]:
    return read_body(paragraphs, articles=True)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("một **hai** ba", [Run("một "), Run("hai", bold=True), Run(" ba")]),
        ("*một*, hai", [Run("một", italic=True), Run(", hai")]),
        ("***một***", [Run("một", bold=True, italic=True)]),
        ("**a *b* c**", [Run("a ", True), Run("b", True, True), Run(" c", True)]),
        ("“*trích*”", [Run("“"), Run("trích", italic=True), Run("”")]),
        ("", []),
    ],
)
def test_stars_around_words_are_emphasis(text: str, runs: Sequence[Run]) -> None:
    assert list(read_runs(text)) == list(runs)


@pytest.mark.parametrize(
    "text",
    ["2*3*4", "a * b * c", "(*) ghi chú (*)", "**mở", "đóng**", "****a****", "_a_ #let $x$ @y <z>"],
)
def test_stars_that_pair_with_nothing_and_all_else_are_letters(text: str) -> None:
    assert list(read_runs(text)) == [Run(text)]


def test_an_escaped_star_is_a_star() -> None:
    assert list(read_runs(r"\*a\*")) == [Run("*a*")]


@pytest.mark.parametrize("mark", ["-", "+", "1.", "12.", "1.2.", "1)", "a)", "đ)"])
def test_a_list_item_keeps_its_mark(mark: str) -> None:
    assert list(read(f"{mark} Báo cáo")) == [Item(mark, (Run("Báo cáo"),))]


@pytest.mark.parametrize("text", ["-5 độ", "2026 là năm", "A) không", "1.5 triệu đồng"])
def test_what_only_begins_like_an_item_is_a_paragraph(text: str) -> None:
    assert list(read(text)) == [Paragraph((Run(text),))]


def test_an_article_has_a_title_unless_it_is_a_sentence() -> None:
    assert list(read("Điều 1. Phạm vi điều chỉnh", "Điều 2. Có hiệu lực từ ngày ký.")) == [
        Article("Điều 1.", (Run("Phạm vi điều chỉnh"),), titled=True),
        Article("Điều 2.", (Run("Có hiệu lực từ ngày ký."),), titled=False),
    ]


def test_a_division_takes_the_capitals_below_it_as_its_title() -> None:
    assert list(read("Chương I", "QUY ĐỊNH CHUNG", "Mục 2 TỔ CHỨC", "Phần thứ nhất", "Sở")) == [
        Division("Chương I", "QUY ĐỊNH CHUNG"),
        Division("Mục 2", "TỔ CHỨC"),
        Division("Phần thứ nhất", ""),
        Paragraph((Run("Sở"),)),
    ]


def test_capitals_after_a_roman_number_are_a_heading() -> None:
    assert list(read("II. KẾT QUẢ", "I. Kết quả")) == [
        Heading("II. KẾT QUẢ"),
        Paragraph((Run("I. Kết quả"),)),
    ]


def test_a_cong_van_has_no_articles() -> None:
    assert list(read_body(["Điều 1. Phạm vi", "Chương I"], articles=False)) == [
        Paragraph((Run("Điều 1. Phạm vi"),)),
        Paragraph((Run("Chương I"),)),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        ["| TT | Tên |", "|---|:-:|", r"| 1 | **A** \| B |"],
        ["| TT | Tên |\n|---|:-:|\n| 1 | **A** \\| B |"],
    ],
)
def test_rows_make_a_table_in_one_paragraph_or_in_many(rows: Sequence[str]) -> None:
    cell = (Run("A", bold=True), Run(" | B"))
    assert list(read("Trước", *rows, "Sau")) == [
        Paragraph((Run("Trước"),)),
        Table(
            columns=(Align.LEFT, Align.CENTER),
            head=((Run("TT"),), (Run("Tên"),)),
            rows=(((Run("1"),), cell),),
        ),
        Paragraph((Run("Sau"),)),
    ]


@pytest.mark.parametrize(
    "rows", [["| a | b |"], ["| a | b |", "| c | d |"], ["| a |", "|-|", "| b | c |"]]
)
def test_rows_that_make_no_table_are_letters(rows: Sequence[str]) -> None:
    assert list(blocks_text(read(*rows))) == rows


@given(st.lists(MARKS, max_size=8))
def test_no_letter_of_any_text_is_lost(paragraphs: list[str]) -> None:
    def letters(texts: Sequence[str]) -> list[str]:
        return sorted(letter for text in texts for letter in text if letter.isalnum())

    assert letters(list(blocks_text(read(*paragraphs)))) == letters(paragraphs)


def test_a_head_over_dashes_begins_the_next_table_and_a_dash_alone_is_a_cell() -> None:
    first, second = read(
        "| a |", "|---|", "| - |", "| b | c |", "|:-:|--:|", "| - | - |", "| 1 | 2 |"
    )

    assert isinstance(first, Table)
    assert isinstance(second, Table)
    assert (len(first.rows), len(second.rows)) == (1, 2)
    assert second.columns == (Align.CENTER, Align.RIGHT)
