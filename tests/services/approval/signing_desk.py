"""Approval with devices of every kind, and how a deputy signs with them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from shared.document.sign import sign_by_person
from shared.runtime.settings import DeviceSettings, RemoteSigningSettings
from tests.services.approval.conftest import DEPUTY, HEAD_OF_OFFICE, Approval, Submitted
from tests.support.devices import PASSWORD, KeyPair, key_pair
from tests.support.signing_service import PASSWORD as SERVICE_PASSWORD
from tests.support.signing_service import USER, SigningServer, running_signing_server
from tests.support.token import DRIVER, SoftHsm, soft_hsm

TOKEN = "thẻ ký"


@dataclass
class Desk:
    """Approval with a token driver and a signing service, and the deputy's way to sign."""

    approval: Approval
    hsm: SoftHsm
    remote: SigningServer

    async def register(self, pair: KeyPair | None, kind: str, **more: Any) -> dict[str, Any]:
        said = {"account": DEPUTY, "kind": kind, "certificate": pair.pem if pair else ""} | more
        clerk = await self.approval.person(HEAD_OF_OFFICE)
        made = await clerk.post("/certificates", json=said)
        assert made.status_code == 200, made.text
        return dict(made.json())

    async def with_token(self, label: str = TOKEN, *, days: int = 365) -> dict[str, Any]:
        pair = key_pair(self.approval.office.keys, days=days)
        self.hsm.add(label, pair.pkcs12, PASSWORD)
        return await self.register(pair, "token", token=label)

    async def decided(self) -> Submitted:
        """A round that the deputy decided to sign."""
        round_ = await self.approval.reach("signature")
        made = await round_.decide_to_sign()
        assert made.status_code == 200, made.text
        assert made.json()["stage"] == "SIGNING"
        return round_

    async def sign(self, round_: Submitted, account: str = DEPUTY, **said: str) -> httpx.Response:
        person = await self.approval.person(account)
        return await person.post(f"/tasks/{await round_.task()}/signature", json=said)

    async def send(self, round_: Submitted, pdf: bytes, account: str = DEPUTY) -> httpx.Response:
        person = await self.approval.person(account)
        task, kind = await round_.task(), {"content-type": "application/pdf"}
        return await person.post(f"/tasks/{task}/signature/file", content=pdf, headers=kind)

    async def prepared(self, round_: Submitted) -> bytes:
        person = await self.approval.person(DEPUTY)
        return (await person.get(f"/tasks/{await round_.task()}/document")).content

    async def signed_elsewhere(self, round_: Submitted, pair: KeyPair) -> bytes:
        at = self.approval.now().replace(microsecond=0)
        prepared = await self.prepared(round_)
        return await sign_by_person(prepared, pair.key, None, reason="Ký", at=at)

    async def signatures(self, round_: Submitted) -> list[dict[str, Any]]:
        return await self.approval.rows("signatures", round_.case)


@asynccontextmanager
async def signing_desk(approval: Approval, folder: Path) -> AsyncIterator[Desk]:
    """Give approval a token driver and a signing service, whose files lie in this folder."""
    password = folder / "password"
    password.write_text(SERVICE_PASSWORD)
    with soft_hsm(folder / "hsm") as hsm:
        async with running_signing_server() as remote:
            service = RemoteSigningSettings(
                url=remote.url, user=USER, password_file=password, within=5
            )
            process = approval.office.process("approval")
            process.devices = DeviceSettings(token_driver=DRIVER, remote=service, within=15)
            yield Desk(approval, hsm, remote)
