"""The agency's seal as a port, and behind it: a soft test key, a token or HSM, a service."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from shared.document.token import Token
from shared.document.trust import LongTerm, trust_roots
from shared.domain.certificates import Registered
from shared.domain.devices import KeyKind
from shared.domain.refusals import Invalid, WrongMoment
from shared.runtime.remote_signing import Authorisation, SigningService, demand_enabled
from shared.runtime.settings import DeviceSettings, RemoteSigningSettings, TimeStampSettings

Device = Callable[[bytes], Awaitable[bytes]]
"""As shared.document.keys.Device."""
SigningKey = Any
"""As shared.document.keys.SigningKey, whose module loads pyHanko."""
T = TypeVar("T")
LOOK_SECONDS: Final = 5.0
"""How long a device has to show that it is there, before a number is given."""
_AT_DEVICES: Final = ThreadPoolExecutor(8, thread_name_prefix="device")
_REFUSED: Final[set[str]] = set()
"""Of certificates with PINs that a device refused: hashes, for as long as this process lives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealOrder:
    """What a clerk's act orders to be written and sealed."""

    agency: str
    number_line: str
    date_line: str
    at: datetime
    number: str = ""
    """As printed; what annexes are stamped with."""
    key: Registered | None = None
    """The certificate that counts for the agency; None: its soft key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    """A file with the agency's signature: the main file or an annex."""

    pdf: bytes
    certificate: str
    """Fingerprint of the agency's certificate."""
    level: str = "B-B"
    proven_until: datetime | None = None
    """When its stamp's certificate ends; None without a stamp."""

    @property
    def lasts(self) -> bool:
        """It has stamp and proof."""
        return self.proven_until is not None


class SealKeys(Protocol):
    async def ready(self, agency: str, at: datetime, key: Registered | None) -> None:
        """Raises the Refusal with which `seal` would answer now, so that no number is lost.

        Or `DeviceAway`, where the key's device does not answer.
        """

    async def prove(self, signed: bytes, agency: str, at: datetime, key: Registered | None) -> None:
        """Ask, as `seal` will, who is revoked and whether stamps are had; the key is not used.

        Raises `Invalid` (`certificate_revoked`, `certificate_not_trusted`), and the faults
        `RevocationFault` and `TimeStampFault`.
        """

    async def seal(self, signed: bytes, order: SealOrder) -> SealedFile:
        """Fill both lines and seal, in one revision; raises a Refusal where that can't be."""

    async def stamp(self, annex: bytes, order: SealOrder, *, lasts: bool) -> SealedFile | None:
        """The annex with the agency's signature; None for a file that can't carry one.

        `lasts`: with stamp and proof, as the main file has them; faults and refusals as `seal`'s.
        """


class SoftSealKeys:
    """The agency's PKCS#12 and picture of the seal in a folder: for test certificates only."""

    def __init__(self, folder: Path | None, time_stamps: TimeStampSettings | None = None) -> None:
        self._folder, self._time_stamps = folder, time_stamps

    async def ready(self, agency: str, at: datetime, _key: Registered | None = None) -> None:
        await asyncio.to_thread(lambda: _demand_ready(*self._read(agency), at=at))

    async def prove(
        self, signed: bytes, agency: str, at: datetime, _key: Registered | None = None
    ) -> None:
        lasting = long_term(self._folder, self._time_stamps, test_keys=True)
        if lasting is not None:
            await asyncio.to_thread(
                lambda: asyncio.run(_prove(signed, _soft(*self._read(agency)), lasting, at))
            )

    async def seal(self, signed: bytes, order: SealOrder) -> SealedFile:
        lasting = long_term(self._folder, self._time_stamps, test_keys=True)
        # sealing is mostly the CPU's work, so it has a loop in a thread of its own
        return await asyncio.to_thread(
            lambda: asyncio.run(_seal(signed, order, *self._read(order.agency), lasting=lasting))
        )

    async def stamp(self, annex: bytes, order: SealOrder, *, lasts: bool) -> SealedFile | None:
        wanted = self._time_stamps if lasts else None
        lasting = long_term(self._folder, wanted, test_keys=True)
        return await asyncio.to_thread(
            lambda: asyncio.run(_stamped(annex, order, _soft(*self._read(order.agency)), lasting))
        )

    def picture(self, agency: str) -> bytes | None:
        """The picture of the seal, if there is one."""
        file = self._folder / "agency" / f"{agency}.png" if self._folder else None
        return file.read_bytes() if file and file.is_file() else None

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


