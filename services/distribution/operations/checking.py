"""What the records know of a file that somebody brings."""

from dataclasses import dataclass
from datetime import datetime

from services.distribution.domain.desk import Desk
from services.distribution.domain.sent import Sealed
from services.distribution.store import desk as store
from services.distribution.store import sent
from shared.domain.dates import date_line
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
    sealed_at: datetime | None
    exact: bool
    """The bytes are exactly the sealed ones: certificates are judged for the seal's instant."""


async def known(work: Work, me: Person, *, file: str, prepared: str | None) -> Known | None:
    """The records' dispatch of a file, by the hash of its bytes or of its prepared part."""
    exactly = await sent.seal_by_file(work, me.agency, file)
    if exactly is not None:
        desk = await store.find(work, me.agency, exactly.case)
        return _known(desk, exactly, exact=True)
    if prepared is None:
        return None
    desk = await store.by_prepared(work, me.agency, prepared)
    sealed = await sent.seal_of(work, me.agency, desk.laid.case) if desk else None
    return _known(desk, sealed, exact=False)


def _known(desk: Desk | None, sealed: Sealed | None, *, exact: bool) -> Known | None:
    if desk is None or desk.number is None:
        return None
    return Known(
        case=desk.laid.case,
        agency=desk.laid.agency,
        prepared=desk.laid.prepared,
        number=desk.number.printed,
        date=desk.number.dated.isoformat(),
        number_line=desk.number.line,
        date_line=date_line(desk.laid.place, desk.number.dated),
        person_certificate=desk.laid.certificate,
        agency_certificate=sealed.certificate if sealed else "",
        sealed_at=sealed.at if sealed else None,
        exact=exact,
    )
