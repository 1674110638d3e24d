"""A TCP proxy between two parts, whose connections can be slow, cut off, or refused."""

import asyncio
import socket
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

from deploy.local.settings import HOST

CHUNK = 64 * 1024
LOOK_EVERY = 0.01


@dataclass(eq=False)
class Proxy:
    target: int = 0
    """Port of the part behind it, which may be away."""
    delay: float = 0
    """Seconds that every piece of data takes longer, both ways."""
    refusing: bool = False
    """New connections are closed at once."""
    _door: socket.socket | None = None
    """Served by hand: a server of asyncio may lose who comes while it closes."""
    _open: set[asyncio.StreamWriter] = field(default_factory=set)
    _ways: set[asyncio.Task[None]] = field(default_factory=set)
    """What goes either way; a piece that is delayed hears of no end by itself."""
    _serving: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        self._door = socket.create_server((HOST, 0))
        self._door.setblocking(False)
        asyncio.get_running_loop().add_reader(self._door, self._accept, self._door)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._door:
            asyncio.get_running_loop().remove_reader(self._door)
            self._door.close()
        self.refusing = True
        while self._serving:
            self.cut()
            await asyncio.wait(self._serving, timeout=LOOK_EVERY)
        await asyncio.sleep(0)  # what was cut last is closed in the loop's next round

    @property
    def port(self) -> int:
        assert self._door, "the proxy is entered first"
        return int(self._door.getsockname()[1])

    def cut(self) -> None:
        """Drop every connection, whatever is on its way."""
        for writer in self._open:
            writer.transport.abort()
        for way in self._ways:
            way.cancel()

    def _accept(self, door: socket.socket) -> None:
        with suppress(BlockingIOError):  # who knocked went away again
            near, _address = door.accept()
            serving = asyncio.create_task(self._carry(near))
            self._serving.add(serving)
            serving.add_done_callback(self._serving.discard)

    async def _carry(self, near: socket.socket) -> None:
        near_reader, near_writer = await asyncio.open_connection(sock=near)
        try:
            if self.refusing:
                raise ConnectionRefusedError
            far_reader, far_writer = await asyncio.open_connection(HOST, self.target)
        except OSError:
            near_writer.transport.abort()
            return
        both = {near_writer, far_writer}
        self._open |= both
        ways = {
            asyncio.create_task(self._pump(near_reader, far_writer)),
            asyncio.create_task(self._pump(far_reader, near_writer)),
        }
        self._ways |= ways
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        self._ways -= ways
        self._open -= both
        for one in both:
            one.close()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                if self.delay:
                    await asyncio.sleep(self.delay)
                writer.write(data)
                await writer.drain()
