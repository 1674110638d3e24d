"""The process of the flows: ready when the engine sees it, gone cleanly when told to go."""

import asyncio
import json
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from pathlib import Path

import pytest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from tests.support.offices import until
from tests.workflows.conftest import temporal
from workflows.versions import DEPLOYMENT


async def begin(
    address: str, folder: Path, *, namespace: str = "default", build: str = ""
) -> Process:
    env = {
        **os.environ,
        "CONGVAN_TEMPORAL_ADDRESS": address,
        "CONGVAN_TEMPORAL_NAMESPACE": namespace,
        "CONGVAN_BUILD": build,
        "CONGVAN_READY_FILE": str(folder / "ready"),
        "CONGVAN_LOG_FILE": str(folder / "log"),
    }
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "workflows", env=env)


async def says(file: Path, word: str) -> None:
    async def said() -> bool:
        exists = await asyncio.to_thread(file.exists)
        return exists and word in await asyncio.to_thread(file.read_text, encoding="utf-8")

    await until(said)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_process_says_when_it_is_ready_and_ends_cleanly(
    engine: WorkflowEnvironment, tmp_path: Path, number: signal.Signals
) -> None:
    process = await begin(engine.client.service_client.config.target_host, tmp_path)
    await says(tmp_path / "ready", str(process.pid))
    process.send_signal(number)
    assert await asyncio.wait_for(process.wait(), 10) == 0


async def test_the_process_can_be_ended_while_the_engine_is_away(tmp_path: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        process = await begin(f"127.0.0.1:{held.getsockname()[1]}", tmp_path)
        await says(tmp_path / "log", "flows.begin")
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0


async def test_the_build_that_began_last_takes_over_from_the_one_that_still_runs(
    namespace: Client, tmp_path: Path
) -> None:
    address, processes = namespace.service_client.config.target_host, []
    for build in ("1", "2"):
        folder = tmp_path / build
        folder.mkdir()
        process = await begin(address, folder, namespace=namespace.namespace, build=build)
        processes.append(process)
        await says(folder / "ready", str(process.pid))
        assert await current_build(namespace) == build
    for process in processes:
        process.send_signal(signal.SIGTERM)
    ended = await asyncio.wait_for(asyncio.gather(*(one.wait() for one in processes)), 30)
    assert ended == [0, 0]


async def current_build(namespace: Client) -> str:
    """As docs/changing-a-flow.md has operators ask for it."""
    server = ("--address", namespace.service_client.config.target_host)
    where = (*server, "--namespace", namespace.namespace, "--output", "json")
    asked = ("worker", "deployment", "describe", "--name", DEPLOYMENT)
    asking = await asyncio.create_subprocess_exec(
        temporal(), *asked, *where, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await asking.communicate()
    routing = json.loads(told)["routingConfig"]
    build: str = routing["currentVersionBuildID"]
    return build
