"""The doctor's look at the stack's own processes: who does not answer is named, to be ended."""

import time
from datetime import UTC, datetime
from typing import Final

from deploy.local.findings import Finding, Health
from deploy.local.parts import ready_file_of
from deploy.local.ports import is_free, process_on, taken_sentence
from deploy.local.probes import status_of, url_answers
from deploy.local.settings import Settings

SILENT: Final = 60.0
"""Seconds without a sign of life, which comes every ten (`workflows/worker.py`)."""


def examine_web_part(part: str, settings: Settings, running: bool) -> Finding:  # noqa: FBT001 -- as the servers'
    """Ask a process whether it can work."""
    if part == "issuer" and settings.outside_issuer:
        return _outside_issuer(settings.outside_issuer)
    url, port = settings.url(part), settings.ports[part]
    if running:
        return _running_web_part(part, settings)
    if is_free(port):
        return Finding(part=part, address=url, remark="not running; its port is free")
    return Finding(part=part, health=Health.BROKEN, address=url, remark=taken_sentence(part, port))


def examine_workflows(settings: Settings, running: bool) -> Finding:  # noqa: FBT001 -- as the servers'
    """Look when the worker of the flows last gave a sign of life: it has no port to be asked at."""
    if not running:
        return Finding(part="workflows", remark="not running")
    log = settings.logs / "workflows.out"
    sign = ready_file_of("workflows", settings)
    try:
        last, pid = sign.stat().st_mtime, sign.read_text(encoding="utf-8")
    except FileNotFoundError:
        remark = f"does not poll; see {log}"
        return Finding(part="workflows", health=Health.BROKEN, remark=remark)
    if time.time() - last < SILENT:
        return Finding(part="workflows", remark="polls")
    since = f"{datetime.fromtimestamp(last, UTC):%H:%M} UTC"
    remark = f"hangs since {since}, process {pid}; see {log}"
    return Finding(part="workflows", health=Health.BROKEN, remark=remark)


def silence(port: int) -> str:
    """Say that nobody answers at a port, and which process listens there all the same."""
    pid = process_on(port)
    return "does not answer" if pid is None else f"hangs, process {pid}"


def _running_web_part(part: str, settings: Settings) -> Finding:
    url = settings.url(part)
    if (status := status_of(f"{url}/readyz")) == 200:
        return Finding(part=part, address=url, remark="reachable")
    said = silence(settings.ports[part])
    if status is not None:
        said = f"answers {status}, for it does not reach its database"
    elif status_of(f"{url}/healthz") is not None:
        said = "lives, and gets no answer from its database"
    remark = f"{said}; see {settings.logs / part}.out and .jsonl"
    return Finding(part=part, health=Health.BROKEN, address=url, remark=remark)


def _outside_issuer(url: str) -> Finding:
    if url_answers(f"{url.rstrip('/')}/.well-known/openid-configuration"):
        return Finding(part="issuer", address=url, remark="a server of your own; reachable")
    return Finding(
        part="issuer",
        health=Health.BROKEN,
        address=url,
        remark="gives no /.well-known/openid-configuration; start it, or unset CONGVAN_OIDC_ISSUER",
    )
