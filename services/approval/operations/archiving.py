"""What the archive keeps of approval: every opinion and decision of every round."""

from services.approval import store
from services.approval.domain.round import Round
from shared.domain.archiving import Parties
from shared.domain.people import Person
from shared.domain.refusals import Unknown
from shared.runtime import archiving
from shared.runtime.database import Work


async def parties(work: Work, agency: str, case: str) -> Parties | None:
    """Whose a dispatch is; signed once its latest round's signature is kept."""
    rounds = await store.rounds_of(work, agency, case)
    if not rounds:
        return None
    latest = rounds[-1]
    sent = latest.submission
    return Parties(unit=sent.unit, signer=sent.signer, signed=latest.signature is not None)


async def rounds(work: Work, me: Person, case: str) -> tuple[Round, ...]:
    """All of them, in order."""
    return await store.rounds_of(work, me.agency, case)


async def demand_file(work: Work, me: Person, case: str, digest: str) -> None:
    """A signed file, also of a round that was sent back; recorded as read for the archive."""
    signed = {one.signature.signed for one in await rounds(work, me, case) if one.signature}
    if digest not in signed:
        raise Unknown("not_in_archive", f"Hồ sơ {case} không có tệp {digest}.")
    await archiving.note(work, me, case, "archive_file_read", object_hash=digest)
