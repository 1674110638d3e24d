"""Where a dispatch stands: the three services' parts, put together."""

from dataclasses import dataclass
from typing import Any

from deploy.local.settings import ROLES
from services.cli.api import Api, Said
from shared.domain.lifecycle import Owner, Part, Stage, deciding


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A dispatch as one person sees it; a part is empty where a service does not know it."""

    case: str
    stage: Stage
    round: int
    told_by: Owner
    """Whose part decides the stage: only what that one says of it is true now."""
    drafting: dict[str, Any]
    approval: dict[str, Any]
    distribution: dict[str, Any]

    @property
    def was_submitted(self) -> bool:
        """Whether the engine has ever heard of it."""
        return bool(self.drafting.get("submitted_at") or self.approval or self.distribution)


def progress_of(api: Api, case: str) -> Progress:
    """Ask all three services; raises what drafting said if it knows no such dispatch."""
    parts = {service: _part(api, service, case) for service in ROLES}
    tells = deciding(
        Part(owner=Owner(part["owner"]), round=part["round"], stage=Stage(part["stage"]))
        for part in parts.values()
        if part
    )
    if tells is None:  # drafting says why: it owns the case codes
        api.get("drafting", f"/dispatches/{case}")
        raise LookupError(case)
    return Progress(case=case, stage=tells.stage, round=tells.round, told_by=tells.owner, **parts)


def _part(api: Api, service: str, case: str) -> dict[str, Any]:
    try:
        part: dict[str, Any] = api.get(service, f"/dispatches/{case}")
    except Said as said:
        if said.status == 404:
            return {}
        raise
    return part
