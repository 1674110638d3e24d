"""The form check, and having its replacements applied."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace

from services.drafting.domain import remarks
from services.drafting.domain.agency import office_of
from services.drafting.domain.draft import Draft
from services.drafting.domain.form_check import check_form
from services.drafting.domain.secrecy import refuse_secret_draft
from services.drafting.domain.standing import refuse_locked
from services.drafting.operations.access import (
    Seen,
    demand_seen,
    draft_of,
    locked,
    names_in,
    refuse_unseen,
)
from services.drafting.operations.drafts import Kept, note, rewrite
from shared.document.model import Finding
from shared.domain.organisation import Organisation
from shared.domain.people import Person
from shared.runtime.database import Work


async def findings_of(organisation: Organisation, draft: Draft) -> Sequence[Finding]:
    """What the form check says of this text; long texts must not hold up the loop."""
    return await asyncio.to_thread(check_form, draft.text, office_of(organisation, draft))


async def check(work: Work, me: Person, case: str) -> tuple[Draft, Sequence[Finding]]:
    """The draft as it is, with what the form check says of it now."""
    draft = await draft_of(work, me, case)
    findings = await findings_of(me.organisation, draft)  # first: the note locks the case's chain
    await note(work, me, draft, "view_findings")
    return draft, findings


async def correct(work: Work, me: Person, case: str, wanted: Collection[str], seen: Seen) -> Kept:
    """Apply the replacements of the wanted findings, named by id or code."""
    demand_seen(seen)
    draft, standing = await locked(work, me, case)
    refuse_locked(standing, names_in(me))
    refuse_unseen(draft, seen)
    findings = await findings_of(me.organisation, draft)
    text = remarks.apply(draft.text, findings, wanted)
    refuse_secret_draft(text)
    changed = await rewrite(work, me, draft, replace(draft, text=text), "correct_draft")
    return Kept(changed, standing)
