"""Frozen bytes: written once, and never believed without their hash."""

import asyncio
from pathlib import Path

import pytest

from shared.domain.canonical import sha256
from shared.runtime.blobs import BlobMissing, Blobs

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
