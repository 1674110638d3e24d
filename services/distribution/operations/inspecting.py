"""Whether everything that the records desk keeps still says what the chain says."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from services.distribution.domain.chain import MOST_FAULTS, Check, Inspection
from services.distribution.domain.kept_books import Books
from services.distribution.domain.witnesses import CaseFacts, faults_of, files_named
from services.distribution.store import inspection as store
from services.distribution.store import register
from shared.document.version import FrozenVersion, thaw
from shared.domain.chains import broken_at
from shared.runtime.blobs import BlobChanged, BlobMissing, Blobs
from shared.runtime.database import Database, Work
from shared.runtime.organisations import version_of

CASES: Final = 50
"""Dispatches that are read together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What was found on some dispatches."""

    checked: int
    faults: tuple[str, ...]
    """Vietnamese sentences that name table, case and column; they quote no text."""
    after: str | None
    """The case behind which the next part begins; None at the end."""


async def inspect_cases(
    database: Database, agency: str, *, after: str = "", year: int | None = None
) -> Part:
    """Of the next cases: rows against events, their chains recomputed, every file read and hashed.

    Of a year: the cases that ever had a number of it.
    """
    async with database.work() as work:
        await store.snapshot(work)
        of = await store.cases(work, agency, after=after, limit=CASES, year=year)
        gathered = await store.facts(work, agency, of)
    blobs, faults = database.blobs, list[str]()
    for facts in gathered:
        faults += await asyncio.to_thread(_of_rows, facts)
        faults += await _of_files(blobs, agency, facts)
    more = gathered[-1].case if len(gathered) == CASES else None
    return Part(checked=len(gathered), faults=tuple(faults), after=more)


async def inspect_register(database: Database, agency: str) -> Check:
    """The chain recomputed, its numbers, and what stands for no single dispatch.

    Read in one snapshot, so that what is recorded meanwhile contradicts nothing.
    """
    inspection, books = Inspection(), Books()
    async with database.work() as work:
        await store.snapshot(work)
        head, last = await register.ends(work, agency)
        after: int | None = None
        while part := await register.part(work, agency, after=after, last=last):
            await asyncio.to_thread(inspection.read, part)
            books.read(part)
            after = part[-1].seq
        beside = [*books.faults(*await store.books(work, agency))]
        beside += await _of_reservations(work, agency)
        beside += await _of_versions(work, agency)
    found = inspection.verdict(head)
    return replace(found, faults=(*found.faults, *beside)[:MOST_FAULTS])


async def _of_reservations(work: Work, agency: str) -> list[str]:
    """The events of reserved numbers, which stand where a dispatch's would."""
    _, kept, *_ = await store.books(work, agency)
    chains = await store.ledger_of(work, agency, [row["id"] for row in kept])
    return [fault for id_, events in chains.items() for fault in _of_ledger(id_, events)]


async def _of_versions(work: Work, agency: str) -> list[str]:
    return [
        f"Bảng organisation_versions, phiên bản {row['version'][:12]}: nội dung bị sửa."
        for row in await store.versions(work, agency)
        if version_of(row["content"]) != row["version"]
    ]


def _of_rows(facts: CaseFacts) -> list[str]:
    return [*faults_of(facts), *_of_ledger(facts.case, facts.ledger)]


def _of_ledger(case: str, events: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if broken := broken_at(events):
        yield f"Bảng events, hồ sơ {case}: chuỗi bị đứt ở sự kiện {broken}."


async def _of_files(blobs: Blobs, agency: str, facts: CaseFacts) -> list[str]:
    """Missing and changed files, and a desk's row that is not its frozen version's."""
    faults = []
    for digest in sorted(files_named(facts)):
        data = await _read(blobs, agency, digest)
        if isinstance(data, str):
            faults.append(f"Tệp {digest[:12]}, hồ sơ {facts.case}: {data}.")
        elif facts.desk and facts.desk["version"] == digest:
            faults += await _of_version(blobs, agency, facts, data)
    return faults


async def _of_version(blobs: Blobs, agency: str, facts: CaseFacts, data: bytes) -> list[str]:
    desk = facts.desk or {}
    frozen = thaw(data)
    wrong = sorted(name for name, value in _frozen(frozen).items() if desk[name] != value)
    faults = [
        f"Bảng dispatches, hồ sơ {facts.case}: cột {name} không đúng phiên bản đã trình."
        for name in wrong
    ]
    for attachment in frozen.attachments:
        found = await _read(blobs, agency, attachment.sha256)
        if isinstance(found, str):
            faults.append(f"Tệp kèm {attachment.sha256[:12]}, hồ sơ {facts.case}: {found}.")
    return faults


def _frozen(version: FrozenVersion) -> Mapping[str, Any]:
    """The desk's columns that were copied from the version."""
    text, head = version.text, version.letterhead
    return {
        "case": version.case,
        "agency": version.agency,
        "round": version.round,
        "organisation": version.organisation,
        "unit": version.unit,
        "symbol": head.symbol,
        "place": head.place,
        "doc_type": text.doc_type,
        "subject": text.subject,
        "addressees": list(text.addressees),
        "recipients": list(text.recipients),
        "file_copy": text.file_copy,
    }


async def _read(blobs: Blobs, agency: str, digest: str) -> bytes | str:
    """The bytes, or why there are none, in Vietnamese."""
    try:
        return await blobs.get(agency, digest)
    except BlobChanged:
        return "bị sửa"
    except BlobMissing:
        return "bị mất"
