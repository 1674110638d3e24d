"""Rules about spelling, citations, bases and marks of capacity, each with right and wrong words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.drafting.domain.form_check import apply_replacement, check_form
from services.drafting.domain.office import Office
from services.drafting.domain.syllables import is_syllable
from shared.document.model import AnnexText, DispatchText, Finding
from shared.domain.form_rules import ERROR

ANYWHERE = Office(place="", agency_code="", unit_code="", collective=True)
"""An office that asks nothing of its own."""


def findings(text: DispatchText, code: str) -> list[Finding]:
    return [finding for finding in check_form(text, ANYWHERE) if finding.code == code]


def body(*paragraphs: str, doc_type: str = "cong_van") -> DispatchText:
    return DispatchText(doc_type=doc_type, paragraphs=paragraphs)


def said(text: DispatchText, code: str) -> list[tuple[str | None, str | None]]:
    return [(finding.found, finding.replacement) for finding in findings(text, code)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("đơn vị thực thuộc Sở", [("thực thuộc", "trực thuộc")]),
        ("Thăm quan di tích", [("Thăm quan", "Tham quan")]),
        ("bổ xung, bổ xung", [("bổ xung", None)]),
        ("đơn vị trực thuộc Sở", []),
        ("thực thuộc-tính", []),
        ("việc thực hiện thuộc thẩm quyền", []),
    ],
)
def test_words_that_no_dictionary_has_are_pointed_out(
    words: str, expected: list[tuple[str, str | None]]
) -> None:
    assert said(body(words), "misspelt_word") == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("các nghành, cơ quan", ["nghành"]),
        ("đơn vị vàcác phòng", ["vàcác"]),
        ("triễn khai, kiễn nghị", []),
        ("khuỷu, quyết, giếng, quốc, ngoằn ngoèo, khuya khoắt, xoong, quỹ, giữ, yêu", []),
        ("huyện Đắk Glei, Krông Năng, ông Y Wênh", []),
        ("ki-lô-mét, website, ô-xy, file, ôtô, diện tích 5 m², côngtơ", []),
    ],
)
def test_letters_that_are_no_syllable_are_pointed_out(words: str, expected: list[str]) -> None:
    assert [found for found, _ in said(body(words), "unknown_syllable")] == expected


@pytest.mark.parametrize("word", ["kác", "ghà", "ngề", "cê", "nghà", "bàc", "hảt", "kuô", "bẹẹ"])
def test_onset_rime_and_tone_go_together(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("thuỷ lợi và hoà giải", "thủy lợi và hòa giải"),
        ("UỶ BAN", "ỦY BAN"),
        ("Uỷ ban", "Ủy ban"),
        ("quý, quỹ, toàn, hoàn, thuỵ", "quý, quỹ, toàn, hoàn, thụy"),
    ],
)
def test_the_tone_stands_as_in_the_decree(words: str, right: str) -> None:
    text = body(words)
    (finding,) = findings(text, "tone_placement")

    assert apply_replacement(text, finding).paragraphs == (right,)
    assert findings(body(right), "tone_placement") == []


@pytest.mark.parametrize(
    ("paragraphs", "doc_type", "ends"),
    [
        (("Căn cứ A;", "Căn cứ B.", "Điều 1."), "quyet_dinh", []),
        (("Căn cứ A.", "Căn cứ B.", "Điều 1."), "quyet_dinh", ["A;"]),
        (("Căn cứ A;", "Theo đề nghị của B,", "Điều 1."), "quyet_dinh", ["B."]),
        (("GIÁM ĐỐC", "Căn cứ A,", "Căn cứ B.", "Điều 1."), "quyet_dinh", ["A;"]),
        (("Căn cứ A, Sở đề nghị:", "Nội dung."), "cong_van", []),
        (("Căn cứ A,", "Sở đề nghị."), "cong_van", []),
        (("Căn cứ A", "Căn cứ B, Sở đề nghị:"), "cong_van", ["A;"]),
    ],
)
def test_bases_end_with_semicolons_and_the_last_with_a_full_stop(
    paragraphs: tuple[str, ...], doc_type: str, ends: list[str]
) -> None:
    found = said(body(*paragraphs, doc_type=doc_type), "bases_punctuation")

    assert [right for _, right in found] == ends


@pytest.mark.parametrize(
    ("words", "lacking"),
    [
        ("Kế hoạch số 12/KH-UBND ngày 05/01/2024 của UBND tỉnh về việc A.", []),
        ("Kế hoạch số 12/KH-UBND về chuyển đổi số.", ["12/KH-UBND"]),
        ("Công văn số 5/SNV-VP ngày 05/01/2024 về việc A.", ["5/SNV-VP"]),
        ("của Sở Nội vụ tại Tờ trình số 5/TTr-SNV ngày 05/01/2024.", []),
        ("Luật Đất đai số 31/2024/QH15.", []),
        (
            (
                "theo Thông tư số 15/2020/TT-BGDĐT ngày 26/5/2020, Thông tư số 5/2021/TT-BGDĐT"
                " ngày 12/3/2021 của Bộ trưởng Bộ Giáo dục và Đào tạo."
            ),
            [],
        ),
        (
            "Kế hoạch số 12/KH-UBND ngày 05/01/2024 của UBND tỉnh về A. Kế hoạch số 12/KH-UBND.",
            [],
        ),
    ],
)
def test_at_its_first_mention_a_document_is_named_in_full(words: str, lacking: list[str]) -> None:
    assert [found for found, _ in said(body(words), "citation_incomplete")] == lacking


OPENING = "Thực hiện Công văn số 5/SNV-VP ngày 05/01/2024 của Sở Nội vụ"


@pytest.mark.parametrize(
    ("words", "lacking"),
    [
        (f"{OPENING}, đơn vị báo cáo như sau.", ["5/SNV-VP"]),
        (f"{OPENING};", ["5/SNV-VP"]),
        (f"{OPENING} về việc báo cáo.", []),
        (f"{OPENING} (V/v báo cáo).", []),
        (f"{OPENING}, Công văn số 6/SNV-VP ngày 06/01/2024 của Sở Nội vụ về việc báo cáo.", []),
        ("phê duyệt Kế hoạch tại Quyết định số 5/QĐ-SNV ngày 05/01/2024 của Sở Nội vụ.", []),
    ],
)
def test_a_first_mention_says_what_the_document_is_about(words: str, lacking: list[str]) -> None:
    assert [found for found, _ in said(body(words), "citation_incomplete")] == lacking


@pytest.mark.parametrize(
    ("paragraphs", "repeated"),
    [
        ((f"{OPENING} về A.", "Công văn số 5/SNV-VP ngày 05/01/2024 yêu cầu"), ["5/SNV-VP"]),
        ((f"{OPENING} về A.", "Công văn số 5/SNV-VP của Sở Nội vụ yêu cầu"), ["5/SNV-VP"]),
        ((f"{OPENING} về A.", "Công văn số 5/SNV-VP yêu cầu"), []),
        ((f"{OPENING} về A.", "Công văn số 5/SNV-TC ngày 05/01/2024 yêu cầu"), []),
        ((f"{OPENING} về A.", "Căn cứ Công văn số 5/SNV-VP ngày 05/01/2024,"), []),
    ],
)
def test_later_a_document_is_named_by_type_number_and_symbol_only(
    paragraphs: tuple[str, ...], repeated: list[str]
) -> None:
    assert [found for found, _ in said(body(*paragraphs), "citation_repeated")] == repeated


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("Căn cứ Luật Đất đai số 31/2024/QH15 ngày 18/01/2024;", ["31/2024/QH15"]),
        ("Căn cứ Luật Đất đai ngày 18 tháng 01 năm 2024;", []),
        ("Căn cứ Nghị quyết số 351/2017/UBTVQH14;", []),
    ],
)
def test_a_law_is_cited_by_its_name(words: str, numbers: list[str]) -> None:
    assert [found for found, _ in said(body(words), "law_number")] == numbers


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Điều 1: Phê duyệt", ("article_mark", "1.")),
        ("**Điều 1:** Phê duyệt", ("article_mark", "1.**")),
        ("Điều 2 - Chánh Văn phòng", ("article_mark", "2.")),
        ("1/ Các phòng", ("clause_mark", None)),
        ("2) Các phòng", ("clause_mark", None)),
        ("a. Các phòng", ("clause_mark", None)),
        ("Chương 1", ("heading_numeral", None)),
        ("Mục II", ("heading_numeral", None)),
    ],
)
def test_parts_of_the_body_are_numbered_as_the_decree_says(
    words: str, expected: tuple[str, str | None]
) -> None:
    codes = {"article_mark", "clause_mark", "heading_numeral"}
    found = [one for one in check_form(body(words), ANYWHERE) if one.code in codes]

    assert [(one.code, one.replacement) for one in found] == [expected]


@pytest.mark.parametrize(
    "words",
    [
        *("Điều 1. Phê duyệt", "Điều 1 Quyết định số 5/QĐ-SNV được sửa đổi", "1. Các phòng"),
        *("a) Các phòng", "1/5 số hộ", "1.1. Các phòng", "Chương II", "Mục 3", "đ/c Giám đốc"),
        *("Phần mềm", "10/QĐ-SNV", "Chương trình 135", "2 đơn vị", "I. Kết quả", "v.v. và"),
    ],
)
def test_numbers_that_are_right_or_no_numbers_of_parts_are_left_alone(words: str) -> None:
    codes = {"article_mark", "clause_mark", "heading_numeral"}
    assert not {one.code for one in check_form(body(words), ANYWHERE)} & codes


@pytest.mark.parametrize(
    ("letters", "wrong"),
    [("abcdđeghi", ""), ("abcde", "e"), ("abcdđefg", "f"), ("deabcdđe", "e"), ("abc", "")],
)
def test_points_follow_the_vietnamese_alphabet(letters: str, wrong: str) -> None:
    points = [f"{letter}) Các phòng;" for letter in letters]
    found = [one for one, _ in said(body(*points), "point_letters")]

    assert found == [f"{letter})" for letter in wrong]


@pytest.mark.parametrize(
    ("articles", "wrong"),
    [
        (("Điều 1. A", "Điều 2. B"), []),
        (("Điều 1. A", "Điều 3. B", "Điều 4. C"), ["Điều 3"]),
        (("Điều 1. A", "Điều 1. B"), ["Điều 1"]),
        (("Điều 1. Sửa đổi, bổ sung Quy chế như sau:", "Điều 5. B"), []),
        (("Theo đề nghị", "Điều 5 của Quy chế"), []),
    ],
)
def test_articles_are_numbered_without_a_gap(articles: tuple[str, ...], wrong: list[str]) -> None:
    assert [found for found, _ in said(body(*articles), "article_order")] == wrong


def test_a_text_with_an_annex_points_to_it() -> None:
    annexed = replace(body("Các phòng báo cáo."), annexes=(AnnexText(title="Biểu số liệu"),))
    assert len(findings(annexed, "annex_unmentioned")) == 1
    pointed = replace(annexed, paragraphs=("Các phòng báo cáo theo Phụ lục kèm theo.",))
    assert findings(pointed, "annex_unmentioned") == []
    issued = replace(annexed, annexes=(AnnexText(title="Quy chế", doc_type="quy_che"),))
    assert findings(issued, "annex_unmentioned") == []


def test_the_signer_is_written_as_the_organisation_writes_him() -> None:
    office = replace(ANYWHERE, signer_name="Dương Minh Tuệ")
    (finding,) = check_form(DispatchText(signer_name="Dương minh Tuệ"), office)
    assert (finding.code, finding.replacement) == ("signer_capitals", "Minh")
    assert check_form(DispatchText(signer_name="Giám đốc Sở"), ANYWHERE) == ()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("số 348/QĐ-TTg, ngày 06/4/2023 của", [("348/QĐ-TTg, ngày", "348/QĐ-TTg ngày")]),
        ("số 2305-CV/BTGTU, ngày 19/5/2023", [("2305-CV/BTGTU, ngày", "2305-CV/BTGTU ngày")]),
        ("số 348/QĐ-TTg ngày 06/4/2023 của", []),
        ("theo Quyết định số 348/QĐ-TTg, ngày mai họp", []),
    ],
)
def test_the_day_of_a_cited_document_follows_without_a_comma(
    words: str, expected: list[tuple[str, str]]
) -> None:
    assert said(body(words), "citation_comma") == expected


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("theo Điểm a Khoản 2 Điều 5 của Luật", "theo điểm a khoản 2 Điều 5 của Luật"),
        ("tại khoản 2 điều 5 của Luật", "tại khoản 2 Điều 5 của Luật"),
        ("tại điều 5, Chương II", "tại Điều 5, Chương II"),
    ],
)
def test_articles_have_a_capital_and_clauses_have_none(words: str, right: str) -> None:
    text = body(words)
    (finding,) = findings(text, "article_capital")

    assert apply_replacement(text, finding).paragraphs == (right,)
    assert findings(body(right), "article_capital") == []


@pytest.mark.parametrize(
    "words", ["Khoản 2 Điều 5 quy định", "tại điều 2 xe cứu thương", "Điểm mới của Luật", "Khoản 2"]
)
def test_a_sentence_may_begin_with_a_clause(words: str) -> None:
    assert findings(body(words), "article_capital") == []


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (("GIÁM ĐỐC",), []),
        (("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), []),
        (("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"), []),
        (("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), []),
        (("TL. BỘ TRƯỞNG", "KT. VỤ TRƯỞNG VỤ PHÁP CHẾ", "PHÓ VỤ TRƯỞNG"), []),
        (("Q. GIÁM ĐỐC",), []),
        (("QUYỀN GIÁM ĐỐC",), []),
        (("TL. BỘ TRƯỞNG", "Q. CỤC TRƯỞNG", "CỤC DI SẢN VĂN HÓA"), []),
        (("Q. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), ["acting_alone"]),
        (("KT. GIÁM ĐỐC",), ["deputy_missing"]),
        (("TL. GIÁM ĐỐC",), ["mark_alone"]),
        (("TM. ỦY BAN NHÂN DÂN",), ["mark_alone"]),
        (("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"), []),
        (("TM. ỦY BAN NHÂN DÂN CHỦ TỊCH",), []),
        (("KT. GIÁM ĐỐC", "TRƯỞNG PHÒNG"), ["deputy_missing"]),
        (("TM. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), ["tm_before_post"]),
        (("T/M ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), ["mark_form"]),
        (("KT GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), ["mark_form"]),
        (("KT.GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), ["mark_form"]),
    ],
)
def test_the_mark_of_capacity_goes_with_the_posts(lines: tuple[str, ...], codes: list[str]) -> None:
    text = DispatchText(signature_lines=lines)

    assert [finding.code for finding in check_form(text, ANYWHERE)] == codes


def test_as_above_opens_the_recipients() -> None:
    first, second = ("Như trên", "Sở Nội vụ"), ("Sở Nội vụ", "Như trên")

    assert findings(DispatchText(recipients=first), "as_above_first") == []
    assert len(findings(DispatchText(recipients=second), "as_above_first")) == 1


WORDS = st.sampled_from(
    [
        *("thuỷ", "hoà", "nghành", "thực", "thuộc", "Căn cứ", ";", ".", ",", "./.", "Khoản 2"),
        *("điều 5", "tại", "của", "số 348/QĐ-TTg,", "ngày 06/4/2023", "Kế hoạch", "truyền"),
        *("Điều 1:", "chủ nhật", "của nhân dân.", "các", "Tỉnh Lạng Sơn", "giám đốc"),
        *("GD", "\u00d0ảng", "-", "V/v", "T/M", "KT", "GIÁM ĐỐC", "TS.", "Nguyễn"),
    ]
)
LINES = st.lists(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), min_size=1, max_size=3)


@given(paragraphs=LINES, signature=LINES, recipients=LINES)
def test_a_replacement_ends_its_finding_and_makes_no_new_error(
    paragraphs: list[str], signature: list[str], recipients: list[str]
) -> None:
    text = DispatchText(
        doc_type="quyet_dinh",
        paragraphs=tuple(paragraphs),
        signature_lines=tuple(signature),
        recipients=tuple(recipients),
    )
    before = check_form(text, ANYWHERE)
    for finding in before:
        if finding.replacement is None:
            continue
        changed = apply_replacement(text, finding)
        if changed == text:  # the words stand there twice: a person must tell which
            continue
        after = check_form(changed, ANYWHERE)
        assert finding not in after
        if finding.code == "academic_title":  # what stood behind the title begins the line now
            continue
        mine = [(one.code, one.field) for one in before]
        for one in after:
            # rules that ask for words around, and tell no error, may see more once those are right
            assert one.severity != ERROR or (one.code, one.field) in mine
