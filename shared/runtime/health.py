"""Whether a process lives, and whether it can work."""

import asyncio
from typing import Final, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from temporalio.service import RPCError

from shared.runtime.faults import AWAY
from shared.runtime.http import process_of

ANSWERS_WITHIN: Final = 1.5
"""Seconds for each part asked: a hung one must not hang whoever watches."""

PATHS: Final = frozenset({"/healthz", "/readyz"})
router = APIRouter(tags=["health"])


class Alive(BaseModel):
    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    database: Literal["ok", "away"] = Field(description="The service's own database")
    engine: Literal["ok", "away", "not used"] = Field(
        description="People can work without the engine: its state makes nobody unready"
    )


@router.get("/healthz", summary="The process lives")
async def healthz() -> Alive:
    """Answers as long as the process serves at all."""
    return Alive()


@router.get(
    "/readyz",
    summary="The process can work",
    responses={503: {"model": Readiness, "description": "Its own database does not answer"}},
)
async def readyz(request: Request, response: Response) -> Readiness:
    """200 if the service's own database answers, 503 if not; the engine's state in the body."""
    database, engine = await asyncio.gather(_database(request), _engine(request))
    response.status_code = 200 if database == "ok" else 503
    return Readiness(database=database, engine=engine)


async def _database(request: Request) -> Literal["ok", "away"]:
    try:
        async with asyncio.timeout(ANSWERS_WITHIN):
            await process_of(request).database.ping()
    except AWAY:
        return "away"
    return "ok"


async def _engine(request: Request) -> Literal["ok", "away", "not used"]:
    client = getattr(request.app.state, "engine", None)
    if client is None:
        return "not used"
    try:
        async with asyncio.timeout(ANSWERS_WITHIN):
            return "ok" if await client.service_client.check_health() else "away"
    except (RPCError, RuntimeError, TimeoutError):
        return "away"
