"""The signer's second act over HTTP: the device is asked before and outside of the act's lock."""

from collections.abc import Awaitable, Callable
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request

from services.approval import operations
from services.approval.operations.second_act import Made
from services.approval.routes.devices import devices_of
from services.approval.schemas.signing import OtpSentOut, SignatureIn, SignedOut
from shared.domain.canonical import sha256
from shared.domain.people import Person
from shared.runtime.database import Work
from shared.runtime.http import AtDesk

router = APIRouter(tags=["acts"])

PDF_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {
            "application/pdf": {"schema": {"type": "string", "format": "binary"}, "example": "%PDF"}
        },
    }
}


@router.post(
    "/tasks/{task}/signature",
    response_model=SignedOut,
    summary="Sign with my device what I decided to sign",
)
async def sign(task: UUID, said: SignatureIn, desk: AtDesk) -> dict[str, Any]:
    """For who decided to sign, with a token or a signing service; the PIN is tried once.

    Refused for a wrong PIN or OTP (422), with a certificate that ended or was revoked since the
    decision, and once a signature is kept (409); 503 where the device or the time-stamp
    authority is gone or silent.
    """
    process = desk.process
    async with desk.open() as (work, me):
        wanted = await operations.second_act(work, me, str(task))
    made = None
    if wanted:
        blobs, devices = process.database.blobs, devices_of(process)
        made = await operations.sign_with_device(blobs, devices, wanted, said.secret())
    # of a PIN not even a hash is remembered with the act: it would be guessed from it
    return await desk.act(None, _keeping(task, made))


@router.post(
    "/tasks/{task}/signature/file",
    response_model=SignedOut,
    openapi_extra=PDF_BODY,
    summary="Send the prepared PDF that I signed with a device of my own",
)
async def send_signed(task: UUID, request: Request, desk: AtDesk) -> dict[str, Any]:
    """For who decided to sign: the prepared PDF (`/document`) with one signature in its field.

    It must certify that only the form may be filled, by the registered certificate, after the
    decision; everything else is refused (422). 503 while no time stamp is to be had for it.
    """
    signed = await request.body()
    async with desk.open() as (work, me):
        wanted = await operations.second_act(work, me, str(task))
        now = work.clock.now()
    made = None
    if wanted:
        blobs, devices = desk.process.database.blobs, devices_of(desk.process)
        made = await operations.take_signed(blobs, devices, wanted, signed, now)
    return await desk.act({"sha256": sha256(signed)}, _keeping(task, made))


@router.post(
    "/tasks/{task}/signature/otp",
    summary="Have the signing service send me an OTP",
)
async def send_otp(task: UUID, desk: AtDesk) -> OtpSentOut:
    """For who decided to sign with a signing service that asks for an OTP; nothing is recorded."""
    async with desk.open() as (work, me):
        wanted = await operations.to_sign_now(work, me, str(task))
    await devices_of(desk.process).send_otp(wanted.registered)
    return OtpSentOut()


def _keeping(task: UUID, made: Made | None) -> Callable[[Work, Person], Awaitable[SignedOut]]:
    async def do(work: Work, me: Person) -> SignedOut:
        held, kept = await operations.keep_mine_signed(work, me, str(task), made)
        return SignedOut.of(held, kept, made.stamped_at if made else None)

    return do
