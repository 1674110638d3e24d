"""For operators: what the last comparison of engine and tables found, and waking what is open."""

from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from shared.domain.refusals import Unknown
from shared.runtime.http import Administrator, process_of
from shared.runtime.process import Process
from shared.runtime.reconciling import Reconciler, newest
from shared.runtime.text import Text

OUT: Final = ConfigDict(frozen=True)
Case = Annotated[Text, Field(max_length=64, examples=["SVHTTDL-2026-000123"])]
FlowId = Annotated[str, Field(examples=["recall/SVHTTDL-2026-000123"])]

router = APIRouter(prefix="/engine", tags=["operators"])


class WaitingOut(BaseModel):
    """A fact that the engine was not told of for longer than five minutes."""

    model_config = OUT

    kind: str = Field(description="The kind of news that it makes", examples=["decision"])
    id: str = Field(examples=["0c5b2f43-53a4-4f6d-9d1c-1d7f7a3f6f10"])
    case: Case
    at: datetime = Field(examples=["2026-11-23T08:30:00Z"])


class ReportOut(BaseModel):
    """What differed in this service's flows, each by its workflow id."""

    model_config = OUT

    at: datetime = Field(description="When it began", examples=["2026-11-23T08:30:00Z"])
    whole: bool = Field(description="Nothing differed", examples=[False])
    asleep: tuple[FlowId, ...] = Field(
        description="Open here, nothing ran for them; they were woken"
    )
    stray: tuple[FlowId, ...] = Field(description="They ran, and nothing is open for them here")
    waiting: tuple[WaitingOut, ...]


class WakeIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    case: Case | None = Field(None, description="One dispatch; without it all that is open")
    after: Annotated[Text, Field(max_length=200)] | None = Field(
        None, description="`after` of the page before", examples=["SVHTTDL-2026-000123"]
    )


class WokenOut(BaseModel):
    model_config = OUT

    woken: int = Field(description="Flows that were sent a wake-up", examples=[200])
    after: str | None = Field(
        description="Where to go on; null: that was all", examples=["SVHTTDL-2026-000123"]
    )


@router.get("/report", summary="What the last comparison of engine and tables found")
async def report(request: Request, _me: Administrator) -> ReportOut:
    """For operators; 404 before the first comparison."""
    async with process_of(request).database.work() as work:
        found = await newest(work)
    if found is None:
        raise Unknown(
            "not_compared", "Chưa có lần đối chiếu nào; hệ thống tự đối chiếu 15 phút một lần."
        )
    return ReportOut.model_validate(found, from_attributes=True)


@router.post("/compare", status_code=202, summary="Have engine and tables compared now")
async def compare(request: Request, _me: Administrator) -> None:
    """For operators: starts the comparison of all services; its report comes some seconds later."""
    await _reconciler(process_of(request)).ask_for_comparison()


@router.post("/wake", summary="Wake what is open, page by page")
async def wake(request: Request, body: WakeIn, _me: Administrator) -> WokenOut:
    """For operators: one wake-up per open flow that this service keeps, harmless where it runs."""
    woken, after = await _reconciler(process_of(request)).wake_open(body.case, body.after)
    return WokenOut(woken=woken, after=after)


def _reconciler(process: Process) -> Reconciler:
    if process.reconciler is None:
        raise ConnectionError("this process has no engine")
    return process.reconciler
