"""The doctor's look at PostgreSQL and Temporal, embedded or a developer's own."""

import asyncio

import asyncpg

from deploy.local.database import driver_url
from deploy.local.doctor_parts import silence
from deploy.local.findings import Finding, Health
from deploy.local.ports import is_free, taken_sentence
from deploy.local.postgres import known_urls, made_by
from deploy.local.postgres_home import data_folder
from deploy.local.postgres_home import installed_version as postgres_version
from deploy.local.probes import url_answers
from deploy.local.settings import OWNER, ROLES, Settings, database_variable
from deploy.local.temporal import installed_version as temporal_version
from deploy.local.temporal import refuse_other_version, temporal_program
from deploy.local.temporal_namespace import creation_command, missing_attributes, server_answers

OLDEST_POSTGRES = 15


async def examine_postgres(settings: Settings, running: bool) -> Finding:  # noqa: FBT001 -- one of three alike
    """Connect as each role when there is a server, else look at data and port."""
    if settings.outside_databases or running:
        return await _connect_as_each_role(settings)
    version = postgres_version()
    data = data_folder(settings.var)
    found = made_by(data)
    if found not in (None, version.partition(".")[0]):
        return Finding(
            part="PostgreSQL",
            health=Health.BROKEN,
            version=version,
            address=str(data),
            remark=f"the data were made by version {found}; move the folder away to begin anew",
        )
    return _idle("PostgreSQL", "postgres", settings, version)


async def examine_temporal(settings: Settings, running: bool) -> Finding:  # noqa: FBT001 -- one of three alike
    """Ask the server for its namespace when there is one, else look at file and port."""
    version = await asyncio.to_thread(temporal_version)
    shown = version.removeprefix("temporal version ")
    address, program = settings.temporal_address, temporal_program()
    if not settings.outside_temporal and not running:
        if (settings.var / "temporal").exists():
            refuse_other_version(settings.var / "temporal", version)
        return _idle("Temporal", "temporal", settings, shown)
    if not await server_answers(program, address):
        mend = f"{silence(settings.ports['temporal'])}; see {settings.logs / 'temporal.log'}"
        if settings.outside_temporal:
            mend = "does not answer; start it, or unset CONGVAN_TEMPORAL_ADDRESS"
        return Finding(
            part="Temporal", health=Health.BROKEN, version=shown, address=address, remark=mend
        )
    missing = await missing_attributes(program, address, settings.namespace)
    if missing:
        mend = "lacks search attributes: " + creation_command(address, settings.namespace, missing)
        return Finding(part="Temporal", health=Health.BROKEN, address=address, remark=mend)
    return Finding(
        part="Temporal",
        version=shown,
        address=address,
        remark=f"reachable, namespace {settings.namespace}",
    )


async def examine_temporal_ui(settings: Settings, running: bool) -> Finding:  # noqa: FBT001 -- one of three alike
    """See whether the operators' pages are there."""
    if not settings.temporal_ui:
        return Finding(
            part="Temporal UI", health=Health.ABSENT, remark="its address: CONGVAN_TEMPORAL_UI=URL"
        )
    if not settings.outside_temporal and not running:
        return _idle("Temporal UI", "temporal_ui", settings, "")
    if await asyncio.to_thread(url_answers, settings.temporal_ui):
        return Finding(part="Temporal UI", address=settings.temporal_ui, remark="reachable")
    return Finding(
        part="Temporal UI",
        health=Health.BROKEN,
        address=settings.temporal_ui,
        remark="does not answer",
    )


def _idle(title: str, part: str, settings: Settings, version: str) -> Finding:
    port = settings.ports[part]
    address = f"127.0.0.1:{port}"
    if is_free(port):
        remark = "not running; its port is free"
        return Finding(part=title, version=version, address=address, remark=remark)
    return Finding(
        part=title,
        health=Health.BROKEN,
        version=version,
        address=address,
        remark=taken_sentence(part, port),
    )


async def _connect_as_each_role(settings: Settings) -> Finding:
    urls = known_urls(settings)
    version, address, troubles = "", "", []
    for role in (OWNER, *ROLES):
        url = driver_url(urls[role])
        address = url.rpartition("@")[2].partition("?")[0]
        try:
            version = await _server_version(url)
        except TimeoutError:
            troubles.append(f"{_silent(settings)}; see {_source(role, settings)}")
            break  # who says nothing to one role says nothing to the others
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
            troubles.append(f"{role} can't connect ({fault}); see {_source(role, settings)}")
    if version and int(version.partition(".")[0]) < OLDEST_POSTGRES:
        troubles.append(f"too old: {OLDEST_POSTGRES} or newer is needed")
    return Finding(
        part="PostgreSQL",
        health=Health.BROKEN if troubles else Health.GOOD,
        version=version,
        address=address,
        remark="; ".join(troubles) or "reachable by each role",
    )


async def _server_version(url: str) -> str:
    connection = await asyncpg.connect(url, timeout=5)
    try:
        return str(await connection.fetchval("show server_version"))
    finally:
        await connection.close()


def _silent(settings: Settings) -> str:
    if settings.outside_databases:
        return "does not answer"
    return silence(settings.ports["postgres"])


def _source(role: str, settings: Settings) -> str:
    if settings.outside_databases:
        return database_variable(role)
    return str(settings.logs / "postgres.log")
