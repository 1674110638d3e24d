"""The doctor's look at the disks that a stack writes to: services, PostgreSQL and the engine."""

from collections.abc import Sequence
from pathlib import Path
from shutil import disk_usage
from urllib.parse import unquote, urlsplit

from deploy.local.findings import Finding, Health
from deploy.local.postgres_home import data_folder
from deploy.local.settings import Settings
from shared.runtime.settings import WatchSettings


def examine_disks(settings: Settings, pid: int | None) -> Finding:
    """Say whether there is room everywhere, and whether the stack runs (as process `pid`)."""
    if full := nearly_full(folders_of(settings), WatchSettings.read().least_space):
        remark = "; ".join(full)
        return Finding(part="data", health=Health.BROKEN, address=str(settings.var), remark=remark)
    said = "not running; start it: ./congvan up"
    if pid is not None:
        ready = settings.addresses_file.exists()
        said = f"running, process {pid}" if ready else f"still starting, process {pid}"
    return Finding(part="data", address=str(settings.var), remark=f"the stack is {said}")


def folders_of(settings: Settings) -> list[Path]:
    """Where the parts that this stack starts write to; each may be a disk of its own."""
    folders = [settings.var, settings.logs]
    if not settings.outside_databases:
        folders.append(data_folder(settings.var))
    if not settings.outside_temporal:
        folders.append(settings.var / "temporal")
    blobs = urlsplit(settings.blobs)
    if blobs.scheme == "file":
        folders.append(Path(unquote(blobs.path)))
    return folders


def nearly_full(folders: Sequence[Path], least: int) -> list[str]:
    """Name each disk with less than so many bytes, once, by the first folder on it."""
    found: dict[int, str] = {}
    for folder in folders:
        place = next(one for one in (folder, *folder.parents) if one.exists())
        free = disk_usage(place).free
        if free < least:
            remark = f"only {free // 1_000_000} MB free for {folder}"
            found.setdefault(place.stat().st_dev, remark)
    return list(found.values())
