"""A reading becomes a draft of its type: what the type prints apart is taken out of the body."""

import pytest

from services.drafting.domain.reader import read_text
from services.drafting.domain.reading.drafted import drafted
from shared.document.model import DispatchText
from tests.support.agencies import SAMPLE

BASIS = (
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
)
DECISION = """\
UBND TỈNH LẠNG SƠN
SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH
Số:      /QĐ-SVHTTDL

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lạng Sơn, ngày    tháng    năm 2026

QUYẾT ĐỊNH
Về việc thành lập Tổ công tác chuyển đổi số

GIÁM ĐỐC SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH

Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;
Theo đề nghị của Chánh Văn phòng Sở.

{resolution}

Điều 1. Thành lập Tổ công tác chuyển đổi số.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.

Nơi nhận:
- Như Điều 2;
- Lưu: VT, VP.

GIÁM ĐỐC

Nguyễn Văn A
"""
INVITATION = """\
GIẤY MỜI
Họp giao ban

{call}

Tới dự cuộc họp giao ban tháng 12 năm 2026.

Nơi nhận:
- Như trên;
- Lưu: VT, VP.

GIÁM ĐỐC

Nguyễn Văn A
"""


def draft_of(text: str) -> DispatchText:
    return drafted(read_text(text))


@pytest.mark.parametrize("resolution", ["QUYẾT ĐỊNH:", "QUYẾT ĐỊNH", "Quyết  định :"])
def test_a_decision_has_its_authority_and_bases_apart(resolution: str) -> None:
    text = draft_of(DECISION.format(resolution=resolution))

    assert text.doc_type == "quyet_dinh"
    assert text.authority == "GIÁM ĐỐC SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH"
    assert text.bases == (BASIS, "Theo đề nghị của Chánh Văn phòng Sở")
    assert text.paragraphs == (
        "Điều 1. Thành lập Tổ công tác chuyển đổi số.",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.",
    )


@pytest.mark.parametrize(
    "lines",
    [
        "GIÁM ĐỐC SỞ VĂN HÓA,\nTHỂ THAO VÀ DU LỊCH",
        "GIÁM ĐỐC\nSỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN\nTỈNH LẠNG SƠN",
    ],
)
def test_who_decides_may_stand_on_two_lines(lines: str) -> None:
    one_line = "GIÁM ĐỐC SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH"
    text = draft_of(DECISION.replace(one_line, lines).format(resolution="QUYẾT ĐỊNH:"))

    assert text.authority == lines.replace("\n", " ")
    assert (len(text.bases), len(text.paragraphs)) == (2, 2)
    assert (text.signature_lines, text.signer_name) == (("GIÁM ĐỐC",), "Nguyễn Văn A")


def test_a_decision_without_its_resolution_keeps_all_in_the_body() -> None:
    read = read_text(DECISION.format(resolution=""))

    assert drafted(read) == read.text


@pytest.mark.parametrize(
    ("call", "invited"),
    [
        ("Sở Nội vụ trân trọng kính mời: Các phòng chuyên môn", ("Các phòng chuyên môn",)),
        ("Sở Nội vụ kính mời:\n- Văn phòng;\n- Thanh tra.", ("Văn phòng", "Thanh tra")),
    ],
)
def test_an_invitation_has_apart_whom_it_invites(call: str, invited: tuple[str, ...]) -> None:
    text = draft_of(INVITATION.format(call=call))

    assert (text.doc_type, text.authority, text.addressees) == ("giay_moi", "Sở Nội vụ", invited)
    assert text.paragraphs == ("Tới dự cuộc họp giao ban tháng 12 năm 2026.",)


def test_a_cong_van_stays_as_it_was_read() -> None:
    read = read_text(SAMPLE.read_text(encoding="utf-8"))

    assert drafted(read) == read.text
