"""Where a dispatch stands: the three services' parts, put together."""

from dataclasses import dataclass
from typing import Any

from deploy.local.settings import ROLES
from services.cli.api import Api, Said
from shared.domain.lifecycle import Owner, Part, Stage, stage_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A dispatch as one person sees it; a part is empty where a service does not know it."""

    case: str
    stage: Stage
    round: int
    drafting: dict[str, Any]
    approval: dict[str, Any]
    distribution: dict[str, Any]


def progress_of(api: Api, case: str) -> Progress:
    """Ask all three services; raises what drafting said if it knows no such dispatch."""
    parts = {service: _part(api, service, case) for service in ROLES}
    said = [
        Part(owner=Owner(part["owner"]), round=part["round"], stage=Stage(part["stage"]))
        for part in parts.values()
        if part
    ]
    stage = stage_of(said)
    if stage is None:  # drafting says why: it owns the case codes
        api.get("drafting", f"/dispatches/{case}")
        raise LookupError(case)
    return Progress(case=case, stage=stage, round=max(part.round for part in said), **parts)


def _part(api: Api, service: str, case: str) -> dict[str, Any]:
    try:
        part: dict[str, Any] = api.get(service, f"/dispatches/{case}")
    except Said as said:
        if said.status == 404:
            return {}
        raise
    return part
