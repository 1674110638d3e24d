"""A real HTTP server in this process that takes webhooks, in whatever mood a test wants it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.support.moods import Mood
from tests.support.tls import Identity

ANSWERS = {
    Mood.ACCEPTS: "204 No Content",
    Mood.BUSY: "503 Service Unavailable",
    Mood.REFUSES: "400 Bad Request",
}


@dataclass(frozen=True, slots=True)
class Call:
    path: str
    headers: Mapping[str, str]
    body: bytes


class HookServer:
    def __init__(self, identity: Identity | None = None) -> None:
        self.mood = Mood.ACCEPTS
        self.answer = ""
        """Said instead of what the mood would say: a status line, and headers."""
        self.calls: list[Call] = []
        self.port = 0
        self.context = identity.context if identity else None
        self._hanging = asyncio.Event()

    @property
    def url(self) -> str:
        return f"http{'s' if self.context else ''}://127.0.0.1:{self.port}/hook"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            self.calls.append(await _call(reader))
            match self.mood:
                case Mood.HANGS:
                    await self._hanging.wait()
                case Mood.DROPS:
                    writer.transport.abort()
                case mood:
                    status = self.answer or ANSWERS[mood]
                    writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
                    await writer.drain()
        finally:
            writer.close()

    def let_go(self) -> None:
        """Hang up on those who hang."""
        self._hanging.set()


async def _call(reader: asyncio.StreamReader) -> Call:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): text for name, _, text in (line.partition(": ") for line in lines)}
    body = await reader.readexactly(int(headers["content-length"]))
    return Call(path=first.split()[1], headers=headers, body=body)


@asynccontextmanager
async def running_hook_server(identity: Identity | None = None) -> AsyncIterator[HookServer]:
    """With an identity, only over TLS."""
    server = HookServer(identity)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=server.context)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        server.let_go()
        listening.close()
