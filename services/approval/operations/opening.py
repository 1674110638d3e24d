"""A round seen for the first time: its plan is made from the frozen version."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.approval import store
from services.approval.domain.facts import RoundKey, Submission
from services.approval.domain.plan import plan_for
from services.approval.domain.round import Round
from services.approval.domain.waiting import Standing
from services.approval.operations.rounds import locked, note, tell
from shared.document.differences import content_hash
from shared.document.version import FrozenVersion, thaw
from shared.domain.refusals import Invalid
from shared.domain.words import fold
from shared.runtime.blobs import Blobs
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A round to be opened: `frozen` is needed only where approval has not seen it yet."""

    key: RoundKey
    version: str
    at: datetime
    frozen: FrozenVersion | None


async def is_known(work: Work, key: RoundKey) -> bool:
    return await store.read_round(work, key) is not None


async def read_version(blobs: Blobs, key: RoundKey, version: str) -> FrozenVersion:
    """The frozen version of a round, by its hash; refused if the bytes are another round's."""
    data = await blobs.get(key.agency, version)
    try:
        frozen = thaw(data)
    except ValueError as broken:
        raise Invalid(
            "version_unreadable", f"Không đọc được phiên bản {version[:12]} của {key.case}."
        ) from broken
    if (frozen.agency, frozen.case, frozen.round) != (key.agency, key.case, key.round):
        raise Invalid(
            "version_of_another",
            f"Phiên bản {version[:12]} không phải của lần trình {key.round} hồ sơ {key.case}.",
        )
    return frozen


async def open_step(work: Work, opening: Opening) -> Standing:
    """Make the round if it is new, open what comes next in its plan, and tell how it stands."""
    return await tell(work, await locked_or_made(work, opening), opening.at)


async def locked_or_made(work: Work, opening: Opening) -> Round:
    """The round under its lock; refused if it was made from another version."""
    made = opening.frozen is not None and await _made(work, opening, opening.frozen)
    held = await locked(work, opening.key)
    if held.submission.version != opening.version:
        raise Invalid(
            "other_version",
            f"Lần trình {held.key.round} của {held.key.case} đã mở với một phiên bản khác.",
        )
    if made:
        await note(work, held, "open_round")
    return held


async def _made(work: Work, opening: Opening, frozen: FrozenVersion) -> bool:
    organisation = await work.organisations.get(work.db, frozen.organisation)
    submission = Submission(
        key=opening.key,
        version=opening.version,
        organisation=frozen.organisation,
        unit=frozen.unit,
        field=frozen.field,
        urgency=frozen.text.urgency,
        subject=frozen.text.subject,
        drafter=frozen.drafter,
        authors=frozen.authors,
        submitter=frozen.submitter,
        signer=frozen.signer,
        symbol=frozen.letterhead.symbol,
        opened_at=opening.at,
        doc_type=frozen.text.doc_type,
        content=content_hash(frozen),
    )
    plan = plan_for(organisation, submission, await _round_before(work, opening.key))
    words = fold(f"{opening.key.case} {frozen.text.subject}")
    return await store.create_round(work, submission, plan, words)


async def _round_before(work: Work, key: RoundKey) -> Round | None:
    if key.round == 1:
        return None
    return await store.read_round(work, replace(key, round=key.round - 1))
