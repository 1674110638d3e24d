"""Which processes make up the local stack, and what each is told in its environment.

The table PROGRAMS is the composition: to add a process, add a row.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path

from deploy.local.issuer_folder import mark_folder
from deploy.local.ports import refuse_taken_ports
from deploy.local.postgres import database_urls, postgres_part
from deploy.local.probes import Probe, file_appeared, http_ok
from deploy.local.settings import HOST, OWNER, ROLES, ROOT, Settings, database_variable
from deploy.local.spawn import children_environment
from deploy.local.supervisor import Part
from deploy.local.temporal import temporal_part

GRACE = 25.0
"""Seconds; a worker lets running activities end within twenty."""


class Ready(Enum):
    """How a program shows that it is ready."""

    ANSWERS = "GET /readyz gives 200"
    WRITES_A_FILE = "it has written the file CONGVAN_READY_FILE"
    ENDS = "it has ended with exit code 0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One row of the composition: a Python module that runs as a process of its own."""

    name: str
    arguments: tuple[str, ...]
    """What follows `python`."""
    ready: Ready
    needs: tuple[str, ...] = ()
    """Parts that must be ready first; those that are real servers instead are left out."""
    role: str = ""
    """The database role whose URL it gets."""
    issuer: bool = False


ISSUER = Program(
    name="issuer", arguments=("-m", "deploy.local.issuer"), ready=Ready.ANSWERS, issuer=True
)
PROGRAMS = (
    Program(
        name="migrations",
        arguments=("-m", "services", "migrate"),
        ready=Ready.ENDS,
        needs=("postgres",),
        role=OWNER,
    ),
    *(
        Program(
            name=service,
            arguments=("-m", "services", service),
            ready=Ready.ANSWERS,
            needs=("migrations", "temporal", "issuer"),
            role=service,
        )
        for service in ROLES
    ),
    Program(
        name="workflows",
        arguments=("-m", "workflows"),
        ready=Ready.WRITES_A_FILE,
        needs=("temporal",),
    ),
)


def make_parts(
    settings: Settings,
    secrets: Mapping[str, str],
    *,
    programs: Sequence[Program] = PROGRAMS,
    environment: Mapping[str, str],
) -> list[Part]:
    """Describe every part that this stack starts itself, in the order of their needs."""
    parts: list[Part] = []
    if not settings.outside_databases:
        parts.append(postgres_part(settings, secrets))
    if not settings.outside_temporal:
        parts.append(temporal_part(settings))
    rows = programs if settings.outside_issuer else (ISSUER, *programs)
    started = {part.name for part in parts} | {row.name for row in rows}
    for row in rows:
        env = {**_environment(row, settings, secrets), **environment}
        parts.append(_program_part(row, settings, env, started))
    return parts


def _program_part(
    row: Program, settings: Settings, env: Mapping[str, str], started: set[str]
) -> Part:
    has_port = row.ready is Ready.ANSWERS
    address = settings.url(row.name) if has_port else ""
    ready_file = ready_file_of(row.name, settings)
    probes: dict[Ready, Callable[[], Probe | None]] = {
        Ready.ANSWERS: partial(http_ok, f"{address}/readyz"),
        Ready.WRITES_A_FILE: partial(file_appeared, ready_file),
        Ready.ENDS: lambda: None,
    }

    async def prepare() -> None:
        ready_file.unlink(missing_ok=True)
        if row.issuer:
            mark_folder(settings.var / "issuer")
        if has_port:
            refuse_taken_ports({row.name: settings.ports[row.name]})

    return Part(
        name=row.name,
        argv=(sys.executable, *row.arguments),
        env=env,
        log=settings.logs / f"{row.name}.out",
        cwd=ROOT,
        needs=tuple(name for name in row.needs if name in started),
        ready=probes[row.ready](),
        prepare=prepare,
        once=row.ready is Ready.ENDS,
        grace=GRACE,
        address=address,
    )


def ready_file_of(program: str, settings: Settings) -> Path:
    """The file by which a program says that it is ready, and that it still lives."""
    return settings.var / f"{program}.ready"


def _environment(row: Program, settings: Settings, secrets: Mapping[str, str]) -> dict[str, str]:
    """What a process is told; no process learns another role's database URL."""
    urls = database_urls(settings, secrets)
    private = {database_variable(role) for role in (OWNER, *ROLES)}
    env = {name: text for name, text in children_environment().items() if name not in private}
    env |= {
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "CONGVAN_VAR": str(settings.var),
        "CONGVAN_HOST": HOST,
        "CONGVAN_TEMPORAL_ADDRESS": settings.temporal_address,
        "CONGVAN_TEMPORAL_NAMESPACE": settings.namespace,
        "CONGVAN_BLOBS": settings.blobs,
        "CONGVAN_OIDC_ISSUER": settings.issuer,
        "CONGVAN_OIDC_AUDIENCE": settings.audience,
        "CONGVAN_ADMINISTRATORS": settings.administrators,
        "CONGVAN_KEYS": str(settings.keys),
        "CONGVAN_LOG_FILE": str(settings.logs / f"{row.name}.jsonl"),
        "CONGVAN_LOG_LEVEL": settings.log_level,
        "CONGVAN_READY_FILE": str(ready_file_of(row.name, settings)),
    }
    if row.name in settings.ports:
        env["CONGVAN_PORT"] = str(settings.ports[row.name])
    if row.role == OWNER:
        env[database_variable(OWNER)] = urls[OWNER]
    elif row.role:
        env["CONGVAN_DATABASE_URL"] = urls[row.role]
    if row.issuer:
        env["CONGVAN_ISSUER_FOLDER"] = str(settings.var / "issuer")
        env["CONGVAN_ISSUER_SECRET"] = secrets["issuer"]
    return env
