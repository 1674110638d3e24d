"""Attestations are kept beside the blobs, by no name that bytes from outside could have."""

from shared.contracts.attestations import Attestation
from shared.domain.refusals import Invalid
from shared.runtime.blobs import Blobs


async def attest(blobs: Blobs, *attestations: Attestation) -> None:
    """Keep what is said of committed facts, before the engine is told of them."""
    for one in attestations:
        await blobs.attest(one.agency, one.statement)


async def demand_attested(blobs: Blobs, *any_of: Attestation) -> None:
    """Raises `Invalid` (`not_attested`) where the owner attested none of these."""
    for one in any_of:
        if await blobs.attests(one.agency, one.statement):
            return
    owners = ", ".join(dict.fromkeys(one.owner for one in any_of))
    raise Invalid(
        "not_attested",
        f"Dịch vụ {owners} không xác nhận điều mà bộ điều phối báo về {any_of[0].case}; chưa ghi "
        "nhận gì. Hãy cho thử lại để bộ điều phối hỏi lại từ đầu.",
    )
