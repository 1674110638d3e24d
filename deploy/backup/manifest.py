"""What a backup consists of: the one file that makes its parts a backup, written last."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from deploy.local.local_secrets import write_private
from deploy.local.troubles import Trouble
from shared.domain.canonical import canonical, sha256

FORMAT: Final = 1
BLOBS: Final = "blobs"
"""The folder of files, which all backups in one folder share."""
_NAME: Final = re.compile(r"backup-\d{8}T\d{6}Z\.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of an agency's register, as every print and every public answer shows it."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """The database, in pg_dump's custom format."""

    file: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One backup: everything that had been committed by its instant."""

    format: int
    at: datetime
    """Just before the snapshot was taken."""
    postgres: str
    """Version of the programs that made the dump: "18.6.3"."""
    schemas: Mapping[str, str]
    """Newest migration by service."""
    organisations: Mapping[str, str]
    """Version in force by agency."""
    registers: Mapping[str, Head]
    """By agency."""
    dump: Dump
    blobs: Mapping[str, Sequence[str]]
    """SHA-256 of every file, by agency."""


_READER: Final = TypeAdapter(Manifest)


def stem_of(at: datetime) -> str:
    """How the files of one backup are named: "backup-20261128T012345Z"."""
    return f"backup-{at:%Y%m%dT%H%M%SZ}"


def write_manifest(folder: Path, manifest: Manifest) -> Path:
    """Whole or not at all, readable by its owner only; it carries its own hash."""
    content = json.loads(_READER.dump_json(manifest))
    file = folder / f"{stem_of(manifest.at)}.json"
    signed = content | {"sha256": sha256(canonical(content))}
    write_private(file, json.dumps(signed, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    return file


def read_manifest(file: Path) -> Manifest:
    """The backup that a file describes; Trouble where it is not as it was written."""
    try:
        content: dict[str, Any] = json.loads(file.read_bytes())
        said = content.pop("sha256")
        whole = said == sha256(canonical(content))
    except (ValueError, KeyError, AttributeError, TypeError):
        whole = False
    if not whole:
        raise Trouble(
            f"Bản kê {file} đã bị sửa hoặc hỏng; chưa phục hồi gì. Hãy lấy lại tệp này từ nơi lưu "
            "khác, hoặc phục hồi từ bản sao lưu khác."
        )
    if content.get("format") != FORMAT:
        raise Trouble(
            f"Bản sao lưu {file} có định dạng {content.get('format')}, bản phần mềm này chỉ đọc "
            f"được {FORMAT}; hãy dùng bản phần mềm đã sao lưu, hoặc mới hơn."
        )
    try:
        return _READER.validate_python(content)
    except ValidationError as fault:
        raise Trouble(f"Bản kê {file} không đọc được: {fault.errors()[0]['loc']}.") from None


def newest_manifest(folder: Path) -> Path:
    """The manifest of a folder's last backup; Trouble where there is none."""
    found = sorted(file for file in folder.glob("backup-*.json") if _NAME.fullmatch(file.name))
    if not found:
        raise Trouble(f"Trong {folder} không có bản sao lưu nào trọn vẹn (backup-….json).")
    return found[-1]
