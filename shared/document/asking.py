"""One question to a server of a certification authority: limited in time and length."""

import asyncio

import httpx

LARGEST = 20_000_000
"""Bytes of an answer; revocation lists of a whole country are long."""


class NoAnswer(Exception):  # noqa: N818 -- a fault, named for operators
    """The server is away, slow, or says that it can't answer."""


async def ask(url: str, body: bytes | None, content_type: str, *, within: float) -> bytes:
    """What a server answers with status 200 within so many seconds; raises `NoAnswer`.

    With a body it is posted, else the address is read. No redirect is followed.
    """
    try:
        async with asyncio.timeout(within):
            return await _ask(url, body, content_type, within)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as fault:
        raise NoAnswer(f"{url}: {type(fault).__name__}") from None


async def _ask(url: str, body: bytes | None, content_type: str, within: float) -> bytes:
    method, headers = ("POST", {"content-type": content_type}) if body else ("GET", {})
    async with (
        httpx.AsyncClient(timeout=within) as client,
        client.stream(method, url, content=body, headers=headers) as answer,
    ):
        if answer.status_code != httpx.codes.OK:
            raise NoAnswer(f"{url}: status {answer.status_code}")
        read = bytearray()
        async for part in answer.aiter_bytes():
            read += part
            if len(read) > LARGEST:
                raise NoAnswer(f"{url}: the answer does not end")
        return bytes(read)
