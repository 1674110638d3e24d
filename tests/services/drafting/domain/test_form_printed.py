"""Rules about a text as it is printed: one right sheet, and each way in which it goes wrong."""

from datetime import date
from pathlib import Path

import pytest

from services.drafting.domain.form_printed import check_printed, office_printed
from services.drafting.domain.reader import read_text
from shared.document.model import Finding
from shared.domain.dates import date_line

SAMPLES = Path(__file__).parents[4] / "deploy/samples"

RIGHT = """\
UBND TỈNH LẠNG SƠN
SỞ NỘI VỤ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 08/SNV-VP
V/v tăng cường kỷ luật
Lạng Sơn, ngày 06 tháng 4 năm 2024
Kính gửi:
- Các phòng chuyên môn;
- Các đơn vị sự nghiệp.
Sở Nội vụ đề nghị các đơn vị triển khai thực hiện tốt các nội dung nêu trên./.
Nơi nhận:
- Như trên;
- Sở Tài chính;
- Lưu: VT, VP.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Nguyễn Văn An
"""


def findings(text: str) -> tuple[Finding, ...]:
    return check_printed(read_text(text))


def test_a_right_sheet_has_no_findings() -> None:
    assert findings(RIGHT) == ()


@pytest.mark.parametrize(
    ("right", "wrong", "code", "line"),
    [
        ("Độc lập - Tự do", "Độc lập – Tự do", "motto_form", 4),
        ("Số: 08", "Số: 8", "number_zero", 5),
        ("Số: 08", "Số 08", "number_colon", 5),
        ("SNV-VP", "CV-SNV", "symbol_type", 5),
        ("SNV-VP", "snv-vp", "symbol_capitals", 5),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT", "Cộng hòa xã hội chủ nghĩa Việt", "nation_form", 3),
        ("Lạng Sơn, ngày", "Lạng sơn, ngày", "place_letters", 7),
        ("ngày 06 tháng 4 năm 2024", "ngày 06/4/2024", "date_words", 7),
        ("GIÁM ĐỐC\nNguyễn", "Giám đốc\nNguyễn", "signature_capitals", 17),
        ("Nguyễn Văn An", "NGUYỄN VĂN AN", "signer_capitals", 18),
        ("- Như trên;\n", "", "as_above_missing", 12),
        (":\n- Các phòng chuyên môn;\n- Các", ": Các phòng; Các", "addressees_lines", 8),
        ("- Các phòng chuyên môn;\n", "", "addressees_lines", 9),
        ("ngày 06", "ngày 6", "date_zeros", 7),
        ("tháng 4", "tháng 04", "date_zeros", 7),
        ("Lạng Sơn, ngày", "Lạng Sơn ngày", "date_comma", 7),
        ("V/v tăng", "V/v: tăng", "subject_prefix", 6),
        ("V/v tăng", "Về việc tăng", "subject_prefix", 6),
        ("V/v tăng", "V/v Tăng", "subject_capital", 6),
        ("V/v tăng cường kỷ luật", "V/v TĂNG CƯỜNG KỶ LUẬT", "subject_letters", 6),
        ("Kính gửi:", "Kính gửi", "addressees_punctuation", 8),
        ("Nơi nhận:", "Nơi nhận", "recipients_punctuation", 12),
        ("Lưu: VT", "Lưu VT", "recipients_punctuation", 15),
        ("chuyên môn;", "chuyên môn", "addressees_punctuation", 9),
        ("sự nghiệp.", "sự nghiệp;", "addressees_punctuation", 10),
        ("Tài chính;", "Tài chính,", "recipients_punctuation", 14),
        ("VT, VP.", "VT, VP", "recipients_punctuation", 15),
        ("VT, VP.", "VT, QLVH.", "file_copy_unit", 15),
        ("KT. GIÁM ĐỐC\nPHÓ GIÁM", "TM. BAN GIÁM ĐỐC\nGIÁM", "tm_without_collective", 16),
        ("Nguyễn Văn An", "ThS. Nguyễn Văn An", "academic_title", 18),
        ("đơn vị triển", "\u00d0ơn vị triển", "eth_for_d", 11),
        ("đơn vị triển", "đơn vi\u0323 triển", "decomposed_letters", 11),
        ("\nLạng Sơn, ngày", "\nKHẨN CẤP\nLạng Sơn, ngày", "urgency_word", 7),
    ],
)
def test_each_fault_is_found_at_its_line(right: str, wrong: str, code: str, line: int) -> None:
    assert RIGHT.count(right) == 1

    told = {(finding.code, finding.line) for finding in findings(RIGHT.replace(right, wrong))}

    assert (code, line) in told


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Độc lập - Tự do", "Độc lập – Tự do"),
        ("Số: 08", "Số 08"),
        ("ngày 06", "ngày 6"),
        ("V/v tăng", "V/v: tăng"),
        ("chuyên môn;", "chuyên môn"),
        ("sự nghiệp.", "sự nghiệp,"),
        ("Tài chính;", "Tài chính."),
        ("VT, VP.", "VT, VP"),
    ],
)
def test_a_replacement_put_into_its_line_makes_the_sheet_right(right: str, wrong: str) -> None:
    damaged = RIGHT.replace(right, wrong)
    (finding,) = findings(damaged)
    lines = damaged.split("\n")
    at = (finding.line or 0) - 1
    lines[at] = lines[at].replace(str(finding.found), str(finding.replacement), 1)

    assert findings("\n".join(lines)) == ()


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("day", [1, 9, 10, 28])
def test_every_date_that_the_layout_writes_is_right(day: int, month: int) -> None:
    line = date_line("Lạng Sơn", date(2024, month, day))

    assert findings(RIGHT.replace("Lạng Sơn, ngày 06 tháng 4 năm 2024", line)) == ()


