"""A process that stands still, and another one of the same service that only takes acts."""

import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace

from deploy.local.local_secrets import read_secrets
from deploy.local.parts import make_parts
from deploy.local.settings import HOST, Settings
from deploy.local.spawn import signal_group
from deploy.local.supervisor import Part, Supervisor
from tests.stories.conftest import Town


@contextmanager
def frozen(town: Town, part: str) -> Iterator[None]:
    """It dies not and does nothing, and then goes on where it stood."""
    pid = town.stack.pid(part)
    signal_group(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        signal_group(pid, signal.SIGCONT)


@asynccontextmanager
async def without_work_of(
    town: Town, service: str, **environment: str
) -> AsyncIterator[tuple[Town, Settings]]:
    """A town whose service takes acts while nobody carries them on: worker and relay are frozen.

    Within it ends when it ends; what it is told beside the stack is for its one process.
    """
    ports = {**town.settings.ports, service: _free_port()}
    settings = replace(town.settings, ports=ports)
    supervisor = Supervisor(
        [_taking_acts(settings, service, {**town.environment, **environment})],
        tell=lambda _news: None,
    )
    await supervisor.start()
    try:
        urls = {**town.addresses.services, service: settings.url(service)}
        addresses = replace(town.addresses, services=urls)
        with frozen(town, service):
            yield replace(town, addresses=addresses), settings
    finally:
        await supervisor.stop()


def _taking_acts(settings: Settings, service: str, environment: dict[str, str]) -> Part:
    parts = make_parts(settings, read_secrets(settings), environment=environment)
    (part,) = (one for one in parts if one.name == service)
    return replace(part, argv=(*part.argv, "--only", "api"), needs=())


def _free_port() -> int:
    with socket.socket() as held:
        held.bind((HOST, 0))
        return int(held.getsockname()[1])
