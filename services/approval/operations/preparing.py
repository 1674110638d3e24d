"""The prepared PDF: drawn outside every transaction, then kept if it is still wanted."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

from services.approval import store
from services.approval.domain import deciding as rules
from services.approval.domain.facts import Actor, Prepared, RoundKey, Turn, TurnKey
from services.approval.domain.holder import signer_for
from services.approval.domain.round import Round
from services.approval.operations.opening import read_version
from services.approval.operations.rounds import (
    Standing,
    actor,
    locked,
    note,
    pinned,
    round_of_task,
    tell,
)
from shared.document.model import Paper, SignatureBlock
from shared.domain.organisation import Account, Organisation
from shared.domain.people import Person
from shared.domain.refusals import Refusal, WrongMoment
from shared.domain.route import StepKind
from shared.domain.who_may_sign import SigningBlock, signing_block
from shared.runtime.blobs import Blobs
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What is to be drawn, and for whom."""

    key: RoundKey
    version: str
    signer: Actor
    block: SigningBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    drawing: Drawing
    hash: str


async def drawing_for_signer(work: Work, key: TurnKey) -> Drawing | None:
    """For the named signer, or the first who may; None if nothing is to be drawn now."""
    held = await store.read_round(work, key.of)
    turn = held.turn(key.step, key.turn) if held else None
    if held is None or turn is None or not _wants_first(held, turn):
        return None
    version, organisation = await work.organisations.in_force(work.db, held.key.agency)
    signer = _signer(held, turn, organisation)
    me = Person(account=signer, organisation=organisation, version=version)
    return _drawing(held, me, signing_block(organisation, signer, held.step(turn.step).posts))


async def drawing_for_me(work: Work, me: Person, task: str) -> Drawing | None:
    """For whoever asks; None where `keep_mine` will refuse, or finds it made already."""
    held = await store.read_round(work, await round_of_task(work, me, task))
    if held is None:
        return None
    turn = held.task(task)
    try:
        block = await _my_block(work, held, turn, me)
    except Refusal:
        return None
    return None if _is_made(held, turn, me, block) else _drawing(held, me, block)


async def draw(blobs: Blobs, drawing: Drawing) -> Drawn:
    """Render in a thread, and keep the bytes before any row names them."""
    frozen = await read_version(blobs, drawing.key, drawing.version)
    signature = SignatureBlock(lines=drawing.block.lines, name=drawing.signer.name)
    paper = Paper(letterhead=frozen.letterhead, text=frozen.text, signature=signature)
    pdf = await asyncio.to_thread(_render, paper)
    return Drawn(drawing=drawing, hash=await blobs.put(drawing.key.agency, pdf))


async def keep_for_signer(work: Work, key: TurnKey, drawn: Drawn | None, at: datetime) -> Standing:
    """Keep the first prepared PDF of a turn; one that is late changes nothing."""
    held = await locked(work, key.of)
    turn = held.turn(key.step, key.turn)
    if drawn and turn and _wants_first(held, turn):
        held, _ = await _keep(work, held, turn, drawn, by=None)
    return await tell(work, held, at)


async def keep_mine(work: Work, me: Person, task: str, drawn: Drawn | None) -> Prepared:
    """Keep one for me, which makes the earlier ones stale; the one I have stays as it is."""
    held = await locked(work, await round_of_task(work, me, task))
    turn = held.task(task)
    block = await _my_block(work, held, turn, me)
    current = held.current_prepared(turn.step, turn.turn)
    if current and _is_made(held, turn, me, block):
        return current
    if drawn is None or drawn.drawing != _drawing(held, me, block):
        raise WrongMoment(
            "changed_meanwhile", "Hồ sơ vừa thay đổi trong lúc lập bản trình ký; hãy thử lại."
        )
    _, made = await _keep(work, held, turn, drawn, by=me)
    return made


def _render(paper: Paper) -> bytes:
    from shared.document.prepare import prepare  # noqa: PLC0415 -- typst loads lazily

    return prepare(paper)


def _wants_first(held: Round, turn: Turn) -> bool:
    signs = held.step(turn.step).kind is StepKind.SIGNATURE
    waits = held.open_turn() == turn
    return signs and waits and held.current_prepared(turn.step, turn.turn) is None


def _signer(held: Round, turn: Turn, organisation: Organisation) -> Account:
    signer = signer_for(held, turn, organisation)
    if signer is None:
        raise WrongMoment(
            "no_signer",
            "Không có ai đủ thẩm quyền ký mà chưa soạn, trình hoặc kiểm tra văn bản này; "
            "hãy bổ sung người giữ chức vụ ký vào tệp tổ chức.",
        )
    return signer


async def _my_block(work: Work, held: Round, turn: Turn, me: Person) -> SigningBlock:
    rules.refuse_over(held, turn, me.organisation)
    rules.acting_post(held, turn, me, await pinned(work, held))
    rules.refuse_second_part_of(held, turn, me)
    return rules.signing_block_of(held, turn, me)


def _is_made(held: Round, turn: Turn, me: Person, block: SigningBlock) -> bool:
    current = held.current_prepared(turn.step, turn.turn)
    if current is None:
        return False
    made = (current.signer.account, current.signer.name, current.block)
    return made == (me.id, me.account.name, block)


def _drawing(held: Round, me: Person, block: SigningBlock) -> Drawing:
    return Drawing(
        key=held.key,
        version=held.submission.version,
        signer=actor(me, me.organisation.post(block.post)),
        block=block,
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
