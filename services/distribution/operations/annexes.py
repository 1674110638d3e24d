"""The files that are issued with a dispatch, for who may see it and for who got it."""

from collections.abc import Sequence

from services.distribution.domain.desk import Desk
from services.distribution.domain.recipients import demand_mailbox
from services.distribution.domain.sent import Annex
from services.distribution.operations.access import readable
from services.distribution.operations.noting import note
from services.distribution.store import desk as store
from services.distribution.store import mailboxes, sent
from shared.domain.people import Person
from shared.domain.refusals import Unknown
from shared.runtime.database import Work


async def listed(work: Work, me: Person, case: str) -> Sequence[Annex]:
    """Every annex in order; none before the seal."""
    await readable(work, me, case)
    return await sent.annexes(work, me.agency, case)


async def file(work: Work, me: Person, case: str, place: int) -> Annex:
    """One annex with the stamps put over it since, recorded as viewed."""
    desk, _ = await readable(work, me, case)
    annex = await _annex(work, me, case, place)
    return await _viewed(work, me, desk, annex, where="register")


async def listed_in_mailbox(work: Work, me: Person, code: str, case: str) -> Sequence[Annex]:
    """What came into a mailbox with a dispatch."""
    await _demand_lying(work, me, code, case)
    return [annex.delivered for annex in await sent.annexes(work, me.agency, case)]


async def file_in_mailbox(work: Work, me: Person, code: str, case: str, place: int) -> Annex:
    """One annex as it came into the mailbox, recorded as viewed."""
    await _demand_lying(work, me, code, case)
    annex = (await _annex(work, me, case, place)).delivered
    return await _viewed(work, me, await _desk(work, me, case), annex, where=code)


async def _desk(work: Work, me: Person, case: str) -> Desk:
    desk = await store.find(work, me.agency, case)
    if desk is None:
        raise Unknown("unknown_dispatch", f"Không có văn bản {case} ở bộ phận văn thư.")
    return desk


async def _demand_lying(work: Work, me: Person, code: str, case: str) -> None:
    demand_mailbox(me, code)
    if await mailboxes.item(work, me.agency, code, case) is None:
        raise Unknown("not_in_mailbox", f"Trong hộp thư {code} không có văn bản {case}.")


async def _annex(work: Work, me: Person, case: str, place: int) -> Annex:
    for annex in await sent.annexes(work, me.agency, case):
        if annex.place == place:
            return annex
    raise Unknown("no_such_annex", f"Văn bản {case} không phát hành kèm phụ lục thứ {place}.")


async def _viewed(work: Work, me: Person, desk: Desk, annex: Annex, *, where: str) -> Annex:
    await note(
        work,
        desk,
        "file_viewed",
        account=me.id,
        organisation=me.version,
        object_hash=annex.newest,
        details={"where": where, "annex": annex.place},
    )
    return annex
