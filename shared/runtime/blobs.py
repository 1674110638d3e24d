"""Frozen bytes by their SHA-256: written once, before the row that names them."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit

import structlog
from obstore.exceptions import AlreadyExistsError
from obstore.store import ObjectStore, from_url

from shared.domain.canonical import sha256
from shared.runtime.blob_folder import BlobFolder

DIGEST: Final = re.compile(r"[0-9a-f]{64}")
ATTESTED: Final = "attested-"
"""Before the SHA-256 of what a service attests: so nobody attests by sending in a file."""

log = structlog.get_logger(__name__)


class BlobMissing(Exception):  # noqa: N818 -- a fault, said to an operator as a sentence
    """A row names bytes that the store does not have, or has changed."""


class BlobChanged(BlobMissing):
    """The store has other bytes under this name."""


class _Store(Protocol):
    async def read(self, key: str) -> bytes | None:
        """The bytes, or None where there are none."""

    async def create(self, key: str, data: bytes) -> bool:
        """Keep the bytes for good, unless there are some by this key: then False."""

    async def replace(self, key: str, data: bytes) -> None:
        """Keep the bytes for good, whatever was there."""

    def keys(self) -> AsyncIterator[str]:
        """All that there are, in no order."""

    async def clear(self) -> int:
        """Remove what was begun a day ago and never became whole; how much that was."""


class Blobs:
    """Keys are `agency/sha256`, and `agency/attested-sha256` of what services attest."""

    def __init__(self, url: str) -> None:
        self._store = _open(url)

    async def put(self, agency: str, data: bytes) -> str:
        """Keep the bytes, if they are not kept yet, and return their SHA-256 in hex.

        What is kept under their name and is something else was damaged, and is mended.
        """
        digest = sha256(data)
        await self._keep(f"{agency}/{digest}", data)
        return digest

    async def attest(self, agency: str, statement: bytes) -> None:
        """Keep a statement of a service, if it is not kept yet."""
        await self._keep(_attested(agency, statement), statement)

    async def attests(self, agency: str, statement: bytes) -> bool:
        """Whether exactly this statement was kept."""
        return await self._store.read(_attested(agency, statement)) == statement

    async def get(self, agency: str, digest: str) -> bytes:
        """Return the bytes; raises BlobMissing for unknown ones, BlobChanged for damaged ones."""
        data = await self._store.read(f"{agency}/{digest}")
        if data is None:
            raise BlobMissing(f"no blob {agency}/{digest}")
        if sha256(data) != digest:
            raise BlobChanged(f"the blob {agency}/{digest} was changed")
        return data

    async def names(self) -> AsyncIterator[tuple[str, str]]:
        """Agency and SHA-256 of everything that is kept, in no order; other keys are passed by."""
        async for key in self._store.keys():
            agency, _, digest = key.partition("/")
            if DIGEST.fullmatch(digest):
                yield agency, digest

    async def clear(self) -> None:
        """Make room of what writers that died left half written, which has no name."""
        try:
            if cleared := await self._store.clear():
                log.info("blobs.cleared", files=cleared)
        except OSError as fault:
            log.warning("blobs.not_cleared", fault=type(fault).__name__)

    async def _keep(self, key: str, data: bytes) -> None:
        if not await self._store.create(key, data) and await self._store.read(key) != data:
            log.error("blob.mended", key=key)
            await self._store.replace(key, data)


def _attested(agency: str, statement: bytes) -> str:
    return f"{agency}/{ATTESTED}{sha256(statement)}"


class _Bucket:
    """An object store, whose writes are whole and durable when they are answered."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    async def read(self, key: str) -> bytes | None:
        try:
            answer = await self._store.get_async(key)
            return bytes(await answer.bytes_async())
        except FileNotFoundError:
            return None

    async def create(self, key: str, data: bytes) -> bool:
        try:
            await self._store.put_async(key, data, mode="create")
        except AlreadyExistsError:
            return False
        return True

    async def replace(self, key: str, data: bytes) -> None:
        await self._store.put_async(key, data, mode="overwrite")

    async def keys(self) -> AsyncIterator[str]:
        async for part in self._store.list():
            for one in part:
                yield one["path"]

    async def clear(self) -> int:
        return 0  # half an object is none


def _open(url: str) -> _Store:
    parts = urlsplit(url)
    if parts.scheme == "file":
        return BlobFolder(Path(parts.path))
    return _Bucket(from_url(url))
