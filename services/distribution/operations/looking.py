"""The look at a signed file and at the agency's key, outside of every lock."""

from pathlib import Path

from services.distribution.operations import papers
from services.distribution.operations.acts import ToExamine, seal_trouble
from services.distribution.operations.papers import Examined
from services.distribution.seal_keys import SealKeys
from shared.domain.refusals import WrongMoment
from shared.runtime.blobs import Blobs


async def look(
    blobs: Blobs, keys: Path | None, seal_keys: SealKeys, wanted: ToExamine
) -> tuple[Examined, WrongMoment | None]:
    """What is found on the file, and why the seal could not follow a number, if so."""
    no_seal = await seal_trouble(seal_keys, wanted)
    examined = await papers.examine(
        await blobs.get(wanted.agency, wanted.signed),
        await blobs.get(wanted.agency, wanted.prepared),
        digest=wanted.signed,
        certificate=wanted.certificate,
        keys=keys,
        test_keys=wanted.test_keys,
        at=wanted.at,
    )
    return examined, no_seal
