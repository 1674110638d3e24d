"""The paper has the layout of ND30 Phụ lục I, measured on the PDF."""

import unicodedata
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest

from shared.document.fields import AGENCY, PERSON
from shared.document.layout import render_draft
from shared.document.prepare import prepare
from shared.domain.refusals import Invalid
from shared.domain.urgency import Urgency
from tests.shared.document.dispatch import Chain, sample_paper, sample_paragraphs
from tests.shared.document.measure import MM, Box, Line, Measured, field_boxes

LEFT, RIGHT, TOP, BOTTOM = 30.0, 210 - 15.0, 20.0, 297 - 20.0
HAIR = 0.35
"""Millimetres that letters and strokes may reach beyond their boxes."""


@pytest.fixture(scope="module")
def sheet(chain: Chain) -> Measured:
    return Measured(chain.sealed)


@pytest.fixture(scope="module")
def long_sheet() -> Measured:
    """More than five pages."""
    return Measured(prepare(sample_paper(paragraphs=sample_paragraphs() * 8)))


# ---- the page


def test_the_page_is_a4_upright(sheet: Measured) -> None:
    assert sheet.pages == 1
    assert [(w * MM, h * MM) for w, h in sheet.sizes] == [pytest.approx((210, 297), abs=0.1)]


def test_nothing_stands_in_the_margins(long_sheet: Measured) -> None:
    assert long_sheet.pages >= 5
    for line in long_sheet.lines:
        assert line.left >= LEFT - HAIR
        assert line.right <= RIGHT + HAIR
        if not line.text.isdigit():
            assert line.baseline - line.size * MM * 0.85 >= TOP - HAIR
        assert line.baseline + line.size * MM * 0.22 <= BOTTOM


def test_pages_are_numbered_from_the_second_in_the_middle_of_the_top_margin(
    long_sheet: Measured,
) -> None:
    numbers = [line for line in long_sheet.lines if line.baseline < TOP]

    assert [(n.page, n.text) for n in numbers] == [
        (page, str(page + 1)) for page in range(1, long_sheet.pages)
    ]
    for number in numbers:
        assert number.middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)
        assert number.font == "Tinos-Regular"
        assert 13 <= number.size <= 14


# ---- faces and sizes


