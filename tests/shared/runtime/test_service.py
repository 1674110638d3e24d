"""A service's process: it serves while the engine is away, and ends in order when told to."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.shared.runtime.engine import free_port

ROOT = Path(__file__).parents[3]
PATIENCE = 30.0


def start(url: str, folder: Path, port: int, **settings: str) -> "subprocess.Popen[bytes]":
    words = ["-m", "tests.shared.runtime.small_process", url, str(folder), str(port)]
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        env={**os.environ, **settings},
        stderr=subprocess.DEVNULL,
    )


async def ready(process: "subprocess.Popen[bytes]", port: int) -> httpx.Response:
    end = time.monotonic() + PATIENCE
    async with httpx.AsyncClient() as client:
        while time.monotonic() < end and process.poll() is None:
            try:
                return await client.get(f"http://127.0.0.1:{port}/readyz")
            except httpx.TransportError:
                await asyncio.sleep(0.05)
    raise AssertionError("the service did not start")


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
async def test_a_service_without_its_engine_serves_and_ends_in_order_when_told(
    small_url: str, tmp_path: Path, told: signal.Signals
) -> None:
    port = free_port()
    process = start(small_url, tmp_path, port)
    try:
        answer = await ready(process, port)
        assert (answer.status_code, answer.json()) == (200, {"database": "ok", "engine": "away"})
        process.send_signal(told)
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
