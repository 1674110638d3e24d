"""One way to write JSON that is hashed or frozen: sorted keys, no spaces, UTF-8, NFC as given."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(value: Mapping[str, Any]) -> bytes:
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def sha256(data: bytes) -> str:
    """Lowercase hexadecimal."""
    return hashlib.sha256(data).hexdigest()
