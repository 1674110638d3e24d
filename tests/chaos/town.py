"""The stack that the harness torments: every process of the product, with a proxy at each joint."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from deploy.local.parts import PROGRAMS, Program
from deploy.local.settings import HOST, ROLES, Settings, settings_on_free_ports
from deploy.local.stack import LocalStack
from deploy.local.tokens import token_for
from deploy.local.troubles import Trouble
from services.cli.api import Addresses, Api
from services.cli.organisation_file import ensure_trial_keys, load
from tests.chaos.clock import SharedClock
from tests.chaos.kill_points import KillPoints
from tests.chaos.outside import Outside, running_outside
from tests.chaos.proxy import Proxy
from tests.chaos.staff import COMMUNE, DEPARTMENT, Staff, files
from tests.chaos.surrounded import DATABASE_PORT, FOLDER
from tests.chaos.waiting import KeptWaiting
from tests.support.engine import SOON_MISSED
from tests.support.office import ADMINISTRATOR

PARTS = ("postgres", "temporal", "issuer", *ROLES, "workflows")
"""Every process that lives as long as the stack."""
JOINTS = ("postgres", "temporal", "issuer", *ROLES)
"""Between the services and their servers, and between people and the services."""
TIME_CAN_PASS = {"frontend.WorkflowTimeSkippingEnabled": "true"}
"""The engine lets a flow's time be moved on, as the services' clock is."""


@dataclass(frozen=True, kw_only=True)
class Town:
    settings: Settings
    folder: Path
    stack: LocalStack
    proxies: Mapping[str, Proxy]
    clock: SharedClock
    kill_points: KillPoints
    kept_waiting: KeptWaiting
    content: Mapping[str, Any]
    """The department's file as it was loaded first."""
    staffs: Sequence[Staff]
    """Of the agencies that it serves, the department's first."""
    outside: Outside | None
    """Servers of others, where the deployment has any."""

    def url(self, service: str) -> str:
        """Where people reach a service: through its proxy."""
        return f"http://{HOST}:{self.proxies[service].port}"

    def token(self, account: str) -> str:
        return token_for(account, self.settings)


@asynccontextmanager
async def running_town(
    folder: Path, *, connected: bool = False, neighbours: bool = False
) -> AsyncIterator[Town]:
    """The whole system on data and ports of its own, with the Sở's file and keys loaded.

    Where it is `connected` with servers outside, people get mail, sign with devices, and have
    signatures that last. `neighbours`: the commune is served too.
    """
    clock = SharedClock(folder)
    contents = files(addresses=connected, neighbours=neighbours)
    async with AsyncExitStack() as standing:
        outside = await standing.enter_async_context(running_outside(clock)) if connected else None
        proxies = {name: await standing.enter_async_context(Proxy()) for name in JOINTS}
        settings = _settings(folder)  # after all that takes a free port itself
        for name, proxy in proxies.items():
            proxy.target = settings.ports[name]
        told = {
            "CONGVAN_TEMPORAL_ADDRESS": f"{HOST}:{proxies['temporal'].port}",
            "CONGVAN_OIDC_ISSUER": f"http://{HOST}:{proxies['issuer'].port}",
            DATABASE_PORT: str(proxies["postgres"].port),
            FOLDER: str(folder),
            **(outside.environment(folder) if outside else {}),
        }
        stack = LocalStack(settings, programs=_programs(), environment=told)
        await standing.enter_async_context(stack)
        await asyncio.to_thread(_load, settings, contents)
        if outside:
            outside.issue_keys(settings.keys)
        yield Town(
            settings=settings,
            folder=folder,
            stack=stack,
            proxies=proxies,
            clock=clock,
            kill_points=KillPoints(folder),
            kept_waiting=KeptWaiting(partial(_processes, stack)),
            content=contents[0],
            staffs=(DEPARTMENT, COMMUNE)[: len(contents)],
            outside=outside,
        )


def _settings(folder: Path) -> Settings:
    free = settings_on_free_ports(folder)
    return replace(free, log_level="warning", engine_values={**TIME_CAN_PASS, **SOON_MISSED})


def _processes(stack: LocalStack) -> Iterator[int]:
    for part in PARTS:
        with suppress(Trouble):  # it lies dead
            yield stack.pid(part)


def _programs() -> tuple[Program, ...]:
    """The product's composition, with its services in the harness's surroundings."""
    return tuple(
        replace(one, arguments=("-m", "tests.chaos.process", one.name))
        if one.name in ROLES
        else one
        for one in PROGRAMS
    )


def _load(settings: Settings, contents: Sequence[dict[str, Any]]) -> None:
    addresses = Addresses(
        services={name: settings.url(name) for name in ROLES},
        temporal_ui=settings.temporal_ui,
        namespace=settings.namespace,
    )
    with closing(Api(addresses, ADMINISTRATOR, token_for(ADMINISTRATOR, settings))) as api:
        for content in contents:
            ensure_trial_keys(settings.keys, content)
            load(api, content)