@pytest.mark.parametrize(
    ("box", "beginning", "font", "sizes"),
    [
        ("1", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Tinos-Bold", (12, 13)),
        ("1", "Độc lập - Tự do - Hạnh phúc", "Tinos-Bold", (13, 14)),
        ("2", "UBND TỈNH LẠNG SƠN", "Tinos-Regular", (12, 13)),
        ("2", "SỞ VĂN HÓA, THỂ THAO", "Tinos-Bold", (12, 13)),
        ("2", "VÀ DU LỊCH", "Tinos-Bold", (12, 13)),
        ("3", "Số: 781/SVHTTDL-VP", "Tinos-Regular", (13, 13)),
        ("4", "Lạng Sơn, ngày 23 tháng 11 năm 2026", "Tinos-Italic", (13, 14)),
        ("5b", "V/v triển khai Chiến lược", "Tinos-Regular", (12, 13)),
        ("6", "Thực hiện Công văn", "Tinos-Regular", (13, 14)),
        ("7a", "KT. GIÁM ĐỐC", "Tinos-Bold", (13, 14)),
        ("7a", "PHÓ GIÁM ĐỐC", "Tinos-Bold", (13, 14)),
        ("7b", "Dương Minh Tuệ", "Tinos-Bold", (13, 14)),
        ("9a", "Kính gửi:", "Tinos-Regular", (13, 14)),
        ("9b", "Nơi nhận:", "Tinos-BoldItalic", (12, 12)),
        ("9b", "- Như trên;", "Tinos-Regular", (11, 11)),
        ("9b", "- GĐ, các PGĐ Sở;", "Tinos-Regular", (11, 11)),
        ("9b", "- Lưu: VT, VP.", "Tinos-Regular", (11, 11)),
    ],
)
def test_each_box_has_its_face_and_size(
    sheet: Measured, box: str, beginning: str, font: str, sizes: tuple[float, float]
) -> None:
    line = sheet.line(beginning)

    assert line.font == font, box
    assert sizes[0] <= line.size <= sizes[1], box


# ---- places of the boxes


def test_the_header_has_the_issuer_on_the_left_and_the_motto_on_the_right(
    sheet: Measured,
) -> None:
    left = [sheet.line(w) for w in ("UBND", "SỞ VĂN", "VÀ DU", "Số:", "V/v")]
    right = [sheet.line(w) for w in ("CỘNG HÒA", "Độc lập", "Lạng Sơn, ngày")]

    for line in left:
        assert line.middle == pytest.approx(left[0].middle, abs=0.6)
        assert line.right < right[0].left + HAIR
    for line in right:
        assert line.middle == pytest.approx(right[0].middle, abs=0.6)
    assert left[0].baseline == right[0].baseline


def test_number_and_date_stand_in_one_row(sheet: Measured) -> None:
    number, date = sheet.line("Số:"), sheet.line("Lạng Sơn, ngày")

    assert number.baseline == pytest.approx(date.baseline, abs=0.1)


def test_the_subject_stands_under_the_number(sheet: Measured) -> None:
    number, subject = sheet.line("Số:"), sheet.line("V/v")
    gap = (subject.baseline - number.baseline) / MM - subject.size * 0.66

    assert 5.5 <= gap <= 9


def test_the_motto_has_a_rule_of_its_own_length(sheet: Measured) -> None:
    motto = sheet.line("Độc lập")
    rule = _rule_under(sheet, motto)

    assert rule.width == pytest.approx(motto.width, abs=0.8)
    assert rule.middle == pytest.approx(motto.middle, abs=0.5)


def test_the_issuer_has_a_rule_of_a_third_to_a_half_of_its_line(sheet: Measured) -> None:
    name, last = sheet.line("SỞ VĂN"), sheet.line("VÀ DU")
    rule = _rule_under(sheet, last)

    assert name.width / 3 <= rule.width <= name.width / 2
    assert rule.middle == pytest.approx(name.middle, abs=0.5)


def test_more_addressees_stand_on_lines_of_their_own_under_the_colon(sheet: Measured) -> None:
    head = sheet.line("Kính gửi:")
    names = [line for line in sheet.lines if head.baseline < line.baseline < head.baseline + 13]
    bullets = [line for line in names if line.text.startswith("-")]

    assert [" ".join(_row(names, bullet)) for bullet in bullets] == [
        "- Các phòng chuyên môn;",
        "- Các đơn vị sự nghiệp trực thuộc Sở.",
    ]
    for bullet in bullets:
        assert bullet.left == pytest.approx(head.right, abs=2.5)


def test_one_addressee_stands_on_the_line_of_kinh_gui() -> None:
    paper = sample_paper(addressees=("Ủy ban nhân dân tỉnh Lạng Sơn.",))
    line = Measured(render_draft(paper)).line("Kính gửi:")

    assert line.text == "Kính gửi: Ủy ban nhân dân tỉnh Lạng Sơn"
    assert line.middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)


def test_the_body_is_justified_with_indented_first_lines(sheet: Measured) -> None:
    body = _body(sheet)
    first = [line for line in body if line.left > LEFT + 5]
    ends = [body[at - 1] for at, line in enumerate(body) if line in first and at] + [body[-1]]

    assert len(first) == len(sample_paragraphs())
    for line in body:
        assert line.left == pytest.approx(LEFT + (12.7 if line in first else 0), abs=0.5)
        if line not in ends:
            assert line.right == pytest.approx(RIGHT, abs=0.6)


def test_lines_are_single_to_one_and_a_half_and_paragraphs_six_points_apart(
    sheet: Measured,
) -> None:
    body = _body(sheet)
    single = body[0].size * 1.149
    for above, below in pairwise(body):
        distance = (below.baseline - above.baseline) / MM
        if below.left > LEFT + 5:
            assert distance >= single + 5.9
        else:
            assert single - 0.2 <= distance <= single * 1.5 + 0.2


