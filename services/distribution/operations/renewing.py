"""Keeping issued files provable: stamped again outside of every lock, then kept, if still due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from services.distribution.domain.desk import agency_of
from services.distribution.domain.published import ANNEXES
from services.distribution.domain.register import Recorded
from services.distribution.domain.renewal import Renewal, RenewedAnnex, note_of
from services.distribution.domain.sent import Annex
from services.distribution.operations import papers
from services.distribution.operations.acts import numbered
from services.distribution.operations.noting import annotate, note
from services.distribution.operations.papers import Renewed
from services.distribution.seal_keys import long_term
from services.distribution.store import desk as store
from services.distribution.store import renewals, sent
from shared.document.verification import StampReport
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
    annexes: Sequence[Annex]
    """Those of its annexes that have stamps; their newest files are due with the main one."""
    test_keys: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """A file that was stamped once more, and kept."""

    file: str
    """SHA-256."""
    stamp: StampReport


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
    annexes = await sent.annexes(work, agency, case)
    return ToRenew(
        agency=agency,
        case=case,
        file=file,
        annexes=[annex for annex in annexes if annex.proven_until is not None],
        test_keys=organisation.test_keys,
    )


async def stamp(
    pdf: bytes,
    wanted: ToRenew,
    *,
    keys: Path | None,
    time_stamps: TimeStampSettings | None,
    at: datetime,
    annex: int | None = None,
) -> Renewed:
    """The file with one more stamp, which is whole, or it is refused; `annex` is its place.

    Raises `WrongMoment` (`no_time_stamps`), `Invalid` (`renewal_not_valid`, `certificate_revoked`,
    `certificate_expired`), and faults while a server is away.
    """
    lasts = long_term(keys, time_stamps, test_keys=wanted.test_keys)
    if lasts is None:
        raise WrongMoment(
            "no_time_stamps",
            "Chưa cấu hình nơi cấp dấu thời gian (CONGVAN_TIME_STAMPS) nên không gia hạn được.",
        )
    made = await papers.renew(pdf, lasts, at=at, annex=annex is not None)
    if made.problems:
        what = f"tệp của {wanted.case}" if annex is None else f"phụ lục {annex} của {wanted.case}"
        raise Invalid(
            "renewal_not_valid",
            f"Không gia hạn {what}: tệp không còn hợp lệ. " + " ".join(made.problems),
        )
    return made


async def keep(work: Work, wanted: ToRenew, main: Stamped, annexes: Mapping[int, Stamped]) -> None:
    """Keep the renewed files, unless others were kept while they were made.

    `annexes` by their places: all of `wanted`.
    """
    desk = await store.find(work, wanted.agency, wanted.case, lock=True)
    if desk is None:
        raise Unknown("unknown_dispatch", f"Văn bản {wanted.case} chưa đến văn thư.")
    stands = await renewals.lasting(work, wanted.agency, wanted.case)
    if stands is None or stands.file != wanted.file:
        return
    in_force, _ = await work.organisations.in_force(work.db, wanted.agency)
    renewal = _renewal(
        wanted,
        main,
        annexes,
        number=stands.newest.number + 1 if stands.newest else 1,
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
    with_annexes = {ANNEXES: renewal.recorded()} if renewal.annexes else {}
    await note(
        work,
        desk,
        "renewed",
        organisation=in_force,
        object_hash=renewal.file,
        details=details | with_annexes,
    )
    await annotate(
        work,
        desk,
        Recorded.NOTED,
        numbered(desk),
        note_of(renewal),
        organisation=in_force,
        file=renewal.file,
        details=with_annexes,
    )


def _renewal(
    wanted: ToRenew,
    main: Stamped,
    annexes: Mapping[int, Stamped],
    *,
    number: int,
    at: datetime,
    organisation: str,
) -> Renewal:
    """The set is proven for as long as the first of its stamps."""
    return Renewal(
        case=wanted.case,
        number=number,
        agency=wanted.agency,
        before=wanted.file,
        file=main.file,
        stamped_at=main.stamp.stamped_at,
        certificate=main.stamp.fingerprint,
        proven_until=min(one.stamp.valid_until for one in (main, *annexes.values())),
        at=at,
        organisation=organisation,
        annexes=tuple(
            RenewedAnnex(place=one.place, before=one.newest, file=annexes[one.place].file)
            for one in wanted.annexes
        ),
    )
