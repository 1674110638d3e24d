"""Files that come with a draft: bytes into the blob store, then the row that names them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from services.drafting.domain.attachment_kinds import ANNEX
from services.drafting.domain.attachments import AcceptedFile, accept_attachment
from services.drafting.domain.draft import Attachment, Draft
from services.drafting.domain.standing import refuse_locked
from services.drafting.operations.access import draft_of, locked, names_in
from services.drafting.operations.drafts import note, rewrite
from services.drafting.store import attachments
from shared.domain.people import Person
from shared.domain.refusals import Invalid, Unknown
from shared.runtime.database import Work

MOST: Final = 50
"""Files of one draft."""


@dataclass(frozen=True, slots=True)
class Attached:
    draft: Draft
    attachment: Attachment


async def attach(
    work: Work, me: Person, case: str, *, kind: str, name: str, content: bytes
) -> Attached:
    """Keep a file with the draft; what may not be attached is kept nowhere."""
    await draft_of(work, me, case)
    accepted = await asyncio.to_thread(_accepted, kind, name, content)
    sha256 = await work.blobs.put(me.agency, content)
    draft, standing = await locked(work, me, case)
    refuse_locked(standing, names_in(me))
    if len(await attachments.of_case(work, me.agency, case)) >= MOST:
        raise Invalid("too_many_attachments", f"Mỗi bản thảo chỉ đính kèm được {MOST} tệp.")
    attachment = Attachment(
        id=uuid4().hex,
        case=case,
        name=accepted.file_name,
        kind=kind,
        media_type=accepted.media_type,
        size=len(content),
        sha256=sha256,
        account=me.id,
        at=work.clock.now(),
    )
    await attachments.add(work, me.agency, attachment)
    return Attached(await rewrite(work, me, draft, draft, "attach"), attachment)


def _accepted(kind: str, name: str, content: bytes) -> AcceptedFile:
    accepted = accept_attachment(kind=kind, file_name=name, content=content)
    if kind == ANNEX:
        from services.drafting.annex_files import (  # noqa: PLC0415 -- pyHanko loads lazily
            refuse_unfit,
        )

        refuse_unfit(content)
    return accepted


async def attached_to(work: Work, me: Person, case: str) -> Sequence[Attachment]:
    draft = await draft_of(work, me, case)
    return await attachments.of_case(work, me.agency, draft.case)


async def fetch(work: Work, me: Person, case: str, attachment: str) -> Attachment:
    """One file to look at, its bytes outside the transaction; who looked is recorded."""
    draft = await draft_of(work, me, case)
    found = await _one(work, me, case, attachment)
    await note(work, me, draft, "view_attachment", object_hash=found.sha256)
    return found


async def detach(work: Work, me: Person, case: str, attachment: str) -> Attached:
    """Take a file off a draft that is not locked; frozen versions keep theirs."""
    draft, standing = await locked(work, me, case)
    refuse_locked(standing, names_in(me))
    found = await _one(work, me, case, attachment)
    await attachments.remove(work, me.agency, found)
    return Attached(await rewrite(work, me, draft, draft, "detach"), found)


async def _one(work: Work, me: Person, case: str, attachment: str) -> Attachment:
    found = await attachments.find(work, me.agency, case, attachment)
    if found is None:
        raise Unknown("attachment_unknown", f"Hồ sơ {case} không có tệp đính kèm này.")
    return found
