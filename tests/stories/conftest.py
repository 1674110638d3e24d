"""The whole system for stories: every process of the local stack, on ports and data of its own."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from deploy.local.settings import ROOT, Settings, port_variable, settings_on_free_ports
from deploy.local.stack import LocalStack
from deploy.local.tokens import token_for
from services.cli.api import Addresses, Api
from services.cli.demo.cast import Cast
from services.cli.organisation_file import ensure_trial_keys, load
from shared.runtime.organisations import read_organisation
from shared.runtime.settings import EngineSettings
from tests.deploy.conftest import new_place
from tests.stories.papers import the_commune, the_department
from tests.stories.whole_office import Desk, WholeOffice
from tests.support.engine import SOON_MISSED
from tests.support.issuer import TestIssuer
from tests.support.mail_server import MailServer, running_mail_server
from tests.support.moods import Mood
from tests.support.office import ADMINISTRATOR, LANG_SON, TINY, content_of
from tests.support.plain import NO_CERTIFICATES
from tests.support.server import Server
from tests.support.trust_server import Server as TrustedServer
from tests.support.trust_server import TrustServer
from tests.support.waiting import until
from tests.workflows.conftest import engine

__all__ = ["engine"]


@dataclass
class Town:
    """Two agencies on one running stack."""

    settings: Settings
    stack: LocalStack
    addresses: Addresses
    cast: Cast
    """The people of the Sở in Lạng Sơn."""
    neighbours: Cast
    """The people of the tiny agency."""

    desks: ExitStack
    environment: Mapping[str, str] = field(default_factory=dict)
    """What every process of it is told besides."""
    tokens: dict[str, str] = field(default_factory=dict)
    """By account; good for longer than all stories together."""

    def desk(self, account: str) -> Api:
        return self.desks.enter_context(closing(Api(self.addresses, account, self.token(account))))

    def token(self, account: str) -> str:
        if account not in self.tokens:
            self.tokens[account] = token_for(account, self.settings)
        return self.tokens[account]

    def client(self, name: str, account: str | None = None) -> httpx.AsyncClient:
        """An HTTP client of one service, with a token of the account if one is named."""
        headers = {"Authorization": f"Bearer {self.token(account)}"} if account else {}
        url = self.addresses.services[name]
        return httpx.AsyncClient(base_url=url, headers=headers, timeout=60, verify=NO_CERTIFICATES)

    async def engine(self) -> Client:
        """As an operator's own programs speak with it."""
        return await Client.connect(
            self.settings.temporal_address, namespace=self.settings.namespace
        )

    def person(self, account: str) -> Desk:
        """The same that people do in an office of one process."""
        return Desk(self, account)

    @asynccontextmanager
    async def without(self, part: str) -> AsyncIterator[None]:
        """A part is killed and can't come back: who hangs up at once has its port."""
        self.stack.kill(part, signal.SIGKILL)
        door = await until(partial(_door, self.settings.ports[part]), every=0.01)
        assert door
        with _hanging_up(door):
            yield
        await self.stack.wait_ready(part)


async def _door(port: int) -> socket.socket | None:
    """None while somebody else has the port."""
    with suppress(OSError):
        door = socket.create_server(("127.0.0.1", port))
        door.setblocking(False)
        return door
    return None


@contextmanager
def _hanging_up(door: socket.socket) -> Iterator[None]:
    """Served by hand: a server of asyncio may lose who comes while it closes."""
    loop = asyncio.get_running_loop()
    loop.add_reader(door, _hang_up, door)
    try:
        yield
    finally:
        loop.remove_reader(door)
        door.close()


def _hang_up(door: socket.socket) -> None:
    with suppress(OSError):  # who knocked went away again
        door.accept()[0].close()


@pytest.fixture(scope="session")
def trust_server() -> Iterator[TrustServer]:
    """A certification authority; whose certificate does not name it, does without."""
    with TrustServer(datetime.now(UTC).replace(microsecond=0)).running() as trust:
        yield trust


