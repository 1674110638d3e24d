"""The document itself: what a task's holder looks at before deciding, recorded as viewed."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field, replace

from services.approval import store
from services.approval.domain.concerned import refuse_unconcerned
from services.approval.domain.facts import Turn
from services.approval.domain.round import Round
from services.approval.operations.opening import read_version
from services.approval.operations.rounds import for_me, in_force, note, round_of_task
from shared.document.model import Paper, SignatureBlock
from shared.document.version import FrozenAttachment, FrozenVersion
from shared.domain.people import Person
from shared.domain.refusals import NotYours, Unknown
from shared.domain.route import StepKind
from shared.domain.who_may_sign import signing_block
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A document to be shown: bytes that exist, or a paper to be drawn as a draft."""

    name: str
    prepared: str | None
    """Hash of the prepared PDF, if that is what is shown."""
    data: bytes | None = field(repr=False)
    paper: Paper | None = field(repr=False)

    async def pdf(self) -> bytes:
        """Draw outside of any transaction; bytes that exist are shown as they are."""
        if self.paper is None:
            return self.data or b""
        return await asyncio.to_thread(_render_draft, self.paper)


async def document(work: Work, me: Person, task: str, number: int | None) -> Page:
    """The prepared PDF for a signature step, else a draft preview of the frozen version.

    `number` names an earlier round, which is always shown as a draft.
    """
    held, turn = await _round(work, me, task, number)
    prepared = held.current_prepared(turn.step, turn.turn) if turn else None
    name = f"{held.key.case}-{held.key.round}.pdf"
    if prepared:
        data = await work.blobs.get(held.key.agency, prepared.hash)
        await note(work, held, "view_prepared", me, object_hash=prepared.hash, task=task)
        return Page(name=name, prepared=prepared.hash, data=data, paper=None)
    frozen = await read_version(work.blobs, held.key, held.submission.version)
    paper = await _paper(work, held, frozen)
    await note(work, held, "view_document", me, task=task)
    return Page(name=name, prepared=None, data=None, paper=paper)


async def version_of(work: Work, me: Person, task: str, number: int) -> tuple[Round, FrozenVersion]:
    """The frozen version of one round of the task's dispatch, recorded as viewed."""
    held, _ = await _round(work, me, task, number)
    frozen = await read_version(work.blobs, held.key, held.submission.version)
    await note(work, held, "view_version", me, task=task)
    return held, frozen


async def attachment(
    work: Work, me: Person, task: str, place: int, number: int | None
) -> tuple[FrozenAttachment, bytes]:
    """An attachment by its place in the version, counted from 1; recorded as viewed."""
    held, _ = await _round(work, me, task, number)
    frozen = await read_version(work.blobs, held.key, held.submission.version)
    if not 1 <= place <= len(frozen.attachments):
        raise Unknown("no_attachment", f"Văn bản không có tài liệu kèm theo thứ {place}.")
    wanted = frozen.attachments[place - 1]
    data = await work.blobs.get(held.key.agency, wanted.sha256)
    await note(work, held, "view_attachment", me, object_hash=wanted.sha256, task=task)
    return wanted, data


async def _round(
    work: Work, me: Person, task: str, number: int | None
) -> tuple[Round, Turn | None]:
    """The round that is asked for, and the task's turn if it is the task's own round."""
    key = await round_of_task(work, me, task)
    rounds = await store.rounds_of(work, key.agency, key.case)
    refuse_unconcerned(rounds, me, await for_me(work, me))
    wanted = key.round if number is None else number
    for held in rounds:
        if held.key.round == wanted:
            return held, held.task(task) if wanted == key.round else None
    raise Unknown("no_round", f"Hồ sơ {key.case} không có lần trình {number}.")


async def _paper(work: Work, held: Round, frozen: FrozenVersion) -> Paper:
    """The draft as the named signer would sign it now; as the text has it where that fails."""
    now = await in_force(work, held.key.agency, work.clock.now())
    organisation = now.organisation
    block = SignatureBlock(lines=frozen.text.signature_lines, name=frozen.text.signer_name)
    signer = organisation.account(frozen.signer)
    matter = now.matter(held.submission, StepKind.SIGNATURE)
    if signer:
        with suppress(NotYours):
            lines = signing_block(organisation, signer, matter).lines
            block = SignatureBlock(lines=lines, name=signer.name)
    text = replace(frozen.text, urgency=held.urgency)
    return Paper(letterhead=frozen.letterhead, text=text, signature=block)


def _render_draft(paper: Paper) -> bytes:
    from shared.document.layout import render_draft  # noqa: PLC0415 -- typst loads lazily

    return render_draft(paper)
