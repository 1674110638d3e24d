"""A certificate of a server that runs on this machine, made when a test asks for it."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a server says that it is; whoever trusts `file` believes it."""

    file: Path
    """The certificate, signed by itself, and its key."""

    @property
    def context(self) -> ssl.SSLContext:
        """What the server listens with."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.file)
        return context


def identity(folder: Path, *, address: str = "127.0.0.1") -> Identity:
    """A new one for this address, for one day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, address)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem = PrivateFormat.PKCS8
    file = folder / f"{address}.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, pem, NoEncryption())
        + certificate.public_bytes(Encoding.PEM)
    )
    return Identity(file)
