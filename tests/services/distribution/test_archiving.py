"""What the archive takes out of the records desk, and who may see who looked."""

import asyncio
from datetime import datetime
from typing import Any

import pytest

from shared.domain.canonical import sha256
from shared.domain.chains import broken_at
from tests.services.distribution.records_desk import CLERK, SIGNER, RecordsDesk

OUTSIDER, HEAD, UNIT_HEAD = "chuyen-vien-qlvh", "giam-doc", "chanh-van-phong"


@pytest.fixture(scope="module")
async def filed(desk: RecordsDesk) -> str:
    case = await desk.lay()
    await desk.issue(case)
    await desk.send_out(case)
    return case


async def got(desk: RecordsDesk, path: str, account: str = CLERK) -> Any:
    async with desk.client(account) as client:
        return await client.get(path)


async def test_a_clerk_takes_out_record_entry_and_file(desk: RecordsDesk, filed: str) -> None:
    archived = (await got(desk, f"/dispatches/{filed}/archive")).json()
    sealed = archived["record"]["sealed"]

    assert archived["issuer"]["code"] == "SVHTTDL"
    assert archived["printed"] == archived["record"]["number"]
    assert [one["kind"] for one in archived["entry"]] == ["NUMBERED", "SEALED", "SENT", "FILED"]
    answer = await got(desk, f"/dispatches/{filed}/archive/{sealed}")
    assert sha256(answer.content) == sealed


async def test_the_year_lists_what_is_filed_page_by_page(desk: RecordsDesk, filed: str) -> None:
    second = await desk.lay()
    await desk.issue(second)
    await desk.send_out(second)
    waiting = await desk.lay()
    year = int((await desk.register())[0]["date"][:4])

    first_page = (await got(desk, f"/archive?year={year}&limit=1")).json()
    rest = (await got(desk, f"/archive?year={year}&after={first_page['after']}")).json()

    assert (first_page["cases"], first_page["after"]) == ([filed], filed)
    assert (rest["cases"], rest["after"]) == ([second], None)
    archived = (await got(desk, f"/dispatches/{second}/archive")).json()
    last = archived["entry"][-1]
    head = rest["register_head"]
    assert (head["sequence"], head["hash"]) == (last["seq"], last["hash"])
    assert (await got(desk, f"/archive?year={year - 1}")).json()["cases"] == []
    refused = await got(desk, f"/dispatches/{waiting}/archive")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_filed")


async def test_a_file_of_another_dispatch_is_not_in_this_ones_archive(
    desk: RecordsDesk, filed: str
) -> None:
    foreign = await got(desk, f"/dispatches/{filed}/archive/{desk.signed}")
    assert (foreign.status_code, foreign.json()["code"]) == (404, "not_in_archive")


async def test_only_those_who_keep_the_archive_take_anything_out(
    desk: RecordsDesk, filed: str
) -> None:
    sealed = (await got(desk, f"/dispatches/{filed}")).json()["sealed"]
    reads = ("events", "archive", f"archive/{sealed}")
    for account in (OUTSIDER, HEAD, SIGNER):
        for path in (*(f"/dispatches/{filed}/{read}" for read in reads), "/archive?year=2026"):
            answer = await got(desk, path, account)
            assert (answer.status_code, answer.json()["code"]) == (403, "not_an_archivist")
    for path in reads:
        stranger = await got(desk, f"/dispatches/{filed}/{path}", "xa-van-thu")
        assert stranger.status_code == 404


async def test_the_events_carry_all_that_their_hashes_are_made_of(
    desk: RecordsDesk, filed: str
) -> None:
    told = (await got(desk, f"/dispatches/{filed}/events")).json()["events"]
    events = [one | {"at": datetime.fromisoformat(one["at"])} for one in told]

    assert broken_at(events) is None
    events[1]["account"] = "ke-khac"
    assert broken_at(events) == 2


async def test_taking_out_changes_no_event_of_the_dispatch(desk: RecordsDesk, filed: str) -> None:
    before = (await got(desk, f"/dispatches/{filed}/events")).content
    assert (await got(desk, f"/dispatches/{filed}/archive")).status_code == 200
    assert (await got(desk, f"/dispatches/{filed}/events")).content == before


async def test_views_name_who_looked_and_who_took_it_out(desk: RecordsDesk, filed: str) -> None:
    await asyncio.gather(
        got(desk, f"/dispatches/{filed}/pdf", OUTSIDER),
        got(desk, f"/dispatches/{filed}/archive"),
    )
    for account in (CLERK, HEAD, SIGNER, UNIT_HEAD):
        views = (await got(desk, f"/dispatches/{filed}/views", account)).json()["views"]
        seen = {(one["act"], one["account"]) for one in views}
        assert {("file_viewed", OUTSIDER), ("exported", CLERK)} <= seen
        assert [one["at"] for one in views] == sorted(one["at"] for one in views)
    refused = await got(desk, f"/dispatches/{filed}/views", OUTSIDER)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_your_history")
    assert (await got(desk, "/dispatches/SVHTTDL-2026-777777/views")).status_code == 404
