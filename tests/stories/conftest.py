"""The whole system for stories: every process of the local stack, on ports and data of its own."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.testing import WorkflowEnvironment

from deploy.local.settings import Settings, settings_on_free_ports
from deploy.local.stack import LocalStack
from deploy.local.tokens import token_for
from services.cli.api import Addresses, Api
from services.cli.demo.cast import Cast
from services.cli.organisation_file import content_of, ensure_trial_keys, load
from shared.runtime.organisations import read_organisation
from shared.runtime.settings import EngineSettings
from tests.deploy.conftest import new_place
from tests.stories.papers import the_commune, the_department
from tests.stories.whole_office import WholeOffice
from tests.support.issuer import TestIssuer
from tests.support.mail_server import MailServer, running_mail_server
from tests.support.moods import Mood
from tests.support.office import ADMINISTRATOR, LANG_SON, TINY
from tests.support.server import Server
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

    def desk(self, account: str) -> Api:
        token = token_for(account, self.settings)
        return self.desks.enter_context(closing(Api(self.addresses, account, token)))


@pytest.fixture(scope="session")
async def town() -> AsyncIterator[Town]:
    with new_place() as place:
        async with settled_town(settings_on_free_ports(place)) as town:
            yield town


@asynccontextmanager
async def settled_town(settings: Settings) -> AsyncIterator[Town]:
    """A running stack with both agencies loaded and their test keys made."""
    with ExitStack() as desks:
        async with LocalStack(settings) as stack:
            yield await asyncio.to_thread(_settle, settings, stack, desks)


def _settle(settings: Settings, stack: LocalStack, desks: ExitStack) -> Town:
    addresses = Addresses(
        services={name: settings.url(name) for name in ("drafting", "approval", "distribution")},
        temporal_ui=settings.temporal_ui,
        namespace=settings.namespace,
    )
    token = token_for(ADMINISTRATOR, settings)
    administrator = desks.enter_context(closing(Api(addresses, ADMINISTRATOR, token)))
    casts = []
    for file in (LANG_SON, TINY):
        content = content_of(file)
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


@pytest.fixture(scope="session")
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
