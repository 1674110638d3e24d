"""What a service remembers of a dispatch: its events for the archive, its views for who may ask."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, Final

import sqlalchemy as sa
from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from shared.domain.archiving import (
    Parties,
    demand_archivist,
    demand_may_see_views,
    demand_signed,
)
from shared.domain.people import Person
from shared.domain.refusals import Unknown
from shared.runtime import archiving, ledger
from shared.runtime.database import Work
from shared.runtime.http import AtDesk
from shared.runtime.text import Text

PartiesOf = Callable[[Work, str, str], Awaitable[Parties | None]]
"""Of a case (agency, case) whose it is; None where the service does not know it."""

HASH: Final = "5f" * 32
Case = Annotated[
    Text, Path(max_length=64, description="Code of the dispatch", examples=["SVHTTDL-2026-000123"])
]
Account = Annotated[str, Field(examples=["van-thu"])]
OUT: Final = ConfigDict(frozen=True)


class EventOut(BaseModel):
    """One link of a case's chain, with all that its hash is made of."""

    model_config = OUT

    agency: str = Field(examples=["SVHTTDL"])
    case: str = Field(examples=["SVHTTDL-2026-000123"])
    seq: int = Field(description="Counted from 1", examples=[4])
    at: str = Field(
        description="ISO 8601, exactly as it was hashed",
        examples=["2026-11-23T08:30:00.123456+00:00"],
    )
    account: Account
    on_behalf_of: str | None = Field(examples=["giam-doc"])
    act: str = Field(examples=["issued"])
    object: str | None = Field(description="SHA-256 of what it was done on", examples=[HASH])
    details: dict[str, Any] = Field(examples=[{"round": 1}])
    request: str | None = Field(description="Id of the request", examples=["5b" * 16])
    organisation: str | None = Field(description="Version in force", examples=[HASH])
    previous: str | None = Field(description="Hash of the event before", examples=[HASH])
    hash: str = Field(examples=[HASH])

    @classmethod
    def of(cls, event: sa.RowMapping) -> "EventOut":
        kept = dict(event.items())
        return cls.model_validate(kept | {"at": event["at"].isoformat()})


class EventsOut(BaseModel):
    model_config = OUT

    events: tuple[EventOut, ...] = Field(description="The whole chain, from its first event on")


class ViewOut(BaseModel):
    """One look, or one taking out for the archive."""

    model_config = OUT

    at: datetime = Field(examples=["2026-11-23T08:30:00Z"])
    account: Account
    name: str = Field(description="That account's name now", examples=["Văn thư Sở"])
    act: str = Field(examples=["file_viewed"])
    object: str | None = Field(description="SHA-256 of what was seen", examples=[HASH])
    details: Mapping[str, Any] = Field(examples=[{"round": 1, "where": "register"}])


class ViewsOut(BaseModel):
    model_config = OUT

    views: tuple[ViewOut, ...] = Field(description="The earliest first")


def history_router(parties_of: PartiesOf) -> APIRouter:
    """The same two reads in every service."""
    router = APIRouter(prefix="/dispatches/{case}", tags=["history"])

    @router.get("/events", summary="Every event of a dispatch in this service, for the archive")
    async def events(case: Case, desk: AtDesk) -> EventsOut:
        """For clerks and posts with the permission `archive`; refused before it is signed."""
        async with desk.open() as (work, me):
            await demand_for_archive(work, me, case, parties_of)
            kept = await ledger.history(work, me.agency, case)
            return EventsOut(events=tuple(map(EventOut.of, kept)))

    @router.get("/views", summary="Who looked at a dispatch in this service, and when")
    async def views(case: Case, desk: AtDesk) -> ViewsOut:
        """For the head, the signer, the drafting unit's head, and those who keep the file."""
        async with desk.open() as (work, me):
            demand_may_see_views(me, await _known(work, me, case, parties_of))
            kept = await archiving.views(work, me.agency, case)
            return ViewsOut(views=tuple(_view(me, one) for one in kept))

    return router


async def demand_for_archive(work: Work, me: Person, case: str, parties_of: PartiesOf) -> None:
    """Raises `NotYours`, `Unknown`, and `WrongMoment` before it is signed."""
    demand_archivist(me)
    demand_signed(await _known(work, me, case, parties_of), case)


async def _known(work: Work, me: Person, case: str, parties_of: PartiesOf) -> Parties:
    parties = await parties_of(work, me.agency, case)
    if parties is None:
        raise Unknown("no_dispatch", f"Dịch vụ này không có hồ sơ {case}.")
    return parties


def _view(me: Person, event: sa.RowMapping) -> ViewOut:
    account = me.organisation.account(event["account"])
    return ViewOut(
        at=event["at"],
        account=event["account"],
        name=account.name if account else event["account"],
        act=event["act"],
        object=event["object"],
        details=event["details"],
    )
