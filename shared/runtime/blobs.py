"""Frozen bytes by their SHA-256: written once, before the row that names them."""

from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore, from_url

from shared.domain.canonical import sha256


class BlobMissing(Exception):  # noqa: N818 -- a fault, said to an operator as a sentence
    """A row names bytes that the store does not have, or has changed."""


class Blobs:
    """Keys are `agency/sha256`."""

    def __init__(self, url: str) -> None:
        self._store = _open(url)

    async def put(self, agency: str, data: bytes) -> str:
        """Keep the bytes, if they are not kept yet, and return their SHA-256 in hex."""
        digest = sha256(data)
        with suppress(AlreadyExistsError):
            await self._store.put_async(f"{agency}/{digest}", data, mode="create")
        return digest

    async def get(self, agency: str, digest: str) -> bytes:
        """Return the bytes; raises BlobMissing for unknown or damaged ones."""
        try:
            answer = await self._store.get_async(f"{agency}/{digest}")
            data = bytes(await answer.bytes_async())
        except FileNotFoundError as missing:
            raise BlobMissing(f"no blob {agency}/{digest}") from missing
        if sha256(data) != digest:
            raise BlobMissing(f"the blob {agency}/{digest} was changed")
        return data


def _open(url: str) -> ObjectStore:
    parts = urlsplit(url)
    if parts.scheme == "file":
        folder = Path(parts.path)
        folder.mkdir(parents=True, exist_ok=True)
        return LocalStore(folder)
    return from_url(url)
