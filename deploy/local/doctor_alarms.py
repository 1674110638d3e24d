"""What asks for an operator, of a running stack: the services' alarms, and the engine's lists."""

import asyncio
import json
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from rich.console import Console

from deploy.local import lock
from deploy.local.findings import Finding, Health, show
from deploy.local.settings import ROLES, Settings, read_settings
from deploy.local.temporal import temporal_program
from deploy.local.temporal_namespace import count_flows
from deploy.local.troubles import Trouble
from shared.contracts import views
from shared.domain.alarms import Alarm

Told = Mapping[str, Any]
ANSWERS_WITHIN: Final = 5.0
"""Seconds."""
HOW_TO_READ: Final = "docs/operations/README.md"
COMPARISON: Final = "comparison"


def status(post: str | None = None, console: Console | None = None) -> int:
    """Print what asks for an operator, with links; returns 1 where something does."""
    shown = console or Console(highlight=False, soft_wrap=True)
    settings = read_settings()
    if lock.holder(settings.var) is None:
        raise Trouble("Hệ thống chưa chạy; hãy khởi động: ./congvan up")
    findings = asyncio.run(examine_alarms(settings, running=True, post=post))
    for finding in findings:
        show(finding, shown)
    return 1 if any(finding.health is Health.BROKEN for finding in findings) else 0


async def examine_alarms(
    settings: Settings, *, running: bool, post: str | None = None
) -> list[Finding]:
    """One finding for each alarm, the last comparison, and each list that operators keep."""
    if not running:
        return [Finding(part=COMPARISON, remark="not running")]
    told, lists = await asyncio.gather(
        asyncio.gather(*(asyncio.to_thread(_alarms_of, settings, role) for role in ROLES)),
        _lists(settings, post),
    )
    return [*of_services(dict(zip(ROLES, told, strict=True))), *lists]


def of_services(told: Mapping[str, Told | None]) -> list[Finding]:
    """The alarms by service (None: it did not answer), and when engine and tables were compared."""
    findings = [
        Finding(
            part=one["alarm"],
            health=Health.BROKEN,
            remark=f"{role}: {one['remark']}",
            page=Alarm(one["alarm"]).page,
        )
        for role, said in told.items()
        for one in (said or {}).get("raised", ())
    ]
    silent = [role for role, said in told.items() if said is None]
    if silent:
        remark = f"{', '.join(silent)}: cannot be asked for alarms"
        findings.append(Finding(part="alarms", health=Health.BROKEN, remark=remark))
    answers = [said for said in told.values() if said is not None]
    return [*findings, _comparison(answers)] if answers else findings


def _comparison(told: Sequence[Told]) -> Finding:
    """When those that answered were last compared, all of them."""
    times = [said["compared_at"] for said in told if said["compared_at"]]
    if len(times) < len(told):
        remark = "not compared in every service yet; it is every quarter of an hour"
        return Finding(part=COMPARISON, remark=remark)
    last = min(datetime.fromisoformat(time) for time in times)
    remark = f"engine and tables were last compared {last:%Y-%m-%d %H:%M} UTC"
    return Finding(part=COMPARISON, remark=remark)


def _alarms_of(settings: Settings, role: str) -> Told | None:
    try:
        url = f"{settings.url(role)}/alarms"
        with urllib.request.urlopen(url, timeout=ANSWERS_WITHIN) as reply:  # noqa: S310 -- own addresses
            told: Told = json.load(reply)
            return told
    except (OSError, ValueError):
        return None


async def _lists(settings: Settings, post: str | None) -> list[Finding]:
    attention, late, held = await asyncio.gather(
        _list("attention", views.ATTENTION, settings),
        _list("overdue", views.LATE, settings),
        _list("held", views.held_by(post) if post else views.HELD, settings),
    )
    if attention.version != "0":
        attention = attention.worse(Health.BROKEN, HOW_TO_READ)
    if late.version != "0":
        late = late.worse(Health.NOTED, Alarm.OVERDUE.page)
    return [attention, late, of_post(held, post)]


def of_post(held: Finding, post: str | None) -> Finding:
    """What lies with one post; of an empty desk it can't be told from here whether there is one."""
    if post is None or held.version != "0":
        return held
    remark = f"nothing lies with {post}; the agencies' files name the posts there are"
    return replace(held, remark=remark)


async def _list(part: str, query: str, settings: Settings) -> Finding:
    """How many flows a list has, and where it is seen."""
    address = settings.temporal_address
    try:
        count = await count_flows(temporal_program(), address, settings.namespace, query)
    except Trouble as trouble:
        return Finding(part=part, health=Health.BROKEN, remark=str(trouble))
    ui = settings.temporal_ui
    where = views.link(ui, settings.namespace, query) if ui else query
    return Finding(part=part, version=str(count), address=where)
