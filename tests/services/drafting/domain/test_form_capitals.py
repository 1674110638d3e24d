"""Rules about capital letters (ND30 PL2): what is mended, and what is left alone."""

import pytest

from services.drafting.domain.form_check import apply_replacement, check_form
from services.drafting.domain.office import Office
from shared.document.model import DispatchText, Finding

ANYWHERE = Office(place="", agency_code="", unit_code="", collective=True)
CAPITALS = {
    *("sentence_capital", "organ_capital", "place_capital", "post_capital"),
    *("people_capital", "day_capital", "article_capital"),
}


def findings(*paragraphs: str) -> list[Finding]:
    found = check_form(DispatchText(paragraphs=paragraphs), ANYWHERE)
    return [finding for finding in found if finding.code in CAPITALS]


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("sentence_capital", "Sở đã báo cáo. các phòng", "Sở đã báo cáo. Các phòng"),
        ("sentence_capital", "vì sao chậm? đề nghị", "vì sao chậm? Đề nghị"),
        ("organ_capital", "gửi ủy ban nhân dân xã", "gửi Ủy ban nhân dân xã"),
        ("organ_capital", "gửi Ủy ban Nhân dân xã", "gửi Ủy ban nhân dân xã"),
        ("organ_capital", "kỳ họp hội đồng nhân dân", "kỳ họp Hội đồng nhân dân"),
        ("organ_capital", "Sở Văn hóa, Thể thao Và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
        ("place_capital", "trên địa bàn Tỉnh Lạng Sơn", "trên địa bàn tỉnh Lạng Sơn"),
        ("place_capital", "của UBND Tỉnh Cà Mau", "của UBND tỉnh Cà Mau"),
        ("place_capital", "tại thành phố Hồ Chí Minh", "tại Thành phố Hồ Chí Minh"),
        ("place_capital", "tại thủ đô Hà Nội", "tại Thủ đô Hà Nội"),
        ("post_capital", "do phó giám đốc Dương Minh Tuệ ký", "do Phó Giám đốc Dương Minh Tuệ ký"),
        ("post_capital", "của giáo sư Hoàng Phê", "của Giáo sư Hoàng Phê"),
        ("people_capital", "phục vụ nhân dân tốt hơn", "phục vụ Nhân dân tốt hơn"),
        ("day_capital", "sáng thứ hai, ngày 07/12/2026", "sáng thứ Hai, ngày 07/12/2026"),
        ("day_capital", "vào thứ sáu hằng tuần", "vào thứ Sáu hằng tuần"),
        ("day_capital", "nghỉ thứ Bảy, chủ nhật", "nghỉ thứ Bảy, Chủ nhật"),
        ("day_capital", "trong tháng giêng", "trong tháng Giêng"),
        ("day_capital", "dịp quốc khánh 2-9", "dịp Quốc khánh 2-9"),
        ("article_capital", "theo Điều 5 mục 2 chương I", "theo Điều 5 Mục 2 Chương I"),
        ("article_capital", "tại chương II Nghị định này", "tại Chương II Nghị định này"),
    ],
)
def test_a_wrong_letter_is_found_and_mended_with_one_call(
    code: str, wrong: str, right: str
) -> None:
    text = DispatchText(paragraphs=(wrong,))
    (finding,) = findings(wrong)

    assert finding.code == code
    assert apply_replacement(text, finding).paragraphs == (right,)
    assert findings(right) == []


def test_a_line_behind_a_whole_sentence_begins_with_a_capital() -> None:
    (finding,) = findings("Sở đã báo cáo.", "các phòng thực hiện")
    assert (finding.field, finding.replacement) == ("paragraphs[1]", "Các")
    assert findings("Gồm có:", "các phòng;", "các đơn vị.") == []


@pytest.mark.parametrize(
    "words",
    [
        "TP. hoặc v.v. và Q. cùng tr. 5, 3 km. đường, Nxb. văn học, ... rồi",
        "gửi về info@langson.gov.vn. hoặc trang langson.gov.vn",
        "a) các phòng; b) các đơn vị. 2. thực hiện",
        "UBND tỉnh, ỦY BAN NHÂN DÂN TỈNH, Ủy ban nhân dân các xã, Hội đồng nhân dân tỉnh Sơn La",
        "Công an nhân dân, lực lượng vũ trang nhân dân, Tòa án nhân dân, đồng Nhân dân tệ",
        "cho nhân dân tệ lên giá; chính quyền nhân dân; Nghệ sĩ Nhân dân",
        "quản lý nhà nước, ngân sách nhà nước, cơ quan nhà nước, bí mật nhà nước",
        "Tỉnh ủy Lạng Sơn, Tỉnh đoàn, Ban Thường vụ Tỉnh ủy, Tỉnh Lạng Sơn",
        "các thành phố Hồ Chí Minh, Đà Nẵng, Hà Nội; Thành phố Hồ Chí Minh; thành phố Hà Nội",
        "khu vực nội thành Thành phố mùa mưa năm 2026",
        "do giám đốc Sở Nội vụ, chủ tịch Hội đồng và hiệu trưởng trường Lê Hồng Phong ký",
        "hiệu trưởng Trường Trung học; Giám đốc Dương Minh Tuệ; giám đốc Lê dương",
        "họp lần thứ hai, ngày 12/5/2026; ngày thứ hai của Hội nghị; phiên thứ sáu",
        "ngày, tháng, năm; ngày tháng năm sinh; sáu tháng ba lần; tháng 5; tháng sáu",
        "tết Nguyên đán, Tết Nguyên đán, ngày Quốc khánh, ngày quốc tế hóa",
        "theo mục 2 của báo cáo, phần 1 của hồ sơ; chương trình 135; mục 1, 2",
        "điểm a khoản 2 Điều 103 Mục 5 Chương XII Phần I của Bộ luật Hình sự",
        "điểm a khoản 1 Điều 24 Tiểu mục 1 Mục 1 Chương III của Nghị quyết số 351/2017/UBTVQH14",
        "Hồ sơ gồm 2 phần. Và các phụ lục; bài hát Tôi Và Em",
    ],
)
def test_words_that_may_be_right_are_left_alone(words: str) -> None:
    assert findings(words) == []
