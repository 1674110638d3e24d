"""The signature of a decision to sign: made outside every lock, and at most one is ever kept."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from services.approval import store
from services.approval.domain.facts import Signature, TurnKey
from services.approval.domain.waiting import Standing
from services.approval.operations.rounds import locked, note, tell
from services.approval.signing_keys import SigningKeys
from shared.runtime.blobs import Blobs
from shared.runtime.database import Work

REASON: Final = "Ký ban hành văn bản"


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningJob:
    """A prepared PDF to be signed with the key of the account that decided."""

    key: TurnKey
    account: str
    prepared: str
    certificate: str
    """Fingerprint of the one that was judged at the decision: no other may sign."""
    at: datetime
    """When it was decided, in whole seconds: the time that the signature states."""


async def signing_job(work: Work, key: TurnKey) -> SigningJob | None:
    """What is to be signed by itself for this turn; None if nothing is, or not any more."""
    held = await store.read_round(work, key.of)
    decision = held.to_sign() if held else None
    if (
        decision is None
        or decision.by_second_act
        or (decision.step, decision.turn) != (key.step, key.turn)
    ):
        return None
    return SigningJob(
        key=key,
        account=decision.by.account,
        prepared=str(decision.prepared),
        certificate=str(decision.certificate),
        at=decision.at.replace(microsecond=0),
    )


async def make_signature(blobs: Blobs, keys: SigningKeys, job: SigningJob) -> Signature:
    """Sign, and keep the bytes before any row names them; lost ones cost an unused blob.

    The signature states the time of the decision: nothing later refuses what was decided while
    the certificate was valid, and trying again changes nothing that it says.
    """
    prepared = await blobs.get(job.key.of.agency, job.prepared)
    signed = await keys.sign(
        job.account, prepared, certificate=job.certificate, reason=REASON, at=job.at
    )
    return Signature(
        step=job.key.step,
        turn=job.key.turn,
        prepared=job.prepared,
        signed=await blobs.put(job.key.of.agency, signed.pdf),
        account=job.account,
        fingerprint=signed.fingerprint,
        signed_at=job.at,
        kept_at=job.at,
    )


async def keep_signature(
    work: Work, key: TurnKey, made: Signature | None, at: datetime
) -> Standing:
    """Keep it if the decision still stands and none is kept; else it is only bytes."""
    held = await locked(work, key.of)
    decision = held.to_sign()
    wanted = decision and made and (made.step, made.turn) == (decision.step, decision.turn)
    if not (decision and made and wanted and made.prepared == decision.prepared):
        return await tell(work, held, at)
    kept = replace(made, kept_at=work.clock.now())
    version, _ = await work.organisations.in_force(work.db, held.key.agency)
    await store.add_signature(work, held.key, kept, version)
    await note(
        work,
        held,
        "sign",
        on_behalf_of=kept.account,
        in_force=version,
        object_hash=kept.signed,
        step=kept.step,
        turn=kept.turn,
        prepared=kept.prepared,
        certificate=kept.fingerprint,
    )
    return await tell(work, replace(held, signature=kept), at)
