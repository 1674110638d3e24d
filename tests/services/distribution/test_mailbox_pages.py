"""A mailbox is read page by page; a chain part by part."""

from services.distribution.store import register
from tests.services.distribution.records_desk import RecordsDesk

PDF = {"Content-Type": "application/pdf"}


async def send(desk: RecordsDesk) -> str:
    case = await desk.lay()
    await desk.issue(case)
    await desk.send_out(case)
    return case


async def test_pages_of_a_mailbox_miss_nothing_and_repeat_nothing(desk: RecordsDesk) -> None:
    sent = [await send(desk) for _ in range(5)]
    read: list[str] = []
    asked: dict[str, int | str] = {"limit": 2}
    async with desk.client("chuyen-vien-qlvh") as member:
        while True:
            page = (await member.get("/mailboxes/QLVH", params=asked)).json()
            assert len(page["items"]) <= 2
            read += [item["case"] for item in page["items"]]
            if page["after"] is None:
                break
            asked["after"] = page["after"]
            if len(read) == 2:
                await send(desk)  # what comes meanwhile moves no page
        assert read == sent[::-1]
        whole = (await member.get("/mailboxes/QLVH", params={"limit": 6})).json()
        assert [item["case"] for item in whole["items"]][1:] == read
        assert whole["after"] is None
        absent = await member.get("/mailboxes/QLVH", params={"after": "SVHTTDL-2026-777777"})
        assert (absent.status_code, absent.json()["code"]) == (404, "not_in_mailbox")
        for limit in (0, 201):
            refused = await member.get("/mailboxes/QLVH", params={"limit": limit})
            assert refused.status_code == 422


async def test_the_parts_of_a_chain_are_the_chain(desk: RecordsDesk) -> None:
    async with desk.work() as (work, me):
        head, last = await register.ends(work, me.agency)
        assert head.seq == last > 7
        read: list[int] = []
        while part := await register.part(
            work, me.agency, after=read[-1] if read else None, last=last, limit=7
        ):
            assert len(part) <= 7
            read += [event.seq for event in part]
    assert read == list(range(1, last + 1))


async def test_a_damaged_copy_is_told_by_the_number_that_stands_in_it(desk: RecordsDesk) -> None:
    """Of dispatches that are alike to the last byte of the prepared part."""
    first, _, third = await send(desk), await send(desk), await send(desk)
    for case in (first, third):
        async with desk.client() as clerk:
            pdf = bytearray((await clerk.get(f"/dispatches/{case}/pdf")).content)
            pdf[pdf.rindex(b"/Contents <") + 2000] ^= 1
            found = (await clerk.post("/verify", content=bytes(pdf), headers=PDF)).json()
        assert not found["whole"]
        assert found["case"] == case
        assert "number_line_differs" not in {one["code"] for one in found["problems"]}
