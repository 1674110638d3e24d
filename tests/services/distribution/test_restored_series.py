"""A restored records desk: closed until the clerk's word, then nothing is given twice."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from deploy.local.settings import OWNER
from services.distribution import restored
from services.distribution.store import restores
from shared.document.imprint import new_check_code
from shared.domain.lifecycle import Stage
from tests.services.distribution.records_desk import RecordsDesk
from tests.support.office import LANG_SON, Office, content_of

PATH = "/register/series/VB/confirm"
PDF = {"Content-Type": "application/pdf"}
REASON = "Theo bản lưu giấy của đơn vị."


@pytest.fixture(scope="module")
async def desk(office: Office) -> RecordsDesk:
    return await RecordsDesk.open(office, content_of(LANG_SON) | {"issue": "automatic"})


def confirmation(desk: RecordsDesk, number: int, **more: Any) -> dict[str, Any]:
    return {"last": [{"year": desk.now.year, "number": number}], "reason": REASON, **more}


async def restore(desk: RecordsDesk, backup_at: datetime) -> None:
    office = desk.office
    await restored.record(office.server.url(office.database, OWNER), backup_at)


async def refused(answer: httpx.Response) -> str:
    assert answer.is_client_error, answer.text
    return str(answer.json()["code"])


async def test_after_a_restore_every_number_waits_for_the_clerk_s_word_and_none_is_given_twice(
    desk: RecordsDesk,
) -> None:
    first, second = await desk.lay(), await desk.lay()
    wish = {
        "unit": "VP",
        "purpose": "Giấy mời",
        "expires_at": (desk.now + timedelta(1)).isoformat(),
    }
    async with desk.client() as clerk:
        kept = (await clerk.post("/reservations", json=wish)).json()
        await restore(desk, desk.now)
        waits = await desk.lay()
        record = (await clerk.get(f"/dispatches/{waits}")).json()
        assert "Hệ số VB đang đóng" in record["waits_because"]
        lists = (await clerk.get("/desk")).json()
        shown = {one["series"]: one["last_number"] for one in lists["closed_series"]}
        assert shown["VB"] == 3
        alarms = (await clerk.get("/alarms")).json()["raised"]
        assert [one["alarm"] for one in alarms] == ["series-closed"]
        assert alarms[0]["remark"].startswith("1 series of 1 agencies give no number")
        for path, body in (
            ("/reservations", wish),
            (f"/dispatches/{waits}/issue", {}),
            (f"/dispatches/{waits}/issue", {"reserved": kept["id"]}),
        ):
            assert await refused(await clerk.post(path, json=body)) == "series_not_confirmed"
        await _confirm_five(desk, clerk, first, second, kept["number"])
        assert (await clerk.get("/alarms")).json()["raised"] == []
        assert [one["case"] for one in (await clerk.get("/desk")).json()["waiting"]] == [waits]
        assert await refused(await clerk.post(PATH, json=confirmation(desk, 5))) == (
            "series_confirmed"
        )
    await _woken(desk, waits)


async def _confirm_five(
    desk: RecordsDesk, clerk: httpx.AsyncClient, first: str, second: str, kept: str
) -> None:
    for number in (2, 5000):
        wrong = await clerk.post(PATH, json=confirmation(desk, number))
        assert await refused(wrong) == "last_number_wrong"
    head = {"sequence": 3, "hash": "a" * 64}
    early = await clerk.post(PATH, json=confirmation(desk, 5, head=head))
    assert await refused(early) == "head_not_later"
    assert len(await desk.register()) == 3
    head["sequence"] = 9
    done = (await clerk.post(PATH, json=confirmation(desk, 5, head=head))).json()
    assert [one["number"] for one in done["lost"]] == ["04", "05"]
    assert done["voided"] == [kept]
    book = await desk.register()
    assert [one["case"] for one in book] == [first, second, "", "", ""]
    assert [one["lost"] for one in book] == [False, False, False, True, True]
    assert book[-1]["note"] == f"Số mất khi phục hồi dữ liệu: {REASON}"
    found = (await clerk.get("/register/entries", params={"state": "LOST"})).json()
    assert [one["printed"] for one in found["entries"]] == ["04", "05"]


async def _woken(desk: RecordsDesk, waits: str) -> None:
    """As the relay does it: what waited gets the number behind the lost ones."""
    assert (await desk.stands(waits)).stage is Stage.TO_ISSUE
    (id_,) = [row.id async for row in _confirmations(desk)]
    for _ in range(2):  # begun anew it finds the same
        async with desk.process.database.engine.begin() as db:
            assert list(await restores.let_go(db, id_)) == [waits]
    assert (await desk.stands(waits)).number == "06/SVHTTDL-VP"
    async with desk.process.database.engine.begin() as db:
        assert list(await restores.let_go(db, id_)) == []
    check = await desk.check()
    assert (check["whole"], len(check["restores"])) == (True, 1)
    assert "sự kiện 9, SHA-256 aaaa" in check["restores"][0]
    assert await desk.faults() == []


async def _confirmations(desk: RecordsDesk) -> Any:
    table = desk.process.database.metadata.tables["distribution.series_confirmations"]
    async with desk.process.database.engine.connect() as db:
        for row in await db.execute(table.select()):
            yield row


async def test_whoever_asks_for_what_is_unknown_hears_that_it_may_have_been_lost(
    desk: RecordsDesk,
) -> None:
    backup_at = desk.now - timedelta(hours=1)
    await restore(desk, backup_at)
    async with desk.client("") as anybody, desk.client() as clerk:
        public = (await anybody.get(f"/public/check/{new_check_code()}")).json()
        mine = (await clerk.post("/verify", content=b"%PDF-1.7", headers=PDF)).json()
    assert (public["known"], public["registered"]) == (False, None)
    assert (mine["case"], mine["registered"]) == (None, False)
    for answer in (public, mine):
        assert datetime.fromisoformat(answer["gaps"][-1]["since"]) == backup_at
