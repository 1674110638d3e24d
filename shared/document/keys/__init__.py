"""Keys that sign: a file of tests, or a device that keeps its key to itself."""

from shared.document.keys.device import Device, device_key
from shared.document.keys.signing_key import (
    SigningKey,
    fingerprint_of,
    name_for_people,
    read_certificate,
    read_pem,
    read_signing_certificate,
)
from shared.document.keys.soft import load_key

__all__ = [
    "Device",
    "SigningKey",
    "device_key",
    "fingerprint_of",
    "load_key",
    "name_for_people",
    "read_certificate",
    "read_pem",
    "read_signing_certificate",
]
