"""The trust list of whoever checks a file at his own machine: root certificates in files."""

from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from deploy.local.troubles import Trouble
from services.cli.files import read_bytes

ENDINGS: Final = frozenset({".pem", ".crt", ".cer", ".der"})


def read_trust_list(place: Path) -> tuple[bytes, ...]:
    """The certificates of a file, or of all certificate files in a folder; in DER.

    Trouble where there is none, or one that can't be read: a list that is read in part would
    call good signatures untrusted.
    """
    files = [place]
    if place.is_dir():
        files = sorted(file for file in place.iterdir() if file.suffix.lower() in ENDINGS)
    found = tuple(root for file in files for root in _certificates(file))
    if not found:
        raise Trouble(f"Thư mục {place} không có tệp chứng thư nào (pem, crt, cer, der).")
    return found


def _certificates(file: Path) -> tuple[bytes, ...]:
    content = read_bytes(file)
    try:
        if b"-----BEGIN" in content:
            read = x509.load_pem_x509_certificates(content)
        else:
            read = [x509.load_der_x509_certificate(content)]
    except ValueError:
        raise Trouble(f"Tệp {file} không phải tệp chứng thư (PEM hoặc DER).") from None
    return tuple(one.public_bytes(Encoding.DER) for one in read)
