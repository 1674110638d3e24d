"""A real engine for tests: the dev server in memory, on a free port."""

import asyncio
import socket
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from temporalio.client import Client
from temporalio.service import RPCError

from deploy.local.temporal import temporal_program
from shared.runtime.settings import EngineSettings
from shared.runtime.temporal import connect

PATIENCE = 30.0
QUIET = ("--headless", "--log-level", "never")


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def engine_at(port: int) -> EngineSettings:
    return EngineSettings(address=f"127.0.0.1:{port}", namespace="default", ready_file=None)


@asynccontextmanager
async def running_engine(port: int) -> AsyncIterator[Client]:
    """The engine, with a client of it, until the block ends."""
    server = _start(port)
    try:
        yield await _client_of(server, port)
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _start(port: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [str(temporal_program()), "server", "start-dev", "--port", str(port), *QUIET],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


async def _client_of(server: "subprocess.Popen[bytes]", port: int) -> Client:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        with suppress(RPCError, RuntimeError):
            client = await connect(engine_at(port))
            async for _none in client.list_workflows("WorkflowId = 'none'"):
                pass
            return client
        await asyncio.sleep(0.05)
    raise RuntimeError("the test engine did not start")
