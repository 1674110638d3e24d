"""The database is dumped, one thing in it changed, and restored: the change is found and named."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from deploy.local.postgres_home import find_home
from services.distribution import tables
from services.distribution.domain.register import sealed_hash
from services.distribution.operations.inspecting import inspect_cases, inspect_register
from services.distribution.regular_check import RegularCheck
from services.distribution.store import published as store
from services.distribution.store import register
from shared.contracts.register_check import CheckRef
from shared.runtime.database import Database, Work, create_engine
from shared.runtime.organisations import Organisations
from tests.services.distribution.records_desk import RecordsDesk
from tests.support.server import PASSWORD, SUPERUSER

SENT, BACK, VOIDED = (f"SVHTTDL-2026-{number:06d}" for number in (1, 2, 3))
CHANGE = """
update distribution.TABLE set IT where ctid =
  (select ctid from distribution.TABLE where agency = 'SVHTTDL' order by ctid limit 1)
"""
CHANGES = {
    "dispatches": ("subject = 'K' || substr(subject, 2)", f"hồ sơ {SENT}: bị sửa cột subject"),
    "issues": ("account = 'giam-doc'", f"Bảng issues, hồ sơ {SENT} (VB, 2026, 1): bị sửa"),
    "voids": ("reason = 'x'", f"Bảng voids, hồ sơ {VOIDED} (VB, 2026, 2): bị sửa cột reason"),
    "send_backs": ("reason = 'x'", f"Bảng send_backs, hồ sơ {BACK} (1): bị sửa cột reason"),
    "seals": ("certificate = 'x'", f"Bảng seals, hồ sơ {SENT} (1): bị sửa cột certificate"),
    "mailbox_items": ("mailbox = 'TTr2'", f"Bảng mailbox_items, hồ sơ {SENT} (TTr2): dòng thừa"),
    "acknowledgements": ("reason = 'x'", f"Bảng acknowledgements, hồ sơ {SENT} (QLVH): bị sửa"),
    "deliveries": ("mailboxes = '[\"TTr\"]'", f"Bảng deliveries, hồ sơ {SENT}: không đúng"),
    "file_copies": ("units = '[\"VT\"]'", f"Bảng file_copies, hồ sơ {SENT}: bị sửa cột units"),
    "reservations": ("purpose = 'x'", "Bảng reservations (hệ số VB, số 3 năm 2026): bị sửa cột"),
    "reservation_ends": ("ending = 'used'", "Bảng reservation_ends (hệ số VB, số 3 năm 2026)"),
    "series": ("last_number = last_number + 1", "Bảng series, hệ số VB: không đúng số cuối"),
    "register_events": ("account = 'x'", "Chuỗi sổ đăng ký bị đứt ở sự kiện"),
    "register_heads": ("hash = 'x'", "Chuỗi sổ đăng ký bị đứt từ sự kiện"),
    "events": ("account = 'x'", "chuỗi bị đứt ở sự kiện 1"),
    "organisation_versions": (
        """content = content || '{"test_keys": false}'""",
        "nội dung bị sửa",
    ),
}
"""By table: what is changed in one of its rows, and what is said of it."""


@pytest.fixture(scope="module")
async def dump(desk: RecordsDesk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dispatch on its whole way, one sent back, one with a voided number, a kept number."""
    assert await desk.lay() == SENT
    await desk.issue(SENT)
    await desk.send_out(SENT)
    assert await desk.lay() == BACK
    assert await desk.lay() == VOIDED
    async with desk.client() as clerk:
        await _done(clerk.post(f"/dispatches/{BACK}/send-back", json={"reason": "Thiếu"}))
        await desk.issue(VOIDED)
        await _done(clerk.post(f"/dispatches/{VOIDED}/void", json={"reason": "Nhầm"}))
        expires = (desk.now + timedelta(days=2)).isoformat()
        wish = {"unit": "VP", "purpose": "Giấy mời", "expires_at": expires}
        kept = (await _done(clerk.post("/reservations", json=wish))).json()
        path = f"/reservations/{kept['id']}/cancel"
        await _done(clerk.post(path, json={"reason": "Thôi"}))
    async with desk.client("truong-phong-qlvh") as receiver:
        await _done(receiver.post(f"/mailboxes/QLVH/{SENT}/acknowledge", json={}))
    file = tmp_path_factory.mktemp("dump") / "register.sql"
    run(desk, "pg_dump", "--schema=distribution", "--file", str(file), desk.office.database)
    return file


async def _done(asked: Awaitable[httpx.Response]) -> httpx.Response:
    answer = await asked
    assert answer.status_code == 200, answer.text
    return answer


def run(desk: RecordsDesk, program: str, *arguments: str) -> None:
    path = find_home(desk.office.folder).programs / program
    where = ["--host=127.0.0.1", f"--port={desk.office.server.port}", f"--username={SUPERUSER}"]
    subprocess.run(
        [str(path), *where, *arguments],
        env={"PGPASSWORD": PASSWORD},
        check=True,
        capture_output=True,
    )


@asynccontextmanager
async def restored(desk: RecordsDesk, dump: Path, name: str) -> AsyncIterator[Database]:
    """The dump in a database of its own."""
    server = desk.office.server
    await server.execute(f"create database {name}")
    try:
        await asyncio.to_thread(run, desk, "psql", "--quiet", "--file", str(dump), name)
        engine = create_engine(server.url(name), "tests")
        yield Database(
            engine=engine,
            clock=desk.office.clock,
            blobs=desk.process.database.blobs,
            organisations=Organisations(tables.metadata),
            metadata=tables.metadata,
        )
        await engine.dispose()
    finally:
        await server.drop(name)


