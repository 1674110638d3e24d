"""The whole system for stories: every process of the local stack, on ports and data of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, closing
from dataclasses import dataclass

import pytest

from deploy.local.settings import Settings, settings_on_free_ports
from deploy.local.stack import LocalStack
from deploy.local.tokens import token_for
from services.cli.api import Addresses, Api
from services.cli.demo.cast import Cast
from services.cli.organisation_file import content_of, ensure_trial_keys, load
from shared.runtime.organisations import read_organisation
from tests.deploy.conftest import new_place
from tests.support.office import ADMINISTRATOR, LANG_SON, TINY


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
