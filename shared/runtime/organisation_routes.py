"""Loading organisations: the same two acts in every service."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Request
from pydantic import BaseModel, Field

from shared.runtime.http import Administrator, process_of
from shared.runtime.text import Text

router = APIRouter(prefix="/organisations", tags=["organisation"])


class Stored(BaseModel):
    """A version, by the SHA-256 of its content."""

    agency: str = Field(examples=["SVHTTDL"])
    version: str = Field(examples=["aa" * 32])


class Activation(BaseModel):
    version: Text = Field(examples=["aa" * 32])


EXAMPLE: Final = {
    "agency": {"code": "SVHTTDL", "parent": "UBND TỈNH LẠNG SƠN", "place": "Lạng Sơn"},
    "units": [{"code": "VP", "name": "Văn phòng", "kind": "office"}],
}
Content = Annotated[
    dict[str, Any],
    Body(description="An agency's file, every value as text", examples=[EXAMPLE]),
]


@router.post("/versions", summary="Validate and store a version; refused whole with each fault")
async def store(content: Content, administrator: Administrator, request: Request) -> Stored:
    """Only checks and keeps: nothing changes for anybody until the version is put in force."""
    async with process_of(request).database.work() as work:
        agency, version = await work.organisations.store(
            work.db, content, by=administrator, at=work.clock.now()
        )
    return Stored(agency=agency, version=version)


@router.put("/{agency}/active", summary="Put a stored version in force")
async def activate(
    agency: str, wanted: Activation, _administrator: Administrator, request: Request
) -> Stored:
    """From now on this version says who holds which post; drafting is to be the last of three."""
    async with process_of(request).database.work() as work:
        await work.organisations.activate(work.db, agency, wanted.version, at=work.clock.now())
    return Stored(agency=agency, version=wanted.version)
