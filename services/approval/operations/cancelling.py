"""The signer, or the head of the agency, takes back a decision to sign."""

from dataclasses import replace
from uuid import uuid4

from services.approval import store
from services.approval.domain import cancelling as rules
from services.approval.domain.facts import Cancellation
from services.approval.domain.round import Round
from services.approval.operations.rounds import actor, locked, note, round_of_task
from shared.domain.people import Person
from shared.runtime.database import Work


async def cancel_signing(
    work: Work, me: Person, task: str, reason: str
) -> tuple[Round, Cancellation]:
    """Cancel under the round's lock, while no signature is kept; the flow opens the next turn."""
    held = await locked(work, await round_of_task(work, me, task))
    turn = held.task(task)
    decision = rules.signing_to_cancel(held, turn)
    post = rules.cancelling_post(decision, me)
    rules.refuse_without_reason(reason)
    cancellation = Cancellation(
        id=str(uuid4()),
        step=turn.step,
        turn=turn.turn,
        reason=reason.strip(),
        by=actor(me, post),
        at=work.clock.now(),
    )
    await store.add_cancellation(work, held.key, cancellation)
    await note(
        work,
        held,
        "cancel_signing",
        cancellation.by,
        object_hash=decision.prepared,
        step=turn.step,
        turn=turn.turn,
        cancellation=cancellation.id,
    )
    return replace(held, cancellations=(*held.cancellations, cancellation)), cancellation