@pytest.mark.parametrize(
    ("heading", "symbol", "wrong"),
    [
        ("QUYẾT ĐỊNH", "QĐ-SNV", False),
        ("QUYẾT ĐỊNH", "QD-SNV", True),
        ("QUYẾT ĐỊNH", "TB-SNV", True),
        ("TỜ TRÌNH", "TTr-SNV", False),
        ("TỜ TRÌNH", "TTR-SNV", True),
        ("HỢP ĐỒNG", "HD-SNV", True),
    ],
)
def test_a_symbol_names_the_type_of_its_heading(heading: str, symbol: str, *, wrong: bool) -> None:
    text = RIGHT.replace("SNV-VP", symbol).replace("V/v tăng", f"{heading}\nVề việc tăng")

    assert ("symbol_type" in {finding.code for finding in findings(text)}) is wrong


def test_what_is_missing_is_said_and_blanks_are_only_pointed_out() -> None:
    text = "SỞ NỘI VỤ\nSố:     /SNV-VP\nKính gửi: Các phòng.\nSở đề nghị triển khai./."
    told = {(finding.code, finding.field, finding.severity) for finding in findings(text)}

    assert ("left_blank", "number", "info") in told
    assert ("left_blank", "date", "info") in told
    assert ("component_missing", "subject", "warning") in told
    assert ("component_missing", "file_copy", "warning") in told


def test_a_document_is_checked_by_the_rules_of_its_day() -> None:
    older = RIGHT.replace("năm 2024", "năm 2018").replace("Số: 08", "Số 8")

    assert office_printed(read_text(older)).on == date(2018, 4, 6)
    assert findings(older) == ()


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("dispatch-vpcp-3722-2026.txt", {"left_blank"}),
        ("qd2280_hanoi.txt", {"left_blank", "end_mark_missing", "citation_incomplete"}),
        ("tb453_hanoi.txt", {"left_blank", "recipients_punctuation"}),
    ],
)
def test_real_documents_have_only_the_findings_that_were_looked_at(
    name: str, codes: set[str]
) -> None:
    text = (SAMPLES / name).read_text(encoding="utf-8")

    assert {finding.code for finding in findings(text)} <= codes


@pytest.mark.parametrize("words", ["a", "\u00d0", "Sơn ", "ngày 1 tháng 1 ", "- a;\n"])
def test_a_long_printed_text_is_checked_to_its_end(words: str, every: int) -> None:
    """Time that grew faster than the text would never let it end."""
    large = words * (40_000 // every // len(words))
    text = RIGHT.replace("Sở Nội vụ đề nghị", large).replace("Lạng Sơn,", f"{large}\nLạng Sơn,")

    places = {finding.line for finding in findings(text)} - {None}
    assert places <= set(range(1, text.count("\n") + 2))
