"""What the proxy does to connections: a small server stands behind it."""

import asyncio
import gc
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from deploy.local.settings import HOST
from tests.chaos.proxy import Proxy

ROUNDS = 5
"""Of the event loop, in each of which a connection may be on its way in."""


@asynccontextmanager
async def echo() -> AsyncIterator[Proxy]:
    """A server that says what it hears, behind a proxy."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1024):
            writer.write(data)
        writer.close()

    server = await asyncio.start_server(serve, HOST, 0)
    async with server, Proxy(server.sockets[0].getsockname()[1]) as proxy:
        yield proxy


async def said(proxy: Proxy, words: bytes) -> bytes:
    """What comes back; nothing where the connection is dropped."""
    reader, writer = await asyncio.open_connection(HOST, proxy.port)
    try:
        writer.write(words)
        async with asyncio.timeout(10):
            return await reader.read(1024)
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def test_what_is_said_passes_both_ways_fast_or_slow() -> None:
    async with echo() as proxy:
        assert await said(proxy, b"trinh") == b"trinh"
        proxy.delay = 0.01
        assert await said(proxy, b"trinh") == b"trinh"


async def test_refused_connections_end_at_once_and_later_ones_pass() -> None:
    async with echo() as proxy:
        proxy.refusing = True
        assert await said(proxy, b"trinh") == b""
        proxy.refusing = False
        assert await said(proxy, b"trinh") == b"trinh"


async def test_a_cut_drops_what_is_connected_and_nothing_else() -> None:
    async with echo() as proxy:
        reader, writer = await asyncio.open_connection(HOST, proxy.port)
        writer.write(b"trinh")
        assert await reader.read(1024) == b"trinh"
        proxy.cut()
        with suppress(ConnectionError):
            assert await reader.read(1024) == b""
        writer.close()
        assert await said(proxy, b"trinh") == b"trinh"


async def test_a_server_that_is_away_is_a_connection_that_ends() -> None:
    async with echo() as proxy:
        proxy.target = 1
        assert await said(proxy, b"trinh") == b""


async def test_whoever_comes_while_it_closes_is_hung_up_on() -> None:
    """A socket that nobody closes is an error of the test in which it is found."""
    for rounds in range(ROUNDS):
        with socket.socket() as comes:
            comes.setblocking(False)
            async with Proxy(1) as proxy:
                with suppress(BlockingIOError):
                    comes.connect((HOST, proxy.port))
                for _ in range(rounds):
                    await asyncio.sleep(0)
        gc.collect()
