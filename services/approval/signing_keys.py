"""Where the signatures of persons come from.

Soft keys of tests sign by themselves; devices sign with what their owner knows: a PIN passes
through here and stays nowhere.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from services.approval.domain.certificates import Certificate, refuse_changed_certificate
from shared.document.token import Token
from shared.document.trust import LongTerm, trust_roots
from shared.domain.certificates import Registered
from shared.domain.devices import KeyKind, stamps_away
from shared.domain.refusals import WrongMoment
from shared.runtime.remote_signing import Authorisation, Credential, SigningService
from shared.runtime.settings import DeviceSettings, TimeStampSettings

Device = Callable[[bytes], Awaitable[bytes]]
"""As shared.document.keys.Device."""
AT_ONCE: Final = 32
"""As many devices are waited for together; who comes later waits for one of them."""
_AT_DEVICES: Final = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="device")
_BUSY: Final[set[str]] = set()
"""Certificates whose devices are asked now: a device does one thing at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    pdf: bytes = field(repr=False)
    fingerprint: str
    """Of the certificate that signed, SHA-256 in hex."""


class SigningKeys(Protocol):
    async def certificate(self, account: str) -> Certificate | None:
        """The certificate with which an account would sign now; None if it has none."""

    async def sign(
        self, account: str, prepared: bytes, *, certificate: str, reason: str, at: datetime
    ) -> Signed:
        """Sign the prepared PDF for an account; `at` becomes the signing time.

        `certificate` is the fingerprint of the only one that may sign.
        Raises WrongMoment `no_certificate`, `key_not_readable`, `certificate_changed`, and
        Invalid `certificate_not_valid`.
        """


@dataclass(frozen=True, slots=True)
class SoftKeys:
    """PKCS#12 files in a folder: `people/ACCOUNT.p12` and `.png`, opened by `password`."""

    folder: Path | None
    time_stamps: TimeStampSettings | None = None
    """Where signatures get their stamps, if at all."""

    async def certificate(self, account: str) -> Certificate | None:
        return await asyncio.to_thread(self._certificate, account)

    async def sign(
        self, account: str, prepared: bytes, *, certificate: str, reason: str, at: datetime
    ) -> Signed:
        # signing is the CPU's work from end to end, so it has a loop in a thread of its own
        return await asyncio.to_thread(
            lambda: asyncio.run(self._sign(account, prepared, certificate, reason, at))
        )

    def _certificate(self, account: str) -> Certificate | None:
        from shared.document.keys import load_key  # noqa: PLC0415 -- pyHanko loads lazily

        files = self._files(account)
        if files is None:
            return None
        key = load_key(*files)
        return Certificate(
            fingerprint=key.fingerprint,
            subject=key.subject,
            valid_from=key.valid_from,
            valid_until=key.valid_until,
            kind=KeyKind.SOFT,
        )

    async def _sign(
        self, account: str, prepared: bytes, certificate: str, reason: str, at: datetime
    ) -> Signed:
        from shared.document.keys import load_key  # noqa: PLC0415 -- pyHanko loads lazily
        from shared.document.sign import sign_by_person  # noqa: PLC0415 -- pyHanko loads lazily

        files = self._files(account)
        if files is None:
            raise WrongMoment("no_certificate", f"Không còn tệp khóa ký của {account}.")
        key = load_key(*files)
        refuse_changed_certificate(certificate, key.fingerprint, account)
        pdf = await sign_by_person(
            prepared,
            key,
            self.picture(account),
            reason=reason,
            at=at,
            long_term=long_term(self.folder, self.time_stamps, test_keys=True),
        )
        return Signed(pdf=pdf, fingerprint=key.fingerprint)

    def _files(self, account: str) -> tuple[bytes, str] | None:
        """The key file and its password; an account's name never leads out of the folder."""
        if self.folder is None or Path(account).name != account or account.startswith("."):
            return None
        file, password = self.folder / "people" / f"{account}.p12", self.folder / "password"
        with _readable(account):
            if not file.is_file() or not password.is_file():
                return None
            return file.read_bytes(), password.read_text(encoding="utf-8").strip()

    def picture(self, account: str) -> bytes | None:
        """The drawn hand signature, if there is one."""
        picture = (self.folder or Path()) / "people" / f"{account}.png"
        with _readable(account):
            return picture.read_bytes() if picture.is_file() else None


