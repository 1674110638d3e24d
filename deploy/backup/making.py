"""Making a backup of a running stack: the database first, in one snapshot, then the files."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.backup.manifest import BLOBS, FORMAT, Manifest, stem_of, write_manifest
from deploy.backup.programs import dump
from deploy.backup.snapshot import snapshot
from deploy.local import lock
from deploy.local.local_secrets import read_secrets
from deploy.local.postgres import database_urls
from deploy.local.postgres_home import find_home, installed_version
from deploy.local.settings import OWNER, Settings
from deploy.local.troubles import Trouble
from shared.runtime.blobs import BlobMissing, Blobs

OWN_SERVER: Final = (
    "Hệ thống này dùng máy chủ PostgreSQL riêng, lệnh này không sao lưu và phục hồi được; hãy làm "
    "bằng công cụ của máy chủ ấy, theo docs/operations/own-postgresql.md."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A backup that is complete."""

    manifest: Path
    files: int
    copied: int
    """How many of the files the folder did not have yet."""


async def back_up(settings: Settings, folder: Path) -> Made:
    """Back up a running stack into a folder, which may hold earlier backups.

    A file is kept before the row that names it is written, and nothing is ever cleaned up: so
    all that the snapshot names is there when the files are copied after it. Trouble where the
    stack does not run, has a database server of its own, or has a damaged file.
    """
    demand_own_server(settings)
    if lock.holder(settings.var) is None:
        raise Trouble("Hệ thống chưa chạy nên chưa sao lưu được; hãy khởi động: ./congvan up")
    _make_private(folder)
    url = database_urls(settings, read_secrets(settings))[OWNER]
    programs = find_home(settings.var).programs
    async with snapshot(url) as held:
        into = folder / f"{stem_of(held.at)}.dump"
        made = await dump(programs, url, snapshot=held.id, into=into)
    try:
        kept, copied = await copy_files(settings.blobs, folder)
    except BaseException:
        into.unlink()  # without its files it is no backup
        raise
    manifest = Manifest(
        format=FORMAT,
        at=held.at,
        postgres=installed_version(),
        schemas=held.schemas,
        organisations=held.organisations,
        registers=held.registers,
        dump=made,
        blobs=kept,
    )
    file = write_manifest(folder, manifest)
    return Made(manifest=file, files=sum(map(len, kept.values())), copied=copied)


def demand_own_server(settings: Settings) -> None:
    if settings.outside_databases:
        raise Trouble(OWN_SERVER)


async def copy_files(source: str, folder: Path) -> tuple[Mapping[str, Sequence[str]], int]:
    """Copy what the folder does not have whole; all that it has afterwards of the source.

    Every file is read and hashed, also those that were copied before.
    """
    from_, to = Blobs(source), Blobs((folder / BLOBS).as_uri())
    kept: defaultdict[str, list[str]] = defaultdict(list)
    copied = 0
    async for agency, digest in from_.names():
        try:
            await to.get(agency, digest)
        except BlobMissing:
            await to.put(agency, await _whole(from_, agency, digest))
            copied += 1
        kept[agency].append(digest)
    return {agency: sorted(digests) for agency, digests in sorted(kept.items())}, copied


async def _whole(blobs: Blobs, agency: str, digest: str) -> bytes:
    try:
        return await blobs.get(agency, digest)
    except BlobMissing:
        raise Trouble(
            f"Tệp {agency}/{digest} trong kho đã hỏng và chưa có trong bản sao lưu nào ở đây; "
            "chưa có bản sao lưu mới. Hãy đặt lại tệp này từ nơi lưu khác rồi sao lưu lại."
        ) from None


def _make_private(folder: Path) -> None:
    """Drafts are confidential: nobody else who works on the machine may read them."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise Trouble(f"Không dùng được thư mục {folder} ({fault.strerror}).") from None
