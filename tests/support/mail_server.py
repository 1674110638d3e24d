"""A real SMTP server in this process, in whatever mood a test wants it."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any
from warnings import catch_warnings

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from shared.runtime.settings import MailSettings, Tls
from tests.support.moods import Mood
from tests.support.tls import Identity

SENDER = "Sở Văn hóa <van-ban@so.example>"


class MailServer:
    """`letters` is what it accepted; `goodbye` is called when a client says that it is done.

    With an `identity` it takes nothing in the clear: `tls` says when encryption begins.
    """

    def __init__(
        self, *, password: str = "", tls: Tls = Tls.NONE, identity: Identity | None = None
    ) -> None:
        self.mood = Mood.ACCEPTS
        self.letters: list[EmailMessage] = []
        self.refused: list[str] = []
        """Addresses that it heard of and did not accept."""
        self.goodbye: Callable[[], Any] = lambda: None
        self.port = 0
        self.password = password
        self.tls = tls
        self._context = identity.context if identity else None
        self._hanging = asyncio.Event()

    @property
    def settings(self) -> MailSettings:
        return MailSettings(
            host="127.0.0.1",
            port=self.port,
            sender=SENDER,
            tls=self.tls,
            user="",
            password_file=None,
        )

    @property
    def from_the_start(self) -> ssl.SSLContext | None:
        return self._context if self.tls is Tls.TLS else None

    def protocol(self) -> SMTP:
        if self.tls is Tls.STARTTLS:
            return SMTP(
                self, enable_SMTPUTF8=True, tls_context=self._context, require_starttls=True
            )
        if not self.password:
            return SMTP(self, enable_SMTPUTF8=True)
        with catch_warnings(action="ignore"):  # a login without encryption is what a test wants
            return SMTP(self, authenticator=self._knows, auth_required=True, auth_require_tls=False)

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd names it so
        self, _server: SMTP, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.mood is Mood.REFUSES:
            self.refused.append(address)
            return f"550 5.1.1 <{address}> nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd names it so
        if self.mood is not Mood.ACCEPTS:
            self.refused += envelope.rcpt_tos
        if self.mood is Mood.BUSY:
            return f"451 4.3.0 try again later, {envelope.rcpt_tos}"
        if self.mood is Mood.DROPS and server.transport:
            server.transport.close()
            return "421 gone"
        if self.mood is Mood.HANGS:
            await self._hanging.wait()
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 2.0.0 queued as 1"

    async def handle_QUIT(self, _server: SMTP, _session: Any, _envelope: Any) -> str:  # noqa: N802 -- aiosmtpd names it so
        self.goodbye()
        return "221 Bye"

    def _knows(self, _s: SMTP, _session: Any, _e: Any, _mechanism: str, said: Any) -> AuthResult:
        assert isinstance(said, LoginPassword)
        knows = said.password == self.password.encode()
        return AuthResult(success=knows, handled=False)

    def let_go(self) -> None:
        """Take the letters of those who hang, and hang no more."""
        self._hanging.set()


@asynccontextmanager
async def running_mail_server(
    *, password: str = "", tls: Tls = Tls.NONE, identity: Identity | None = None
) -> AsyncIterator[MailServer]:
    server = MailServer(password=password, tls=tls, identity=identity)
    listening = await asyncio.get_running_loop().create_server(
        server.protocol, "127.0.0.1", 0, ssl=server.from_the_start
    )
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        server.let_go()
        listening.close()
