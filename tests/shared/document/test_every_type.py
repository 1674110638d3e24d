"""Every type has the layout of its sample form (ND30 Phụ lục I and III), measured on the PDF."""

from dataclasses import replace
from itertools import pairwise

import pytest

from shared.document.fields import AGENCY, DATE_LINE, NUMBER_LINE, PERSON
from shared.document.forms import FORMS, excerpt_of, heading_of
from shared.document.layout import render_draft
from shared.document.model import AnnexText, SignatureBlock
from shared.document.prepare import prepare
from shared.domain.circulation import CIRCULATION_STAMPS, Circulation
from shared.domain.document_types import DISPATCH
from shared.domain.refusals import Invalid
from shared.domain.urgency import Urgency
from tests.shared.document.dispatch import SIGNER, sample_paper, sample_paragraphs
from tests.shared.document.every_type import DIRECTOR, TABLE, long_paper, paper_of
from tests.shared.document.measure import Box, Line, Measured, field_boxes
from tests.shared.document.pdfa import pdfa_faults

LEFT, RIGHT, TOP, BOTTOM = 30.0, 210 - 15.0, 20.0, 297 - 20.0
MIDDLE = (LEFT + RIGHT) / 2
HAIR = 0.35
"""Millimetres that letters and strokes may reach beyond their boxes."""
ISSUED = [key for key, form in FORMS.items() if not form.not_issued]
NOT_ISSUED = [key for key, form in FORMS.items() if form.not_issued]
NAMED = [key for key in ISSUED if key != DISPATCH]


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    """The prepared PDF of every type that is issued here."""
    return {key: prepare(paper_of(key)) for key in ISSUED}


@pytest.fixture(scope="module")
def sheets(pages: dict[str, bytes]) -> dict[str, Measured]:
    return {key: Measured(pdf) for key, pdf in pages.items()}


@pytest.fixture(scope="module")
def decision(sheets: dict[str, Measured]) -> Measured:
    return sheets["quyet_dinh"]


@pytest.fixture(scope="module")
def report(sheets: dict[str, Measured]) -> Measured:
    return sheets["bao_cao"]


# ---- every type


@pytest.mark.parametrize("doc_type", ISSUED)
def test_a_type_that_is_issued_is_prepared_on_one_page(
    pages: dict[str, bytes], sheets: dict[str, Measured], doc_type: str
) -> None:
    sheet = sheets[doc_type]

    assert sheet.pages == 1
    assert set(field_boxes(pages[doc_type])) == {NUMBER_LINE, DATE_LINE, PERSON, AGENCY}
    assert pdfa_faults(pages[doc_type]) == []
    assert sheet.line("Số:").text.endswith(f"/{paper_of(doc_type).letterhead.symbol}")
    for line in sheet.lines:
        assert LEFT - HAIR <= line.left <= line.right <= RIGHT + HAIR
        assert TOP <= line.baseline <= BOTTOM


@pytest.mark.parametrize("doc_type", NAMED)
def test_a_named_type_has_name_and_excerpt_in_the_middle_with_a_rule(
    sheets: dict[str, Measured], doc_type: str
) -> None:
    sheet, text = sheets[doc_type], paper_of(doc_type).text
    name = next(line for line in sheet.lines if line.text == heading_of(text))
    bold = [line for line in sheet.lines if (line.font, line.size) == ("Tinos-Bold", 14)]
    excerpt = [line for line in bold if line.text in excerpt_of(text)] or [name]
    rule = _rule_under(sheet, excerpt[-1])

    assert name in bold
    for line in (name, *excerpt):
        assert line.middle == pytest.approx(MIDDLE, abs=0.6)
    assert name.baseline > sheet.line("Số:").baseline
    assert excerpt[-1].width / 3 - 1 <= rule.width <= excerpt[-1].width / 2 + 1
    assert rule.middle == pytest.approx(MIDDLE, abs=0.5)


@pytest.mark.parametrize("doc_type", NOT_ISSUED)
def test_a_type_that_is_not_issued_can_be_seen_and_is_not_prepared(doc_type: str) -> None:
    drawn = Measured(render_draft(paper_of(doc_type)))
    with pytest.raises(Invalid) as refused:
        prepare(paper_of(doc_type))

    assert drawn.line(heading_of(paper_of(doc_type).text)).size == 14
    assert refused.value.code == "type_not_issued"
    assert refused.value.sentence == FORMS[doc_type].not_issued


