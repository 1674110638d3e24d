"""The dev server's file: made whole, mended where it can be, refused where it can't."""

import asyncio
import os
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from deploy.local.settings import ROOT, Settings, settings_on_free_ports
from deploy.local.spawn import children_environment, spawn
from deploy.local.supervisor import Supervisor
from deploy.local.temporal import installed_version, prepare_file, temporal_part, temporal_program
from deploy.local.temporal_namespace import (
    SEARCH_ATTRIBUTES,
    missing_attributes,
    server_answers,
)
from deploy.local.troubles import Trouble


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[None]:
    supervisor = Supervisor([temporal_part(settings)], tell=lambda _news: None)
    await supervisor.start()
    try:
        yield
    finally:
        await supervisor.stop()


async def test_a_half_made_file_is_set_aside_and_made_anew(place: Path) -> None:
    settings = settings_on_free_ports(place)
    home = place / "temporal"
    home.mkdir()
    (home / "server.db").touch()
    (place / "temporal.new").mkdir()
    (place / "temporal.new" / "server.db").write_bytes(b"interrupted")
    async with running(settings):
        assert (
            await missing_attributes(
                temporal_program(), settings.temporal_address, settings.namespace
            )
            == []
        )
    assert (home / "version").read_text().strip() == installed_version()
    left = sorted(name.partition("-")[0] for name in os.listdir(place))  # noqa: PTH208 -- no event loop to block
    assert left == ["logs", "temporal", "temporal.unusable"]


async def test_an_old_file_gets_retention_and_search_attributes(place: Path) -> None:
    settings = settings_on_free_ports(place)
    home = place / "temporal"
    home.mkdir()
    await make_bare_file(settings, home / "server.db")
    (home / "version").write_text(installed_version())
    program, address = temporal_program(), settings.temporal_address
    async with running(settings):
        assert await missing_attributes(program, address, settings.namespace) == []
        described = await told_by(
            *(str(program), "operator", "namespace", "describe", "--address", address),
            *("--namespace", settings.namespace, "-o", "json"),
        )
    assert f'"{3650 * 24 * 3600}s"' in described


async def test_a_file_of_another_version_is_refused_with_what_to_do(place: Path) -> None:
    home = place / "temporal"
    home.mkdir()
    with closing(sqlite3.connect(home / "server.db")) as file:
        file.execute("create table namespaces (id text)")
    (home / "version").write_text("temporal version 1.2.3 (Server 1.25.0, UI 2.30.0)\n")
    with pytest.raises(Trouble, match=r"made by temporal version 1\.2\.3.*move .* away"):
        await prepare_file(settings_on_free_ports(place), home)
    assert (home / "server.db").exists()


async def test_a_file_that_is_no_database_is_refused_and_kept(place: Path) -> None:
    home = place / "temporal"
    home.mkdir()
    (home / "server.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(Trouble, match="can't be read"):
        await prepare_file(settings_on_free_ports(place), home)
    assert (home / "server.db").exists()


def test_the_store_has_room_for_the_search_attributes() -> None:
    kinds = list(SEARCH_ATTRIBUTES.values())
    assert kinds.count("Keyword") <= 10
    assert max(kinds.count("Bool"), kinds.count("Datetime")) <= 3


async def make_bare_file(settings: Settings, file: Path) -> None:
    """What an earlier release could have left: the namespace with the server's own defaults."""
    program, port = temporal_program(), settings.ports["temporal"]
    process = await spawn(
        (
            *(str(program), "server", "start-dev", "--headless", "--ip", "127.0.0.1"),
            *("--port", str(port), "--db-filename", str(file)),
            *("--namespace", settings.namespace),
        ),
        env=children_environment(),
        log=file.with_suffix(".log"),
        cwd=ROOT,
    )
    async with asyncio.timeout(30):
        while not await server_answers(program, f"127.0.0.1:{port}"):
            assert process.returncode is None
    process.send_signal(signal.SIGTERM)
    await process.wait()


async def told_by(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    told, _ = await process.communicate()
    return told.decode()
