"""The whole local stack on real servers, with small programs in the place of services."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest

from deploy.local import lock
from deploy.local.database import driver_url
from deploy.local.doctor import examine
from deploy.local.doctor_parts import examine_web_part, examine_workflows
from deploy.local.doctor_servers import examine_postgres
from deploy.local.findings import Health
from deploy.local.local_secrets import read_secrets
from deploy.local.parts import ready_file_of
from deploy.local.postgres import database_urls
from deploy.local.settings import ROLES, ROOT, Settings, settings_on_free_ports
from deploy.local.spawn import signal_group
from deploy.local.stack import LocalStack, is_up
from deploy.local.tokens import token_for
from deploy.local.troubles import Trouble
from tests.deploy.conftest import new_place
from tests.deploy.small_parts import (
    FOLDER,
    SMALL_PROGRAMS,
    environment_for,
    is_alive,
    until,
)

PARTS = ("postgres", "temporal", "issuer", *ROLES, "workflows")


@pytest.fixture(scope="module")
async def stack() -> AsyncIterator[LocalStack]:
    with new_place() as place:
        settings = settings_on_free_ports(place / "var")
        async with LocalStack(settings, programs=SMALL_PROGRAMS) as running:
            yield running
        assert not settings.addresses_file.exists()


@pytest.fixture(scope="module")
def other() -> Iterator[Settings]:
    """Data and ports of a stack that several tests start one after the other."""
    with new_place() as place:
        yield settings_on_free_ports(place / "var")


def url_of(settings: Settings, role: str) -> str:
    return driver_url(database_urls(settings, read_secrets(settings))[role])


async def test_it_says_where_everything_is_reached(stack: LocalStack) -> None:
    written = json.loads(stack.settings.addresses_file.read_text())
    assert written == stack.addresses
    async with httpx.AsyncClient() as client:
        for service in (*ROLES, "issuer"):
            assert (await client.get(f"{written[service]}/readyz")).status_code == 200
        assert (await client.get(written["temporal_ui"])).status_code == 200
    assert is_up(stack.settings)


async def test_an_account_gets_a_token(stack: LocalStack) -> None:
    assert token_for("van-thu", stack.settings).count(".") == 2


async def test_migrations_run_as_the_owner_before_the_services(stack: LocalStack) -> None:
    assert (stack.settings.logs / "migrations.out").read_text() == "migrated as owner\n"


@pytest.mark.parametrize("role", ROLES)
async def test_a_service_cannot_make_tables_of_its_own(stack: LocalStack, role: str) -> None:
    connection = await asyncpg.connect(url_of(stack.settings, role))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("create schema mine")
    finally:
        await connection.close()


async def test_nobody_gets_in_without_the_password(stack: LocalStack) -> None:
    url = url_of(stack.settings, "owner").replace(read_secrets(stack.settings)["owner"], "guess")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(url)
    assert (stack.settings.var / "secrets.json").stat().st_mode & 0o077 == 0


async def test_rows_survive_a_killed_database(stack: LocalStack) -> None:
    url = url_of(stack.settings, "owner")
    connection = await asyncpg.connect(url)
    await connection.execute("create table kept (line text)")
    await connection.execute("insert into kept values ('văn bản đi')")
    connection.terminate()
    stack.kill("postgres")
    await stack.wait_ready("postgres")
    connection = await asyncpg.connect(url)
    try:
        assert await connection.fetchval("select line from kept") == "văn bản đi"
    finally:
        await connection.close()
    assert stack.restarts("postgres") >= 1


@pytest.mark.parametrize("part", ["temporal", "drafting", "workflows"])
async def test_a_killed_part_comes_back(stack: LocalStack, part: str) -> None:
    before = stack.pid(part)
    stack.kill(part)
    await stack.wait_ready(part)
    assert stack.pid(part) != before
    assert stack.restarts(part) == 1


async def test_a_second_stack_on_the_same_data_is_refused(stack: LocalStack) -> None:
    second = LocalStack(stack.settings, programs=SMALL_PROGRAMS)
    with pytest.raises(Trouble, match=rf"running already \(process {os.getpid()}\)"):
        await second.start()
    assert is_up(stack.settings)


async def test_the_doctor_finds_every_part_of_a_running_stack_well(stack: LocalStack) -> None:
    findings = await examine(stack.settings)
    assert [f.part for f in findings if f.health is Health.BROKEN] == []
    assert {f.remark for f in findings if f.part == "PostgreSQL"} == {"reachable by each role"}


async def test_a_part_that_hangs_is_named_with_its_process_and_begins_anew_when_that_is_ended(
    stack: LocalStack,
) -> None:
    hung = {part: stack.pid(part) for part in ("postgres", "drafting", "workflows")}
    before = {part: stack.restarts(part) for part in hung}
    for pid in hung.values():
        signal_group(pid, signal.SIGSTOP)
    os.utime(ready_file_of("workflows", stack.settings), (0, 0))
    found = await asyncio.gather(
        examine_postgres(stack.settings, True),
        asyncio.to_thread(examine_web_part, "drafting", stack.settings, True),
        asyncio.to_thread(examine_workflows, stack.settings, True),
    )
    assert {one.health for one in found} == {Health.BROKEN}
    for one, pid in zip(found, hung.values(), strict=True):
        assert f"process {pid};" in one.remark
        os.kill(pid, signal.SIGKILL)
    await until(lambda: all(stack.restarts(part) > before[part] for part in hung))
    for part in hung:
        await stack.wait_ready(part)


async def test_the_doctor_of_another_stack_finds_the_ports_taken(
    stack: LocalStack, tmp_path: Path
) -> None:
    environment = environment_for(tmp_path, dict(stack.settings.ports))
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", "from deploy.local.doctor import doctor; exit(doctor())"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"taken by process {stack.pid('drafting')} (" in done.stdout
    assert "CONGVAN_DRAFTING_PORT=" in done.stdout


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
async def test_however_it_ends_no_process_is_left(other: Settings, number: signal.Signals) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(FOLDER / "supervise.py"), "up"),
        cwd=ROOT,
        env=environment_for(other.var, dict(other.ports)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    said = b""
    while b"Press Ctrl-C" not in said:
        said += await asyncio.wait_for(process.stdout.readline(), 60)
    assert all(part.encode() in said for part in PARTS)
    children = children_of(process.pid)
    assert len(children) == len(PARTS)
    process.send_signal(number)
    code = await process.wait()
    assert code == (-signal.SIGKILL if number is signal.SIGKILL else 0)
    await until(lambda: not any(map(is_alive, children)))
    assert lock.holder(other.var) is None
    assert not is_up(other)


def children_of(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return found
