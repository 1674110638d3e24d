"""Keeping issued files provable: stamped again outside of every lock, then kept, if still due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from services.distribution.domain.desk import agency_of
from services.distribution.domain.register import Recorded
from services.distribution.domain.renewal import Renewal, note_of
from services.distribution.operations import papers
from services.distribution.operations.acts import numbered
from services.distribution.operations.noting import annotate, note
from services.distribution.operations.papers import Renewed
from services.distribution.seal_keys import long_term
from services.distribution.store import desk as store
from services.distribution.store import renewals
from shared.domain.refusals import Invalid, Unknown, WrongMoment
from shared.runtime.database import Work
from shared.runtime.settings import TimeStampSettings

PAGE: Final = 50
"""Files in one run of the flow; its history has three events for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRenew:
    """An issued file that is due, and by whose roots its stamps are judged."""

    agency: str
    case: str
    file: str
    test_keys: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Some of the files that are due, of all agencies, as case and hash."""

    files: Sequence[tuple[str, str]]
    after: str | None
    """Behind which case there are more; None: nowhere."""


async def due(work: Work, at: datetime, *, after: str | None) -> Due:
    """The next page of due files."""
    found = await renewals.due(work, at, after=after, limit=PAGE)
    return Due(files=found, after=found[-1][0] if len(found) == PAGE else None)


async def to_renew(work: Work, case: str, file: str, at: datetime) -> ToRenew | None:
    """What to stamp; None where this file is not the newest, or not due any more."""
    agency = agency_of(case)
    stands = await renewals.lasting(work, agency, case)
    if stands is None or stands.file != file or not stands.is_due(at):
        return None
    _, organisation = await work.organisations.in_force(work.db, agency)
    return ToRenew(agency=agency, case=case, file=file, test_keys=organisation.test_keys)


async def stamp(
    pdf: bytes,
    wanted: ToRenew,
    *,
    keys: Path | None,
    time_stamps: TimeStampSettings | None,
    at: datetime,
) -> Renewed:
    """The file with one more stamp, which is whole, or it is refused.

    Raises `WrongMoment` (`no_time_stamps`), `Invalid` (`renewal_not_valid`, `certificate_revoked`,
    `certificate_expired`), and faults while a server is away.
    """
    lasts = long_term(keys, time_stamps, test_keys=wanted.test_keys)
    if lasts is None:
        raise WrongMoment(
            "no_time_stamps",
            "Chưa cấu hình nơi cấp dấu thời gian (CONGVAN_TIME_STAMPS) nên không gia hạn được.",
        )
    made = await papers.renew(pdf, lasts, at=at)
    if made.problems:
        raise Invalid(
            "renewal_not_valid",
            f"Không gia hạn tệp của {wanted.case}: tệp không còn hợp lệ. "
            + " ".join(made.problems),
        )
    return made


async def keep(work: Work, wanted: ToRenew, made: Renewed, file: str) -> None:
    """Keep the renewed file, unless another was kept while it was made."""
    desk = await store.find(work, wanted.agency, wanted.case, lock=True)
    if desk is None:
        raise Unknown("unknown_dispatch", f"Văn bản {wanted.case} chưa đến văn thư.")
    stands = await renewals.lasting(work, wanted.agency, wanted.case)
    if stands is None or stands.file != wanted.file:
        return
    in_force, _ = await work.organisations.in_force(work.db, wanted.agency)
    renewal = Renewal(
        case=wanted.case,
        number=stands.newest.number + 1 if stands.newest else 1,
        agency=wanted.agency,
        before=wanted.file,
        file=file,
        stamped_at=made.stamp.stamped_at,
        certificate=made.stamp.fingerprint,
        proven_until=made.stamp.valid_until,
        at=work.clock.now(),
        organisation=in_force,
    )
    await renewals.keep(work, renewal)
    details = {
        "before": renewal.before,
        "stamped_at": renewal.stamped_at.isoformat(),
        "certificate": renewal.certificate,
        "proven_until": renewal.proven_until.isoformat(),
    }
    await note(work, desk, "renewed", organisation=in_force, object_hash=file, details=details)
    await annotate(
        work,
        desk,
        Recorded.NOTED,
        numbered(desk),
        note_of(renewal),
        organisation=in_force,
        file=file,
    )
