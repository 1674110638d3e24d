"""What the archive keeps of drafting: every version that was submitted, with its files."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.drafting.domain.standing import End, Submission
from services.drafting.store import drafts, facts
from shared.document.version import FrozenVersion, thaw
from shared.domain.archiving import Parties
from shared.domain.people import Person
from shared.domain.refusals import Unknown
from shared.runtime import archiving
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A round with what it froze."""

    submission: Submission
    frozen: FrozenVersion


async def parties(work: Work, agency: str, case: str) -> Parties | None:
    """Whose a dispatch is; signed once its latest round is closed as signed."""
    draft = await drafts.find(work, agency, case)
    if draft is None:
        return None
    closed = (await facts.standing(work, agency, case)).closed
    signed = closed is not None and closed.end is End.SIGNED
    return Parties(unit=draft.unit, signer=draft.signer, signed=signed)


async def versions(work: Work, me: Person, case: str) -> Sequence[Submitted]:
    """Every round in order."""
    submissions = await facts.submissions_of(work, me.agency, case)
    return [
        Submitted(submission=one, frozen=thaw(await work.blobs.get(me.agency, one.version)))
        for one in submissions
    ]


async def demand_file(work: Work, me: Person, case: str, digest: str) -> None:
    """A version's own bytes, or a file that one names; recorded as read for the archive."""
    submitted = await versions(work, me, case)
    attached = {file.sha256 for one in submitted for file in one.frozen.attachments}
    if digest not in {one.submission.version for one in submitted} | attached:
        raise Unknown("not_in_archive", f"Hồ sơ {case} không có tệp {digest}.")
    await archiving.note(work, me, case, "archive_file_read", object_hash=digest)
