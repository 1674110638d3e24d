"""Certificates of people, over HTTP."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from services.approval.operations import certificates
from services.approval.routes.devices import devices_of
from services.approval.schemas.certificates import (
    CertificateIn,
    CertificateOut,
    CertificatesOut,
    RevocationIn,
)
from shared.domain.devices import KeyKind
from shared.domain.people import Person
from shared.runtime.database import Work
from shared.runtime.http import AtDesk, Desk

router = APIRouter(tags=["certificates"])


@router.get("/certificates", summary="Who signs with which certificate, until when")
async def listed(desk: AtDesk) -> CertificatesOut:
    """Everybody's for posts with the permission `certificates`, one's own for all others."""
    async with desk.open() as (work, me):
        return CertificatesOut.of(await certificates.registered(work, me), work.clock.now())


@router.post("/certificates", response_model=CertificateOut, summary="Register a certificate")
async def register(said: CertificateIn, desk: AtDesk) -> dict[str, Any]:
    """For posts with the permission `certificates`; earlier ones of the account stay.

    Refused for what is no certificate or has ended (422), and for one that is known (409).
    """
    found = await _certificates(desk, said)

    async def do(work: Work, me: Person) -> CertificateOut:
        made = await certificates.register(work, me, said.registration(found))
        return CertificateOut.of(made, work.clock.now())

    return await desk.act(said, do)


@router.post(
    "/certificates/{certificate}/revoke",
    response_model=CertificateOut,
    summary="Record that a certificate counts no more",
)
async def revoke(certificate: UUID, said: RevocationIn, desk: AtDesk) -> dict[str, Any]:
    """For posts with the permission `certificates`, with a reason; what it signed stays.

    The authority that issued it is told by its owner: this only ends its use here.
    """

    async def do(work: Work, me: Person) -> CertificateOut:
        gone = await certificates.revoke(work, me, str(certificate), said.reason)
        return CertificateOut.of(gone, work.clock.now())

    return await desk.act(said, do)


async def _certificates(desk: Desk, said: CertificateIn) -> tuple[bytes, ...]:
    """As sent; a signing service has those of its credentials, for who may register them."""
    from shared.document.keys import read_pem  # noqa: PLC0415 -- pyHanko loads lazily

    if said.certificate or said.kind is not KeyKind.REMOTE or not said.credential:
        return read_pem(said.certificate)
    async with desk.open() as (_, me):
        certificates.demand_permission(me)
    return (await devices_of(desk.process).credential(said.credential)).chain
