"""Texts as they are met, in forms that no rule foresees; names and matters are made up."""

from datetime import date

from services.drafting.domain.reader import read_text
from services.drafting.domain.reading.citations import MOST_CITATIONS
from services.drafting.domain.reading.model import Issuer, Signature
from shared.domain.urgency import Urgency

PORTAL = """\
1258/BVHTTDL-DSVH

KTBT, TT Trần Văn An Theo BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH -

Công văn Về việc hưởng ứng Ngày Di sản

Kính gửi:

- Các bảo tàng;

 Bộ đề nghị các bảo tàng tổ chức hoạt động hưởng ứng theo điều kiện của mình./.

Nơi nhận:

- Như trên,

- Cục Văn hóa cơ sở, Tổng Cục

 Chính trị (để phối hợp);

- Lưu: VT; Cục DSVH(3); NHN, 320.

Bình luận

Tin khác
"""
NARROW = """\
ỦY
BAN NHÂN DÂN
TỈNH SƠN LA
-------
|
CỘNG
HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
|
Số:
12/QĐ-UBND
|
Sơn
La, ngày 16 tháng 11
năm 2018
|
QUYẾT
ĐỊNH
VỀ
VIỆC BAN HÀNH QUY CHẾ TIẾP CÔNG DÂN
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH
Căn cứ Luật Tiếp công dân ngày
25/11/2013;
QUYẾT ĐỊNH:
Điều
1. Ban hành Quy chế.
Nơi nhận:
- Như Điều 1;
- Lưu: VT.
|
CHỦ TỊCH
Hà Văn Bình
|
QUY CHẾ
TIẾP CÔNG DÂN
"""
PARTY = """\
TỈNH ỦY LẠNG SƠN
BAN TUYÊN GIÁO
*
Số 2305-CV/BTGTU
V/v tuyên truyền ngày lễ

ĐẢNG CỘNG SẢN VIỆT NAM
Lạng Sơn, ngày 19 tháng 5 năm 2023

Kính gửi: Các đảng ủy trực thuộc,

Ban đề nghị các đảng ủy triển khai.

Nơi nhận:
- Như trên,
- Lưu BTGTU.

K/T TRƯỞNG BAN
PHÓ TRƯỞNG BAN

Lê Thị Chi
"""
MARKDOWN = """\
| **UBND TỈNH LẠNG SƠN**<br>**SỞ NỘI VỤ** | **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM** |
|---|---|
| Số: 77/TB-SNV | *Lạng Sơn, ngày 03 tháng 02 năm 2026* |

# THÔNG BÁO

## Về việc nghỉ Tết

1\\. Nghỉ từ ngày 14/02/2026.

| **Nơi nhận:**<br>- Như trên;<br>- Lưu: VT, TCBC. | **GIÁM ĐỐC**<br>*(Đã ký)*<br>**Hà Thị Lan** |
|---|---|
"""
ONE_ROW = """\
UBND TỈNH X CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM SỞ Y TẾ Độc lập - Tự do - Hạnh phúc Số : 29 /SYT-VP \
Phan Rang-Tháp Chàm, ngày 05 tháng11 năm 2010 V/v báo cáo nhanh Kính gửi: - Bộ Y tế; - UBND tỉnh.
Vừa qua, tỉnh bị ảnh hưởng của không khí lạnh gây ra mưa lớn./.
Nơi nhận: - Như trên; - Lưu: VT. KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC (Đã ký) Nguyễn Văn Bình
"""
WIRE = """\
THỦ TƯỚNG CHÍNH PHỦ
Số: 60/CĐ-TTg
HỎA TỐC
CÔNG ĐIỆN
Về việc ứng phó với bão
THỦ TƯỚNG CHÍNH PHỦ điện:
- Bộ trưởng các Bộ: Xây dựng, Công Thương;
- Chủ tịch UBND các tỉnh.

Để chủ động ứng phó, yêu cầu các Bộ, các tỉnh thực hiện nghiêm./.
"""


def test_a_portal_may_move_the_signature_to_the_top() -> None:
    reading = read_text(PORTAL)

    assert (reading.number, reading.symbol) == ("1258", "BVHTTDL-DSVH")
    assert reading.issuer == Issuer(name="BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH")
    assert reading.signature == Signature(lines=("KTBT, TT",), name="Trần Văn An")
    assert reading.subject == "hưởng ứng Ngày Di sản"
    assert reading.recipients[1] == "Cục Văn hóa cơ sở, Tổng Cục Chính trị (để phối hợp)"
    assert reading.file_copy == "VT; Cục DSVH(3); NHN, 320"
    assert reading.findings == ()


def test_what_a_narrow_column_broke_is_mended() -> None:
    reading = read_text(NARROW)

    assert (reading.doc_type, reading.number, reading.symbol) == ("quyet_dinh", "12", "QĐ-UBND")
    assert reading.issuer == Issuer(name="ỦY BAN NHÂN DÂN TỈNH SƠN LA")
    assert (reading.place, reading.date) == ("Sơn La", date(2018, 11, 16))
    assert reading.subject == "BAN HÀNH QUY CHẾ TIẾP CÔNG DÂN"
    assert reading.paragraphs[0] == "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"
    assert reading.paragraphs[-1] == "Điều 1. Ban hành Quy chế."
    assert reading.recipients == ("Như Điều 1",)
    assert reading.annexes == ("QUY CHẾ", "TIẾP CÔNG DÂN")
    assert reading.findings == ()


