"""An older register taken over, a year that ends, and books that are closed."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest

from shared.domain.dates import vietnam_date
from tests.services.distribution.records_desk import RecordsDesk
from tests.services.distribution.test_old_register import table
from tests.support.office import LANG_SON, Office, content_of

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
CSV = {"Content-Type": "text/csv"}
NUMBERING = [
    {"series": "VB", "name": "Văn bản hành chính"},
    {"series": "QD", "name": "Quyết định", "types": ["quyet_dinh"]},
    {"series": "CT", "name": "Chỉ thị", "types": ["chi_thi"]},
]


@pytest.fixture(scope="module")
async def desk(office: Office) -> RecordsDesk:
    return await RecordsDesk.open(office, content_of(LANG_SON) | {"numbering": NUMBERING})


@pytest.fixture
async def clerk(desk: RecordsDesk) -> AsyncIterator[httpx.AsyncClient]:
    async with desk.client() as client:
        yield client


def day(desk: RecordsDesk, before: int = 0) -> str:
    return f"{vietnam_date(desk.now) - timedelta(days=before):%d/%m/%Y}"


def rows(desk: RecordsDesk, *numbers: int, symbol: str = "SVHTTDL-VP") -> bytes:
    lines = [f"{one:02d}/{symbol},{day(desk)},Trích yếu {one},Người ký cũ" for one in numbers]
    return table(*lines)


async def test_an_older_register_is_tried_then_taken_over_and_continued(
    desk: RecordsDesk, clerk: httpx.AsyncClient
) -> None:
    data, path = rows(desk, 1, 2, 3), "/register/import"
    tried = await clerk.post(path, params={"dry_run": True}, content=data, headers=CSV)
    assert tried.status_code == 200, tried.text
    assert (tried.json()["lines"], tried.json()["entered"]) == (3, False)
    assert await desk.register() == []
    done = await clerk.post(path, content=data, headers=CSV | {"Idempotency-Key": "old"})
    assert (done.json()["first"], done.json()["last"]) == ("01/SVHTTDL-VP", "03/SVHTTDL-VP")
    again = await clerk.post(path, content=data, headers=CSV | {"Idempotency-Key": "old"})
    assert again.json() == done.json()
    assert await desk.issue(await desk.lay()) == "04/SVHTTDL-VP"
    book = await desk.register()
    assert [entry["number"] for entry in book] == ["01", "02", "03", "04"]
    assert (book[0]["signer"], book[0]["case"]) == ("Người ký cũ", "")
    assert (await desk.check())["whole"]


async def test_one_wrong_line_and_nothing_is_taken_over(
    desk: RecordsDesk, clerk: httpx.AsyncClient
) -> None:
    before = await desk.register()
    number = len(before) + 1
    data = rows(desk, number, number + 2)
    refused = await clerk.post("/register/import", content=data, headers=CSV)
    assert (refused.status_code, refused.json()["code"]) == (422, "import_wrong")
    (error,) = refused.json()["errors"]
    assert error["field"] == "line 3"
    assert f"thiếu số {number + 1:02d}" in error["message"]
    twice = await clerk.post("/register/import", content=rows(desk, 1), headers=CSV)
    assert "trùng hoặc lùi" in twice.json()["errors"][0]["message"]
    assert await desk.register() == before
    async with desk.client("giam-doc") as head:
        closed = await head.post("/register/import", content=data, headers=CSV)
        assert (closed.status_code, closed.json()["code"]) == (403, "not_a_clerk")


async def test_the_same_number_and_symbol_in_another_series_is_never_silent(
    desk: RecordsDesk, clerk: httpx.AsyncClient
) -> None:
    data, where = rows(desk, 1, 2), {"series": "CT"}
    tried = await clerk.post(
        "/register/import", params=where | {"dry_run": True}, content=data, headers=CSV
    )
    assert [one["line"] for one in tried.json()["duplicates"]] == [2, 3]
    refused = await clerk.post("/register/import", params=where, content=data, headers=CSV)
    assert "đã có trong hệ số VB" in refused.json()["errors"][0]["message"]
    accepted = await clerk.post(
        "/register/import", params=where | {"accept_duplicates": True}, content=data, headers=CSV
    )
    assert accepted.status_code == 200, accepted.text
    # a scheme that gives two series one symbol stops before the second paper bears it
    case = await desk.lay(doc_type="quyet_dinh")
    refused = await clerk.post(f"/dispatches/{case}/issue", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "number_taken")
    assert "01/SVHTTDL-VP" in refused.json()["detail"]
    async with desk.client() as reader:
        empty = await reader.get("/register", params={"series": "QD"})
    assert (empty.json()["name"], empty.json()["entries"]) == ("Quyết định", [])


async def test_a_year_is_closed_when_it_is_over_and_everything_in_it_is_sealed(
    desk: RecordsDesk, clerk: httpx.AsyncClient
) -> None:
    year = vietnam_date(desk.now).year
    path = f"/register/{year}/close"
    early = await clerk.post(path)
    assert (early.status_code, early.json()["code"]) == (409, "year_not_over")
    sealed, waiting = await desk.lay(), await desk.lay()
    for entry in await desk.register():
        if entry["stage"] == "NUMBERED":
            await desk.flow.seal(desk.ref(entry["case"]))
    await desk.issue(sealed)
    await desk.flow.seal(desk.ref(sealed))
    midnight = datetime(year + 1, 1, 1, tzinfo=VIETNAM).astimezone(UTC)
    desk.office.clock.ahead += midnight - desk.now - timedelta(minutes=5)
    unsealed = await desk.issue(waiting)
    body = {"unit": "VP", "purpose": "Họp đầu năm"}
    body |= {"expires_at": (desk.now + timedelta(days=5)).isoformat()}
    kept = (await clerk.post("/reservations", json=body)).json()
    desk.office.clock.ahead += timedelta(minutes=10)
    refused = await clerk.post(path)
    assert (refused.status_code, refused.json()["code"]) == (409, "numbered_not_sealed")
    assert unsealed in refused.json()["detail"]
    await desk.flow.seal(desk.ref(waiting))
    closed = await clerk.post(path)
    assert closed.status_code == 200, closed.text
    assert closed.json()["last"].keys() == {"VB", "CT"}
    assert (await clerk.post(path)).json()["code"] == "year_closed"
    book = {entry["printed"]: entry for entry in await desk.register(year)}
    assert book[kept["number"]]["note"].endswith(f"Hủy số: khóa sổ năm {year}")
    assert all(entry["closed"] for entry in book.values())
    await desk.flow.deliver(desk.ref(sealed))
    entry = next(one for one in await desk.register(year) if one["case"] == sealed)
    assert (entry["copies"], entry["sent_at"]) == (0, None)
    assert entry["note"].startswith("chuyển 10 bản ngày 01/01/")
    late = await clerk.post("/register/import", content=rows(desk, 9), headers=CSV)
    assert late.status_code == 422
    assert (await desk.check())["whole"]


async def test_new_years_night_with_ten_dispatches(desk: RecordsDesk) -> None:
    year = vietnam_date(desk.now).year
    cases = [await desk.lay() for _ in range(10)]
    midnight = datetime(year + 1, 1, 1, tzinfo=VIETNAM).astimezone(UTC)
    desk.office.clock.ahead += midnight - desk.now - timedelta(seconds=30)
    old = [await desk.issue(case) for case in cases[:5]]
    desk.office.clock.ahead += timedelta(minutes=1)
    new = [await desk.issue(case) for case in cases[5:]]
    assert new == [f"{number:02d}/SVHTTDL-VP" for number in range(1, 6)]
    assert [entry["printed"] for entry in await desk.register(year)][-5:] == old
    assert {entry["date"] for entry in await desk.register(year + 1)} == {f"{year + 1}-01-01"}
    checked = await desk.check()
    assert (checked["whole"], checked["faults"]) == (True, [])
