"""What anybody may ask, without an account and over all agencies: whether a paper is genuine."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.distribution.domain.numbering import Restore
from services.distribution.domain.published import Published, PublishedHead, published
from services.distribution.operations.papers import Marks
from services.distribution.store import published as store
from services.distribution.store import restores
from services.distribution.store.published import Found
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The public answer on a dispatch that was issued, or whose number was voided."""

    published: Published
    issuer: str
    test_keys: bool
    """The agency let test keys count when it sealed: without legal value."""
    head: PublishedHead | None


async def told_of_code(work: Work, code: str) -> Told | None:
    """The dispatch with this check code; None where none was issued with it."""
    return await _told(work, await store.by_code(work, code))


async def told_of_file(work: Work, marks: Marks, code: str | None) -> Told | None:
    """The dispatch that a file is, was made of, or claims to be by its check code."""
    found = await store.by_file(work, marks.file)
    if found is None and marks.prepared is not None:
        found = await store.by_prepared(work, marks.prepared)
    if found is None and code is not None:
        found = await store.by_code(work, code)
    return await _told(work, found)


async def gaps(work: Work) -> Sequence[Restore]:
    """Restores: what was issued between a backup and its restore may be genuine and unknown."""
    return await restores.all_of(work)


async def _told(work: Work, found: Found | None) -> Told | None:
    if found is None:
        return None
    said = published(await store.events(work, found))
    if said is None:
        return None
    organisation = await work.organisations.get(work.db, said.organisation)
    return Told(
        published=said,
        issuer=organisation.agency.name,
        test_keys=organisation.test_keys,
        head=await store.head(work, said.agency),
    )