def test_a_document_of_the_party_has_its_own_number() -> None:
    reading = read_text(PARTY)

    assert (reading.doc_type, reading.number, reading.symbol) == ("cong_van", "2305", "CV/BTGTU")
    assert reading.issuer == Issuer(parent="TỈNH ỦY LẠNG SƠN", name="BAN TUYÊN GIÁO")
    assert reading.signature.lines == ("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")
    assert (reading.recipients, reading.file_copy) == (("Như trên",), "BTGTU")


def test_tables_and_headings_of_markdown_are_read_through() -> None:
    reading = read_text(MARKDOWN)

    assert (reading.doc_type, reading.subject) == ("thong_bao", "nghỉ Tết")
    assert reading.issuer == Issuer(parent="UBND TỈNH LẠNG SƠN", name="SỞ NỘI VỤ")
    assert reading.paragraphs == ("1. Nghỉ từ ngày 14/02/2026.",)
    assert (reading.file_copy, reading.signature.name) == ("VT, TCBC", "Hà Thị Lan")
    assert reading.findings == ()


def test_a_header_and_a_foot_in_one_row_each_are_cut() -> None:
    reading = read_text(ONE_ROW)

    assert reading.issuer == Issuer(parent="UBND TỈNH X", name="SỞ Y TẾ")
    assert (reading.number, reading.place) == ("29", "Phan Rang-Tháp Chàm")
    assert reading.subject == "báo cáo nhanh"
    assert reading.addressees == ("Bộ Y tế", "UBND tỉnh")
    assert reading.signature == Signature(
        lines=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), name="Nguyễn Văn Bình"
    )


def test_a_telegram_addresses_by_its_own_word() -> None:
    reading = read_text(WIRE)

    assert (reading.doc_type, reading.urgency) == ("cong_dien", Urgency.EXPRESS)
    assert reading.addressees == (
        "Bộ trưởng các Bộ: Xây dựng, Công Thương",
        "Chủ tịch UBND các tỉnh",
    )
    assert len(reading.paragraphs) == 1
    assert reading.signature == Signature()


def test_the_abbreviation_of_an_organ_makes_no_named_type() -> None:
    reading = read_text("Số: 12/CT-NVT\nV/v hóa đơn\n\nKính gửi: Các Chi cục Thuế.")

    assert reading.doc_type == "cong_van"


def test_a_document_of_law_is_read_and_said_to_be_none_of_the_29_types() -> None:
    reading = read_text("Số: 5/2026/TT-BNV\n\nTHÔNG TƯ\nHướng dẫn lưu trữ\n\nCăn cứ Luật Lưu trữ;")

    assert (reading.doc_type, reading.subject) == (None, "Hướng dẫn lưu trữ")
    assert [(one.code, one.line) for one in reading.findings] == [("other_document_type", 3)]


def test_a_date_in_the_subject_is_not_that_of_the_dispatch() -> None:
    reading = read_text(
        "Số: 9/AB-VP\nV/v họp giao ban\ntuần sau ngày 5 tháng 3 năm 2026\n\nKính gửi: Các phòng."
    )

    assert reading.subject == "họp giao ban tuần sau ngày 5 tháng 3 năm 2026"
    assert (reading.date, reading.place) == (None, None)


OLD = """\
BAN THƯỜNG VỤ
HỘI NÔNG DÂN TỈNH
********
Số: 101-HND
Lạng Sơn, ngày 01 tháng 10 năm 1991

QUYẾT ĐỊNH
CỦA CHỦ TỊCH HỘI NÔNG DÂN SỐ 101-HND NGÀY 1-10-1991 VỀ VIỆC LẬP BAN QUẢN LÝ QUỸ
BAN THƯỜNG VỤ HỘI NÔNG DÂN
Căn cứ Điều lệ Hội;
QUYẾT ĐỊNH
Điều 1: Lập Ban Quản lý Quỹ.
Điều 2: Quyết định này có hiệu lực từ ngày ký.

Trần Văn An

(Đã ký)
"""


def test_a_standing_body_is_no_parent_of_the_organ_it_stands_for() -> None:
    assert read_text(OLD).issuer == Issuer(name="BAN THƯỜNG VỤ HỘI NÔNG DÂN TỈNH")


def test_an_excerpt_may_begin_with_who_issued_it() -> None:
    reading = read_text(OLD)

    assert reading.subject is not None
    assert reading.subject.startswith("CỦA CHỦ TỊCH HỘI NÔNG DÂN SỐ 101-HND")
    assert reading.paragraphs[0] == "BAN THƯỜNG VỤ HỘI NÔNG DÂN"


