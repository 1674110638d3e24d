"""Whoever speaks slowly, endlessly or nonsense costs himself the connection, and nobody else."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from shared.runtime.listening import HEAD_BYTES
from tests.shared.runtime.engine import free_port
from tests.shared.runtime.test_service import PATIENCE, ready, start
from tests.support.waiting import until

MOST = 20
"""Connections that the service of these tests serves at once."""
BEGINNING = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
WHOLE = BEGINNING + b"\r\n"
POST = b"POST /letterbox HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\n"


@dataclass
class Caller:
    """Somebody on a plain socket."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def say(self, words: bytes) -> None:
        self.writer.write(words)
        await self.writer.drain()

    async def drip(self, words: bytes) -> bytes:
        """Say it byte after byte until the other side hangs up; what was heard meanwhile."""
        heard = asyncio.create_task(self.heard())
        for byte in words:
            if heard.done():
                break
            with suppress(ConnectionError):
                await self.say(bytes([byte]))
            await asyncio.sleep(0.05)
        return await heard

    async def heard(self) -> bytes:
        """All that the service says until it hangs up, however rudely."""
        said = b""
        async with asyncio.timeout(PATIENCE):
            with suppress(ConnectionError):  # what came before it counts
                while more := await self.reader.read(HEAD_BYTES):
                    said += more
        return said

    async def answer(self) -> bytes:
        """One answer of a connection that stays open."""
        async with asyncio.timeout(PATIENCE):
            head = await self.reader.readuntil(b"\r\n\r\n")
            (length,) = re.findall(rb"content-length: (\d+)", head)
            return head + await self.reader.readexactly(int(length))


@dataclass(frozen=True)
class Listening:
    port: int

    @asynccontextmanager
    async def caller(self) -> AsyncIterator[Caller]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield Caller(reader, writer)
        finally:
            writer.close()

    async def is_free(self) -> bool:
        return await self.status() == 200

    async def status(self) -> int:
        """What an ordinary caller is answered."""
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            return (await client.get(f"http://127.0.0.1:{self.port}/healthz")).status_code


@pytest.fixture(scope="module")
async def service(
    small_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Listening]:
    port, folder = free_port(), Path(tmp_path_factory.mktemp("listening"))
    patience = {"CONGVAN_HEAD_SECONDS": "1", "CONGVAN_CONNECTIONS": str(MOST)}
    process = start(small_url, folder, port, **patience)
    try:
        await ready(process, port)
        yield Listening(port)
    finally:
        process.kill()
        process.wait()


async def test_who_says_nothing_is_hung_up_on(service: Listening) -> None:
    async with service.caller() as silent:
        assert await silent.heard() == b""


async def test_a_request_that_drips_in_is_not_waited_for(service: Listening) -> None:
    async with service.caller() as slow:
        assert await slow.drip(BEGINNING + b"X-Slow: " + b"x" * 2000) == b""
    assert await service.status() == 200


async def test_neither_is_the_second_of_a_connection(service: Listening) -> None:
    async with service.caller() as slow:
        await slow.say(WHOLE)
        assert (await slow.answer()).startswith(b"HTTP/1.1 200")
        assert await slow.drip(BEGINNING + b"X-Slow: " + b"x" * 2000) == b""


async def test_who_speaks_in_pieces_but_in_time_is_answered_each_time(service: Listening) -> None:
    async with service.caller() as steady:
        for _ in range(3):
            for piece in (WHOLE[:9], WHOLE[9:20], WHOLE[20:]):
                await steady.say(piece)
                await asyncio.sleep(0.01)
            assert (await steady.answer()).startswith(b"HTTP/1.1 200")


async def test_a_body_that_drips_in_is_refused_in_a_sentence(service: Listening) -> None:
    async with service.caller() as slow:
        await slow.say(POST + b"Content-Length: 9999\r\n\r\n")
        head, _, body = (await slow.drip(b"x" * 2000)).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408")
    assert json.loads(body)["code"] == "too_slow"


@pytest.mark.parametrize(
    ("address", "status"),
    [(b"/bytes", b"401"), (b"/notes", b"401"), (b"/no-such-thing", b"404"), (b"/healthz", b"405")],
)
async def test_a_strangers_body_is_waited_for_nowhere_else(
    service: Listening, address: bytes, status: bytes
) -> None:
    async with service.caller() as stranger:
        await stranger.say(POST.replace(b"/letterbox", address) + b"Content-Length: 999999\r\n\r\n")
        assert (await stranger.drip(b"x" * 2000)).startswith(b"HTTP/1.1 " + status)


async def test_as_many_strangers_as_there_is_room_for_hold_it_with_no_bodies(
    service: Listening,
) -> None:
    upload = POST.replace(b"/letterbox", b"/bytes") + b"Content-Length: 999999\r\n\r\n"
    async with AsyncExitStack() as many:
        for _ in range(MOST):
            stranger = await many.enter_async_context(service.caller())
            await stranger.say(upload)
        await until(service.is_free)


@pytest.mark.parametrize(
    "flood",
    [
        b"X-Long: " + b"x" * (2 * HEAD_BYTES),
        b"".join(b"X-%d: x\r\n" % number for number in range(HEAD_BYTES // 4)),
    ],
    ids=["one long header", "very many headers"],
)
async def test_a_flood_of_headers_is_refused(service: Listening, flood: bytes) -> None:
    async with service.caller() as flooding:
        with suppress(ConnectionError):  # hung up on before all of it was said
            await flooding.say(BEGINNING + flood)
        heard = await flooding.heard()
    assert heard == b"" or heard.startswith(b"HTTP/1.1 400")
    assert await service.status() == 200


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x00\xff" * 40 + b"\r\n\r\n",
        b"SSH-2.0-client\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\n\r\n",
        POST + b"Content-Length: -5\r\n\r\n",
        POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        POST + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n",
        POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    ],
)
async def test_nonsense_is_refused_and_hung_up_on(service: Listening, nonsense: bytes) -> None:
    async with service.caller() as talker:
        await talker.say(nonsense)
        heard = await talker.heard()
    assert heard.startswith((b"HTTP/1.1 400", b"HTTP/1.1 501")), heard
    assert await service.status() == 200


async def test_of_two_lengths_one_request_is_read_and_no_second_is_smuggled(
    service: Listening,
) -> None:
    hidden = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
    chunk = b"%x\r\n%b\r\n0\r\n\r\n" % (len(hidden), hidden)
    both = POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk
    async with service.caller() as smuggler:
        await smuggler.say(both)
        assert (await smuggler.answer()).endswith(b"%d" % len(hidden))
        await smuggler.say(WHOLE)
        assert b"404" not in await smuggler.answer()


async def test_more_callers_than_there_is_room_for_are_told_and_served_again_later(
    service: Listening,
) -> None:
    async with AsyncExitStack() as many:
        for _ in range(MOST):
            await many.enter_async_context(service.caller())
        assert await service.status() == 503
    await until(service.is_free)
