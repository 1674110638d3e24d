"""The books as they are printed: from a sent dispatch, a voided number, and who received it."""

from io import BytesIO
from typing import Any

import openpyxl
import pypdfium2 as pdfium
import pytest

from tests.services.distribution.records_desk import RecordsDesk


@pytest.fixture(scope="module", autouse=True)
async def a_sent_and_a_voided_one(desk: RecordsDesk) -> None:
    sent, voided = await desk.lay(subject="=1+1 lần"), await desk.lay()
    await desk.issue(sent)
    await desk.send_out(sent)
    await desk.issue(voided)
    async with desk.client() as clerk:
        done = await clerk.post(f"/dispatches/{voided}/void", json={"reason": "Nhầm"})
        assert done.status_code == 200, done.text
    async with desk.client("truong-phong-qlvh") as receiver:
        done = await receiver.post(f"/mailboxes/QLVH/{sent}/acknowledge", json={})
        assert done.status_code == 200, done.text


async def printed(desk: RecordsDesk, **query: str) -> bytes:
    async with desk.client() as clerk:
        answer = await clerk.get("/register/print", params=query)
    assert answer.status_code == 200, answer.text
    return answer.content


def rows(data: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(BytesIO(data))["Sổ"]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


async def test_the_register_has_the_ten_columns_of_the_decree(desk: RecordsDesk) -> None:
    titles, numbers, carried, first, second, total, *_ = rows(await printed(desk, form="xlsx"))
    assert [title for title in titles if title] == [
        "Số, ký hiệu văn bản",
        "Ngày tháng văn bản",
        "Tên loại và trích yếu nội dung văn bản",
        "Người ký",
        "Nơi nhận văn bản",
        "Đơn vị, người nhận bản lưu",
        "Số lượng bản",
        "Ngày chuyển",
        "Ký nhận",
        "Ghi chú",
    ]
    assert numbers == [f"({number})" for number in range(1, 11)]
    assert carried[0] == "Mang sang: 0 văn bản, 0 bản"
    copies = int(first[6])
    assert (first[0], first[2], first[5]) == ("01/SVHTTDL-VP", "Công văn\n=1+1 lần", "VT, VP")
    assert first[8].startswith("QLVH, ")
    assert (second[0], second[9]) == ("02/SVHTTDL-VP", "Hủy số: Nhầm")
    assert total[0] == f"Cộng trang: 1 văn bản, {copies} bản. Lũy kế: 1 văn bản, {copies} bản."


async def test_the_head_of_the_chain_is_printed_as_the_public_check_tells_it(
    desk: RecordsDesk,
) -> None:
    async with desk.client() as clerk:
        record = (await clerk.get("/dispatches/SVHTTDL-2026-000001")).json()
    pdf = await desk.bytes_of(record["sealed"])
    async with desk.office.client("distribution") as anybody:
        head = (await anybody.post("/public/check", content=pdf)).json()["register_head"]
    with pdfium.PdfDocument(await printed(desk)) as document:
        last = document[len(document) - 1].get_textpage().get_text_range()
    assert f"sự kiện {head['sequence']}" in last
    assert head["hash"] in last


async def test_the_transfer_book_names_receivers_and_the_post_book_waits_for_hands(
    desk: RecordsDesk,
) -> None:
    transfer = rows(await printed(desk, kind="transfer", form="xlsx"))
    assert transfer[0] == [
        *("Ngày chuyển", "Số, ký hiệu văn bản", "Nơi nhận văn bản", "Ký nhận", "Ghi chú")
    ]
    handed = [row for row in transfer if row[1] == "01/SVHTTDL-VP"]
    assert handed
    assert any("QLVH, " in (row[3] or "") for row in handed)
    post = rows(await printed(desk, kind="post", form="xlsx"))
    assert post[0][3:5] == ["Số lượng bì", "Ký nhận và dấu bưu điện"]
