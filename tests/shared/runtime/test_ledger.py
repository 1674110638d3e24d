"""The legal memory: events in a chain that shows where it was touched."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from shared.domain.chains import broken_at
from shared.runtime.ledger import history, record
from tests.shared.runtime.small_office import METADATA, NAME, SmallOffice

EVENTS = METADATA.tables[f"{NAME}.events"]
CHANGES = {
    "account": "mao-danh",
    "act": "approve",
    "object": "f" * 64,
    "details": {"round": 2},
    "on_behalf_of": "giam-doc",
    "request": "khac",
    "organisation": "v2",
    "hash": "0" * 64,
    "previous": "0" * 64,
    "at": sa.text("at - interval '1 second'"),
}


async def append(
    small: SmallOffice, case: str = "A-1", *, agency: str = "A", act: str = "view"
) -> None:
    async with small.database.work("r1") as work:
        await record(
            work,
            agency=agency,
            case=case,
            account="lan",
            act=act,
            organisation="v1",
            object_hash="a" * 64,
            details={"tên": "Lạng Sơn", "round": 1, "none": None},
        )


async def events(small: SmallOffice, case: str = "A-1", agency: str = "A") -> list[dict[str, Any]]:
    async with small.database.work() as work:
        return [dict(row) for row in await history(work, agency, case)]


async def test_an_untouched_chain_is_whole(small: SmallOffice) -> None:
    for act in ("draft", "submit", "view"):
        await append(small, act=act)
    told = await events(small)
    assert [event["act"] for event in told] == ["draft", "submit", "view"]
    assert [event["seq"] for event in told] == [1, 2, 3]
    assert told[0]["previous"] is None
    assert [event["previous"] for event in told[1:]] == [event["hash"] for event in told[:-1]]
    assert {event["request"] for event in told} == {"r1"}
    assert broken_at(told) is None


async def test_nothing_yet_is_a_whole_chain(small: SmallOffice) -> None:
    assert broken_at(await events(small)) is None


@pytest.mark.parametrize("column", CHANGES)
async def test_one_changed_row_is_found_and_numbered(small: SmallOffice, column: str) -> None:
    for _ in range(4):
        await append(small)
    async with small.database.work() as work:
        await work.db.execute(
            EVENTS.update().where(EVENTS.c.seq == 3).values({column: CHANGES[column]})
        )
    assert broken_at(await events(small)) == 3


@pytest.mark.parametrize("gone", [1, 2, 3])
async def test_a_row_taken_out_is_found(small: SmallOffice, gone: int) -> None:
    for _ in range(4):
        await append(small)
    async with small.database.work() as work:
        await work.db.execute(EVENTS.delete().where(EVENTS.c.seq == gone))
    assert broken_at(await events(small)) == gone


async def test_appending_at_once_keeps_one_chain(small: SmallOffice) -> None:
    await asyncio.gather(*(append(small) for _ in range(15)))
    told = await events(small)
    assert [event["seq"] for event in told] == list(range(1, 16))
    assert broken_at(told) is None


async def test_every_case_of_every_agency_has_a_chain_of_its_own(small: SmallOffice) -> None:
    await append(small, "A-1")
    await append(small, "A-2")
    await append(small, "A-1", agency="B")
    for case, agency in (("A-1", "A"), ("A-2", "A"), ("A-1", "B")):
        told = await events(small, case, agency)
        assert [event["seq"] for event in told] == [1]


async def test_an_event_goes_with_its_fact_or_not_at_all(small: SmallOffice) -> None:
    await append(small)
    with pytest.raises(LookupError):
        await fail_after_recording(small)
    await append(small)
    told = await events(small)
    assert [event["seq"] for event in told] == [1, 2]
    assert broken_at(told) is None


async def fail_after_recording(small: SmallOffice) -> None:
    async with small.database.work() as work:
        await record(work, agency="A", case="A-1", account="lan", act="view", organisation=None)
        raise LookupError
