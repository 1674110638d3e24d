"""Looking: the preview, frozen versions, and drafting's part of a dispatch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from services.drafting.domain.agency import paper_of, signature_of
from services.drafting.domain.draft import Draft, is_stranger
from services.drafting.domain.standing import Answered, Standing
from services.drafting.operations.access import draft_of, no_case
from services.drafting.operations.drafts import note
from services.drafting.operations.form import Checked, checked
from services.drafting.store import drafts, facts
from shared.document.model import Paper
from shared.document.version import thaw
from shared.domain.people import Person
from shared.domain.refusals import Unknown
from shared.runtime.database import Work
from shared.runtime.ledger import history, record


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchPart:
    """What drafting knows of a dispatch."""

    draft: Draft
    subject: str | None
    """None for those who may not see the text."""
    standing: Standing
    answered: Answered | None
    """The latest request to withdraw that was answered."""
    form: Checked | None
    """None for those who may not see the text."""
    history: Sequence[Mapping[str, Any]]


async def preview(work: Work, me: Person, case: str) -> Paper:
    """The draft as a paper, to be drawn outside the transaction."""
    draft = await draft_of(work, me, case)
    await note(work, me, draft, "view_preview")
    return paper_of(me.organisation, draft)


async def version(work: Work, me: Person, case: str, round_: int) -> tuple[str, bytes]:
    """The frozen bytes of a round and their hash; who looked is recorded.

    Only for those who may see the draft: reviewers read through approval.
    """
    await draft_of(work, me, case)
    sent = await facts.submission(work, me.agency, case, round_)
    if sent is None:
        raise Unknown("version_unknown", f"Hồ sơ {case} không có lần trình {round_}.")
    data = await work.blobs.get(me.agency, sent.version)
    await record(
        work,
        agency=me.agency,
        case=case,
        account=me.id,
        act="view_version",
        organisation=me.version,
        object_hash=sent.version,
        details={"round": round_},
    )
    return sent.version, data


async def version_paper(work: Work, me: Person, case: str, round_: int) -> Paper:
    """A frozen version as a paper; its signer's titles are those of the posts of today."""
    draft = await draft_of(work, me, case)
    _, data = await version(work, me, case, round_)
    frozen = thaw(data)
    as_sent = replace(draft, text=frozen.text, signer=frozen.signer)
    return Paper(
        letterhead=frozen.letterhead,
        text=frozen.text,
        signature=signature_of(me.organisation, as_sent),
    )


async def part(work: Work, me: Person, case: str) -> DispatchPart:
    """How the dispatch stands with drafting, for anybody of the agency.

    Its subject, what is remarked on the text, and the particulars of what was done, are the unit's
    own.
    """
    draft = await drafts.find(work, me.agency, case)
    if draft is None:
        raise no_case(case)
    stranger = is_stranger(draft, me)
    events = [_plain(event.items()) for event in await history(work, me.agency, case)]
    return DispatchPart(
        draft=draft,
        subject=None if stranger else draft.text.subject,
        standing=await facts.standing(work, me.agency, case),
        answered=await facts.latest_answer(work, me.agency, case),
        form=None if stranger else await checked(work, me, draft),
        history=[event | {"details": {}} for event in events] if stranger else events,
    )


def _plain(event: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    return {str(name): value for name, value in event}
