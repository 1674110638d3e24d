"""Making, reading and changing drafts."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.drafting.domain.agency import field_of, letterhead_of
from services.drafting.domain.case_codes import read_case_code
from services.drafting.domain.document_types import refuse_unknown_type
from services.drafting.domain.draft import Draft, unit_of, written_by
from services.drafting.domain.issuer import refuse_other_issuer, symbol_differs
from services.drafting.domain.limits import refuse_unprintable
from services.drafting.domain.reader import Reading, read_text
from services.drafting.domain.reading.drafted import drafted
from services.drafting.domain.reading.remarks import refuse_what_is_not_administrative
from services.drafting.domain.replacement import FIELD_ORDER, entries
from services.drafting.domain.secrecy import refuse_secret_draft, refuse_secret_field
from services.drafting.domain.standing import Standing, refuse_locked
from services.drafting.domain.text_lines import composed
from services.drafting.incoming import draft_of_file, text_of_file
from services.drafting.operations import amending
from services.drafting.operations.access import (
    Seen,
    demand_seen,
    draft_of,
    locked,
    names_in,
    refuse_unseen,
)
from services.drafting.store import drafts, facts
from shared.document.model import DispatchText, Finding, text_content
from shared.domain.amendments import Amends
from shared.domain.canonical import canonical, sha256
from shared.domain.dates import vietnam_date
from shared.domain.document_types import DISPATCH
from shared.domain.people import Person
from shared.domain.refusals import TooLarge
from shared.runtime.database import Work
from shared.runtime.ledger import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a drafter writes; `field` and `signer` are None where the drafter says nothing."""

    text: DispatchText
    field: str | None = None
    signer: str | None = None
    secrecy: str | None = None
    amends: Amends | None = None
    """Of a new draft: what it is to correct or replace."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft and how it stands."""

    draft: Draft
    standing: Standing


async def create(work: Work, me: Person, wanted: Wanted) -> Kept:
    """Give the draft its case code and keep it; incomplete ones are welcome, secret ones not."""
    text = _fit_to_keep(wanted)
    unit = unit_of(me)
    await amending.demand_right(work, me, wanted.amends, doc_type=text.doc_type)
    now = work.clock.now()
    code = await drafts.next_case_code(work, me.agency, vietnam_date(now).year)
    draft = Draft(
        case=str(code),
        agency=me.agency,
        unit=unit.code,
        drafter=me.id,
        authors=(me.id,),
        organisation=me.version,
        field=field_of(me.organisation, wanted.field or unit.code),
        signer=wanted.signer,
        amends=wanted.amends,
        text=text,
        revision=1,
        created_at=now,
        changed_at=now,
    )
    await drafts.add(work, code, draft)
    await note(work, me, draft, "create_draft")
    return Kept(draft, await facts.standing(work, me.agency, draft.case))


LONGEST_TEXT: Final = 1024 * 1024
"""Letters of a file's text; that of a request is counted at the door."""


@dataclass(frozen=True, slots=True)
class FileRead:
    reading: Reading
    written_here: DispatchText | None
    """The draft of a Word file that was made of one: it says itself which part is which."""


async def read_file(data: bytes) -> FileRead:
    """What the text in a file says; refused as `read` does, and for files without a text."""
    text = await asyncio.to_thread(text_of_file, data)
    if len(text) > LONGEST_TEXT:
        raise TooLarge("text_too_large", "Văn bản trong tệp dài quá; tối đa một triệu chữ cái.")
    return FileRead(await read(text), await asyncio.to_thread(draft_of_file, data))


async def read(text: str) -> Reading:
    """What a text says; refused if it is marked secret or is none of the 29 types."""
    refuse_unprintable(text.replace("\f", " "), "text")
    reading = await asyncio.to_thread(read_text, text)
    refuse_what_is_not_administrative(reading.findings)
    return reading


async def create_from(
    work: Work,
    me: Person,
    reading: Reading,
    amends: Amends | None = None,
    addressees: tuple[str, ...] = (),
    *,
    written_here: DispatchText | None = None,
) -> tuple[Kept, Sequence[Finding]]:
    """Keep as a draft what was read, and tell all remarks; refused if another agency issued it.

    `addressees` are those of a text that names none. Of a file that was written here nothing had
    to be found, so there are no remarks on the reading.
    """
    text = written_here or drafted(reading)
    text = replace(text, addressees=text.addressees or addressees)
    _refuse_other_issuer(me, reading)
    kept = await create(work, me, Wanted(text=text, amends=amends))
    return kept, _remarks(me, kept.draft, FileRead(reading, written_here))


