"""Texts that two sign: both blocks are read, and whoever signs beside them is told."""

import pytest

from services.drafting.domain.reader import read_text
from services.drafting.domain.reading.model import Signature

MINUTES = """\
SỞ NỘI VỤ
Số: 05/BB-SNV
BIÊN BẢN
Họp xét thi đua, khen thưởng
(Quý III năm 2026)

Thời gian bắt đầu: 14 giờ 00 ngày 12 tháng 12 năm 2026.
Cuộc họp kết thúc vào 16 giờ 30 cùng ngày./.

"""
SECRETARY = Signature(lines=("THƯ KÝ",), name="Lý Thị Mai")
CHAIR = Signature(lines=("CHỦ TỌA",), name="Hoàng Văn Bình")


@pytest.mark.parametrize(
    "blocks",
    [
        (
            "   THƯ KÝ                     CHỦ TỌA\n  (Chữ ký)       (Chữ ký của chủ tọa)\n"
            "\n  Lý Thị Mai              Hoàng Văn Bình\n\nNơi nhận:\n- Lưu: VT."
        ),
        "THƯ KÝ\tCHỦ TỌA\nLý Thị Mai\tHoàng Văn Bình\nNơi nhận:\n- Lưu: VT.",
        "THƯ KÝ\n(Đã ký)\nLý Thị Mai\n\nCHỦ TỌA\n(Đã ký)\nHoàng Văn Bình\n\nNơi nhận:\n- Lưu: VT.",
        "Nơi nhận:\n- Lưu: VT.\n\nTHƯ KÝ\n\nLý Thị Mai\nCHỦ TỌA\n\nHoàng Văn Bình",
    ],
)
def test_two_who_sign_are_both_read_beside_or_behind_each_other(blocks: str) -> None:
    reading = read_text(MINUTES + blocks)

    assert (reading.cosignature, reading.signature) == (SECRETARY, CHAIR)
    assert reading.subject == "Họp xét thi đua, khen thưởng (Quý III năm 2026)"
    assert (reading.text.cosigner_lines, reading.text.cosigner_name) == (("THƯ KÝ",), "Lý Thị Mai")
    (told,) = reading.findings
    assert told.code == "second_signer"
    assert "THƯ KÝ, Lý Thị Mai" in told.message
    assert told.line == min(reading.sources["cosignature"].lines)


def test_parties_of_a_contract_sign_with_two_titles_each_and_its_number_stands_below() -> None:
    reading = read_text(
        "HỢP ĐỒNG CUNG CẤP DỊCH VỤ\nSố: 12/2026/HĐ-BV\n\nHai bên thống nhất như sau./.\n\n"
        "ĐẠI DIỆN BÊN A                    ĐẠI DIỆN BÊN B\nGIÁM ĐỐC                    GIÁM ĐỐC\n"
        "(Ký, đóng dấu)              (Ký, đóng dấu)\nHoàng Văn Bình         Vương Thị Thu Thủy"
    )

    assert (reading.number, reading.symbol) == ("12", "2026/HĐ-BV")
    assert reading.cosignature == Signature(
        lines=("ĐẠI DIỆN BÊN A", "GIÁM ĐỐC"), name="Hoàng Văn Bình"
    )
    assert reading.signature == Signature(
        lines=("ĐẠI DIỆN BÊN B", "GIÁM ĐỐC"), name="Vương Thị Thu Thủy"
    )


def test_a_third_signer_is_told_line_by_line() -> None:
    blocks = "THƯ KÝ\nLý Thị Mai\nCHỦ TỌA\nHoàng Văn Bình\nĐẠI DIỆN CHỨNG KIẾN\nNông Văn Tư"
    reading = read_text(MINUTES + blocks)

    assert [one.line for one in reading.findings if one.code == "line_not_placed"] == [14, 15]
