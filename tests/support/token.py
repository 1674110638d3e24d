"""A token for one test run: SoftHSM2 in a folder of its own, with keys of known certificates."""

import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from tests.support.tools import demand, run_tool

DRIVER: Final = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN: Final = "241126"
_CONF: Final = "SOFTHSM2_CONF"


@dataclass(frozen=True)
class SoftHsm:
    """The tokens of a folder; the driver finds them by an environment variable."""

    folder: Path

    @property
    def configuration(self) -> Path:
        return self.folder / "softhsm2.conf"

    def add(self, label: str, pkcs12: bytes, password: str, *, pin: str = PIN) -> bytes:
        """A token with the key of a PKCS#12 file, labelled "khoa"; its certificate in DER."""
        contents = load_pkcs12(pkcs12, password.encode())
        assert contents.key
        assert contents.cert
        file = self.folder / f"{label}.pem"
        file.write_bytes(
            contents.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        _run("--init-token", "--free", "--label", label, "--so-pin", "12345678", "--pin", pin)
        options = ("--label", "khoa", "--id", "01", "--pin", pin)
        _run("--import", str(file), "--token", label, *options)
        file.unlink()
        return contents.cert.certificate.public_bytes(Encoding.DER)

    def remove(self, label: str) -> None:
        _run("--delete-token", "--token", label)

    @contextmanager
    def hanging(self) -> Iterator[Callable[[], Awaitable[bool]]]:
        """The driver waits for ever: it reads its configuration from a pipe nobody writes to.

        Yields whether somebody has asked it; he goes on waiting.
        """
        aside = self.configuration.rename(self.folder / "aside.conf")
        os.mkfifo(self.configuration)
        held: list[int] = []

        async def asked() -> bool:
            with suppress(OSError):  # nobody reads
                held.append(os.open(self.configuration, os.O_WRONLY | os.O_NONBLOCK))
            return bool(held)

        try:
            yield asked
        finally:
            for pipe in held:
                os.close(pipe)
            self.configuration.unlink()
            aside.rename(self.configuration)


@contextmanager
def soft_hsm(folder: Path) -> Iterator[SoftHsm]:
    """An empty SoftHSM2; processes started meanwhile find it."""
    demand("softhsm2-util", "softhsm2")
    made = SoftHsm(folder)
    (folder / "tokens").mkdir(parents=True)
    made.configuration.write_text(
        f"directories.tokendir = {folder / 'tokens'}\n"
        "objectstore.backend = file\nlog.level = ERROR\n"
    )
    before = os.environ.get(_CONF)
    os.environ[_CONF] = str(made.configuration)
    try:
        yield made
    finally:
        if before is None:
            del os.environ[_CONF]
        else:
            os.environ[_CONF] = before


def _run(*arguments: str) -> None:
    run_tool("softhsm2-util", *arguments, package="softhsm2")