async def faults(database: Database) -> list[str]:
    whole = await inspect_register(database, "SVHTTDL")
    part = await inspect_cases(database, "SVHTTDL")
    return [*whole.faults, *part.faults]


async def test_what_nobody_touched_is_whole_when_it_is_restored(
    desk: RecordsDesk, dump: Path
) -> None:
    async with restored(desk, dump, "untouched") as database:
        assert await faults(database) == []


@pytest.mark.parametrize("table", CHANGES)
async def test_a_changed_row_is_found_and_named(desk: RecordsDesk, dump: Path, table: str) -> None:
    change, said = CHANGES[table]
    async with restored(desk, dump, f"changed_{table}") as database:
        said_to_it = CHANGE.replace("TABLE", table).replace("IT", change)
        await desk.office.server.execute(said_to_it, f"changed_{table}")
        found = await faults(database)
    assert any(said in fault for fault in found), found


@pytest.mark.parametrize("table", ["issues", "seals", "file_copies", "mailbox_items", "voids"])
async def test_a_removed_row_is_missed(desk: RecordsDesk, dump: Path, table: str) -> None:
    async with restored(desk, dump, f"removed_{table}") as database:
        removal = "delete from distribution.TABLE".replace("TABLE", table)
        await desk.office.server.execute(removal, f"removed_{table}")
        found = await faults(database)
    assert any(f"Bảng {table}, " in fault and "mất dòng" in fault for fault in found), found


async def test_a_changed_and_a_missing_file_are_found_and_named(
    desk: RecordsDesk, dump: Path
) -> None:
    file = await _file(desk)
    path = desk.office.folder / "blobs" / "SVHTTDL" / file
    bytes_ = path.read_bytes()
    changed = bytes_[:-1] + bytes([bytes_[-1] ^ 1])
    async with restored(desk, dump, "files") as database:
        path.chmod(0o600)
        path.write_bytes(changed)
        assert f"Tệp {file[:12]}, hồ sơ {SENT}: bị sửa." in await faults(database)
        path.unlink()
        assert f"Tệp {file[:12]}, hồ sơ {SENT}: bị mất." in await faults(database)
        path.write_bytes(bytes_)
        assert await faults(database) == []


async def test_a_rewritten_ledger_is_found_by_what_the_register_says(
    desk: RecordsDesk, dump: Path
) -> None:
    async with restored(desk, dump, "ledger") as database:
        await desk.office.server.execute(
            "delete from distribution.events where act = 'acknowledged'", "ledger"
        )
        assert any("“acknowledged”" in fault for fault in await faults(database))


async def test_a_whole_chain_written_anew_shows_by_the_head_that_was_published(
    desk: RecordsDesk, dump: Path
) -> None:
    """Whoever may write everything makes a flawless chain; but not one with the printed head."""
    pdf = await desk.bytes_of(await _file(desk))
    async with desk.office.client("distribution") as anybody:
        answer = (await anybody.post("/public/check", content=pdf)).json()
    published = answer["register_head"]
    async with restored(desk, dump, "rewritten") as database:
        async with database.work() as work:
            await _rewrite(work)
        whole = await inspect_register(database, "SVHTTDL")
        async with database.work() as work:
            head = await store.head(work, "SVHTTDL")
    assert (whole.broken_at, whole.faults) == (None, ())
    assert head is not None
    assert head.seq == published["sequence"]
    assert head.hash != published["hash"]


async def _file(desk: RecordsDesk) -> str:
    async with desk.client() as clerk:
        file: str = (await clerk.get(f"/dispatches/{SENT}")).json()["sealed"]
    return file


async def _rewrite(work: Work) -> None:
    """The first event says something else, and every hash is made to fit."""
    events, heads = tables.register_events, tables.register_heads
    chain = await register.part(work, "SVHTTDL", after=None, last=1000)
    previous = None
    for number, event in enumerate(chain):
        details = dict(event.details) | ({"subject": "Khác"} if number == 0 else {})
        forged = replace(event, details=details, previous=previous)
        previous = sealed_hash(forged)
        row = {"details": details, "previous": forged.previous, "hash": previous}
        mine = (events.c.agency == "SVHTTDL") & (events.c.seq == event.seq)
        await work.db.execute(events.update().where(mine).values(row))
    last = heads.update().where(heads.c.agency == "SVHTTDL")
    await work.db.execute(last.values(hash=previous))


@pytest.mark.usefixtures("dump")
async def test_the_regular_check_keeps_what_it_found_and_the_clerk_sees_it(
    desk: RecordsDesk,
) -> None:
    database, at = desk.process.database, desk.now
    check = RegularCheck(database)
    assert await check.agencies_to_check() == ["SVHTTDL", "UBNDX"]
    whole = await check.check_register(CheckRef(agency="SVHTTDL", at=at))
    assert (whole.faults, whole.dispatches) == (0, 3)
    bad = "update distribution.seals set certificate = certificate || 'x'"
    await desk.office.server.execute(bad, desk.office.database)
    again = await check.check_register(CheckRef(agency="SVHTTDL", at=at))
    later = await check.check_register(CheckRef(agency="SVHTTDL", at=at + timedelta(days=1)))
    await desk.office.server.execute(
        "update distribution.seals set certificate = rtrim(certificate, 'x')", desk.office.database
    )
    assert (again, later.faults) == (whole, 1)
    async with desk.client() as clerk:
        assert (
            f"Bảng seals, hồ sơ {SENT}" in (await clerk.get("/desk")).json()["register_faults"][0]
        )
        latest = (await clerk.get("/register/checks/latest")).json()
        assert (latest["dispatches"], len(latest["faults"])) == (3, 1)
        part = (await clerk.get("/register/verify/dispatches", params={"year": 2026})).json()
        assert part == {"checked": 2, "faults": [], "after": None}
