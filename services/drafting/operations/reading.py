"""Looking: the preview, frozen versions, and drafting's part of a dispatch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.drafting.domain.agency import paper_of
from services.drafting.domain.draft import Draft
from services.drafting.domain.standing import Standing
from services.drafting.operations.access import draft_of, no_case
from services.drafting.operations.drafts import note
from services.drafting.operations.form import findings_of
from services.drafting.store import drafts, facts
from shared.document.model import Finding, Paper
from shared.domain.people import Person
from shared.domain.refusals import Unknown
from shared.runtime.database import Work
from shared.runtime.ledger import history, record


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchPart:
    """What drafting knows of a dispatch."""

    draft: Draft
    standing: Standing
    findings: Sequence[Finding]
    history: Sequence[Mapping[str, Any]]


async def preview(work: Work, me: Person, case: str) -> Paper:
    """The draft as a paper, to be drawn outside the transaction."""
    draft = await draft_of(work, me, case)
    await note(work, me, draft, "view_preview")
    return paper_of(me.organisation, draft)


async def version(work: Work, me: Person, case: str, round_: int) -> tuple[str, bytes]:
    """The frozen bytes of a round and their hash, for anybody of the agency; views are recorded."""
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


async def part(work: Work, me: Person, case: str) -> DispatchPart:
    """How the dispatch stands with drafting, for anybody of the agency."""
    draft = await drafts.find(work, me.agency, case)
    if draft is None:
        raise no_case(case)
    return DispatchPart(
        draft=draft,
        standing=await facts.standing(work, me.agency, case),
        findings=await findings_of(me.organisation, draft),
        history=[_plain(event.items()) for event in await history(work, me.agency, case)],
    )


def _plain(event: Iterable[tuple[Any, Any]]) -> Mapping[str, Any]:
    return {str(name): value for name, value in event}
