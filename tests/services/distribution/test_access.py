"""A dispatch is restricted, granted, opened; every way to its text asks first."""

import asyncio
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from services.distribution.domain.access import CONCEALED
from tests.services.distribution.records_desk import CLERK, SIGNER, RecordsDesk

OUTSIDER, HEAD, UNIT_HEAD = "chuyen-vien-qlvh", "giam-doc", "chanh-van-phong"
SUBJECT, WORD = "Xử lý đơn thư của công dân", "khiếu nại"
RESTRICT = {"change": "restricted", "reason": "Có thông tin cá nhân."}
OPEN = {"change": "opened", "reason": "Đã công bố."}
GRANT = {"change": "granted", "reader": "QLVH"}
WITHDRAW = {"change": "withdrawn", "reader": "QLVH"}


@pytest.fixture
async def case(desk: RecordsDesk) -> str:
    """Filed, and restricted by the head."""
    laid = await desk.lay(subject=SUBJECT, paragraphs=(f"Nội dung {WORD} gửi kèm.",))
    await desk.issue(laid)
    await desk.send_out(laid)
    assert (await change(desk, laid, RESTRICT)).status_code == 200
    return laid


async def got(desk: RecordsDesk, path: str, account: str, **query: Any) -> Any:
    async with desk.client(account) as client:
        return await client.get(path, params=query)


async def change(
    desk: RecordsDesk, case: str, body: dict[str, Any], account: str = HEAD, key: str | None = None
) -> Any:
    async with desk.client(account) as client:
        headers = {"Idempotency-Key": key} if key else {}
        return await client.post(f"/dispatches/{case}/access", json=body, headers=headers)


async def confirm(desk: RecordsDesk, case: str, account: str, number: int) -> Any:
    async with desk.client(account) as client:
        return await client.post(f"/dispatches/{case}/access/confirm", json={"number": number})


@pytest.mark.parametrize("path", ["", "/pdf", "/annexes", "/annexes/1", "/access"])
async def test_others_are_refused_record_and_files_and_told_who_may_grant(
    desk: RecordsDesk, case: str, path: str
) -> None:
    refused = await got(desk, f"/dispatches/{case}{path}", OUTSIDER)
    assert (refused.status_code, refused.json()["code"]) == (403, "access_restricted")
    assert "Dương Minh Tuệ" in refused.json()["detail"]
    if path != "/annexes/1":
        for account in (HEAD, SIGNER, UNIT_HEAD, CLERK):
            assert (await got(desk, f"/dispatches/{case}{path}", account)).status_code == 200


async def test_who_was_granted_it_reads_until_it_is_withdrawn(desk: RecordsDesk, case: str) -> None:
    assert (await change(desk, case, GRANT, SIGNER)).json()["readers"] == ["QLVH"]
    assert (await got(desk, f"/dispatches/{case}/pdf", OUTSIDER)).status_code == 200
    await change(desk, case, WITHDRAW, UNIT_HEAD)
    assert (await got(desk, f"/dispatches/{case}/pdf", OUTSIDER)).status_code == 403


async def test_opened_again_it_is_the_whole_agencys(desk: RecordsDesk, case: str) -> None:
    await change(desk, case, OPEN)
    read = (await got(desk, f"/dispatches/{case}", OUTSIDER)).json()
    assert (read["subject"], read["access"]["restricted"]) == (SUBJECT, False)


async def test_a_mailboxs_holders_keep_what_was_delivered(desk: RecordsDesk, case: str) -> None:
    holder = "truong-phong-qlvh"
    lying = (await got(desk, "/mailboxes/QLVH", holder)).json()["items"]
    assert case in {one["case"] for one in lying}
    assert (await got(desk, f"/mailboxes/QLVH/{case}/pdf", holder)).status_code == 200
    assert (await got(desk, f"/dispatches/{case}/pdf", holder)).status_code == 403


async def test_the_register_shows_others_a_line_without_subject(
    desk: RecordsDesk, case: str
) -> None:
    for account, subject in ((OUTSIDER, CONCEALED), (CLERK, SUBJECT), (HEAD, SUBJECT)):
        book = (await got(desk, "/register", account)).json()["entries"]
        line = next(one for one in book if one["case"] == case)
        assert (line["subject"], bool(line["number"]), line["doc_type"]) == (
            subject,
            True,
            "cong_van",
        )
    assert line["recipients"] != [CONCEALED]


@pytest.mark.parametrize("query", [{"text": "cong dan"}, {"text": WORD}, {"recipient": "cac pgd"}])
async def test_a_search_does_not_look_into_what_is_hidden(
    desk: RecordsDesk, case: str, query: dict[str, str]
) -> None:
    async def finds(account: str) -> bool:
        found = (await got(desk, "/register/entries", account, **query)).json()["entries"]
        return case in {one["case"] for one in found}

    assert await finds(CLERK)
    assert not await finds(OUTSIDER)