def test_recipients_stand_at_the_left_margin_level_with_the_title(sheet: Measured) -> None:
    head, title = sheet.line("Nơi nhận:"), sheet.line("KT. GIÁM ĐỐC")

    assert head.baseline == pytest.approx(title.baseline, abs=1)
    for line in (head, sheet.line("- Như trên"), sheet.line("- Lưu")):
        assert line.left == pytest.approx(LEFT, abs=0.6)


def test_the_signature_stands_between_title_and_name(chain: Chain, sheet: Measured) -> None:
    title, name = sheet.line("PHÓ GIÁM ĐỐC"), sheet.line("Dương Minh Tuệ")
    hand = field_boxes(chain.sealed)[PERSON]

    assert title.middle == pytest.approx(name.middle, abs=0.5)
    assert hand.middle == pytest.approx(title.middle, abs=0.5)
    assert title.baseline < hand.top
    assert hand.bottom < name.baseline - name.size * MM * 0.7


def test_the_seal_has_its_real_size_and_covers_the_left_third_of_the_signature(
    chain: Chain, sheet: Measured
) -> None:
    boxes = field_boxes(chain.sealed)
    hand, seal = boxes[PERSON], boxes[AGENCY]

    assert (seal.width, seal.height) == pytest.approx((36, 36), abs=0.1)
    assert seal.right - hand.left == pytest.approx(hand.width / 3, abs=0.1)
    assert sheet.line("PHÓ GIÁM ĐỐC").baseline < seal.top
    assert seal.bottom < sheet.line("Dương Minh Tuệ").baseline - 3


# ---- urgency


@pytest.mark.parametrize(
    ("urgency", "words", "width"),
    [
        (Urgency.EXPRESS, "HỎA TỐC", 30),
        (Urgency.VERY_URGENT, "THƯỢNG KHẨN", 40),
        (Urgency.URGENT, "KHẨN", 20),
    ],
)
def test_an_urgent_dispatch_has_its_stamp_below_the_subject(
    urgency: Urgency, words: str, width: float
) -> None:
    measured = Measured(prepare(sample_paper(urgency=urgency)))
    stamp, subject = measured.line(words), measured.line("V/v")
    frame = next(box for box in measured.boxes if box.height > 5)

    assert (frame.width, frame.height) == pytest.approx((width, 8), abs=0.6)
    assert stamp.font == "Tinos-Bold"
    assert 13 <= stamp.size <= 14
    assert frame.middle == pytest.approx(stamp.middle, abs=0.5)
    assert frame.middle == pytest.approx(subject.middle, abs=0.6)
    assert frame.top > subject.baseline


def test_an_ordinary_dispatch_has_no_stamp(sheet: Measured) -> None:
    assert not [box for box in sheet.boxes if box.height > 5]


# ---- fitting


def test_letters_get_smaller_to_save_a_page_for_hardly_more_than_the_signature(
    sheet: Measured,
) -> None:
    assert sheet.pages == 1
    assert sheet.line("Thực hiện").size == 13.5


def test_a_short_text_keeps_fourteen_points() -> None:
    measured = Measured(render_draft(sample_paper(paragraphs=sample_paragraphs()[:2])))

    assert measured.line("Thực hiện").size == 14


