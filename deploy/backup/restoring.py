"""Bringing a backup back into an empty stack, that is stopped: looked through first, then whole.

It is made in a database beside the one that the stack uses, which takes its place at the end;
whatever stops it before leaves the stack as empty as it was. Begun again, it makes all of it
anew; once it is done, it says so.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncpg

from deploy.backup.making import demand_own_server
from deploy.backup.manifest import BLOBS, Manifest, newest_manifest, read_manifest
from deploy.backup.programs import hash_of, load, of_services
from deploy.local.database import driver_url
from deploy.local.local_secrets import keep_secrets
from deploy.local.lock import DataLock
from deploy.local.ports import refuse_taken_ports
from deploy.local.postgres import (
    database_urls,
    postgres_part,
    stop_left_over_server,
    superuser_url,
)
from deploy.local.postgres_home import data_folder, find_home, installed_version
from deploy.local.settings import DATABASE, OWNER, ROLES, Settings
from deploy.local.supervisor import Supervisor
from deploy.local.temporal import temporal_program
from deploy.local.temporal_namespace import count_flows
from deploy.local.troubles import Trouble
from shared.runtime.blobs import BlobMissing, Blobs
from shared.runtime.revisions import knows

BESIDE: Final = f"{DATABASE}_restoring"
TABLES: Final = [f"{service}.organisation_versions" for service in ROLES]
"""Whoever uses a stack loads an organisation first, into all services."""
RESTORES: Final = "distribution.restores"
RESTORED_FROM: Final = f"select backup_at from {RESTORES} order by at desc limit 1"  # noqa: S608 -- our own name


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A stack that has what a backup holds."""

    manifest: Manifest
    already: bool
    """An earlier restore of the same backup had come to its end: nothing was left to do."""


async def restore(settings: Settings, folder: Path) -> Restored:
    """Restore the newest backup in a folder; Trouble says why nothing was done.

    Every series is closed afterwards until a clerk confirms its last number. The engine is not
    restored: it begins empty, and what is open is woken.
    """
    demand_own_server(settings)
    manifest = await asyncio.to_thread(read_manifest, newest_manifest(folder))
    demand_known_release(manifest)
    await demand_whole(folder, manifest)
    settings.logs.mkdir(parents=True, exist_ok=True)
    lock = DataLock(settings.var)
    lock.take()
    try:
        await _demand_no_engine(settings)
        async with _database_server(settings) as (superuser, owner):
            already = await _stands(owner, manifest)
            if not already:
                await _bring_back(settings, folder, manifest, superuser=superuser, owner=owner)
    finally:
        lock.release()
    return Restored(manifest=manifest, already=already)


def demand_known_release(manifest: Manifest) -> None:
    """A backup of an earlier release is brought further by its migrations; of a later one not."""
    for service, revision in manifest.schemas.items():
        if service not in ROLES or not knows(service, revision):
            raise Trouble(
                f"Bản sao lưu này do bản phần mềm khác làm ra ({service} {revision}); chưa phục "
                "hồi gì. Hãy cài đúng bản phần mềm đã sao lưu, hoặc mới hơn, rồi phục hồi lại."
            )
    ours, theirs = [int(one.partition(".")[0]) for one in (installed_version(), manifest.postgres)]
    if theirs > ours:
        raise Trouble(
            f"Bản sao lưu này do PostgreSQL {theirs} làm ra, ở đây chỉ có {ours}; chưa phục hồi gì."
        )


async def demand_whole(folder: Path, manifest: Manifest) -> None:
    """Every part of a backup is there, byte by byte as it was written."""
    dump = folder / manifest.dump.file
    try:
        same = await asyncio.to_thread(hash_of, dump) == manifest.dump.sha256
    except OSError:
        same = False
    if not same:
        raise Trouble(f"Tệp {dump} thiếu, bị cắt hoặc bị sửa; chưa phục hồi gì.")
    missing = [name async for name in _missing(folder, manifest)]
    if missing:
        raise Trouble(
            f"Bản sao lưu thiếu hoặc hỏng {len(missing)} tệp ({missing[0]}); chưa phục hồi gì. Hãy "
            f"chép lại các tệp ấy vào {folder / BLOBS} từ nơi lưu khác."
        )