def test_a_letter_has_no_number_and_minutes_have_no_date() -> None:
    letter = {line.text for line in Measured(render_draft(paper_of("thu_cong"))).lines}
    minutes = {line.text for line in Measured(render_draft(paper_of("bien_ban"))).lines}

    assert not [text for text in letter if text.startswith("Số:")]
    assert not [text for text in minutes if text.startswith("Lạng Sơn, ngày")]


# ---- decisions


def test_a_decision_names_who_decides_above_its_bases(decision: Measured) -> None:
    who, resolution = decision.line(DIRECTOR), decision.line("QUYẾT ĐỊNH:")
    bases = [decision.line("Căn cứ"), decision.line("Theo đề nghị")]

    for line in (who, resolution):
        assert (line.font, line.size) == ("Tinos-Bold", 14)
        assert line.middle == pytest.approx(MIDDLE, abs=0.6)
    for basis in bases:
        assert (basis.font, basis.size) == ("Tinos-Italic", 14)
        assert basis.left == pytest.approx(LEFT + 12.7, abs=0.5)
    assert who.baseline < bases[0].baseline < bases[1].baseline < resolution.baseline


def test_each_basis_ends_with_a_semicolon_and_the_last_with_a_stop(decision: Measured) -> None:
    texts = [line.text for line in decision.lines if line.font == "Tinos-Italic"]

    assert [text for text in texts if text.endswith(";")] == ["phủ về công tác văn thư;"]
    assert "Theo đề nghị của Chánh Văn phòng Sở." in texts


def test_articles_have_bold_numbers_and_items_begin_as_paragraphs(decision: Measured) -> None:
    for number in (1, 2, 3):
        assert decision.line(f"Điều {number}.").font == "Tinos-Bold"
    for beginning in ("Điều 1.", "1. Ông", "2. Chánh", "Điều 2."):
        assert decision.line(beginning).left == pytest.approx(LEFT + 12.7, abs=0.5)
    assert decision.line("chịu trách nhiệm").text.endswith("Quyết định này./.")


def test_a_decision_does_not_print_whom_dieu_3_means(decision: Measured) -> None:
    words = {line.text for line in decision.lines}

    assert "- Như Điều 3;" in words
    assert not [text for text in words if text.startswith("Kính gửi") or text == "Văn phòng"]


# ---- those who are addressed


def test_a_proposal_goes_upwards_below_its_excerpt(sheets: dict[str, Measured]) -> None:
    sheet = sheets["to_trinh"]

    assert sheet.line("Kính gửi:").text == "Kính gửi: Ủy ban nhân dân tỉnh Lạng Sơn"
    assert sheet.line("Kính gửi:").baseline > sheet.line("Về việc").baseline


def test_a_telegram_says_who_wires_to_whom(sheets: dict[str, Measured]) -> None:
    sheet = sheets["cong_dien"]
    said = [line.text for line in sheet.lines]
    call = said.index("Giám đốc Sở Văn hóa, Thể thao và Du lịch điện:")

    assert said[call + 1 : call + 3] == ["- Trung tâm Văn hóa tỉnh;", "- Bảo tàng tỉnh Lạng Sơn."]


def test_an_invitation_begins_with_whom_it_invites(sheets: dict[str, Measured]) -> None:
    sheet = sheets["giay_moi"]
    one = Measured(render_draft(paper_of("giay_moi", addressees=("Phòng A",))))

    call = sheet.line("Sở Văn hóa, Thể thao và Du lịch trân trọng kính mời:")
    assert call.baseline < sheet.line("- Các đơn vị sự nghiệp trực thuộc Sở.").baseline
    assert one.line("Sở Văn hóa").text.endswith("kính mời: Phòng A")


# ---- marks and lines of the page


@pytest.mark.parametrize("circulation", list(Circulation)[1:])
def test_the_circulation_box_stands_above_the_motto(circulation: Circulation) -> None:
    sheet = Measured(prepare(paper_of("thong_bao", circulation=circulation)))
    words, motto = sheet.line(CIRCULATION_STAMPS[circulation]), sheet.line("CỘNG HÒA")
    frame = next(box for box in sheet.boxes if box.height > 5)

    assert (words.font, words.size) == ("Tinos-Bold", 13)
    assert words.middle == pytest.approx(motto.middle, abs=0.6)
    assert frame.top < words.baseline < frame.bottom < motto.baseline
    assert frame.left < words.left < words.right < frame.right


def test_the_urgency_box_of_a_named_type_stands_below_the_number() -> None:
    sheet = Measured(prepare(paper_of("thong_bao", urgency=Urgency.EXPRESS)))
    frame = next(box for box in sheet.boxes if box.height > 5)

    assert (frame.width, frame.height) == pytest.approx((30, 8), abs=0.6)
    assert sheet.line("Số:").baseline < frame.top < frame.bottom < sheet.line("THÔNG BÁO").baseline