@pytest.mark.parametrize("words", range(40, 720, 85))
def test_the_signature_never_stands_alone_on_a_page(words: int) -> None:
    text = " ".join(["báo cáo kết quả"] * (words // 3))
    measured = Measured(render_draft(sample_paper(paragraphs=(*sample_paragraphs()[:2], text))))
    last = measured.pages - 1
    with_signature = {line.text for line in measured.on(last)}

    assert "Dương Minh Tuệ" in with_signature
    assert any("báo cáo" in text or text.endswith("./.") for text in with_signature)


def test_a_list_of_recipients_longer_than_a_page_goes_on_overleaf() -> None:
    many = tuple(f"Sở thứ {n}" for n in range(1, 121))
    measured = Measured(prepare(sample_paper(recipients=many)))

    assert {line.text for line in measured.lines} >= {f"- Sở thứ {n};" for n in range(1, 121)}
    assert max(line.baseline for line in measured.lines) <= BOTTOM + HAIR


def test_words_longer_than_a_line_are_broken() -> None:
    word = "W" * 200
    paper = sample_paper(
        subject=word, addressees=(word, word), paragraphs=(word,), recipients=(word,)
    )
    measured = Measured(render_draft(paper))

    assert max(line.right for line in measured.lines if "W" in line.text) <= RIGHT + HAIR
    subject = [line for line in measured.lines if "W" in line.text and line.size == 12]
    assert max(line.right for line in subject) < measured.line("CỘNG HÒA").left
    assert sum(line.text.count("W") for line in measured.lines) == 5 * 200


def test_a_paper_with_hardly_anything_on_it_can_be_seen() -> None:
    empty = sample_paper(subject="", addressees=(), paragraphs=(), recipients=(), file_copy="")
    measured = Measured(render_draft(empty))

    words = {line.text for line in measured.lines}
    assert {"Dương Minh Tuệ", "KT. GIÁM ĐỐC", "Độc lập - Tự do - Hạnh phúc"} <= words
    assert not [text for text in words if text.startswith(("Kính gửi", "V/v", "Nơi nhận"))]


# ---- the draft


def test_a_draft_is_marked_on_every_page_and_has_no_fields() -> None:
    draft = render_draft(sample_paper(paragraphs=sample_paragraphs() * 3))
    measured = Measured(draft)
    with pikepdf.open(BytesIO(draft)) as pdf:
        assert "/AcroForm" not in pdf.Root

    assert measured.pages > 1
    for page in range(measured.pages):
        large = "".join(line.text for line in measured.on(page) if line.size > 50)
        assert large.replace(" ", "") == "DỰTHẢO"


def test_number_and_date_of_a_draft_are_blank() -> None:
    measured = Measured(render_draft(sample_paper()))

    assert measured.line("Số:").text.replace(" ", "") == "Số:/SVHTTDL-VP"
    assert measured.line("Lạng Sơn, ngày").text.split() == [
        *("Lạng", "Sơn,"),
        *("ngày", "tháng", "năm"),
    ]


def test_the_paper_that_is_signed_bears_no_mark_of_a_draft(sheet: Measured) -> None:
    assert not [line for line in sheet.lines if line.size > 14]


# ---- words are words


def test_a_users_words_never_become_code() -> None:
    nasty = '#let x = 1; #panic("no") $x^2$ *bold* _it_ \\ `raw` @ref <a> [b] {c} // "q"'
    escaped = nasty.replace("*", r"\*")
    paper = sample_paper(subject=nasty, paragraphs=(escaped,), recipients=(nasty,))
    words = {line.text for line in Measured(render_draft(paper)).lines}

    assert nasty + "./." in words
    assert "- " + nasty[:20] in {text[:22] for text in words}


def test_a_letter_that_the_font_lacks_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        render_draft(sample_paper(paragraphs=("Họp lúc 8 giờ 😀",)))

    assert refused.value.code == "letter_without_glyph"
    assert "“😀” (U+1F600)" in refused.value.sentence


def test_decomposed_letters_are_printed_composed() -> None:
    decomposed = sample_paper(paragraphs=(unicodedata.normalize("NFD", "Lạng Sơn"),))

    assert Measured(render_draft(decomposed)).line("Lạng Sơn./.").size == 14


def _body(sheet: Measured) -> list[Line]:
    begin = sheet.line("Thực hiện").baseline
    end = sheet.line("Nơi nhận").baseline
    return [line for line in sheet.lines if begin <= line.baseline < end - 2 and line.right > 60]


def _row(lines: list[Line], of: Line) -> list[str]:
    return [line.text for line in lines if line.baseline == of.baseline]


def _rule_under(sheet: Measured, line: Line) -> Box:
    return min(
        (box for box in sheet.boxes if box.top > line.baseline and box.height < 1),
        key=lambda box: box.top - line.baseline + abs(box.middle - line.middle),
    )
