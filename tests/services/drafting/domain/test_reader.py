"""Reading texts: the real dispatch exactly, others as far as it goes, nothing guessed."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.drafting.domain.reader import Reading, read_text
from services.drafting.domain.reading.model import Issuer
from shared.document.model import DispatchText
from shared.domain.refusals import Invalid
from shared.domain.urgency import Urgency

SAMPLES = Path(__file__).parents[4] / "deploy/samples"

PIECES = [
    "Số: /SVHTTDL-VP",
    "Số: 12/SVHTTDL-VP",
    "V/v Triển khai",
    "Lạng Sơn, ngày 5 tháng 3 năm 2026",
    "ngày tháng năm",
    "Lạng Sơn, ngày 31 tháng 2 năm 2026",
    "Kính gửi:",
    "Kính gửi: Sở Nội vụ; Sở Tài chính.",
    "- Các phòng;",
    "- ",
    "Thực hiện Công văn số 1 của Ủy ban nhân dân tỉnh về việc này./.",
    "Nơi nhận:",
    "- Như trên;",
    "- Lưu: VT, VP.",
    "**KT. GIÁM ĐỐC",
    "PHÓ GIÁM ĐỐC**",
    "Dương Minh Tuệ",
    "(Đã ký)",
    "HỎA TỐC",
    "QUYẾT ĐỊNH",
    "",
    "*",
    "\ufeff",
    "\r",
    "\x00",
]
ANY_TEXT = st.one_of(
    st.text(), st.lists(st.one_of(st.sampled_from(PIECES), st.text())).map("\n".join)
)


def sample_named(name: str) -> Reading:
    return read_text((SAMPLES / name).read_text(encoding="utf-8"))


def test_the_real_dispatch_is_read_exactly(sample: str) -> None:
    reading = read_text(sample)

    lines = sample.splitlines()
    assert reading.text == DispatchText(
        place="Lang Son",
        subject="Triển khai Chiến lược chuyển đổi số báo chí đến năm 2025, định hướng đến năm 2030",
        addressees=("Các phòng chuyên môn", "Các đơn vị sự nghiệp trực thuộc Sở"),
        paragraphs=tuple(
            line for line in lines if len(line.split()) > 15 and not line.startswith("V/v")
        ),
        recipients=("Như trên", "GD, các PGD Sở"),
        file_copy="VT, VP",
        signature_lines=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        signer_name="Dương Minh Tuệ",
    )
    assert (reading.symbol, reading.number, reading.date) == ("SVHTTDL-VP", None, None)
    assert reading.issuer == Issuer()
    assert reading.findings == ()
    assert len(reading.text.paragraphs) == 4
    assert reading.text.paragraphs[0].startswith("Thực hiện Công văn số 2305-CV/BTGTU")
    assert reading.text.paragraphs[3].endswith("theo yêu cầu trên./.")


def test_a_complete_dispatch_gives_number_date_and_issuer() -> None:
    reading = sample_named("dispatch-vpcp-3722-2026.txt")

    assert reading.findings == ()
    assert reading.number == "3722"
    assert reading.symbol == "VPCP-CN"
    assert reading.date == date(2026, 4, 28)
    assert reading.issuer == Issuer(name="VĂN PHÒNG CHÍNH PHỦ")
    assert reading.text.subject.startswith("cơ chế đặc thù xây dựng")
    assert len(reading.text.paragraphs) == 3
    assert reading.text.recipients[1] == "Thủ tướng, PTTgTT Phạm Gia Túc (để b/c)"
    assert reading.text.file_copy == "VT, CN, Cm"
    assert reading.text.signature_lines == ("KT. BỘ TRƯỞNG, CHỦ NHIỆM", "PHÓ CHỦ NHIỆM")
    assert reading.text.signer_name == "Phạm Mạnh Cường"


@pytest.mark.parametrize(
    ("name", "doc_type", "symbol", "subject"),
    [
        ("tb453_hanoi.txt", "thong_bao", "TB-UBND", "treo cờ Tổ quốc"),
        (
            "qd2280_hanoi.txt",
            "quyet_dinh",
            "QĐ-UBND",
            (
                "Phê duyệt Kế hoạch Bảo đảm thoát nước, chống úng ngập khu vực nội thành"
                " Thành phố mùa mưa năm 2026"
            ),
        ),
    ],
)
def test_named_types_are_read_with_their_excerpt(
    name: str, doc_type: str, symbol: str, subject: str
) -> None:
    reading = sample_named(name)

    assert (reading.doc_type, reading.symbol, reading.subject) == (doc_type, symbol, subject)
    assert reading.issuer == Issuer(name="ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI")
    assert (reading.number, reading.date, reading.place) == (None, None, "Hà Nội")
    assert len(reading.signature.lines) == 3
    assert reading.findings == ()


def test_a_type_without_heading_is_known_by_its_symbol() -> None:
    reading = read_text("Số: 12/TTr-SVHTTDL\n\nKính gửi: Ủy ban nhân dân tỉnh")

    assert reading.doc_type == "to_trinh"
    assert reading.sources["symbol"].lines == (1,)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_unicode_form_line_ends_and_byte_order_mark_change_nothing(
    sample: str, form: str, line_end: str, mark: str
) -> None:
    other = mark + unicodedata.normalize(form, sample).replace("\n", line_end)  # type: ignore[arg-type]  # both are forms

    assert read_text(other) == read_text(sample)


@pytest.mark.parametrize(
    "line",
    [
        "Lạng Sơn, ngày tháng năm 2023",
        "Lạng Sơn, ngày … tháng … năm 2026",
        "Lạng Sơn, ngày ..... tháng 3 năm 2026",
        "Lạng Sơn, ngày 5 tháng năm 2026",
    ],
)
def test_a_date_with_a_blank_is_not_guessed(line: str) -> None:
    reading = read_text(line)

    assert reading.date is None
    assert reading.text.place == "Lạng Sơn"
    assert reading.findings == ()


@pytest.mark.parametrize("line", ["Số: /AB-VP", "Số:      /AB-VP", "Số: …/AB-VP", "Số ...../AB-VP"])
def test_a_blank_number_is_not_guessed(line: str) -> None:
    reading = read_text(line)

    assert (reading.number, reading.symbol) == (None, "AB-VP")


def test_a_day_that_does_not_exist_is_said_with_its_line() -> None:
    reading = read_text("\nLạng Sơn, ngày 31 tháng 2 năm 2026")

    assert reading.date is None
    assert [(f.code, f.line) for f in reading.findings] == [("date_impossible", 2)]


def test_number_and_date_may_share_a_row() -> None:
    reading = read_text("Số: 59 /SVHTTDL-VP      Lạng Sơn, ngày 05 tháng 01 năm 2026")

    assert reading.number == "59"
    assert reading.symbol == "SVHTTDL-VP"
    assert reading.date == date(2026, 1, 5)


def test_a_header_in_two_columns_keeps_the_issuer_and_drops_the_motto() -> None:
    reading = read_text(
        "UBND TỈNH LẠNG SƠN     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "SỞ VĂN HÓA             Độc lập – Tự do – Hạnh phúc\n"
        "THƯỢNG KHẨN\n"
    )

    assert reading.issuer == Issuer(parent="UBND TỈNH LẠNG SƠN", name="SỞ VĂN HÓA")
    assert reading.text.urgency is Urgency.VERY_URGENT
    assert reading.findings == ()


def test_addressees_may_stand_on_one_line_or_be_broken() -> None:
    one_line = read_text("Kính gửi: Sở Nội vụ; Sở Tài chính.")
    broken = read_text("Kính gửi:\n- Các phòng,\nban chuyên môn;\n- Trung tâm.")

    assert one_line.text.addressees == ("Sở Nội vụ", "Sở Tài chính")
    assert broken.text.addressees == ("Các phòng, ban chuyên môn", "Trung tâm")


def test_broken_lines_of_a_paragraph_are_joined_and_bullets_are_not() -> None:
    reading = read_text(
        "Kính gửi: Các phòng.\n\n"
        "Sở yêu cầu các phòng và đơn vị thực hiện\nnhững việc sau:\n"
        "- Một là phổ biến;\n- Hai là báo cáo\ntrước ngày 05./."
    )

    assert reading.text.paragraphs == (
        "Sở yêu cầu các phòng và đơn vị thực hiện những việc sau:",
        "- Một là phổ biến;",
        "- Hai là báo cáo trước ngày 05./.",
    )


def test_signature_and_recipients_may_come_mixed_by_line() -> None:
    reading = read_text(
        "Kính gửi: Các phòng.\n\nThực hiện./.\n\n"
        "Nơi nhận:\nKT. GIÁM ĐỐC\n- Như trên;\nPHÓ GIÁM ĐỐC\n(Đã ký)\n"
        "- Lưu: VT, VP.\nDương Minh Tuệ"
    )

    assert reading.text.recipients == ("Như trên",)
    assert reading.text.file_copy == "VT, VP"
    assert reading.text.signature_lines == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    assert reading.text.signer_name == "Dương Minh Tuệ"
    assert reading.findings == ()


def test_what_cannot_be_placed_is_said_with_its_line(sample: str) -> None:
    reading = read_text("Phiếu trình số ba\n" + sample + "\nSố điện thoại: 0205")

    said = [(f.code, f.line, f.found) for f in reading.findings]
    assert said == [
        ("line_not_placed", 1, "Phiếu trình số ba"),
        ("line_not_placed", len(sample.splitlines()) + 2, "Số điện thoại: 0205"),
    ]


@given(ANY_TEXT)
def test_no_text_makes_the_reader_fail(text: str) -> None:
    try:
        reading = read_text(text)
    except Invalid as refusal:
        assert refusal.code == "secret_refused"  # noqa: PT017 -- any other error must escape
    else:
        assert "\n" not in reading.text.subject
