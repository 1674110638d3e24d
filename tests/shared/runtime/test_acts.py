"""Acts that are sent twice."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from shared.runtime.acts import once
from shared.runtime.database import Work
from shared.runtime.ledger import history
from shared.runtime.organisations import version_of
from tests.shared.runtime.small_office import NOTES, PATIENT, SmallOffice
from tests.support.waiting import until

SENT = {"sentence": "Kính gửi các phòng"}


@pytest.fixture(autouse=True)
async def _lang_son(small: SmallOffice, lang_son: dict[str, Any]) -> None:
    await small.load(lang_son)


async def notes(small: SmallOffice) -> int:
    async with small.database.work() as work:
        return await work.db.scalar(sa.select(sa.func.count()).select_from(NOTES)) or 0


async def send(
    small: SmallOffice, sent: Mapping[str, object], key: str | None = "k1", account: str = "van-thu"
) -> httpx.Response:
    headers = {"Idempotency-Key": key} if key is not None else {}
    async with small.client(account) as client:
        return await client.post("/notes", json=sent, headers=headers)


async def test_the_same_key_with_the_same_request_gets_the_same_answer(small: SmallOffice) -> None:
    first, second = await send(small, SENT), await send(small, SENT)
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    assert await notes(small) == 1


async def test_the_same_key_for_another_request_is_refused(small: SmallOffice) -> None:
    await send(small, SENT)
    other = await send(small, {"sentence": "Kính gửi Giám đốc"})
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert await notes(small) == 1


@pytest.mark.parametrize("remembered", [SENT, SENT | {"copies": 1}])
@pytest.mark.parametrize("again", [SENT, SENT | {"copies": 1}])
async def test_a_retry_after_an_upgrade_is_the_same_request(
    small: SmallOffice, remembered: dict[str, Any], again: dict[str, Any]
) -> None:
    """Remembered without a field that came later with a default, or with it as long ago."""
    answer = {"id": "n1", "sentence": SENT["sentence"]}

    async def done() -> dict[str, Any]:
        return answer

    async with small.database.work() as work:
        requests = [{"path": "POST /notes ", "body": remembered}]
        await once(work, account="van-thu", key="k1", requests=requests, act=done)
    assert (await send(small, again)).json() == answer
    assert (await send(small, SENT | {"copies": 2})).json()["code"] == "key_reused"
    assert await notes(small) == 0


async def test_an_act_without_a_key_is_done_each_time(small: SmallOffice) -> None:
    first, second = await send(small, SENT, None), await send(small, SENT, None)
    assert first.json()["id"] != second.json()["id"]
    assert await notes(small) == 2


async def test_a_key_belongs_to_the_account_that_used_it(small: SmallOffice) -> None:
    mine = await send(small, SENT)
    theirs = await send(small, SENT, account="giam-doc")
    assert theirs.status_code == 200
    assert mine.json()["id"] != theirs.json()["id"]


async def test_a_refused_act_is_judged_anew_under_the_same_key(small: SmallOffice) -> None:
    refused = await send(small, SENT | {"copies": 0})
    assert (refused.status_code, refused.json()["code"]) == (422, "no_copies")
    assert await notes(small) == 0
    again = await send(small, SENT)
    assert again.status_code == 200
    assert await notes(small) == 1


async def test_five_at_once_under_one_key_are_one_act(small: SmallOffice) -> None:
    answers = await asyncio.gather(*(send(small, SENT) for _ in range(5)))
    assert [answer.status_code for answer in answers] == [200] * 5
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await notes(small) == 1


@pytest.mark.parametrize("key", ["", "k" * 129])
async def test_a_key_of_no_use_is_refused(small: SmallOffice, key: str) -> None:
    answer = await send(small, SENT, key)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


async def test_an_act_that_waited_for_a_lock_is_judged_by_the_organisation_of_its_own_instant(
    small: SmallOffice, lang_son: dict[str, Any]
) -> None:
    older = await waits_while(small, lang_son, lambda content: content["accounts"].pop(6))
    assert (older.status_code, older.json()["code"]) == (403, "no_account")
    assert await notes(small) == 0


async def test_an_act_that_waited_is_done_once_and_names_the_newer_organisation(
    small: SmallOffice, lang_son: dict[str, Any]
) -> None:
    done = await waits_while(small, lang_son, lambda content: content.update(issue_hours="5"))
    assert done.status_code == 200
    assert await notes(small) == 1
    async with small.database.work() as work:
        (event,) = await history(work, "SVHTTDL", "A-1")
        assert event["organisation"] == version_of(lang_son)


async def waits_while(
    small: SmallOffice, content: dict[str, Any], change: Callable[[dict[str, Any]], object]
) -> httpx.Response:
    """The answer to an act that waits for a lock while another organisation comes in force."""
    async with small.client("van-thu") as client:
        async with small.database.work() as other:
            await other.db.execute(sa.text(f"select pg_advisory_xact_lock({PATIENT})"))
            act = asyncio.create_task(client.post("/patient-notes", json=SENT))
            await until(lambda: waiters(other))
            change(content)
            await small.load(content)
        return await act


async def waiters(other: Work) -> int:
    query = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
    return await other.db.scalar(sa.text(f"{query} and objid = {PATIENT}")) or 0
