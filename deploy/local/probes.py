"""Questions to a part: whether it answers yet."""

import asyncio
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

Probe = Callable[[int], Awaitable[bool]]
"""Gets the process that must answer; one that died may have left its own traces."""


def http_ok(url: str, *, seconds: float = 2) -> Probe:
    """Ask whether a GET of the URL is answered by 200."""
    place = urlsplit(url)
    request = f"GET {place.path or '/'} HTTP/1.0\r\nHost: {place.netloc}\r\n\r\n".encode()

    async def answer() -> bytes:
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        try:
            writer.write(request)
            return await reader.readline()
        finally:
            writer.close()

    async def probe(_pid: int) -> bool:
        try:
            first = await asyncio.wait_for(answer(), seconds)
        except (OSError, TimeoutError):
            return False
        return first.split(b" ")[1:2] == [b"200"]

    return probe


async def accepts(address: str) -> bool:
    """Whether anybody accepts connections at host:port."""
    host, _, port = address.rpartition(":")
    try:
        _, writer = await asyncio.open_connection(host, int(port))
    except OSError:
        return False
    writer.close()
    return True


def file_appeared(path: Path) -> Probe:
    """Ask whether the part has written the file by which it says that it is ready."""

    def written() -> bool:
        return path.exists() and path.stat().st_size > 0

    async def probe(_pid: int) -> bool:
        return written()

    return probe


def url_answers(url: str, *, seconds: float = 2) -> bool:
    """Whether a GET is answered by 200, for callers without an event loop."""
    return status_of(url, seconds=seconds) == 200


def status_of(url: str, *, seconds: float = 2) -> int | None:
    """The status by which a GET is answered; None: it is not."""
    try:
        with urllib.request.urlopen(url, timeout=seconds) as reply:  # noqa: S310 -- own addresses
            return int(reply.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except (OSError, urllib.error.URLError, ValueError):
        return None
