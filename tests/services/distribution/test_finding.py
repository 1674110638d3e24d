"""Entries are found by every column and by the dispatch's own text, without diacritics."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.distribution.domain.finding import place_of
from shared.domain.refusals import Invalid
from tests.services.distribution.records_desk import RecordsDesk


@pytest.fixture(scope="module", autouse=True)
async def a_book(desk: RecordsDesk) -> None:
    """01 sent, 02 voided, 03 numbered, 04 kept beforehand."""
    first = await desk.lay(subject="Triển khai chuyển đổi số", recipients=("Như trên",))
    second = await desk.lay(subject="Tổ chức Lễ hội Kỳ Cùng", doc_type="giay_moi")
    third = await desk.lay(subject="Kiểm tra di tích", paragraphs=("Yêu cầu tu bổ Thành nhà Mạc.",))
    await desk.issue(first)
    await desk.send_out(first)
    await desk.issue(second)
    async with desk.client() as clerk:
        await clerk.post(f"/dispatches/{second}/void", json={"reason": "Nhầm người ký"})
        await desk.issue(third)
        expires = (desk.now + timedelta(days=2)).isoformat()
        wish = {"unit": "VP", "purpose": "Báo cáo quý", "expires_at": expires}
        await clerk.post("/reservations", json=wish)


async def page(desk: RecordsDesk, **query: Any) -> dict[str, Any]:
    async with desk.client() as clerk:
        answer = await clerk.get("/register/entries", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def found(desk: RecordsDesk, **query: Any) -> list[int]:
    return [int(one["number"]) for one in (await page(desk, **query))["entries"]]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, [1, 2, 3, 4]),
        ({"text": "chuyen doi so"}, [1]),
        ({"text": "Thanh nha Mac"}, [3]),
        ({"text": "kiem tra thành"}, [3]),
        ({"text": "khong co"}, []),
        ({"text": "nham nguoi ky"}, [2]),
        ({"text": "bao cao quy"}, [4]),
        ({"text": "03/SVHTTDL-VP"}, [3]),
        ({"text": "100%"}, []),
        ({"signer": "minh tue"}, [1, 2, 3]),
        ({"recipient": "cac pgd so"}, [2, 3]),
        ({"doc_type": "giay_moi"}, [2]),
        ({"unit": "VP"}, [1, 2, 3]),
        ({"unit": "QLVH"}, []),
        ({"state": "FILED"}, [1]),
        ({"state": "VOIDED"}, [2]),
        ({"state": "NUMBERED"}, [3]),
        ({"state": "RESERVED"}, [4]),
        ({"year": 1999}, []),
        ({"series": "KHAC"}, []),
        ({"last": "1999-12-31"}, []),
        ({"first": "2000-01-01"}, [1, 2, 3, 4]),
    ],
)
async def test_entries_are_found(
    desk: RecordsDesk, query: dict[str, Any], numbers: list[int]
) -> None:
    assert await found(desk, **query) == numbers


async def test_pages_follow_one_another_and_what_comes_meanwhile_comes_last(
    desk: RecordsDesk,
) -> None:
    first = await page(desk, limit=3)
    await desk.issue(await desk.lay())
    second = await page(desk, limit=3, after=first["after"])
    numbers = [int(one["number"]) for one in (*first["entries"], *second["entries"])]
    assert (numbers, second["after"]) == ([1, 2, 3, 4, 5], None)


async def test_a_place_that_nobody_gave_is_refused(desk: RecordsDesk) -> None:
    async with desk.client() as clerk:
        answer = await clerk.get("/register/entries", params={"after": "x"})
    assert (answer.status_code, answer.json()["code"]) == (422, "broken_cursor")
    with pytest.raises(Invalid):
        place_of("2026/hai/VB")


async def test_days_are_those_of_the_documents(desk: RecordsDesk) -> None:
    today = date.fromisoformat((await page(desk))["entries"][0]["date"])
    assert await found(desk, first=str(today + timedelta(days=1))) == []
    assert 1 in await found(desk, first=str(today), last=str(today))
