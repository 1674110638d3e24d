"""What the archive keeps of approval: every opinion and decision of every round."""

from services.approval import store
from services.approval.domain.round import Round
from shared.domain.archiving import Parties
from shared.domain.people import Person
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
