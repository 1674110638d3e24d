"""What the archive keeps of the records desk: the record, the register's entry, the files."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.distribution.domain.access import parties_of
from services.distribution.domain.desk import Names, names_in
from services.distribution.domain.published import PublishedHead
from services.distribution.domain.register import RegisterEvent
from services.distribution.operations.reading import Record, record
from services.distribution.store import desk as store
from services.distribution.store import published, register, renewals, sent
from shared.domain.archiving import Parties, demand_archivist
from shared.domain.lifecycle import Stage
from shared.domain.organisation import Organisation
from shared.domain.people import Person
from shared.domain.refusals import Unknown, WrongMoment
from shared.runtime import archiving
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """A dispatch whose life is over, with the entry that the register has of it."""

    record: Record
    entry: Sequence[RegisterEvent]
    """What the register recorded of it, in order."""
    sealed_under: Organisation
    """In force when it was sealed: names and codes are those of then."""


async def parties(work: Work, agency: str, case: str) -> Parties | None:
    """Whose a dispatch is; what came to the desk is signed."""
    desk = await store.find(work, agency, case)
    return parties_of(desk) if desk else None


async def filed(
    work: Work, me: Person, *, year: int, after: str | None, limit: int
) -> Sequence[str]:
    """The cases of a year's book whose file copy is kept, by their codes from behind `after`."""
    demand_archivist(me)
    return await store.filed(work, me.agency, year=year, after=after, limit=limit)


async def archived(work: Work, me: Person, case: str) -> Archived:
    """All of it, recorded as exported; `WrongMoment` (`not_filed`) before the file copy."""
    kept = await record(work, me, case)
    if kept.lasting is None or kept.desk.state is not Stage.FILED:
        raise WrongMoment(
            "not_filed", f"Văn bản {case} chưa có bản lưu nên chưa có hồ sơ lưu trữ để xuất."
        )
    await archiving.note(work, me, case, "exported", object_hash=kept.lasting.file)
    sealed_under = await work.organisations.get(work.db, kept.lasting.sealed.organisation)
    return Archived(
        record=_as_of_then(kept, names_in(sealed_under)),
        entry=await register.of_case(work, me.agency, case),
        sealed_under=sealed_under,
    )


def _as_of_then(kept: Record, names: Names) -> Record:
    """Nothing of today's, and nothing of the reader's: the same facts are told the same way."""
    rights = replace(kept.rights, warnings=(), names=names)
    return replace(kept, rights=rights, names=names)


async def register_head(work: Work, me: Person) -> PublishedHead | None:
    """Where the agency's register ends; None of one without events."""
    return await published.head(work, me.agency)


async def demand_file(work: Work, me: Person, case: str, digest: str) -> None:
    """The sealed file or an annex, as issued or the newest; recorded as read for the archive."""
    lasting = await renewals.lasting(work, me.agency, case)
    issued = {lasting.sealed.file, lasting.file} if lasting else set()
    for annex in await sent.annexes(work, me.agency, case):
        issued |= {annex.file, annex.newest}
    if digest not in issued:
        raise Unknown("not_in_archive", f"Hồ sơ {case} không có tệp {digest}.")
    await archiving.note(work, me, case, "archive_file_read", object_hash=digest)