async def _missing(folder: Path, manifest: Manifest) -> AsyncIterator[str]:
    kept = Blobs((folder / BLOBS).as_uri())
    for agency, digests in manifest.blobs.items():
        for digest in digests:
            try:
                await kept.get(agency, digest)
            except BlobMissing:
                yield f"{agency}/{digest}"


async def _demand_no_engine(settings: Settings) -> None:
    """What an engine of other data knows would run beside what is restored."""
    if settings.outside_temporal:
        await _demand_empty_namespace(settings.outside_temporal, settings.namespace)
        return
    engine = settings.var / "temporal"
    if engine.exists():
        raise Trouble(
            f"Còn dữ liệu của bộ điều phối ở {engine}; chưa phục hồi gì. Bộ điều phối không được "
            f"phục hồi mà bắt đầu trống: hãy chuyển thư mục này đi (mv {engine} {engine}.before)."
        )


async def _demand_empty_namespace(address: str, namespace: str) -> None:
    if found := await count_flows(temporal_program(), address, namespace, ""):
        raise Trouble(
            f"Bộ điều phối tại {address} đã có {found} luồng trong namespace {namespace}; chưa "
            "phục hồi gì. Bộ điều phối không được phục hồi mà bắt đầu trống: hãy đặt "
            "CONGVAN_TEMPORAL_NAMESPACE là một namespace mới."
        )


@asynccontextmanager
async def _database_server(settings: Settings) -> AsyncIterator[tuple[str, str]]:
    """The embedded server by itself: URLs of the superuser and of the owner."""
    await asyncio.to_thread(stop_left_over_server, data_folder(settings.var))
    refuse_taken_ports({"postgres": settings.ports["postgres"]})
    secrets = keep_secrets(settings)
    server = Supervisor([postgres_part(settings, secrets)], tell=lambda _news: None)
    await server.start()
    try:
        yield superuser_url(settings, secrets), database_urls(settings, secrets)[OWNER]
    finally:
        await server.stop()


async def _stands(owner: str, manifest: Manifest) -> bool:
    """Whether this backup stands there already; Trouble where anything else does."""
    connection = await asyncpg.connect(driver_url(owner))
    try:
        restores = await connection.fetchval("select to_regclass($1)", RESTORES)
        if restores and await connection.fetchval(RESTORED_FROM) == manifest.at:
            return True
        for table in TABLES:
            made = await connection.fetchval("select to_regclass($1)", table)
            if made and await connection.fetchval(f"select 1 from {table} limit 1"):  # noqa: S608 -- a service's name
                raise Trouble(
                    "Hệ thống này đã có dữ liệu; chưa phục hồi gì. Chỉ phục hồi vào hệ thống "
                    "trống: hãy đặt CONGVAN_VAR là một thư mục mới, hoặc chuyển dữ liệu cũ đi."
                )
        return False
    finally:
        await connection.close()


async def _bring_back(
    settings: Settings, folder: Path, manifest: Manifest, *, superuser: str, owner: str
) -> None:
    await _copy_files(folder, manifest, settings.blobs)
    async with _beside(superuser):
        beside = f"{owner.rpartition('/')[0]}/{BESIDE}"
        dump = folder / manifest.dump.file
        await load(find_home(settings.var).programs, beside, dump)
        await of_services(beside, "restored", "--backup", manifest.at.isoformat())
    await _execute(
        superuser,
        f"drop database {DATABASE} with (force)",
        f"alter database {BESIDE} rename to {DATABASE}",
    )


@asynccontextmanager
async def _beside(superuser: str) -> AsyncIterator[None]:
    """A database of its own, that does not stay where something goes wrong in it."""
    drop = f"drop database if exists {BESIDE} with (force)"
    await _execute(superuser, drop, f"create database {BESIDE} owner {OWNER}")
    try:
        yield
    except BaseException:
        await _execute(superuser, drop)
        raise


async def _copy_files(folder: Path, manifest: Manifest, into: str) -> None:
    kept, store = Blobs((folder / BLOBS).as_uri()), Blobs(into)
    for agency, digests in manifest.blobs.items():
        for digest in digests:
            await store.put(agency, await kept.get(agency, digest))


async def _execute(superuser: str, *statements: str) -> None:
    connection = await asyncpg.connect(superuser)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
