"""The namespace in a Temporal server: its retention and its search attributes.

The server takes --search-attribute only when it makes a namespace, and keeps closed flows for a
day; so both are asked for and mended at every start.
"""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path

from deploy.local.spawn import children_environment
from deploy.local.troubles import Trouble
from shared.contracts import attribute_names

SEARCH_ATTRIBUTES: Mapping[str, str] = attribute_names.TYPES
RETENTION_DAYS = 3650


async def server_answers(program: Path, address: str) -> bool:
    """Whether a server at host:port says that it serves."""
    code, _out, _err = await _operate(program, address, "cluster", "health", "--command-timeout=2s")
    return code == 0


async def ensure_namespace(program: Path, address: str, namespace: str) -> None:
    """Make what is missing of namespace, retention and search attributes; repeatable."""
    retention = await _retention(program, address, namespace)
    wanted = f"{RETENTION_DAYS}d"
    words = ("--namespace", namespace, "--retention", wanted)
    if retention is None:
        await _must(program, address, "namespace", "create", *words)
    elif not _as_long(retention):
        await _must(program, address, "namespace", "update", *words)
    # One by one: of several names in one command, CLI 1.9.1 adds the first and says all are added.
    for name in await missing_attributes(program, address, namespace):
        kind = SEARCH_ATTRIBUTES[name]
        await _must(
            program,
            address,
            *("search-attribute", "create", "--namespace", namespace),
            *("--name", name, "--type", kind),
        )


async def missing_attributes(program: Path, address: str, namespace: str) -> list[str]:
    """Name the search attributes that the namespace lacks; Trouble when one has another type."""
    told = await _must(
        program, address, "search-attribute", "list", "--namespace", namespace, "-o", "json"
    )
    known = _attributes(json.loads(told))
    for name, kind in SEARCH_ATTRIBUTES.items():
        if known.get(name, kind) != kind:
            raise Trouble(
                f"The search attribute {name} of namespace {namespace} at {address} is of type "
                f"{known[name]} and must be {kind}; remove it: temporal operator "
                f"search-attribute remove --namespace {namespace} --name {name}"
            )
    return [name for name in SEARCH_ATTRIBUTES if name not in known]


async def count_flows(program: Path, address: str, namespace: str, query: str) -> int:
    """How many flows a query finds; Trouble where the server does not answer it."""
    words = ("--namespace", namespace, "--query", query, "-o", "json")
    code, told, fault = await _call(program, address, "workflow", "count", *words)
    if code:
        raise Trouble(f"Temporal at {address} does not count: {fault.partition(chr(10))[0]}")
    return int(json.loads(told).get("count", 0))


def creation_command(address: str, namespace: str, names: list[str]) -> str:
    """Give the commands that an operator of a real server runs to add search attributes."""
    return "; ".join(
        f"temporal operator search-attribute create --address {address} "
        f"--namespace {namespace} --name {name} --type {SEARCH_ATTRIBUTES[name]}"
        for name in names
    )


def _attributes(told: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Type by name: {"CvDueAt": "Datetime"} from INDEXED_VALUE_TYPE_DATETIME and the like."""
    kinds = {kind.upper(): kind for kind in ("Keyword", "Datetime", "Bool", "Int", "Text")}
    known: dict[str, str] = {}
    for group in told.values():
        for name, kind in (group or {}).items():
            plain = kind.removeprefix("INDEXED_VALUE_TYPE_")
            known[name] = kinds.get(plain, plain)
    return known


async def _retention(program: Path, address: str, namespace: str) -> str | None:
    """Give the retention ("86400s") of a namespace; None when there is no such namespace."""
    code, told, fault = await _operate(
        program, address, "namespace", "describe", "--namespace", namespace, "-o", "json"
    )
    if code == 0:
        described = json.loads(told)
        return str(described["config"]["workflowExecutionRetentionTtl"])
    if "not found" in fault:
        return None
    raise Trouble(f"Temporal at {address} does not describe {namespace}: {fault}")


def _as_long(retention: str) -> bool:
    return float(retention.removesuffix("s")) >= RETENTION_DAYS * 24 * 3600


async def _must(program: Path, address: str, *words: str) -> str:
    code, told, fault = await _operate(program, address, *words)
    if code:
        raise Trouble(f"temporal operator {' '.join(words)} failed at {address}: {fault}")
    return told


async def _operate(program: Path, address: str, *words: str) -> tuple[int, str, str]:
    return await _call(program, address, "operator", *words)


async def _call(program: Path, address: str, *words: str) -> tuple[int, str, str]:
    """Run `temporal ...`; the caller's own client settings must not interfere."""
    environ = {
        name: value
        for name, value in children_environment().items()
        if not name.startswith("TEMPORAL_")
    }
    process = await asyncio.create_subprocess_exec(
        *(str(program), *words, "--address", address, "--disable-config-file"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environ,
    )
    told, fault = await process.communicate()
    return process.returncode or 0, told.decode(), fault.decode().strip()
