"""What a table of an older register is read as, and every fault that is named."""

from datetime import date

import pytest

from services.distribution.domain.numbering import Series
from services.distribution.domain.old_register import Line, out_of_sequence, read_table

HEAD = (
    '"Số, ký hiệu văn bản","Ngày tháng văn bản","Tên loại và trích yếu nội dung văn bản",'
    '"Người ký","Nơi nhận văn bản","Đơn vị, người nhận bản lưu","Số lượng bản","Ngày chuyển",'
    '"Ký nhận","Ghi chú"'
)
FIRST = (
    '01/SVHTTDL-VP,05/01/2026,"V/v báo cáo, thống kê",Dương Minh Tuệ,UBND tỉnh; Sở Nội vụ,'
    '"VT, VP",3,2026-01-06,,'
)
FRESH = Series(year=2026, last_number=0, last_date=None)
TODAY = date(2026, 6, 1)


def table(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows]).encode()


def row(number: int, day: str = "05/01/2026") -> str:
    return f"{number:02d}/SVHTTDL-VP,{day},Trích yếu,Người ký"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_ten_columns_are_read_with_and_without_a_byte_order_mark(mark: str) -> None:
    read = read_table(mark.encode() + table(FIRST, "", ",,,"))
    assert read.faults == ()
    assert read.lines == (
        Line(
            line=2,
            number=1,
            symbol="SVHTTDL-VP",
            dated=date(2026, 1, 5),
            subject="V/v báo cáo, thống kê",
            signer="Dương Minh Tuệ",
            recipients=("UBND tỉnh", "Sở Nội vụ"),
            file_copy=("VT", "VP"),
            copies=3,
            sent_on=date(2026, 1, 6),
            receipt="",
            note="",
        ),
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_machine_ends_them(end: str) -> None:
    lines = [HEAD, row(1), row(2)]
    read = read_table(end.join(lines).encode())
    assert ([line.number for line in read.lines], read.faults) == ([1, 2], ())


def test_a_quotation_that_never_ends_is_named() -> None:
    (fault,) = read_table(table(row(1) + ',"' + "x" * 200_000)).faults
    assert "dấu ngoặc kép" in fault.sentence


@pytest.mark.parametrize("copies", ["1234567", "9" * 5000, "ba", "-1"])
def test_a_number_of_copies_that_is_none_is_refused(copies: str) -> None:
    (fault,) = read_table(table(f"{row(1)},UBND tỉnh,VP,{copies}")).faults
    assert fault.sentence.startswith("số lượng bản")
    assert len(fault.sentence) < 100


def test_semicolons_and_fewer_columns_in_another_order_are_read_too() -> None:
    head = "Ngày tháng;Số, ký hiệu;Người ký;Tên loại và trích yếu"
    (line,) = read_table(table("5.1.2026;1/QĐ-SVHTTDL;Người ký;Quyết định", head=head)).lines
    assert (line.printed, line.dated, line.subject) == (
        "01/QĐ-SVHTTDL",
        date(2026, 1, 5),
        "Quyết định",
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe\x00", "CSV UTF-8"),
        (b"", "Tệp trống"),
        (b"a,b\n1,2\n", "Dòng đầu thiếu cột: Số, ký hiệu văn bản"),
        (table("SVHTTDL-VP,05/01/2026,Trích yếu,Người ký"), "phải như 05/SVHTTDL-VP"),
        (table("01/SVHTTDL-VP,31/02/2026,Trích yếu,Người ký"), "phải như 05/11/2026"),
        (table("01/SVHTTDL-VP,,Trích yếu,Người ký"), "thiếu ngày tháng"),
        (table("01/SVHTTDL-VP,05/01/2026,,Người ký"), "“Không sử dụng”"),
        (table("01/SVHTTDL-VP,05/01/2026,Trích yếu,Người ký,,,ba"), "phải là một số"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_to_do(data: bytes, said: str) -> None:
    (fault,) = read_table(data).faults
    assert said in fault.sentence


def test_every_wrong_line_is_named_and_hides_no_other() -> None:
    faults = read_table(table(FIRST, "x,05/01/2026,a,b", row(3), "y,05/01/2026,a,b")).faults
    assert [fault.line for fault in faults] == [3, 5]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row(1), row(3)], {3: "thiếu số 02"}),
        ([row(1), row(1)], {3: "trùng hoặc lùi"}),
        ([row(2)], {2: "thiếu số 01"}),
        ([row(1, "06/01/2026"), row(2)], {3: "trước ngày 06/01/2026"}),
        ([row(1, "02/06/2026")], {2: "ở sau hôm nay"}),
        ([row(1, "05/01/2025")], {2: "đã khóa"}),
        ([row(1, "05/01/2024"), row(1)], {}),
        ([row(1), row(3), row(4)], {3: "thiếu số 02"}),
    ],
)
def test_gaps_repetitions_and_disorder_are_named(rows: list[str], said: dict[int, str]) -> None:
    found = out_of_sequence(read_table(table(*rows)).lines, FRESH, TODAY, frozenset({2025}))
    faults = {fault.line: fault.sentence for fault in found}
    assert faults.keys() == said.keys()
    assert all(part in faults[line] for line, part in said.items())


def test_an_import_goes_on_where_the_series_stands() -> None:
    begun = Series(year=2026, last_number=7, last_date=date(2026, 1, 4))
    lines = read_table(table(row(8))).lines
    assert list(out_of_sequence(lines, begun, TODAY, frozenset())) == []
