"""Drafts and case codes."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.drafting.domain.case_codes import CaseCode
from services.drafting.domain.draft import Draft
from services.drafting.tables import case_counters, drafts, metadata
from shared.document.model import DispatchText, text_content
from shared.domain.amendments import Way, amends, target_of
from shared.runtime.database import Work

_TEXT: Final = TypeAdapter(DispatchText)


async def next_case_code(work: Work, agency: str, year: int) -> CaseCode:
    """The next code of a year; a draft that is rolled back may leave a gap."""
    last = case_counters.c.last
    counted = (
        upsert(case_counters)
        .values(agency=agency, year=year, last=1)
        .on_conflict_do_update(index_elements=["agency", "year"], set_={"last": last + 1})
        .returning(last)
    )
    serial = (await work.db.execute(counted)).scalar_one()
    return CaseCode(agency=agency, year=year, serial=serial)


async def skip_case_codes(db: AsyncConnection, years: Iterable[int], many: int) -> None:
    """Of every agency in force: the next codes of these years are not given to anything."""
    in_force = metadata.tables["drafting.organisations"]
    last = case_counters.c.last
    for year in years:
        rows = sa.select(in_force.c.agency, sa.literal(year), sa.literal(many))
        skipped = upsert(case_counters).from_select(["agency", "year", "last"], rows)
        await db.execute(
            skipped.on_conflict_do_update(
                index_elements=["agency", "year"], set_={"last": last + many}
            )
        )


async def add(work: Work, code: CaseCode, draft: Draft) -> None:
    row = {
        "case": draft.case,
        "agency": draft.agency,
        "year": code.year,
        "serial": code.serial,
        "unit": draft.unit,
        "drafter": draft.drafter,
        "organisation": draft.organisation,
        **{way.value: target_of(draft.amends, way) for way in Way},
        "created_at": draft.created_at,
    }
    await work.db.execute(drafts.insert().values(row | _changing(draft)))


async def change(work: Work, draft: Draft) -> None:
    """Keep what may change of a draft; the caller holds its lock."""
    this = drafts.update().where(drafts.c.case == draft.case, drafts.c.agency == draft.agency)
    await work.db.execute(this.values(_changing(draft)))


async def find(work: Work, agency: str, case: str) -> Draft | None:
    found = await work.db.execute(_one(agency, case))
    row = found.mappings().one_or_none()
    return _draft(row) if row else None


async def lock(work: Work, agency: str, case: str) -> Draft | None:
    """The draft, locked until the transaction ends: every act on a case begins here."""
    found = await work.db.execute(_one(agency, case).with_for_update(key_share=True))
    row = found.mappings().one_or_none()
    return _draft(row) if row else None


async def own(
    work: Work, agency: str, drafter: str, *, after: CaseCode | None, limit: int
) -> Sequence[Draft]:
    """The drafts of one drafter, newest first; those older than `after`, if it is given."""
    newest_first = sa.tuple_(drafts.c.year, drafts.c.serial)
    query = drafts.select().where(drafts.c.agency == agency, drafts.c.drafter == drafter)
    if after:
        query = query.where(newest_first < sa.tuple_(after.year, after.serial))
    query = query.order_by(drafts.c.year.desc(), drafts.c.serial.desc()).limit(limit)
    return [_draft(row) for row in (await work.db.execute(query)).mappings()]


async def subject_of(db: AsyncConnection, case: str) -> str:
    """The subject of a dispatch, for the relay's summary; empty for an unknown case."""
    subject = drafts.c.content["subject"].astext
    return await db.scalar(sa.select(subject).where(drafts.c.case == case)) or ""


def _one(agency: str, case: str) -> sa.Select[Any]:
    return drafts.select().where(drafts.c.case == case, drafts.c.agency == agency)


def _changing(draft: Draft) -> dict[str, Any]:
    return {
        "field": draft.field,
        "signer": draft.signer,
        "authors": list(draft.authors),
        "content": text_content(draft.text),
        "revision": draft.revision,
        "changed_at": draft.changed_at,
    }


def _draft(row: sa.RowMapping) -> Draft:
    plain = ("case", "agency", "unit", "drafter", "organisation", "field", "signer")
    return Draft(
        **{name: row[name] for name in plain},
        authors=tuple(row["authors"]),
        amends=amends(corrects=row["corrects"], replaces=row["replaces"]),
        text=_TEXT.validate_python(row["content"]),
        revision=row["revision"],
        created_at=row["created_at"],
        changed_at=row["changed_at"],
    )
