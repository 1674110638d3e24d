"""The smallest service: one table of facts, a few routes, a database of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import httpx
import sqlalchemy as sa
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.domain.people import Person
from shared.domain.refusals import (
    Invalid,
    NotYours,
    Refusal,
    Stale,
    TooLarge,
    TooOften,
    Unknown,
    WrongMoment,
)
from shared.runtime.clock import MovableClock
from shared.runtime.database import Database, Work, create_engine
from shared.runtime.door import open_to_anybody
from shared.runtime.http import AtDesk, process_of
from shared.runtime.ledger import record
from shared.runtime.process import Process, create_process
from shared.runtime.service import Service, create_app
from shared.runtime.settings import EngineSettings, LogSettings, ServiceSettings
from shared.runtime.tables import fact, schema, text
from shared.runtime.text import Text
from tests.support.issuer import TestIssuer
from tests.support.office import ADMINISTRATOR
from tests.support.server import Server

NAME = "office_test"
METADATA = schema(NAME)
NOTES = fact(METADATA, "notes", text("sentence"))
PATIENT = 2
"""The lock that `/patient-notes` waits for."""
LETTERBOX_SECONDS = 1.0
"""For a body of who is not known."""
SECRET = "một câu của văn bản không được vào nhật ký"
REFUSALS: dict[str, Refusal] = {
    "unknown": Unknown("no_such", "Không có."),
    "not_yours": NotYours("not_yours", "Không phải việc của bạn."),
    "wrong_moment": WrongMoment("too_late", "Đã muộn."),
    "stale": Stale("stale", "Đã cũ."),
    "invalid": Invalid("wrong", "Có chỗ sai.", details={"subject": "còn trống"}),
    "too_large": TooLarge("too_long", "Dài quá."),
    "too_often": TooOften("too_often", "Hỏi nhiều quá.", wait=7),
}

router = APIRouter()


class Note(BaseModel):
    sentence: Text
    copies: Annotated[int, Query(ge=0)] = 1


class Kept(BaseModel):
    id: str
    sentence: str


async def note(work: Work, me: Person, sent: Note) -> Kept:
    """An act like those of the real services: a fact and its event."""
    if sent.copies == 0:
        raise Invalid("no_copies", "Phải có ít nhất một bản.")
    kept = Kept(id=uuid4().hex, sentence=sent.sentence)
    await write(work, kept.id, sent.sentence, account=me.id)
    await record(
        work, agency=me.agency, case="A-1", account=me.id, act="note", organisation=me.version
    )
    return kept


async def write(
    work: Work, id_: str, sentence: str, *, case: str = "A-1", account: str = "lan"
) -> None:
    """Write one fact, as the operations of a service do."""
    row = {
        "id": id_,
        "agency": "A",
        "case": case,
        "account": account,
        "at": work.clock.now(),
        "organisation": "v1",
        "sentence": sentence,
    }
    await work.db.execute(NOTES.insert().values(row))


@router.post("/notes")
async def add_note(sent: Note, desk: AtDesk) -> Kept:
    answer = await desk.act(sent, lambda work, me: note(work, me, sent))
    return Kept.model_validate(answer)


@router.post("/bytes")
async def count_bytes(request: Request) -> int:
    return len(await request.body())


@router.post("/letterbox")
async def count_anybodys_bytes(request: Request) -> int:
    open_to_anybody(request, LETTERBOX_SECONDS)
    return len(await request.body())


@router.get("/me")
async def who(desk: AtDesk) -> dict[str, str]:
    async with desk.open() as (_work, me):
        return {"account": me.id, "agency": me.agency, "version": me.version}


@router.get("/refusals/{kind}")
async def refuse(kind: str) -> None:
    raise REFUSALS[kind]


@router.get("/bugs")
async def stumble() -> None:
    raise RuntimeError(SECRET)


@router.get("/files/{fault}")
async def read_file(fault: str) -> None:
    kinds = {kind.__name__: kind for kind in OSError.__subclasses__()}
    raise kinds[fault](SECRET)


@router.post("/patient-notes")
async def add_patient_note(sent: Note, desk: AtDesk) -> Kept:
    async def do(work: Work, me: Person) -> Kept:
        await work.db.execute(sa.text(f"select pg_advisory_xact_lock({PATIENT})"))
        return await note(work, me, sent)

    return Kept.model_validate(await desk.act(sent, do))


@router.get("/database/{statement}")
async def ask_database(statement: str, request: Request) -> None:
    async with process_of(request).database.work() as work:
        for step in STATEMENTS[statement]:
            await work.db.execute(sa.text(step))


STATEMENTS = {
    "terminate": ["select pg_terminate_backend(pg_backend_pid())"],
    "slow": ["set local statement_timeout = 20", "select pg_sleep(5)"],
    "locked": [
        "set local lock_timeout = 20",
        "select pg_advisory_xact_lock(1)",
    ],
    "wrong": ["select no_such_column"],
}


async def summary(_db: AsyncConnection, case: str) -> str:
    return f"Hồ sơ {case}"


SERVICE = Service(
    name=NAME,
    queue=NAME,
    metadata=METADATA,
    routers=[router],
    activities=lambda _process: [],
    facts={"note": NOTES},
    summary=summary,
)


@dataclass
class SmallOffice:
    """`client(account)` speaks to the service in this process; `database.work()` opens its own."""

    settings: ServiceSettings
    issuer: TestIssuer
    clock: MovableClock = field(default_factory=MovableClock)

    def __post_init__(self) -> None:
        self.process: Process = create_process(NAME, METADATA, self.settings, self.clock)
        self.app = create_app(SERVICE, self.process)

    @property
    def database(self) -> Database:
        return self.process.database

    def client(self, account: str | None = None, *, token: str | None = None) -> httpx.AsyncClient:
        bearer = token or (self.issuer.token(account) if account else None)
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://office", headers=headers)

    def elsewhere(self, **changed: Any) -> "SmallOffice":
        """The same service with other settings, as another process would have them."""
        return SmallOffice(replace(self.settings, **changed), self.issuer, self.clock)

    async def load(self, content: dict[str, Any]) -> str:
        """Store an organisation and put it in force; return its version."""
        async with self.client(ADMINISTRATOR) as client:
            stored = (await client.post("/organisations/versions", json=content)).json()
            answer = await client.put(
                f"/organisations/{stored['agency']}/active", json={"version": stored["version"]}
            )
            assert answer.status_code == 200, answer.text
        return str(stored["version"])

    async def close(self) -> None:
        await self.database.engine.dispose()


def settings_of(url: str, folder: Path, issuer: str) -> ServiceSettings:
    return ServiceSettings(
        database_url=url,
        host="127.0.0.1",
        port=0,
        blobs=(folder / "blobs").as_uri(),
        oidc_issuer=issuer,
        oidc_audience="congvan",
        administrators=frozenset({ADMINISTRATOR}),
        keys=None,
        engine=EngineSettings(address="127.0.0.1:1", namespace="none", ready_file=None),
        log=LogSettings(file=None, level="WARNING"),
    )


@asynccontextmanager
async def small_database(server: Server) -> AsyncIterator[str]:
    """The URL of a fresh database with the service's tables, which goes away afterwards."""
    database = f"t{uuid4().hex[:12]}"
    await server.create(database)
    url = server.url(database)
    engine = create_engine(url, "tests")
    async with engine.begin() as db:
        await db.execute(sa.schema.CreateSchema(NAME))
        await db.run_sync(METADATA.create_all)
    await engine.dispose()
    try:
        yield url
    finally:
        await server.drop(database)


@asynccontextmanager
async def small_office(url: str, issuer: TestIssuer, folder: Path) -> AsyncIterator[SmallOffice]:
    """The service with empty tables."""
    office = SmallOffice(settings_of(url, folder, issuer.url), issuer)
    names = ", ".join(f"{NAME}.{table.name}" for table in METADATA.sorted_tables)
    async with office.database.engine.begin() as db:
        await db.execute(sa.text(f"truncate {names}"))
    try:
        yield office
    finally:
        await office.close()
