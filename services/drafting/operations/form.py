"""The form check, having its replacements applied, and letting its findings stand."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

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
from services.drafting.store import drafts
from services.drafting.store import findings as acknowledgements
from shared.document.model import AcknowledgedFinding, Finding
from shared.domain.organisation import Organisation
from shared.domain.people import Person
from shared.runtime.database import Work


async def findings_of(organisation: Organisation, draft: Draft) -> Sequence[Finding]:
    """What the form check says of this text; long texts must not hold up the loop."""
    return await asyncio.to_thread(check_form, draft.text, office_of(organisation, draft))


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A draft with what the form check says of it, and which of that was acknowledged."""

    draft: Draft
    findings: Sequence[Finding]
    acknowledged: Sequence[AcknowledgedFinding]


async def checked(work: Work, me: Person, draft: Draft) -> Checked:
    """What the form check says of the draft now; acknowledged is only what still stands."""
    findings = await findings_of(me.organisation, draft)
    said = await acknowledgements.acknowledged(work, draft.agency, draft.case)
    return Checked(
        draft=draft,
        findings=findings,
        acknowledged=remarks.still_acknowledged(findings, said),
    )


async def check(work: Work, me: Person, case: str) -> Checked:
    """The draft as it is, with what the form check says of it now."""
    found = await checked(work, me, await draft_of(work, me, case))
    await note(work, me, found.draft, "view_findings")  # last: it locks the case's chain
    return found


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


async def acknowledge(
    work: Work, me: Person, case: str, wanted: Collection[str], seen: Seen, *, reason: str
) -> Checked:
    """Let findings, named by id or code, stand as they are, for a reason that reviewers see.

    The text stays, and so do its authors and the day whose rules it is measured by; the revision
    grows, so that nobody submits a reason that he has not seen.
    """
    demand_seen(seen)
    draft, standing = await locked(work, me, case)
    refuse_locked(standing, names_in(me))
    refuse_unseen(draft, seen)
    findings = remarks.chosen(await findings_of(me.organisation, draft), wanted)
    draft = replace(draft, revision=draft.revision + 1)
    await drafts.change(work, draft)
    await acknowledgements.acknowledge(work, me, draft, findings, reason)
    found = await checked(work, me, draft)
    named = sorted({f"{one.code}@{one.field}" for one in findings})
    await note(work, me, draft, "acknowledge_findings", findings=named)
    return found
