"""Passwords of the local stack: made at the first start, kept in var/secrets.json (0600)."""

import json
import os
import secrets
from pathlib import Path

from deploy.local.settings import OWNER, ROLES, Settings
from deploy.local.troubles import Trouble
from shared.runtime.blob_folder import sync

NAMES = ("postgres", OWNER, *ROLES, "issuer")


def secrets_file(settings: Settings) -> Path:
    """Give the place of the file; it may not exist yet."""
    return settings.var / "secrets.json"


def keep_secrets(settings: Settings) -> dict[str, str]:
    """Read the secrets, making those that are missing."""
    path = secrets_file(settings)
    found = read_secrets(settings) if path.exists() else {}
    missing = [name for name in NAMES if name not in found]
    if missing:
        found |= {name: secrets.token_urlsafe(24) for name in missing}
        write_private(path, json.dumps(found, indent=2) + "\n")
    return found


def read_secrets(settings: Settings) -> dict[str, str]:
    """Read the secrets of a stack that has been started before; Trouble when it has not."""
    path = secrets_file(settings)
    try:
        said = json.loads(path.read_text())
    except FileNotFoundError:
        raise Trouble(
            f"Chưa có tệp {path}: hệ thống chưa chạy lần nào; hãy khởi động: ./congvan up"
        ) from None
    except ValueError:
        raise Trouble(f"Tệp {path} bị hỏng; hãy khôi phục nó, hoặc xóa {settings.var}.") from None
    return {str(name): str(value) for name, value in dict(said).items()}


def write_private(path: Path, text: str) -> None:
    """Write a file whole or not at all, readable by its owner only."""
    write_private_bytes(path, text.encode())


def write_private_bytes(path: Path, content: bytes) -> None:
    """Write bytes as `write_private` writes text."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync(path.parent)
