"""What anybody may ask without an account: whether a dispatch is genuine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response

from services.distribution.operations import papers, publishing
from services.distribution.routes.desk import PDF_BODY
from services.distribution.schemas.published import CheckCode, PublicAnswerOut
from shared.domain.refusals import TooLarge
from shared.runtime.door import open_to_anybody
from shared.runtime.http import process_of
from shared.runtime.process import Process

router = APIRouter(prefix="/public", tags=["public check"])

LARGEST: Final = 5 * 1024 * 1024
"""Bytes of a file from anybody; issued ones have a tenth of it."""
WITHIN: Final = 30.0
"""Seconds for a file from anybody: an issued one comes over a fifth of a megabit a second."""
PACE: Final = 0.1
"""Seconds after which an answer is given, known or not; a multiple where the look took longer."""


async def asking(request: Request, response: Response) -> Process:
    """Whoever asks, not too often; what is answered now may be recalled tomorrow."""
    process = process_of(request)
    process.throttle.demand(_caller(request), process.database.clock.now())
    open_to_anybody(request, WITHIN)
    response.headers["Cache-Control"] = "no-store"
    return process


Asked = Annotated[Process, Depends(asking)]


@router.get("/check/{code}", summary="Ask for a dispatch by its check code (no account)")
async def check_code(code: CheckCode, process: Asked) -> PublicAnswerOut:
    """Number, date, issuer and signers of the dispatch with this code, whatever its agency."""
    async with _paced(), process.database.work() as work:
        told = await publishing.told_of_code(work, code)
        return PublicAnswerOut.of(told, await publishing.gaps(work))


@router.post(
    "/check",
    openapi_extra=PDF_BODY,
    summary="Ask whether a file is the registered one (no account)",
)
async def check_file(request: Request, process: Asked) -> PublicAnswerOut:
    """Compares the bytes with those in the register; judges no signature and keeps nothing."""
    pdf = await _body(request)
    marks, code = await papers.marks(pdf), await papers.check_code(pdf)
    async with _paced(), process.database.work() as work:
        told = await publishing.told_of_file(work, marks, code)
        return PublicAnswerOut.of(told, await publishing.gaps(work), file=marks.file)


@asynccontextmanager
async def _paced() -> AsyncIterator[None]:
    """Lets a known and an unknown thing be answered after the same time."""
    clock = asyncio.get_running_loop()
    begin = clock.time()
    yield
    await asyncio.sleep(PACE - (clock.time() - begin) % PACE)


async def _body(request: Request) -> bytes:
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > LARGEST:
            raise TooLarge(
                "file_too_large",
                f"Tệp lớn hơn {LARGEST // 1024 // 1024} MB, không phải văn bản do hệ thống này "
                "phát hành.",
            )
    return bytes(read)


def _caller(request: Request) -> str:
    """The caller's address; of IPv6 its network, which is one household's or one office's."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)
