"""The look at file and seal key that several routes take before an act."""

from services.distribution.operations import acts
from services.distribution.operations.looking import look
from services.distribution.operations.papers import Examined
from services.distribution.seal_keys import AgencySealKeys
from shared.domain.refusals import WrongMoment
from shared.runtime.http import Desk


async def looked_at(desk: Desk, case: str) -> tuple[Examined | None, WrongMoment | None]:
    """What is found, before and outside of the act's transaction."""
    async with desk.open() as (work, me):
        wanted = await acts.to_examine(work, me, case)
    if wanted is None:
        return None, None
    process = desk.process
    seal_keys = AgencySealKeys(process.keys, process.devices, process.secrets, process.time_stamps)
    return await look(process.database.blobs, process.keys, seal_keys, wanted)