def test_the_contact_line_stands_at_the_foot_of_the_first_page_under_a_rule() -> None:
    contact = "Số 23, đường Hùng Vương; điện thoại: 0205 3812 345; thư: vanphong@langson.gov.vn"
    long = Measured(prepare(sample_paper(contact=contact, paragraphs=sample_paragraphs() * 3)))
    line = long.line("Số 23")
    rule = max((box for box in long.boxes if box.page == 0), key=lambda box: box.top)

    assert (line.page, line.font, line.size) == (0, "Tinos-Regular", 11)
    assert rule.width == pytest.approx(RIGHT - LEFT, abs=0.5)
    assert max(one.baseline for one in long.on(0) if one.size > 11) < rule.top < line.baseline
    assert max(one.baseline for one in long.on(0)) <= BOTTOM
    assert [one for one in long.on(0) if "vanphong@langson.gov.vn" in one.text]


@pytest.mark.parametrize(
    "lines",
    [("GIÁM ĐỐC",), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), ("TM. HỘI ĐỒNG", "KT. CHỦ TỊCH", "PHÓ CHỦ")],
)
def test_a_signature_has_one_to_three_lines(lines: tuple[str, ...]) -> None:
    paper = replace(paper_of("nghi_quyet"), signature=SignatureBlock(lines=lines, name=SIGNER))
    sheet = Measured(prepare(paper))
    found = [sheet.line(line) for line in lines]

    for above, below in pairwise([*found, sheet.line(SIGNER)]):
        assert above.baseline < below.baseline
        assert above.middle == pytest.approx(below.middle, abs=0.5)


def test_two_who_sign_stand_side_by_side() -> None:
    sheet = Measured(render_draft(paper_of("bien_ban")))
    titles, names = sheet.line("THƯ KÝ"), sheet.line("Hoàng Thị Lan")

    assert titles.text.split() == ["THƯ", "KÝ", "KT.", "GIÁM", "ĐỐC"]
    assert names.text.split() == ["Hoàng", "Thị", "Lan", *SIGNER.split()]
    assert sheet.line("Nơi nhận:").baseline > names.baseline > titles.baseline


# ---- the body


def test_emphasis_has_its_face(report: Measured) -> None:
    assert report.line("đầy đủ").font == "Tinos-Italic"
    assert report.line("hai kết quả").font == "Tinos-Bold"
    assert report.line("I. TÌNH HÌNH").font == "Tinos-Bold"


def test_a_table_fills_the_width_of_the_text(report: Measured) -> None:
    strokes = [box for box in report.boxes if box.height < 1 and box.width > 5]
    head = report.line("TT Đơn vị Nội dung")

    assert min(box.left for box in strokes if box.top > head.baseline) >= LEFT - HAIR
    assert max(box.right for box in strokes) == pytest.approx(RIGHT, abs=HAIR)
    assert head.font == "Tinos-Bold"
    sums = [line for line in report.lines if line.text.endswith(("120", "85,5"))]
    assert [line.right for line in sums] == [pytest.approx(RIGHT - 1.5, abs=0.3)] * 2


def test_a_table_longer_than_a_page_has_its_head_on_each() -> None:
    rows = "\n".join(f"| {n} | Đơn vị thứ {n} |" for n in range(1, 121))
    table = f"| TT | Tên đơn vị |\n|:-:|---|\n{rows}"
    sheet = Measured(prepare(paper_of("ke_hoach", paragraphs=("Danh sách:", table))))
    heads = [line.page for line in sheet.lines if line.text == "TT Tên đơn vị"]
    words = [line.text for line in sheet.lines]

    assert sheet.pages >= 3
    assert heads == list(range(len(heads)))
    assert [word for word in words if "Đơn vị thứ" in word] == [
        f"{n} Đơn vị thứ {n}" for n in range(1, 121)
    ]
    on_last = [line.text for line in sheet.on(sheet.pages - 1)]
    assert {"119 Đơn vị thứ 119", "120 Đơn vị thứ 120", SIGNER} <= set(on_last)


def test_a_table_of_many_columns_breaks_words_rather_than_the_margin() -> None:
    wide = "| " + " | ".join(["Nghiệp vụ du lịch" * 3] * 12) + " |"
    sheet = Measured(render_draft(paper_of("ke_hoach", paragraphs=(wide, "|-" * 12 + "|", wide))))

    assert max(line.right for line in sheet.lines if line.size < 20) <= RIGHT + HAIR