async def test_printed_books_hide_subject_and_receivers_but_for_the_clerk(
    desk: RecordsDesk, case: str
) -> None:
    number = (await got(desk, f"/dispatches/{case}", CLERK)).json()["number"]

    async def rows(account: str, kind: str) -> list[str]:
        printed = await got(desk, "/register/print", account, kind=kind, form="xlsx")
        sheet = openpyxl.load_workbook(BytesIO(printed.content)).active
        lines = ["|".join(map(str, row)) for row in sheet.iter_rows(values_only=True)]
        return [line for line in lines if number in line and "Từ số" not in line]

    for kind in ("register", "transfer"):
        assert all(CONCEALED in line for line in await rows(OUTSIDER, kind))
        assert not any(CONCEALED in line for line in await rows(CLERK, kind))
    assert all(SUBJECT in line for line in await rows(CLERK, "register"))


async def test_verification_tells_number_and_signers_but_no_subject(
    desk: RecordsDesk, case: str
) -> None:
    file = (await got(desk, f"/dispatches/{case}/pdf", CLERK)).content
    async with desk.client(OUTSIDER) as client:
        told = (await client.post("/verify", content=file)).text
    assert SUBJECT not in told
    assert case in told


async def test_a_change_is_a_warning_until_each_confirms_it(desk: RecordsDesk, case: str) -> None:
    await change(desk, case, GRANT)
    for account, numbers in ((CLERK, [1, 2]), (SIGNER, [1, 2]), (OUTSIDER, [2]), (HEAD, [])):
        access = (await got(desk, f"/dispatches/{case}", account)).json()["access"]
        assert [one["number"] for one in access["warnings"]] == numbers

    assert case in (await got(desk, "/desk", CLERK)).json()["access_changed"]
    assert (await confirm(desk, case, CLERK, 2)).json()["warnings"] == []
    assert case not in (await got(desk, "/desk", CLERK)).json()["access_changed"]
    again = await confirm(desk, case, CLERK, 2)
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_confirm")

    signers = (await got(desk, f"/dispatches/{case}", SIGNER)).json()["access"]["warnings"]
    assert len(signers) == 2


async def test_who_lost_the_right_is_warned_too(desk: RecordsDesk, case: str) -> None:
    await change(desk, case, GRANT)
    await change(desk, case, WITHDRAW)
    seen = (await got(desk, f"/dispatches/{case}/access", OUTSIDER)).json()
    assert [one["change"] for one in seen["warnings"]] == ["granted", "withdrawn"]
    assert (seen["changes"], seen["readers"]) == (seen["warnings"], [])
    assert (await confirm(desk, case, OUTSIDER, 3)).json()["warnings"] == []


async def test_a_change_made_meanwhile_is_not_confirmed(desk: RecordsDesk, case: str) -> None:
    await change(desk, case, GRANT)
    left = (await confirm(desk, case, CLERK, 1)).json()["warnings"]
    assert [one["number"] for one in left] == [2]
    unseen = await confirm(desk, case, CLERK, 9)
    assert (unseen.status_code, unseen.json()["code"]) == (412, "access_changed")


@pytest.mark.parametrize(
    ("account", "body", "answer"),
    [
        (CLERK, OPEN, (403, "not_your_access")),
        (OUTSIDER, GRANT, (403, "not_your_access")),
        ("xa-van-thu", GRANT, (404, "unknown_dispatch")),
        (HEAD, RESTRICT, (409, "nothing_changes")),
        (HEAD, WITHDRAW, (409, "nothing_changes")),
        (HEAD, {"change": "opened"}, (422, "reason_missing")),
        (HEAD, {"change": "granted", "reader": "KHONG-CO"}, (422, "unknown_reader")),
    ],
)
async def test_refused_changes_leave_the_rights_as_they_are(
    desk: RecordsDesk, case: str, account: str, body: dict[str, str], answer: tuple[int, str]
) -> None:
    refused = await change(desk, case, body, account)
    assert (refused.status_code, refused.json()["code"]) == answer
    stands = (await got(desk, f"/dispatches/{case}/access", CLERK)).json()
    assert len(stands["changes"]) == 1


async def test_of_two_alike_at_once_one_counts(desk: RecordsDesk, case: str) -> None:
    both = await asyncio.gather(*(change(desk, case, GRANT, who) for who in (HEAD, SIGNER)))
    assert sorted(one.status_code for one in both) == [200, 409]


async def test_the_same_key_gets_the_same_answer(desk: RecordsDesk, case: str) -> None:
    first, second = [await change(desk, case, GRANT, key=f"{case}-cap") for _ in range(2)]
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()


async def test_every_change_is_an_event_of_the_dispatch(desk: RecordsDesk, case: str) -> None:
    await change(desk, case, GRANT)
    await confirm(desk, case, CLERK, 2)
    kept = (await got(desk, f"/dispatches/{case}/events", CLERK)).json()["events"]
    acts = [one["act"] for one in kept if one["act"].startswith("access_")]
    assert acts == ["access_restricted", "access_granted", "access_confirmed"]


async def test_the_archive_carries_the_rights_and_nobodys_warnings(
    desk: RecordsDesk, case: str
) -> None:
    kept = (await got(desk, f"/dispatches/{case}/archive", CLERK)).json()["record"]["access"]
    assert (kept["restricted"], len(kept["changes"]), kept["warnings"]) == (True, 1, [])
