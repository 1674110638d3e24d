"""Keys of one office's trial authority in devices: a token, a signing service, a signer's own."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from shared.document.keys import SigningKey, load_key
from shared.document.trial_keys import TrialAuthority

PASSWORD: Final = "mở"


@dataclass(frozen=True)
class KeyPair:
    """A fresh key with its certificate, as a PKCS#12 file opened by `PASSWORD`."""

    pkcs12: bytes

    @property
    def key(self) -> SigningKey:
        return load_key(self.pkcs12, PASSWORD)

    @property
    def pem(self) -> str:
        certificate = x509.load_der_x509_certificate(self.key.certificate_der)
        return certificate.public_bytes(Encoding.PEM).decode()


def authority_of(keys: Path) -> TrialAuthority:
    """The authority that the folder of test keys trusts."""
    private = load_pem_private_key((keys / "authority.key").read_bytes(), None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    root = x509.load_pem_x509_certificate((keys / "roots" / "ca.pem").read_bytes())
    return TrialAuthority(root, private)


def key_pair(
    keys: Path, name: str = "Dương Minh Tuệ", *, days: int = 365, now: datetime | None = None
) -> KeyPair:
    """For somebody of this name, valid from just now for so many days."""
    begin = (now or datetime.now(UTC)) - timedelta(seconds=30)
    authority = authority_of(keys)
    return KeyPair(authority.key_for_person(name, "Sở", password=PASSWORD, now=begin, days=days))
