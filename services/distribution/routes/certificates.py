"""Certificates of the agency, over HTTP."""

from uuid import UUID

from fastapi import APIRouter

from services.distribution.operations import certificates
from services.distribution.schemas.acts import ReasonIn
from services.distribution.schemas.certificates import (
    CertificateIn,
    CertificateOut,
    CertificatesOut,
)
from shared.domain.devices import KeyKind
from shared.domain.people import Person
from shared.domain.refusals import WrongMoment
from shared.runtime.acts import Answer
from shared.runtime.database import Work
from shared.runtime.http import AtDesk, Desk
from shared.runtime.remote_signing import SigningService

router = APIRouter(tags=["certificates"])


@router.get("/certificates", summary="With which certificate the agency seals, until when")
async def listed(desk: AtDesk) -> CertificatesOut:
    """For clerks, and for posts with the permission `certificates`."""
    async with desk.open() as (work, me):
        return CertificatesOut.of(await certificates.registered(work, me), work.clock.now())


@router.post("/certificates", response_model=CertificateOut, summary="Register a certificate")
async def register(said: CertificateIn, desk: AtDesk) -> Answer:
    """For posts with the permission `certificates`; earlier ones stay.

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
async def revoke(certificate: UUID, said: ReasonIn, desk: AtDesk) -> Answer:
    """For posts with the permission `certificates`, with a reason; what it sealed stays."""

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
    remote = desk.process.devices.remote
    if remote is None:
        raise WrongMoment(
            "no_signing_service",
            "Hệ thống chưa được nối với dịch vụ ký số từ xa (CONGVAN_REMOTE_SIGNING).",
        )
    return (await SigningService(remote).credential(said.credential)).chain