def long_term(
    folder: Path | None, time_stamps: TimeStampSettings | None, *, test_keys: bool
) -> LongTerm | None:
    """By what signatures are made to last; None where nobody stamps."""
    if time_stamps is None:
        return None
    return LongTerm(
        authority=time_stamps.url,
        within=time_stamps.within,
        trust_roots=trust_roots(folder, test_keys=test_keys),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """What the signer types for one signature; kept nowhere."""

    pin: str = field(default="", repr=False)
    otp: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a device is to sign."""

    reason: str
    at: datetime
    """The signing time, aware."""
    test_keys: bool
    """Whether a time-stamp authority of trials is trusted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Devices:
    """Tokens and signing services of the deployment, by which people sign themselves."""

    settings: DeviceSettings
    folder: Path | None
    """Of the pictures and the trusted roots, as with soft keys."""
    time_stamps: TimeStampSettings | None = None
    """Where signatures get their stamps, if at all; also those that were made elsewhere."""

    async def sign(
        self, registered: Registered, prepared: bytes, secret: Secret, how: Manner
    ) -> bytes:
        """The prepared PDF with the owner's signature; the device is asked once.

        Stamped if stamps are had and the certificate names a server for its revocation. Raises
        what the device says: `Invalid` (`pin_wrong`, `otp_wrong`), `WrongMoment`, and
        `DeviceAway` where it, or the time-stamp authority, is gone or silent.
        """
        if registered.fingerprint in _BUSY:
            raise WrongMoment(
                "device_busy",
                "Thiết bị này đang ký theo một yêu cầu trước; hãy đợi yêu cầu đó xong.",
            )
        _BUSY.add(registered.fingerprint)
        try:
            return await self._sign_outside(registered, prepared, secret, how)
        finally:
            _BUSY.discard(registered.fingerprint)

    async def _sign_outside(
        self, registered: Registered, prepared: bytes, secret: Secret, how: Manner
    ) -> bytes:
        # a device that hangs holds a thread of these, and none that others wait for
        return await asyncio.get_running_loop().run_in_executor(
            _AT_DEVICES,
            lambda: asyncio.run(self._sign(registered, prepared, secret, how)),
        )

    async def send_otp(self, registered: Registered) -> None:
        """Have the signing service send its owner an OTP."""
        if registered.kind is not KeyKind.REMOTE:
            raise WrongMoment("no_otp", "Chỉ ký số từ xa mới dùng mã OTP.")
        await self._service().send_otp(registered.device["credential"])

    async def credential(self, credential: str) -> Credential:
        """What the signing service says of a credential."""
        return await self._service().credential(credential)

    async def stamp(self, signed: bytes, *, test_keys: bool) -> bytes:
        """A file that its signer signed elsewhere, with a stamp over the signature.

        Unchanged where nobody stamps, where it has a stamp, and where its container has no room:
        then the seal's stamp proves it. Raises `DeviceAway` rather than to leave it out.
        """
        from shared.document.long_term import add_stamp  # noqa: PLC0415 -- pyHanko loads lazily

        lasting = long_term(self.folder, self.time_stamps, test_keys=test_keys)
        if lasting is None:
            return signed
        with _stamps_away():
            return await asyncio.to_thread(lambda: asyncio.run(add_stamp(signed, lasting)))

    async def _sign(
        self, registered: Registered, prepared: bytes, secret: Secret, how: Manner
    ) -> bytes:
        from shared.document.keys import device_key  # noqa: PLC0415 -- pyHanko loads lazily
        from shared.document.sign import sign_by_person  # noqa: PLC0415 -- pyHanko loads lazily

        device = self._device(registered, secret)
        key = device_key(registered.certificate, registered.chain, device)
        picture = SoftKeys(self.folder).picture(registered.account)
        lasting = long_term(self.folder, self.time_stamps, test_keys=how.test_keys)
        with _stamps_away():
            return await sign_by_person(
                prepared, key, picture, reason=how.reason, at=how.at, long_term=lasting
            )

    def _device(self, registered: Registered, secret: Secret) -> Device:
        match registered.kind:
            case KeyKind.TOKEN:
                return self._token(registered, secret)
            case KeyKind.REMOTE:
                credential, service = registered.device["credential"], self._service()
                by = Authorisation(pin=secret.pin, otp=secret.otp)
                return lambda digest: service.sign(credential, digest, by)
            case _:
                raise WrongMoment(
                    "no_device_here",
                    "Khóa ký này ở thiết bị riêng của người ký: hãy tải bản trình ký về, ký rồi "
                    "gửi tệp đã ký lên.",
                )

    def _token(self, registered: Registered, secret: Secret) -> Device:
        driver = self.settings.token_driver
        if driver is None:
            raise WrongMoment(
                "no_token_driver",
                "Hệ thống chưa được cấu hình thẻ ký (CONGVAN_TOKEN_DRIVER); hãy báo quản trị viên.",
            )
        return Token(
            module=driver,
            label=registered.device["token"],
            key=registered.device.get("key", ""),
            pin=secret.pin,
            within=self.settings.within,
        ).sign

    def _service(self) -> SigningService:
        if self.settings.remote is None:
            raise WrongMoment(
                "no_signing_service",
                "Hệ thống chưa được nối với dịch vụ ký số từ xa (CONGVAN_REMOTE_SIGNING); hãy báo "
                "quản trị viên.",
            )
        return SigningService(self.settings.remote)


@contextmanager
def _stamps_away() -> Iterator[None]:
    """A person is waiting, so a fault is told at once, and not tried again as an activity's is."""
    from shared.document.stamping import TimeStampFault  # noqa: PLC0415 -- pyHanko loads lazily

    try:
        yield
    except TimeStampFault:
        raise stamps_away() from None


@contextmanager
def _readable(account: str) -> Iterator[None]:
    """A file that is closed to us stays so until somebody acts: it is said, not retried."""
    try:
        yield
    except (OSError, UnicodeDecodeError):
        raise WrongMoment(
            "key_not_readable",
            f"Không đọc được tệp khóa ký của tài khoản {account}; quản trị viên hãy kiểm tra thư "
            "mục khóa (tệp còn đó không, quyền đọc, tệp mật khẩu) rồi thử lại.",
        ) from None
