"""The head signs by a second act: at the signing service, or elsewhere, and sends the file."""

import asyncio
from datetime import datetime

from shared.document.keys import SigningKey
from shared.document.sign import sign_by_person
from tests.chaos.around import HEAD, Around
from tests.chaos.desk import Desk
from tests.support.signing_service import OTP, PIN


async def takes_a_second_act(head: Desk, task: str) -> bool:
    """Whether he decided to sign, and has not signed yet."""
    seen = await head.get("approval", f"/tasks/{task}")
    return bool(seen and seen["signs_with"])


async def sign(around: Around, *, uploaded: bool) -> bool:
    """Whether it was accepted."""
    path = f"/tasks/{around.task}/signature"
    if uploaded:
        content = await _signed_elsewhere(around)
        sent = {"content": content}
        return bool(await around.act(HEAD, "sign", "approval", f"{path}/file", sent=sent))
    if not await around.act(HEAD, "otp", "approval", f"{path}/otp"):
        return False
    return bool(await around.act(HEAD, "sign", "approval", path, {"pin": PIN, "otp": OTP}))


async def _signed_elsewhere(around: Around) -> bytes:
    outside = around.town.outside
    if outside is None:
        raise RuntimeError("the head has a device only where the town has servers outside")
    prepared = await around.desk(HEAD).file("approval", f"/tasks/{around.task}/document")
    at = around.town.clock.now().replace(microsecond=0)
    return await asyncio.to_thread(_by_device, prepared, outside.head.key, at)


def _by_device(prepared: bytes, key: SigningKey, at: datetime) -> bytes:
    return asyncio.run(sign_by_person(prepared, key, None, reason="Ký duyệt", at=at))
