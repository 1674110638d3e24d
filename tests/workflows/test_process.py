"""The process of the flows: ready when the engine sees it, gone cleanly when told to go."""

import asyncio
import signal
import socket
from pathlib import Path

from temporalio.testing import WorkflowEnvironment

from tests.workflows.processes import begin, says


async def test_the_process_says_when_it_is_ready_and_ends_cleanly(
    engine: WorkflowEnvironment, tmp_path: Path
) -> None:
    process = await begin(engine.client.service_client.config.target_host, tmp_path)
    await says(tmp_path / "ready", str(process.pid))
    process.send_signal(signal.SIGINT)
    assert await asyncio.wait_for(process.wait(), 10) == 0


async def test_the_process_can_be_ended_while_the_engine_is_away(tmp_path: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        process = await begin(f"127.0.0.1:{held.getsockname()[1]}", tmp_path)
        await says(tmp_path / "log", "flows.begin")
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0