def test_a_name_with_the_mark_of_signing_is_the_signers_without_any_title() -> None:
    reading = read_text(OLD)

    assert reading.signature == Signature(name="Trần Văn An")
    assert reading.paragraphs[-1].startswith("Điều 2")


def test_a_type_is_told_by_its_name_right_before_the_number_whatever_stands_between() -> None:
    body = "Kính gửi: A.\n\nTheo Công điện khẩn số: 7/CĐ-TTg, nghị quyết liên tịch số 8/NQLT-CP."

    assert [one.type for one in read_text(body).citations] == ["Công điện", "Nghị quyết liên tịch"]


def test_several_numbers_before_one_symbol_are_as_many_documents() -> None:
    body = (
        "Kính gửi: A.\n\nThực hiện các Công văn số 12, 13 và 14/UBND-NC ngày 01/3/2026 của UBND;"
        " Quyết định số 5/QĐ-UBND, số 6/QĐ-UBND về việc giao 20, 30 biên chế."
    )

    cited = read_text(body).citations

    assert [(one.number, one.symbol) for one in cited] == [
        *(("12", "UBND-NC"), ("13", "UBND-NC"), ("14", "UBND-NC")),
        *(("5", "QĐ-UBND"), ("6", "QĐ-UBND")),
    ]
    assert {one.date for one in cited[:3]} == {date(2026, 3, 1)}


def test_what_a_text_cites_beyond_all_measure_is_counted_and_said_with_its_line() -> None:
    """In one paragraph, and in the one behind it."""
    many = "Theo các văn bản số 1/QĐ-A, " + "số 2/QĐ-A, " * (MOST_CITATIONS + 6)
    body = f"Kính gửi: Sở Nội vụ.\n\n{many}\nTheo Luật Đầu tư ngày 17/6/2020 và số 3/QĐ-A./."
    reading = read_text(body)

    assert len(reading.citations) == MOST_CITATIONS
    (told,) = reading.findings
    assert (told.code, told.line, told.severity) == ("citations_left_out", 3, "warning")
    assert "còn 9 lần viện dẫn" in told.message


def test_as_many_citations_as_are_listed_leave_none_out() -> None:
    reading = read_text("Kính gửi: A.\n\n" + "số 2/QĐ-A\n" * MOST_CITATIONS)

    assert len(reading.citations) == MOST_CITATIONS
    assert reading.findings == ()
    places = reading.sources["citations"].items
    assert len(places) == MOST_CITATIONS
    assert len({id(lines) for lines in places}) == 1, "one paragraph's lines are kept once"


def test_a_name_with_the_mark_of_signing_takes_its_title_in_small_letters_along() -> None:
    reading = read_text(
        "Kính gửi: Sở Nội vụ.\n\nĐề nghị thực hiện./.\n\nPhó Tổng giám đốc\n\n"
        "(Đã ký)\n\nVi Văn Hùng"
    )

    assert reading.paragraphs == ("Đề nghị thực hiện./.",)
    assert reading.signature == Signature(lines=("Phó Tổng giám đốc",), name="Vi Văn Hùng")


def test_a_telegram_whose_addressees_follow_the_excerpt_keeps_both() -> None:
    reading = read_text(
        "CÔNG ĐIỆN\nVỀ VIỆC ỨNG PHÓ MƯA LŨ\nTHỦ TƯỚNG CHÍNH PHỦ điện:\n- Chủ tịch UBND các tỉnh;\n"
        "- Bộ trưởng Bộ Xây dựng.\n\nTheo báo cáo, mưa lũ còn kéo dài./."
    )

    assert reading.subject == "ỨNG PHÓ MƯA LŨ"
    assert reading.addressees == ("Chủ tịch UBND các tỉnh", "Bộ trưởng Bộ Xây dựng")


def test_what_scans_and_portals_do_to_a_text_is_seen_through() -> None:
    """Lost letters and spaces, a broken heading, a filled-in form's lines, a portal's table."""
    reading = read_text(
        "Công văn 19/A-B 2026 về thử\nSố hiệu: 19/A-B Loại văn bản: Công văn\nBỘ CÔNG THƯƠNG\n"
        "CỘNG HÒA XÃHỘI CHỦ NGHĨA VIỆTNAM\nS: 19/BCT-A\n\nKính gửi: Sở Công Thương.\n\n"
        "Theo công văn số 1033/PTM-SMEngày 15 tháng 4 năm 2026, Bộ có ý kiến về đề án như sau:\n"
        "I. MỤC ĐÍCH, YÊU\nCẦU\nHọ và tên người được cử đi: Lý Văn Nam\nChức vụ: Chuyên viên."
    )

    assert (reading.number, reading.symbol) == ("19", "BCT-A")
    assert reading.paragraphs[1:] == (
        "I. MỤC ĐÍCH, YÊU CẦU",
        "Họ và tên người được cử đi: Lý Văn Nam",
        "Chức vụ: Chuyên viên.",
    )
    (cited,) = reading.citations
    assert (cited.symbol, cited.date) == ("PTM-SME", date(2026, 4, 15))
    assert reading.findings == ()
