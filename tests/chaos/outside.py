"""What lies outside the deployment: remote signing, a mail server, an authority with its stamps."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from deploy.local.local_secrets import write_private
from deploy.local.settings import HOST
from shared.runtime.clock import Clock
from shared.runtime.settings import Tls
from tests.support import signing_service
from tests.support.devices import PASSWORD, KeyPair
from tests.support.mail_server import SENDER, MailServer, running_mail_server
from tests.support.signing_service import SigningServer, running_signing_server
from tests.support.trust_server import Server, TrustServer

CREDENTIAL: Final = "gd-2026"
"""Of the head, at the signing service."""
LONGER_THAN_A_LEAP: Final = timedelta(days=60)
SOFT: Final = {
    "people/duong-minh-tue.p12": "Dương Minh Tuệ",
    "people/xa-truong.p12": "Trưởng Văn phòng xã",
    "agency/SVHTTDL.p12": "Sở",
    "agency/UBNDX.p12": "Văn phòng xã",
}
"""Keys, where there are such, whose certificates can be proven for years; and whose they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    signing: SigningServer
    mail: MailServer
    trust: TrustServer
    head: KeyPair
    """What the signing service keeps for the head, who has it in a device of his own too."""

    def environment(self, folder: Path) -> Mapping[str, str]:
        """What the services are told of it; `folder` keeps what they log in with."""
        password = folder / "signing-service"
        write_private(password, signing_service.PASSWORD)
        return {
            "CONGVAN_REMOTE_SIGNING": self.signing.url,
            "CONGVAN_REMOTE_SIGNING_USER": signing_service.USER,
            "CONGVAN_REMOTE_SIGNING_PASSWORD_FILE": str(password),
            "CONGVAN_SMTP_HOST": HOST,
            "CONGVAN_SMTP_PORT": str(self.mail.port),
            "CONGVAN_SMTP_FROM": SENDER,
            "CONGVAN_SMTP_TLS": Tls.NONE,
            "CONGVAN_TIME_STAMPS": self.trust.url(Server.STAMPS),
        }

    def issue_keys(self, keys: Path) -> None:
        """In place of trial keys, which name no server that says who is revoked."""
        (keys / "roots" / "outside.pem").write_bytes(self.trust.authority.root_pem)
        password = (keys / "password").read_text().strip()
        for file, name in SOFT.items():
            if (keys / file).exists():
                (keys / file).write_bytes(_key(self.trust, name, password))


class _ByTheClock(TrustServer):
    """The authority, whose servers tell the time by the harness's clock.

    Its answers count until the nights come in which files are stamped again: a leap over Tết or to
    New Year passes over them all.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock.now())
        self.authority.counts = LONGER_THAN_A_LEAP
        self._clock = clock

    def answer(self, server: Server, asked: bytes) -> bytes:
        self.now = self._clock.now()
        return super().answer(server, asked)


@asynccontextmanager
async def running_outside(clock: Clock) -> AsyncIterator[Outside]:
    """All in this process, which nobody kills."""
    async with running_signing_server() as signing, running_mail_server() as mail:
        with _ByTheClock(clock).running() as trust:
            head = KeyPair(_key(trust, "Giám đốc Sở", PASSWORD))
            signing.add(CREDENTIAL, head.pkcs12, PASSWORD)
            yield Outside(signing=signing, mail=mail, trust=trust, head=head)


def _key(trust: TrustServer, name: str, password: str) -> bytes:
    begin = trust.now - timedelta(days=1)
    return trust.authority.key_for(name, password=password, now=begin)
