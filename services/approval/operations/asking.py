"""The thread of a task: whoever may decide asks, the drafter answers; meanwhile time stands."""

from dataclasses import replace
from uuid import uuid4

from services.approval import store
from services.approval.domain import asking as rules
from services.approval.domain import deciding
from services.approval.domain.assigning import first_post
from services.approval.domain.facts import Message, MessageKind
from services.approval.domain.round import Round
from services.approval.operations import telling
from services.approval.operations.rounds import (
    actor,
    for_me,
    locked,
    note,
    pinned,
    round_of_task,
    seated_actor,
    set_due,
)
from shared.domain.people import Person
from shared.runtime.database import Work


async def say(
    work: Work, me: Person, task: str, kind: MessageKind, said: str
) -> tuple[Round, Message]:
    """Ask or answer; an answer counts the deadline on from where it stood."""
    held = await locked(work, await round_of_task(work, me, task))
    turn, now = held.task(task), await for_me(work, me)
    deciding.refuse_over(held, turn, me.organisation)
    rules.refuse_wordless(said)
    if kind is MessageKind.QUESTION:
        seated = deciding.seat_for(held, turn, me, now, pinned=await pinned(work, held))
        rules.refuse_question(held, turn)
        by = seated_actor(me, seated)
    else:
        rules.refuse_answer(held, turn, me)
        by = actor(me, first_post(me))
    message = Message(
        id=str(uuid4()),
        step=turn.step,
        turn=turn.turn,
        kind=kind,
        said=said.strip(),
        by=by,
        at=now.at,
    )
    await store.add_message(work, held.key, message)
    held = replace(held, messages=(*held.messages, message))
    await note(
        work, held, kind.value, by, step=turn.step, turn=turn.turn, task=task, message=message.id
    )
    if kind is MessageKind.ANSWER:
        held = await set_due(work, held, turn, now.at)
    await telling.of_message(work, held, turn, message, now)
    return held, message
