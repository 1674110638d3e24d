"""The agency's seal as a port: today a soft test key; a token or a signing service fits too."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from shared.domain.refusals import WrongMoment


@dataclass(frozen=True, slots=True, kw_only=True)
class SealOrder:
    """What a clerk's act orders to be written and sealed."""

    agency: str
    number_line: str
    date_line: str
    at: datetime
    number: str = ""
    """As printed; what annexes are stamped with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    pdf: bytes
    certificate: str
    """Fingerprint of the agency's certificate."""


class SealKeys(Protocol):
    async def ready(self, agency: str, at: datetime) -> None:
        """Raises the Refusal with which `seal` would answer now, so that no number is lost."""

    async def seal(self, signed: bytes, order: SealOrder) -> SealedFile:
        """Fill both lines and seal, in one revision; raises a Refusal where that can't be."""

    async def stamp(self, annex: bytes, order: SealOrder) -> bytes | None:
        """The annex with the agency's signature; None for a file that can't carry one."""


class SoftSealKeys:
    """The agency's PKCS#12 and picture of the seal in a folder: for test certificates only."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    async def ready(self, agency: str, at: datetime) -> None:
        await asyncio.to_thread(lambda: _demand_ready(*self._read(agency), at=at))

    async def seal(self, signed: bytes, order: SealOrder) -> SealedFile:
        # sealing is the CPU's work from end to end, so it has a loop in a thread of its own
        return await asyncio.to_thread(
            lambda: asyncio.run(_seal(signed, order, *self._read(order.agency)))
        )

    async def stamp(self, annex: bytes, order: SealOrder) -> bytes | None:
        return await asyncio.to_thread(
            lambda: asyncio.run(_stamp(annex, order, *self._read(order.agency)))
        )

    def _read(self, agency: str) -> tuple[bytes, bytes | None, str]:
        """Key, picture, password.

        Raises `WrongMoment`: `no_seal_key` without a key, `key_not_readable` for one that is
        closed to us, which stays so until somebody acts.
        """
        try:
            return self._files(agency)
        except (OSError, UnicodeDecodeError):
            raise WrongMoment(
                "key_not_readable",
                f"Không đọc được tệp khóa ký của cơ quan {agency}; quản trị viên hãy kiểm tra thư "
                "mục khóa (tệp còn đó không, quyền đọc, tệp mật khẩu) rồi thử lại.",
            ) from None

    def _files(self, agency: str) -> tuple[bytes, bytes | None, str]:
        key = self._folder / "agency" / f"{agency}.p12" if self._folder else None
        if self._folder is None or key is None or not key.is_file():
            raise WrongMoment(
                "no_seal_key",
                f"Chưa có khóa ký thử của cơ quan {agency}; hãy nạp lại tệp tổ chức để tạo khóa.",
            )
        picture = key.with_suffix(".png")
        password = (self._folder / "password").read_text(encoding="utf-8").strip()
        return key.read_bytes(), picture.read_bytes() if picture.is_file() else None, password


def _demand_ready(pkcs12: bytes, picture: bytes | None, password: str, *, at: datetime) -> None:
    from shared.document.keys import load_key  # noqa: PLC0415 -- pyHanko loads lazily
    from shared.document.sign import demand_picture, demand_valid  # noqa: PLC0415 -- as above

    demand_valid(load_key(pkcs12, password), at)
    demand_picture(picture)


async def _seal(
    signed: bytes, order: SealOrder, pkcs12: bytes, picture: bytes | None, password: str
) -> SealedFile:
    from shared.document.keys import load_key  # noqa: PLC0415 -- pyHanko loads lazily
    from shared.document.sign import fill_and_seal  # noqa: PLC0415 -- as above

    key = load_key(pkcs12, password)
    pdf = await fill_and_seal(
        signed,
        key,
        picture,
        number_line=order.number_line,
        date_line=order.date_line,
        at=order.at,
    )
    return SealedFile(pdf=pdf, certificate=key.fingerprint)


async def _stamp(
    annex: bytes, order: SealOrder, pkcs12: bytes, _picture: bytes | None, password: str
) -> bytes | None:
    from shared.document.annex import stamp_annex  # noqa: PLC0415 -- pyHanko loads lazily
    from shared.document.keys import load_key  # noqa: PLC0415 -- as above

    key = load_key(pkcs12, password)
    return await stamp_annex(annex, key, number=order.number, at=order.at)
