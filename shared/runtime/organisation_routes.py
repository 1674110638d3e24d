"""Loading organisations: the same two acts in every service."""

from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel

from shared.runtime.http import Administrator, process_of

router = APIRouter(prefix="/organisations", tags=["organisation"])


class Stored(BaseModel):
    agency: str
    version: str


class Activation(BaseModel):
    version: str


@router.post("/versions", summary="Validate and store a version; refused whole with each fault")
async def store(content: dict[str, Any], administrator: Administrator, request: Request) -> Stored:
    async with process_of(request).database.work() as work:
        agency, version = await work.organisations.store(
            work.db, content, by=administrator, at=work.clock.now()
        )
    return Stored(agency=agency, version=version)


@router.put("/{agency}/active", summary="Put a stored version in force")
async def activate(
    agency: str, wanted: Activation, _administrator: Administrator, request: Request
) -> Stored:
    async with process_of(request).database.work() as work:
        await work.organisations.activate(work.db, agency, wanted.version, at=work.clock.now())
    return Stored(agency=agency, version=wanted.version)