@pytest.mark.parametrize("words", range(0, 80, 20))
def test_no_line_ends_within_a_date_or_a_number(words: int) -> None:
    text = "a " * words + "ngày 05 tháng 3 năm 2020 số 781/QĐ-BTTTT tiếp theo nữa"
    lines = [line.text for line in Measured(render_draft(sample_paper(paragraphs=(text,)))).lines]

    assert [line for line in lines if "ngày 05 tháng 3 năm 2020" in line]
    assert [line for line in lines if "781/QĐ-BTTTT" in line]


@pytest.mark.parametrize(
    ("pieces", "end", "recipients"),
    [
        (83, ("Một dòng.",), 2),
        (72, ("báo cáo kết quả " * 12,), 2),
        (90, (TABLE,), 2),
        (60, (TABLE, "Một dòng."), 2),
        (70, ("Một dòng.", "Hai dòng."), 45),
    ],
    ids=["a line", "a paragraph", "a table", "a line behind a table", "many recipients"],
)
def test_two_lines_of_the_body_stand_with_the_signature(
    pieces: int, end: tuple[str, ...], recipients: int
) -> None:
    """So long that the signature would stand alone, or with one line, if nothing were done."""
    body = (*sample_paragraphs()[:2], "báo cáo kết quả " * pieces, *end)
    many = tuple(f"Sở thứ {number}" for number in range(recipients))
    sheet = Measured(render_draft(paper_of("bao_cao", paragraphs=body, recipients=many)))
    name = sheet.line(SIGNER)
    title = next(line for line in sheet.on(name.page) if line.text == "KT. GIÁM ĐỐC")
    above = {
        line.baseline
        for line in sheet.on(name.page)
        if TOP < line.baseline < title.baseline and 13 <= line.size <= 14
    }

    assert len(above) >= 2


def test_thirty_pages_are_numbered_and_no_title_ends_one() -> None:
    sheet = Measured(prepare(long_paper(sections=75)))
    bold = {line.text for line in sheet.lines if line.font == "Tinos-Bold"}

    assert sheet.pages >= 30
    for page in range(sheet.pages):
        lines = sorted(sheet.on(page), key=lambda line: line.baseline)
        assert lines[-1].text not in bold or page == sheet.pages - 1
        assert page == 0 or lines[0].text == str(page + 1)


# ---- annexes in the same file


def test_annexes_are_numbered_in_roman_and_count_their_own_pages() -> None:
    many = tuple(f"{n}. Việc thứ {n}." for n in range(1, 50))
    annexes = (
        AnnexText(title="Danh sách đơn vị", paragraphs=(TABLE,)),
        AnnexText(title="Tiến độ", paragraphs=many),
    )
    sheet = Measured(prepare(paper_of("ke_hoach", annexes=annexes)))
    first, second = (one for one in sheet.lines if one.text in ("Phụ lục I", "Phụ lục II"))
    numbers = [(n.page, n.text) for n in sheet.lines if n.baseline < TOP]

    assert (first.page, second.page, sheet.pages) == (1, 2, 4)
    assert numbers == [(3, "2")]
    for line in (first, second, sheet.line("DANH SÁCH ĐƠN VỊ"), sheet.line("TIẾN ĐỘ")):
        assert (line.font, line.size) == ("Tinos-Bold", 14)
        assert line.middle == pytest.approx(MIDDLE, abs=0.6)
    source = next(line for line in sheet.on(1) if line.text.startswith("(Kèm theo Kế hoạch số"))
    assert source.font == "Tinos-Italic"
    assert "/KH-SVHTTDL" in "".join(line.text for line in sheet.on(1))


def test_what_a_decision_issues_bears_its_own_name_and_the_issuers_header() -> None:
    rules = paper_of("quy_che").text
    annex = AnnexText(doc_type="quy_che", title=rules.subject, paragraphs=rules.paragraphs)
    sheet = Measured(prepare(paper_of("quyet_dinh", annexes=(annex,))))
    words = [line.text for line in sheet.on(1)]

    assert {"QUY CHẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Chương I"} <= set(words)
    assert not [text for text in words if text.startswith(("Phụ lục", "Số:"))]
    assert sheet.line("Điều 1. Phạm vi điều chỉnh").font == "Tinos-Bold"
    assert sheet.line("QUY ĐỊNH CHUNG").middle == pytest.approx(MIDDLE, abs=0.6)


def _rule_under(sheet: Measured, line: Line) -> Box:
    return min(
        (box for box in sheet.boxes if box.top > line.baseline and box.height < 1),
        key=lambda box: box.top - line.baseline + abs(box.middle - line.middle),
    )
