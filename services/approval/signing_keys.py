"""Where the signatures of persons come from: a port, and the soft keys of tests behind it.

Tokens and remote signing are to be other keys behind the same port.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from services.approval.domain.certificates import Certificate, refuse_changed_certificate
from shared.domain.refusals import WrongMoment


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
            soft=True,
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
        pdf = await sign_by_person(prepared, key, self._picture(account), reason=reason, at=at)
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

    def _picture(self, account: str) -> bytes | None:
        picture = (self.folder or Path()) / "people" / f"{account}.png"
        with _readable(account):
            return picture.read_bytes() if picture.is_file() else None


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