async def change_from(
    work: Work, me: Person, case: str, read: FileRead, seen: Seen
) -> tuple[Kept, Sequence[Finding]]:
    """Put a file's text in the draft's place, as `change` does; its field and signer stay.

    So do those whom "Như Điều 3" means, where the file can't say it.
    """
    demand_seen(seen)
    draft = await draft_of(work, me, case)
    _refuse_other_issuer(me, read.reading)
    text = read.written_here or drafted(read.reading)
    if read.written_here is None and not text.addressees and text.doc_type == draft.text.doc_type:
        text = replace(text, addressees=draft.text.addressees)
    wanted = Wanted(text=text, field=draft.field, signer=draft.signer)
    kept = await change(work, me, case, wanted, seen)
    return kept, _remarks(me, kept.draft, read)


def _refuse_other_issuer(me: Person, reading: Reading) -> None:
    issuer = " ".join(filter(None, (reading.issuer.parent, reading.issuer.name)))
    refuse_other_issuer(reading.symbol, issuer or None, me.organisation)


def _remarks(me: Person, draft: Draft, read: FileRead) -> Sequence[Finding]:
    symbol = letterhead_of(me.organisation, draft.unit, draft.text.doc_type).symbol
    remarks = () if read.written_here else read.reading.findings
    return (*symbol_differs(read.reading.symbol, symbol), *remarks)


async def view(work: Work, me: Person, case: str) -> Kept:
    """The draft as it is; who looked is recorded."""
    draft = await draft_of(work, me, case)
    await note(work, me, draft, "view_draft")
    return Kept(draft, await facts.standing(work, me.agency, case))


async def own(work: Work, me: Person, *, after: str | None, limit: int) -> Sequence[Kept]:
    """The caller's own drafts, newest first, those older than `after`."""
    since = read_case_code(after) if after else None
    found = await drafts.own(work, me.agency, me.id, after=since, limit=limit)
    stand = await facts.standings(work, me.agency, [draft.case for draft in found])
    return [Kept(draft, stand[draft.case]) for draft in found]


async def change(work: Work, me: Person, case: str, wanted: Wanted, seen: Seen) -> Kept:
    """Put another text in the draft's place; only on the revision that was seen."""
    demand_seen(seen)
    text = _fit_to_keep(wanted)
    draft, standing = await locked(work, me, case)
    refuse_locked(standing, names_in(me))
    refuse_unseen(draft, seen)
    field = field_of(me.organisation, wanted.field or draft.unit)
    new = replace(draft, text=text, field=field, signer=wanted.signer)
    return Kept(await rewrite(work, me, draft, new, "change_draft"), standing)


async def rewrite(work: Work, me: Person, old: Draft, new: Draft, act: str) -> Draft:
    """Keep a changed draft as its next revision, and who wrote it; the caller holds its lock."""
    draft = replace(
        new,
        authors=written_by(old, me.id),
        revision=old.revision + 1,
        changed_at=work.clock.now(),
    )
    await drafts.change(work, draft)
    await note(work, me, draft, act)
    return draft


async def note(
    work: Work,
    me: Person,
    draft: Draft,
    act: str,
    *,
    object_hash: str | None = None,
    **details: Sequence[str],
) -> None:
    """Record an act on a draft, with the hash of the text that it was done on."""
    await record(
        work,
        agency=draft.agency,
        case=draft.case,
        account=me.id,
        act=act,
        organisation=me.version,
        object_hash=object_hash or sha256(canonical(text_content(draft.text))),
        details={"revision": draft.revision} | details,
    )


def _fit_to_keep(wanted: Wanted) -> DispatchText:
    """The text in composed Unicode; refused if it is secret, unprintable or of no known type."""
    refuse_secret_field(wanted.secrecy)
    refuse_secret_draft(wanted.text)
    for place, value in entries(wanted.text, *FIELD_ORDER):
        refuse_unprintable(value, place)
    for doc_type in (wanted.text.doc_type, *(one.doc_type for one in wanted.text.annexes)):
        refuse_unknown_type(doc_type or DISPATCH)
    return composed(wanted.text)
