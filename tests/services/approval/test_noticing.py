"""Notices: one for each turn, recipient, kind and ordinal, whoever says it how often."""

import asyncio
from pathlib import Path

import pytest

from services.approval.domain.notices import NoticeKind
from services.approval.operations.noticing import tell
from tests.services.approval.telling import CHECKER, DRAFTER, EMAILS, SECOND, Telling, content
from tests.support.office import TINY, Office, content_of

HOOKS = (
    {"name": "tat-ca", "url": "https://all.example/hook"},
    {"name": "tre-han", "url": "https://late.example/hook", "kinds": ["overdue"]},
)


@pytest.fixture(scope="module")
async def telling(office: Office) -> Telling:
    await office.load("approval", content(webhooks=HOOKS))
    await office.load("approval", content_of(TINY))
    return Telling(office, Path())


async def test_a_notice_goes_by_every_channel_that_has_an_address(telling: Telling) -> None:
    key = await telling.round()
    await telling.tell(key, CHECKER, kind=NoticeKind.OVERDUE)
    (notice,) = await telling.rows("notices", key.case)
    assert (notice["recipient"], notice["kind"], notice["ordinal"]) == (CHECKER, "overdue", 1)
    version, _ = await telling.in_force()
    sendings = await telling.rows("sendings", key.case)
    assert {(one["channel"], one["address"]) for one in sendings} == {
        ("mail", EMAILS[CHECKER]),
        ("webhook", "tat-ca"),
        ("webhook", "tre-han"),
    }
    for one in sendings:
        assert (one["notice"], one["account"]) == (notice["id"], CHECKER)
        assert (one["organisation"], one["handed_over_at"]) == (version, None)


async def test_who_has_no_address_is_told_all_the_same(telling: Telling) -> None:
    key = await telling.round()
    await telling.tell(key, SECOND, "nguoi-da-nghi")
    assert len(await telling.rows("notices", key.case)) == 2
    channels = [one["channel"] for one in await telling.rows("sendings", key.case)]
    assert channels == ["webhook", "webhook"]


async def test_told_again_nothing_is_written(telling: Telling) -> None:
    key = await telling.round()
    for _ in range(2):
        await telling.tell(key, CHECKER, CHECKER)
        await telling.tell(key, CHECKER, DRAFTER)
    assert len(await telling.rows("notices", key.case)) == 2
    assert len(await telling.rows("sendings", key.case)) == 4


async def test_told_twice_at_once_one_notice_is_written(telling: Telling) -> None:
    key = await telling.round()
    await asyncio.gather(*(telling.tell(key, CHECKER) for _ in range(5)))
    assert len(await telling.rows("notices", key.case)) == 1
    assert len(await telling.rows("sendings", key.case)) == 2


async def test_a_new_turn_another_kind_and_the_next_ordinal_are_told_anew(
    telling: Telling,
) -> None:
    key = await telling.round()
    await telling.tell(key, CHECKER)
    await telling.tell(key, CHECKER, turn=2)
    await telling.tell(key, CHECKER, kind=NoticeKind.ESCALATION)
    await telling.tell(key, CHECKER, kind=NoticeKind.ESCALATION, ordinal=2)
    assert len(await telling.rows("notices", key.case)) == 4


async def test_a_fact_that_is_not_committed_tells_nobody(telling: Telling) -> None:
    key = await telling.round()
    version, organisation = await telling.in_force()

    async def stumble() -> None:
        async with telling.database.work() as work:
            await tell(
                work,
                key,
                1,
                1,
                NoticeKind.DECIDED,
                [DRAFTER],
                organisation=organisation,
                version=version,
                facts={"by": "Lan"},
            )
            raise LookupError

    with pytest.raises(LookupError):
        await stumble()
    assert not await telling.rows("notices", key.case)
    assert not await telling.rows("sendings", key.case)


async def test_i_read_my_own_notices_the_newest_first_by_pages(telling: Telling) -> None:
    key = await telling.round()
    for turn in range(1, 6):
        await telling.tell(key, "truong-phong-qlvh", turn=turn)
    await telling.tell(key, "truong-phong-qldl")
    turns: list[int] = []
    async with telling.office.client("approval", "truong-phong-qlvh") as client:
        after: dict[str, str] = {}
        for wanted in (2, 2, 1):
            answer = await client.get("/notices", params={"limit": "2"} | after)
            assert answer.status_code == 200, answer.text
            page = answer.json()
            assert len(page["notices"]) == wanted
            turns += [one["turn"] for one in page["notices"]]
            after = {"after": page["after"]}
    assert turns == [5, 4, 3, 2, 1]
    assert after == {"after": None}
    first = page["notices"][0]
    assert first["subject"] == f"{key.case}: có việc mới, kiểm tra nội dung"
    assert first["lines"][0] == f"Hồ sơ {key.case}, lần trình 1: triển khai"


@pytest.mark.parametrize("other", [SECOND, "xa-truong"])
async def test_nobody_reads_what_another_was_told(telling: Telling, other: str) -> None:
    key = await telling.round()
    await telling.tell(key, DRAFTER)
    (notice,) = await telling.rows("notices", key.case)
    async with telling.office.client("approval", other) as client:
        mine = (await client.get("/notices")).json()["notices"]
        behind = (await client.get("/notices", params={"after": notice["id"]})).json()
    assert notice["id"] not in [one["id"] for one in mine]
    assert behind == {"notices": [], "after": None}