def long_term(
    folder: Path | None, time_stamps: TimeStampSettings | None, *, test_keys: bool
) -> LongTerm | None:
    """By what seals are made to last; None where nobody stamps."""
    if time_stamps is None:
        return None
    return LongTerm(
        authority=time_stamps.url,
        within=time_stamps.within,
        trust_roots=trust_roots(folder, test_keys=test_keys),
    )


def _demand_ready(pkcs12: bytes, picture: bytes | None, password: str, *, at: datetime) -> None:
    from shared.document.keys import load_key  # noqa: PLC0415 -- pyHanko loads lazily
    from shared.document.sign import demand_picture, demand_valid  # noqa: PLC0415 -- as above

    demand_valid(load_key(pkcs12, password), at)
    demand_picture(picture)


def _soft(pkcs12: bytes, _picture: bytes | None, password: str) -> SigningKey:
    from shared.document.keys import load_key  # noqa: PLC0415 -- pyHanko loads lazily

    return load_key(pkcs12, password)


async def _prove(signed: bytes, key: SigningKey, lasting: LongTerm, at: datetime) -> None:
    from shared.document.long_term import proof_for_seal  # noqa: PLC0415 -- pyHanko loads lazily

    await proof_for_seal(signed, key, lasting, at)


async def _seal(
    signed: bytes,
    order: SealOrder,
    pkcs12: bytes,
    picture: bytes | None,
    password: str,
    *,
    lasting: LongTerm | None,
) -> SealedFile:
    from shared.document.keys import load_key  # noqa: PLC0415 -- pyHanko loads lazily

    return await _sealed(signed, order, load_key(pkcs12, password), picture, lasting)


async def _sealed(
    signed: bytes,
    order: SealOrder,
    key: SigningKey,
    picture: bytes | None,
    lasting: LongTerm | None,
) -> SealedFile:
    from shared.document.sign import fill_and_seal  # noqa: PLC0415 -- pyHanko loads lazily

    pdf = await fill_and_seal(
        signed,
        key,
        picture,
        number_line=order.number_line,
        date_line=order.date_line,
        at=order.at,
        long_term=lasting,
    )
    return _with_level(pdf, key)


async def _stamped(
    annex: bytes, order: SealOrder, key: SigningKey, lasting: LongTerm | None
) -> SealedFile | None:
    from shared.document.annex import stamp_annex  # noqa: PLC0415 -- pyHanko loads lazily

    pdf = await stamp_annex(annex, key, number=order.number, at=order.at, long_term=lasting)
    return _with_level(pdf, key) if pdf is not None else None


def _with_level(pdf: bytes, key: SigningKey) -> SealedFile:
    from shared.document.long_term import proof_of  # noqa: PLC0415 -- pyHanko loads lazily

    level, stamp = proof_of(pdf)
    return SealedFile(
        pdf=pdf,
        certificate=key.fingerprint,
        level=level,
        proven_until=stamp.valid_until if stamp else None,
    )