@pytest.fixture(scope="package")
async def town(trust_server: TrustServer) -> AsyncIterator[Town]:
    stamped = {"CONGVAN_TIME_STAMPS": trust_server.url(TrustedServer.STAMPS)}
    with new_place() as place:
        settings = replace(settings_on_free_ports(place), engine_values=SOON_MISSED)
        async with settled_town(settings, stamped) as town:
            yield town


@asynccontextmanager
async def settled_town(
    settings: Settings, environment: Mapping[str, str] | None = None
) -> AsyncIterator[Town]:
    """A running stack with both agencies loaded and their test keys made."""
    with ExitStack() as desks:
        async with LocalStack(settings, environment=environment) as stack:
            town = await asyncio.to_thread(_settle, settings, stack, desks)
            yield replace(town, environment=environment or {})


def addresses_of(settings: Settings) -> Addresses:
    return Addresses(
        services={name: settings.url(name) for name in ("drafting", "approval", "distribution")},
        temporal_ui=settings.temporal_ui,
        namespace=settings.namespace,
    )


def _settle(settings: Settings, stack: LocalStack, desks: ExitStack) -> Town:
    addresses = addresses_of(settings)
    token = token_for(ADMINISTRATOR, settings)
    administrator = desks.enter_context(closing(Api(addresses, ADMINISTRATOR, token)))
    casts = []
    for content in (content_of(LANG_SON), content_of(TINY)):
        ensure_trial_keys(settings.keys, content)
        load(administrator, content)
        cast = Cast(read_organisation(content), addresses, settings)
        casts.append(desks.enter_context(closing(cast)))
    lang_son, tiny = casts
    return Town(settings, stack, addresses, lang_son, tiny, desks)


@pytest.fixture(scope="session")
async def mail_server() -> AsyncIterator[MailServer]:
    async with running_mail_server() as mail_server:
        yield mail_server


@pytest.fixture(scope="package")
async def open_office(
    server: Server,
    issuer: TestIssuer,
    engine: WorkflowEnvironment,
    mail_server: MailServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[WholeOffice]:
    """Both agencies, everybody with an address, all in this process."""
    database, client = f"t{uuid4().hex[:12]}", engine.client
    await server.create(database)
    address = client.service_client.config.target_host
    office = WholeOffice(
        server,
        database,
        issuer,
        Path(tmp_path_factory.mktemp("whole")),
        engine=EngineSettings(address=address, namespace=client.namespace, ready_file=None),
        skipping=engine,
        mail=mail_server.settings,
        content=the_department(),
    )
    async with office.at_work():
        await office.in_force(the_commune())
        await office.in_force(office.content)
        yield office
    await office.close()
    await server.drop(database)


@pytest.fixture
def whole(open_office: WholeOffice, mail_server: MailServer) -> Iterator[WholeOffice]:
    """The office as each story finds it: by today's clock, with a mail server that answers."""
    mail_server.mood = Mood.ACCEPTS
    mail_server.letters.clear()
    yield open_office
    open_office.clock.ahead = timedelta()


@dataclass(frozen=True, slots=True)
class Done:
    code: int
    out: str
    err: str


Congvan = Callable[..., Awaitable[Done]]


@pytest.fixture
def congvan(town: Town, tmp_path: Path) -> Congvan:
    """Runs a command as a person would, against the town's stack."""
    settings = town.settings
    environ = {name: text for name, text in os.environ.items() if not name.startswith("CONGVAN_")}
    environ |= {port_variable(name): str(port) for name, port in settings.ports.items()}
    environ |= {"CONGVAN_VAR": str(settings.var), "PYTHONPATH": str(ROOT), "COLUMNS": "80"}

    async def run(line: str, account: str, *more: str | Path) -> Done:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "services.cli", *line.split(), *map(str, more)),
            *("--as", account),
            env=environ,
            cwd=tmp_path,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        return Done(process.returncode or 0, out.decode(), err.decode())

    return run
