"""The process of the flows: ready when the engine sees it, gone cleanly when told to go."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from pathlib import Path

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.support.offices import until


async def begin(address: str, folder: Path) -> Process:
    env = {
        **os.environ,
        "CONGVAN_TEMPORAL_ADDRESS": address,
        "CONGVAN_TEMPORAL_NAMESPACE": "default",
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
    await says(tmp_path / "ready", "ready")
    process.send_signal(number)
    assert await asyncio.wait_for(process.wait(), 10) == 0


async def test_the_process_can_be_ended_while_the_engine_is_away(tmp_path: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        process = await begin(f"127.0.0.1:{held.getsockname()[1]}", tmp_path)
        await says(tmp_path / "log", "flows.begin")
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0
