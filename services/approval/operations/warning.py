"""Warnings that a certificate ends: to its owner, and to the posts that register certificates."""

from datetime import datetime

from services.approval import store
from services.approval.domain.deciding import name_of
from services.approval.domain.facts import RoundKey
from services.approval.domain.notices import NoticeKind
from services.approval.operations.certificates import case_of
from services.approval.operations.noticing import tell
from shared.domain.certificates import Registered, next_warning, threshold_at
from shared.runtime.database import Work


async def warn(work: Work, id_: str, at: datetime) -> datetime | None:
    """Warn if it is due, once for each threshold; when the next warning is due, if one is.

    Nobody is warned of a certificate that was revoked, or that a later one of its owner outlives.
    """
    found = await store.certificate(work, id_)
    if found is None or found.revoked_at is not None:
        return None
    days = threshold_at(found.valid_until, at)
    if days is not None and not await _is_outlived(work, found):
        await _tell(work, found, days)
    return next_warning(found.valid_until, at)


async def _is_outlived(work: Work, found: Registered) -> bool:
    others = await store.certificates_of(work, found.agency, found.account)
    return any(one.revoked_at is None and one.valid_until > found.valid_until for one in others)


async def _tell(work: Work, found: Registered, days: int) -> None:
    version, organisation = await work.organisations.in_force(work.db, found.agency)
    officers = (
        account.id
        for post in organisation.permissions.certificates
        for account in organisation.holders(post)
    )
    told = [one for one in (found.account, *officers) if organisation.account(one)]
    key = RoundKey(agency=found.agency, case=case_of(found.id), round=0)
    await tell(
        work,
        key,
        0,
        0,
        NoticeKind.CERTIFICATE_ENDS,
        told,
        ordinal=days,
        organisation=organisation,
        version=version,
        facts={
            "holder": name_of(organisation, found.account),
            "subject": found.subject,
            "due_at": found.valid_until.isoformat(),
        },
    )
