"""For whoever watches: what of a service asks for an operator."""

from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from shared.domain.alarms import Alarm
from shared.runtime.alarms import look
from shared.runtime.http import process_of

router = APIRouter(tags=["health"])


class RaisedOut(BaseModel):
    model_config = ConfigDict(frozen=True)

    alarm: Alarm = Field(description="The name of its page in docs/operations")
    remark: str = Field(
        examples=["12 facts wait for the engine, the oldest since 2026-11-23 08:30 UTC"]
    )


class AlarmsOut(BaseModel):
    """Figures only, and nothing of any dispatch: whoever reaches the service may ask."""

    model_config = ConfigDict(frozen=True)

    compared_at: datetime | None = Field(
        description="When the last comparison of engine and tables began",
        examples=["2026-11-23T08:30:00Z"],
    )
    raised: tuple[RaisedOut, ...]


@router.get("/alarms", summary="What asks for an operator")
async def alarms(request: Request) -> AlarmsOut:
    """Looked at now: facts the engine was not told of, differences, disks nearly full."""
    return AlarmsOut.model_validate(await look(process_of(request)), from_attributes=True)
