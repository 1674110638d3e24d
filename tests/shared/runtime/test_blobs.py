"""Frozen bytes: written once, and never believed without their hash."""

import asyncio
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shared.domain.canonical import sha256
from shared.runtime.blob_folder import FolderFull
from shared.runtime.blobs import BlobMissing, Blobs
from shared.runtime.faults import AWAY

DATA = "Kính gửi".encode()


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs((tmp_path / "made when needed").as_uri().replace("%20", " "))


def file_of(tmp_path: Path) -> Path:
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    return file


async def test_bytes_are_kept_under_their_hash(blobs: Blobs) -> None:
    digest = await blobs.put("A", DATA)
    assert digest == sha256(DATA)
    assert await blobs.get("A", digest) == DATA


async def test_a_file_that_somebody_sends_in_attests_nothing(blobs: Blobs) -> None:
    await blobs.put("A", DATA)
    assert not await blobs.attests("A", DATA)
    await blobs.attest("A", DATA)
    assert await blobs.attests("A", DATA)
    assert not await blobs.attests("B", DATA)
    assert [name async for name in blobs.names()] == [("A", sha256(DATA))]


async def test_the_same_bytes_are_written_once(blobs: Blobs, tmp_path: Path) -> None:
    await blobs.put("A", DATA)
    before = file_of(tmp_path).stat()
    await asyncio.gather(*(blobs.put("A", DATA) for _ in range(5)))
    after = file_of(tmp_path).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


async def test_no_bytes_are_bytes_too(blobs: Blobs) -> None:
    assert await blobs.get("A", await blobs.put("A", b"")) == b""


async def test_changed_bytes_are_found_when_they_are_read(blobs: Blobs, tmp_path: Path) -> None:
    digest = await blobs.put("A", DATA)
    file_of(tmp_path).write_bytes(DATA + b".")
    with pytest.raises(BlobMissing, match=f"the blob A/{digest} was changed"):
        await blobs.get("A", digest)


async def test_missing_bytes_are_said_to_be_missing(blobs: Blobs) -> None:
    with pytest.raises(BlobMissing, match="no blob A/0000"):
        await blobs.get("A", "0" * 64)


async def test_one_agency_does_not_read_what_another_keeps(blobs: Blobs) -> None:
    digest = await blobs.put("A", DATA)
    with pytest.raises(BlobMissing):
        await blobs.get("B", digest)


@pytest.mark.parametrize("left", [b"", DATA[:3], DATA + b"."], ids=["empty", "half", "changed"])
async def test_damaged_bytes_are_mended_by_whoever_brings_the_right_ones(
    blobs: Blobs, tmp_path: Path, left: bytes
) -> None:
    digest = await blobs.put("A", DATA)
    file_of(tmp_path).write_bytes(left)
    assert await blobs.put("A", DATA) == digest
    assert await blobs.get("A", digest) == DATA


async def test_what_a_crash_left_half_written_is_never_read(blobs: Blobs, tmp_path: Path) -> None:
    digest = await blobs.put("A", DATA)
    whole = file_of(tmp_path)
    left = whole.with_name(f".{digest}.{'0' * 32}")
    whole.rename(left)
    left.write_bytes(DATA[:3])
    with pytest.raises(BlobMissing):
        await blobs.get("A", digest)
    assert await blobs.put("A", DATA) == digest
    assert await blobs.get("A", digest) == DATA


async def test_what_was_left_half_written_a_day_ago_is_removed_and_nothing_else(
    blobs: Blobs, tmp_path: Path
) -> None:
    whole = await blobs.put("A", DATA)
    folder = file_of(tmp_path).parent
    old, fresh = (folder / f".{whole}.{digit * 32}" for digit in "01")
    for file in (old, fresh, folder / ".nfs-not-ours"):
        file.write_bytes(DATA[:3])
    for file in (old, folder / whole, folder / ".nfs-not-ours"):
        os.utime(file, (0, 0))
    await blobs.clear()
    assert {file.name for file in folder.iterdir()} == {whole, fresh.name, ".nfs-not-ours"}


async def test_several_who_write_the_same_bytes_at_once_leave_one_file(
    blobs: Blobs, tmp_path: Path
) -> None:
    digests = await asyncio.gather(*(blobs.put("A", DATA) for _ in range(8)))
    assert set(digests) == {file_of(tmp_path).name}
    assert await blobs.get("A", digests[0]) == DATA


async def test_bytes_that_can_not_be_written_leave_nothing_behind(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path.as_uri())
    (tmp_path / "A").write_bytes(b"a file where the folder belongs")
    with pytest.raises(OSError, match="A"):
        await blobs.put("A", DATA)
    assert file_of(tmp_path).name == "A"


@contextmanager
def no_file_grows() -> Iterator[None]:
    """What a full disk does to who writes, done to this process alone."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_full_disk_is_a_fault_that_passes_and_leaves_nothing_behind(
    blobs: Blobs, tmp_path: Path
) -> None:
    with no_file_grows(), pytest.raises(FolderFull):
        await blobs.put("SO", b"ban trinh ky")
    assert FolderFull in AWAY
    assert all(is_folder for is_folder, _mode in modes_in(tmp_path))
    assert await blobs.get("SO", await blobs.put("SO", b"ban trinh ky")) == b"ban trinh ky"


async def test_an_object_store_keeps_and_mends_in_the_same_way() -> None:
    blobs = Blobs("memory:///")
    digest = await blobs.put("A", DATA)
    assert await blobs.put("A", DATA) == digest
    await blobs.clear()
    assert await blobs.get("A", digest) == DATA
    with pytest.raises(BlobMissing):
        await blobs.get("A", "0" * 64)


def modes_in(tmp_path: Path) -> set[tuple[bool, int]]:
    return {(path.is_dir(), path.stat().st_mode & 0o777) for path in tmp_path.rglob("*")}


async def test_nobody_else_on_the_machine_may_read_what_is_kept(
    blobs: Blobs, tmp_path: Path
) -> None:
    digest = await blobs.put("A", DATA)
    file_of(tmp_path).write_bytes(DATA[:3])
    assert await blobs.put("A", DATA) == digest  # mended, and private again
    assert modes_in(tmp_path) == {(True, 0o700), (False, 0o600)}
