"""What the records know of a file that somebody brings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.distribution.domain.amending import ways_back
from services.distribution.domain.desk import Desk
from services.distribution.domain.numbering import number_in
from services.distribution.domain.sent import Sealed
from services.distribution.operations.papers import Marks
from services.distribution.store import amendments, recalls, renewals, sent
from services.distribution.store import desk as store
from shared.domain.dates import date_line
from shared.domain.lifecycle import WayBack
from shared.domain.people import Person
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A dispatch that has a number, as the records have it."""

    case: str
    agency: str
    prepared: str
    number: str
    """As printed: "01/SVHTTDL-VP"."""
    date: str
    """ISO 8601."""
    number_line: str
    date_line: str
    person_certificate: str
    agency_certificate: str
    """Fingerprints; the agency's is empty before the seal."""
    signed_at: datetime
    issued_by: str | None
    issued_at: datetime | None
    sealed_at: datetime | None
    ways_back: tuple[WayBack, ...]
    """What happened to it since."""
    exact: bool
    """The bytes are exactly the sealed ones, or those with stamps that were put over them later:
    certificates are judged for the instants of signature and seal."""


async def known(work: Work, me: Person, marks: Marks) -> Known | None:
    """The records' dispatch of a file, by the hash of its bytes or of its prepared part.

    Of a file whose prepared part nobody knows: the dispatch whose number it carries.
    """
    exactly = await _seal_of_file(work, me.agency, marks.file)
    if exactly is not None:
        desk = await store.find(work, me.agency, exactly.case)
        return await _known(work, desk, exactly, exact=True)
    alike = await _by_prepared(work, me, marks) or await _by_number(work, me, marks)
    desk = min(alike, key=lambda one: _unlikely(one, marks), default=None)
    sealed = await sent.seal_of(work, me.agency, desk.laid.case) if desk else None
    return await _known(work, desk, sealed, exact=False)


async def known_annex(work: Work, me: Person, file: str) -> Known | None:
    """The dispatch that exactly these bytes are an annex of, as issued or as stamped since."""
    case = await sent.case_of_annex(work, me.agency, file)
    if case is None:
        return None
    desk = await store.find(work, me.agency, case)
    return await _known(work, desk, await sent.seal_of(work, me.agency, case), exact=True)


async def _seal_of_file(work: Work, agency: str, file: str) -> Sealed | None:
    """The seal that made exactly these bytes, or was on them before they were stamped again."""
    sealed = await sent.seal_by_file(work, agency, file)
    if sealed is not None:
        return sealed
    renewed = await renewals.by_file(work, agency, file)
    return await sent.seal_of(work, agency, renewed.case) if renewed else None


async def _by_prepared(work: Work, me: Person, marks: Marks) -> Sequence[Desk]:
    if marks.prepared is None:
        return ()
    return await store.by_prepared(work, me.agency, marks.prepared)


async def _by_number(work: Work, me: Person, marks: Marks) -> Sequence[Desk]:
    line = marks.lines[0]
    number = number_in(line) if line else None
    if number is None:
        return ()
    found = await store.by_number(work, me.agency, number)
    return [desk for desk in found if desk.number and desk.number.line == line]


async def _known(
    work: Work, desk: Desk | None, sealed: Sealed | None, *, exact: bool
) -> Known | None:
    if desk is None or desk.number is None:
        return None
    agency, case = desk.laid.agency, desk.laid.case
    return Known(
        case=case,
        agency=agency,
        prepared=desk.laid.prepared,
        number=desk.number.printed,
        date=desk.number.dated.isoformat(),
        number_line=desk.number.line,
        date_line=date_line(desk.laid.place, desk.number.dated),
        person_certificate=desk.laid.certificate,
        agency_certificate=sealed.certificate if sealed else "",
        signed_at=desk.laid.signed_at,
        issued_by=desk.issued_by,
        issued_at=desk.issued_at,
        sealed_at=sealed.at if sealed else None,
        ways_back=ways_back(
            recalled=await recalls.ordered(work, agency, case) is not None,
            amended_by=await amendments.of_targets(work, agency, [case]),
        ),
        exact=exact,
    )


def _unlikely(desk: Desk, marks: Marks) -> tuple[bool, bool, bool]:
    """How little a dispatch has of a copy: its number, its date, any number at all."""
    if desk.number is None:
        return True, True, True
    number, date = marks.lines
    dated = date_line(desk.laid.place, desk.number.dated)
    return desk.number.line != number, dated != date, False
