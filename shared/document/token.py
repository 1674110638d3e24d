"""A token or HSM by its PKCS#11 driver: one process for one signature, within a time limit."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from shared.domain.devices import gone, silent
from shared.domain.refusals import Invalid, Refusal, WrongMoment

PATIENCE: Final = 30.0
"""Seconds that a device has for its answer."""
_PROGRAM: Final = "shared.document.token_process"
_ROOT: Final = Path(__file__).parents[2]
_LEFT: Final = {
    "none": " Thẻ ký đã bị khóa vì sai PIN quá số lần cho phép; hãy mở khóa bằng công cụ của nhà "
    "cung cấp.",
    "one": " Chỉ còn một lần thử: sai nữa thì thẻ ký bị khóa.",
    "few": " Còn ít lần thử: sai nhiều lần thì thẻ ký bị khóa.",
    "": "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A key in a token, by the driver that the deployment chose."""

    module: Path
    """The driver: a PKCS#11 library."""
    label: str
    """Of the token."""
    key: str = ""
    """Label of the private key; empty where the token has only one."""
    pin: str = field(repr=False)
    within: float = PATIENCE

    async def sign(self, digest: bytes) -> bytes:
        """As a `Device` does; the token is never asked twice, so no PIN is tried twice.

        Raises `Invalid` (`pin_wrong`), `WrongMoment` (`pin_locked`, `no_key`) and `DeviceAway`.
        """
        said = await self._ask(digest.hex())
        return bytes.fromhex(said["signature"])

    async def look(self) -> None:
        """Raises what `sign` would raise now, without signing; a wrong PIN costs a try here too."""
        await self._ask("")

    async def _ask(self, digest: str) -> Mapping[str, Any]:
        wanted = {
            "module": str(self.module),
            "token": self.label,
            "key": self.key,
            "pin": self.pin,
            "digest": digest,
        }
        said: Mapping[str, Any] = json.loads(await self._run(json.dumps(wanted).encode()))
        if trouble := said.get("trouble"):
            raise _trouble(trouble, said.get("tries", "")) or gone()
        return said

    async def _run(self, wanted: bytes) -> bytes:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            _PROGRAM,
            cwd=_ROOT,
            env=_environment(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # what a driver says may hold anything
        )
        try:
            async with asyncio.timeout(self.within):
                said, _ = await process.communicate(wanted)
        except TimeoutError:
            raise silent(self.within) from None
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        if process.returncode:
            raise gone()
        return said


def _environment() -> dict[str, str]:
    """Ours without what is no driver's business: database, secrets, issuers."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CONGVAN_")}


def _trouble(trouble: str, tries: str) -> Refusal | None:
    match trouble:
        case "pin_wrong":
            sentence = f"Sai mã PIN của thẻ ký; chưa ghi gì.{_LEFT[tries]}"
            return Invalid("pin_wrong", sentence, details={"pin": sentence})
        case "pin_locked":
            return WrongMoment(
                "pin_locked",
                "Thẻ ký đang bị khóa; hãy mở khóa bằng công cụ của nhà cung cấp rồi ký lại.",
            )
        case "no_key":
            return WrongMoment(
                "no_key",
                "Thẻ ký không có đúng một khóa như đã đăng ký; hãy nhờ quản trị viên kiểm tra "
                "tên khóa đã đăng ký.",
            )
        case _:
            return None
