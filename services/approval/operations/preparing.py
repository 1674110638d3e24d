"""The prepared PDF: drawn outside every transaction, then kept if it is still wanted."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

from services.approval import store
from services.approval.domain import deciding as rules
from services.approval.domain.facts import Actor, Prepared, RoundKey, Turn, TurnKey
from services.approval.domain.holder import Signer, is_made_for, is_prepared, signer_for
from services.approval.domain.round import Round
from services.approval.domain.seating import InForce
from services.approval.domain.waiting import Standing
from services.approval.operations.opening import read_version
from services.approval.operations.rounds import (
    for_me,
    in_force,
    locked,
    note,
    pinned,
    round_of_task,
    seated_actor,
    tell,
)
from shared.document.model import Paper, SignatureBlock
from shared.domain.four_eyes import ROLES
from shared.domain.people import Person
from shared.domain.refusals import Refusal, WrongMoment
from shared.domain.urgency import Urgency
from shared.domain.who_may_sign import SigningBlock
from shared.runtime.blobs import Blobs
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What is to be drawn, and for whom."""

    key: RoundKey
    version: str
    signer: Actor
    block: SigningBlock
    urgency: Urgency
    check_address: str
    """Where check codes are answered, as the agency in force has it; empty: none is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    drawing: Drawing
    hash: str
    check_code: str


async def drawing_for_signer(work: Work, key: TurnKey, at: datetime) -> Drawing | None:
    """For the person who is to sign; None if nothing is to be drawn now."""
    held = await store.read_round(work, key.of)
    turn = held.turn(key.step, key.turn) if held else None
    if held is None or turn is None:
        return None
    now = await in_force(work, held.key.agency, at)
    signer = signer_for(held, turn, now) if _wanted(held, turn, now) else None
    return _drawing(held, signer, now) if signer else None


async def drawing_for_me(work: Work, me: Person, task: str) -> Drawing | None:
    """For whoever asks; None where `keep_mine` will refuse, or finds it made already."""
    held = await store.read_round(work, await round_of_task(work, me, task))
    if held is None:
        return None
    turn, now = held.task(task), await for_me(work, me)
    try:
        mine = await _me_as_signer(work, held, turn, me, now)
    except Refusal:
        return None
    return None if _made(held, turn, mine) else _drawing(held, mine, now)


async def draw(blobs: Blobs, drawing: Drawing) -> Drawn:
    """Render in a thread with a new check code, and keep the bytes before any row names them."""
    frozen = await read_version(blobs, drawing.key, drawing.version)
    signature = SignatureBlock(lines=drawing.block.lines, name=drawing.signer.name)
    text = replace(frozen.text, urgency=drawing.urgency)
    paper = Paper(letterhead=frozen.letterhead, text=text, signature=signature)
    pdf, code = await asyncio.to_thread(_render, paper, drawing.check_address)
    return Drawn(drawing=drawing, hash=await blobs.put(drawing.key.agency, pdf), check_code=code)


async def keep_for_signer(work: Work, key: TurnKey, drawn: Drawn | None, at: datetime) -> Standing:
    """Keep a PDF for the person who is to sign; one that is late or made changes nothing."""
    held = await locked(work, key.of)
    turn = held.turn(key.step, key.turn)
    now = await in_force(work, held.key.agency, at)
    if drawn and turn and _wanted(held, turn, now):
        signer = signer_for(held, turn, now)
        if signer and drawn.drawing == _drawing(held, signer, now):
            held, _ = await _keep(work, held, turn, drawn, by=None)
    return await tell(work, held, at)


async def keep_mine(work: Work, me: Person, task: str, drawn: Drawn | None) -> Prepared:
    """Keep one for me, which makes the earlier ones stale; the one I have stays as it is."""
    held = await locked(work, await round_of_task(work, me, task))
    turn, now = held.task(task), await for_me(work, me)
    mine = await _me_as_signer(work, held, turn, me, now)
    if made := _made(held, turn, mine):
        return made
    if drawn is None or drawn.drawing != _drawing(held, mine, now):
        raise WrongMoment(
            "changed_meanwhile", "Hồ sơ vừa thay đổi trong lúc lập bản trình ký; hãy thử lại."
        )
    _, made = await _keep(work, held, turn, drawn, by=me)
    return made


def _render(paper: Paper, check_address: str) -> tuple[bytes, str]:
    """The prepared PDF, and the check code that it carries."""
    from shared.document.imprint import new_check_code  # noqa: PLC0415 -- pikepdf loads lazily
    from shared.document.prepare import prepare  # noqa: PLC0415 -- typst loads lazily

    code = new_check_code()
    return prepare(paper, code, check_address=check_address), code


def _wanted(held: Round, turn: Turn, now: InForce) -> bool:
    return held.open_turn() == turn and not is_prepared(held, turn, now)


async def _me_as_signer(work: Work, held: Round, turn: Turn, me: Person, now: InForce) -> Signer:
    rules.refuse_over(held, turn, me.organisation)
    seated = rules.seat_for(held, turn, me, now, pinned=await pinned(work, held))
    if seated.block is None:
        role = ROLES[held.step(turn.step).kind]
        raise WrongMoment("no_signature_step", f"Bước này là {role}, không phải bước ký.")
    return Signer(account=me.account, seated=seated)


def _made(held: Round, turn: Turn, signer: Signer) -> Prepared | None:
    """The current PDF, if it is this signer's and as it must be."""
    current = held.current_prepared(turn.step, turn.turn)
    return current if current and is_made_for(held, current, signer) else None


def _drawing(held: Round, signer: Signer, now: InForce) -> Drawing:
    block = signer.seated.block
    if block is None:
        raise RuntimeError("a signer sits in a seat of a signature step")
    me = Person(account=signer.account, organisation=now.organisation, version=now.version)
    return Drawing(
        key=held.key,
        version=held.submission.version,
        signer=seated_actor(me, signer.seated),
        block=block,
        urgency=held.urgency,
        check_address=now.organisation.check_address,
    )


async def _keep(
    work: Work, held: Round, turn: Turn, drawn: Drawn, *, by: Person | None
) -> tuple[Round, Prepared]:
    before = held.current_prepared(turn.step, turn.turn)
    made = Prepared(
        step=turn.step,
        turn=turn.turn,
        number=before.number + 1 if before else 1,
        hash=drawn.hash,
        signer=drawn.drawing.signer,
        block=drawn.drawing.block,
        made_at=work.clock.now(),
        urgency=drawn.drawing.urgency,
        check_code=drawn.check_code,
    )
    await store.add_prepared(work, held.key, made)
    await note(
        work,
        held,
        "prepare",
        by,
        object_hash=made.hash,
        step=turn.step,
        turn=turn.turn,
        signer=made.signer.account,
        post=made.signer.post,
    )
    return replace(held, prepared=(*held.prepared, made)), made
