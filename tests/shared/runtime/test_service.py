"""A service's process: it serves while the engine is away, and ends in order when told to."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from deploy.local.settings import ROLES
from services.__main__ import manifest
from shared.runtime.database import OVERFLOW, POOL
from shared.runtime.service import at_once
from shared.runtime.temporal import CONCURRENT
from tests.shared.runtime.engine import free_port
from tests.support.waiting import until

ROOT = Path(__file__).parents[3]
PATIENCE = 30.0
REQUESTS = 5
"""Connections that people's requests find, though every activity holds one."""


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


async def test_a_service_without_its_engine_serves_and_ends_in_order_when_told(
    small_url: str, tmp_path: Path
) -> None:
    port = free_port()
    process = start(small_url, tmp_path, port)
    try:
        answer = await ready(process, port)
        assert (answer.status_code, answer.json()) == (200, {"database": "ok", "engine": "away"})
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()


async def test_a_request_in_progress_is_answered_although_the_service_was_told_to_end(
    small_url: str, tmp_path: Path
) -> None:
    port = free_port()
    process = start(small_url, tmp_path, port)
    head = b"POST /letterbox HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\n"
    try:
        await ready(process, port)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head + b"Content-Length: 6\r\n\r\nhal")
        await writer.drain()
        await asyncio.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        await until(lambda: refuses(port))
        writer.write(b"ves")
        async with asyncio.timeout(PATIENCE):
            answer = await reader.read()
        writer.close()
        assert (answer[:12], answer[-1:]) == (b"HTTP/1.1 200", b"6")
        assert await asyncio.to_thread(process.wait, PATIENCE) == 0
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("name", ROLES)
def test_activities_of_all_queues_leave_people_connections(name: str) -> None:
    service = manifest(name)
    most = at_once(service)
    assert set(most) == {service.queue, *(one for line in service.sidelines for one in line.queues)}
    assert most[service.queue] == CONCURRENT
    assert min(most.values()) >= 1
    assert sum(most.values()) <= POOL + OVERFLOW - REQUESTS


async def refuses(port: int) -> bool:
    """Whether nobody new is let in."""
    try:
        _reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except ConnectionError:
        return True
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()
    return False