class AgencySealKeys:
    """The agency's key as its registered certificate says: soft, in a token or HSM, or remote.

    The PIN of a device is the deployment's, in `SECRETS/AGENCY.pin`. One that was refused is not
    tried again as long as it stands there: trying is what locks a token.
    """

    def __init__(
        self,
        folder: Path | None,
        devices: DeviceSettings,
        secrets: Path | None,
        time_stamps: TimeStampSettings | None = None,
    ) -> None:
        self._soft, self._devices = SoftSealKeys(folder, time_stamps), devices
        self._secrets, self._folder, self._time_stamps = secrets, folder, time_stamps

    async def ready(self, agency: str, at: datetime, key: Registered | None) -> None:
        if key is None or key.kind is KeyKind.SOFT:
            await self._soft.ready(agency, at, key)
            return
        await asyncio.to_thread(_demand_fit, key, self._soft.picture(agency), at)
        async with _known_pin(key, await self._pin(key)) as pin:
            if key.kind is KeyKind.TOKEN:
                await self._token(key, pin, min(LOOK_SECONDS, self._devices.within)).look()
            else:
                service = SigningService(self._remote())
                demand_enabled(await service.credential(key.device["credential"]))

    async def prove(self, signed: bytes, agency: str, at: datetime, key: Registered | None) -> None:
        if key is None or key.kind is KeyKind.SOFT:
            await self._soft.prove(signed, agency, at, key)
            return
        lasting = long_term(self._folder, self._time_stamps, test_keys=False)
        if lasting is not None:
            await asyncio.to_thread(
                lambda: asyncio.run(_prove(signed, _only_looked_at(key), lasting, at))
            )

    async def seal(self, signed: bytes, order: SealOrder) -> SealedFile:
        if order.key is None or order.key.kind is KeyKind.SOFT:
            return await self._soft.seal(signed, order)
        picture = self._soft.picture(order.agency)
        lasting = long_term(self._folder, self._time_stamps, test_keys=False)
        return await self._at_device(
            order.key, lambda key: _sealed(signed, order, key, picture, lasting)
        )

    async def stamp(self, annex: bytes, order: SealOrder, *, lasts: bool) -> SealedFile | None:
        if order.key is None or order.key.kind is KeyKind.SOFT:
            return await self._soft.stamp(annex, order, lasts=lasts)
        wanted = self._time_stamps if lasts else None
        lasting = long_term(self._folder, wanted, test_keys=False)
        return await self._at_device(order.key, lambda key: _stamped(annex, order, key, lasting))

    async def _at_device(
        self, registered: Registered, sign: Callable[[SigningKey], Coroutine[Any, Any, T]]
    ) -> T:
        from shared.document.keys import device_key  # noqa: PLC0415 -- pyHanko loads lazily

        async with _known_pin(registered, await self._pin(registered)) as pin:
            device = self._device(registered, pin)
            key = device_key(registered.certificate, registered.chain, device)
            # a device that hangs holds a thread of these, and none that others wait for
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(_AT_DEVICES, lambda: asyncio.run(sign(key)))

    def _device(self, key: Registered, pin: str) -> Device:
        if key.kind is KeyKind.TOKEN:
            return self._token(key, pin, self._devices.within).sign
        credential, service = key.device["credential"], SigningService(self._remote())
        return lambda digest: service.sign(credential, digest, Authorisation(pin=pin))

    def _token(self, key: Registered, pin: str, within: float) -> Token:
        driver = self._devices.token_driver
        if driver is None:
            raise WrongMoment(
                "no_token_driver",
                "Hệ thống chưa được cấu hình thẻ ký (CONGVAN_TOKEN_DRIVER); hãy báo quản trị viên.",
            )
        label, name = key.device["token"], key.device.get("key", "")
        return Token(module=driver, label=label, key=name, pin=pin, within=within)

    def _remote(self) -> RemoteSigningSettings:
        if self._devices.remote is None:
            raise WrongMoment(
                "no_signing_service",
                "Hệ thống chưa được nối với dịch vụ ký số từ xa (CONGVAN_REMOTE_SIGNING); hãy báo "
                "quản trị viên.",
            )
        return self._devices.remote

    async def _pin(self, key: Registered) -> str:
        name = f"{key.agency}.pin"
        try:
            if self._secrets is None or Path(name).name != name:
                raise FileNotFoundError
            said = await asyncio.to_thread((self._secrets / name).read_text, encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise WrongMoment(
                "no_seal_pin",
                f"Không đọc được mã PIN của khóa ký cơ quan (tệp {name} trong CONGVAN_SECRETS).",
            ) from None
        return said.strip()


@asynccontextmanager
async def _known_pin(key: Registered, pin: str) -> AsyncIterator[str]:
    """The PIN, unless this very one was refused before; a refusal is remembered in memory."""
    tried = sha256(f"{key.fingerprint}/{pin}".encode()).hexdigest()
    if tried in _REFUSED:
        raise WrongMoment(
            "seal_pin_refused",
            "Thiết bị ký của cơ quan đã từ chối mã PIN đang lưu, nên hệ thống không thử lại; quản "
            "trị viên hãy sửa mã PIN.",
        )
    try:
        yield pin
    except Invalid as refusal:
        if refusal.code == "pin_wrong":
            _REFUSED.add(tried)
        raise


def _demand_fit(key: Registered, picture: bytes | None, at: datetime) -> None:
    from shared.document.sign import demand_picture, demand_valid  # noqa: PLC0415 -- as above

    demand_valid(_only_looked_at(key), at)
    demand_picture(picture)


def _only_looked_at(key: Registered) -> SigningKey:
    from shared.document.keys import device_key  # noqa: PLC0415 -- pyHanko loads lazily

    return device_key(key.certificate, key.chain, _unasked)


async def _unasked(_digest: bytes) -> bytes:
    raise RuntimeError("a key that is only looked at signs nothing")
