"""Submitting: the text is frozen, and a round begins."""

from dataclasses import dataclass, replace

from services.drafting.domain.agency import (
    field_of,
    form_settings,
    letterhead_of,
    refuse_one_pair_of_eyes,
    signer_of,
)
from services.drafting.domain.completeness import missing_for_submission
from services.drafting.domain.draft import Attachment, Draft
from services.drafting.domain.form_check import refuse_errors
from services.drafting.domain.limits import refuse_undrawn
from services.drafting.domain.standing import Standing, refuse_locked
from services.drafting.operations import amending
from services.drafting.operations.access import (
    Seen,
    demand_seen,
    draft_of,
    locked,
    names_in,
    refuse_unseen,
)
from services.drafting.operations.drafts import Kept
from services.drafting.operations.form import checked
from services.drafting.store import attachments, drafts, facts
from shared.document.forms import refuse_what_is_not_issued
from shared.document.version import FrozenAttachment, FrozenForm, FrozenVersion, freeze
from shared.domain.amendments import Way, target_of
from shared.domain.canonical import sha256
from shared.domain.dates import vietnam_date
from shared.domain.form_rules import FormErrors, rule_set_on
from shared.domain.organisation import Account
from shared.domain.people import Person
from shared.domain.recipients import Directory
from shared.domain.refusals import Invalid, Stale
from shared.runtime.database import Work
from shared.runtime.ledger import record


@dataclass(frozen=True, slots=True)
class Frozen:
    version: FrozenVersion
    data: bytes


async def submit(work: Work, me: Person, case: str, seen: Seen) -> Kept:
    """Freeze the draft, as it was seen, and open its next round.

    The bytes are kept before the draft is locked, so that no lock waits for the blob store;
    under the lock everything is judged again, and the bytes must still be the same.
    """
    draft = await draft_of(work, me, case)
    demand_seen(seen)
    standing = await facts.standing(work, me.agency, case)
    kept = await work.blobs.put(me.agency, (await _frozen(work, me, draft, standing, seen)).data)
    draft, standing = await locked(work, me, case)
    frozen = await _frozen(work, me, draft, standing, seen)
    if kept != sha256(frozen.data):
        raise Stale(
            "draft_changed", "Bản thảo vừa thay đổi trong lúc trình; hãy xem lại rồi trình."
        )
    await facts.submit(
        work, me, case, round_=standing.round, version=kept, signer=frozen.version.signer
    )
    await record(
        work,
        agency=me.agency,
        case=case,
        account=me.id,
        act="submit",
        organisation=me.version,
        object_hash=kept,
        details={"round": standing.round, "signer": frozen.version.signer},
    )
    draft = replace(draft, revision=draft.revision + 1)
    await drafts.change(work, draft)
    return Kept(draft, await facts.standing(work, me.agency, case))


async def _frozen(work: Work, me: Person, draft: Draft, standing: Standing, seen: Seen) -> Frozen:
    """The version as it would be submitted now; refused if it may not be."""
    refuse_locked(standing, names_in(me))
    refuse_unseen(draft, seen)
    signer = _complete(me, draft)
    refuse_undrawn(draft.text)
    await amending.demand_right(work, me, draft.amends, doc_type=draft.text.doc_type)
    submitters = await facts.submitters(work, me.agency, draft.case)
    refuse_one_pair_of_eyes(me.organisation, draft, {*submitters, me.id}, signer.id)
    form = await checked(work, me, draft)
    if me.organisation.form_errors is FormErrors.BLOCK:
        refuse_errors(form.findings)
    files = await attachments.of_case(work, me.agency, draft.case)
    version = FrozenVersion(
        case=draft.case,
        round=standing.round,
        agency=draft.agency,
        organisation=me.version,
        unit=draft.unit,
        field=field_of(me.organisation, draft.field),
        drafter=draft.drafter,
        authors=draft.authors,
        submitter=me.id,
        signer=signer.id,
        letterhead=letterhead_of(me.organisation, draft.unit, draft.text.doc_type),
        text=draft.text,
        attachments=tuple(map(_frozen_attachment, files)),
        findings=tuple(form.findings),
        form=FrozenForm(
            rules=rule_set_on(vietnam_date(draft.changed_at)),
            settings=form_settings(me.organisation),
            acknowledged=tuple(form.acknowledged),
        ),
        corrects=target_of(draft.amends, Way.CORRECTS),
        replaces=target_of(draft.amends, Way.REPLACES),
    )
    return Frozen(version, freeze(version))


def _complete(me: Person, draft: Draft) -> Account:
    """The signer of a draft that lacks nothing; refused naming everything that it lacks.

    Before that, what is only drafted here is refused (`type_not_issued`).
    """
    refuse_what_is_not_issued(draft.text.doc_type)
    missing = missing_for_submission(draft.text, Directory.of(me.organisation))
    try:
        field_of(me.organisation, draft.field)
        signer = signer_of(me.organisation, draft)
    except Invalid as refusal:
        missing |= refusal.details
    if missing:
        raise Invalid(
            "incomplete",
            "Bản thảo chưa trình được: " + " ".join(dict.fromkeys(missing.values())),
            details=missing,
        )
    return signer


def _frozen_attachment(file: Attachment) -> FrozenAttachment:
    return FrozenAttachment(
        name=file.name,
        kind=file.kind,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
    )
