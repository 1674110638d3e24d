"""The look at a signed file and at the agency's key, outside of every lock."""

from pathlib import Path
from typing import Final

from services.distribution.operations import papers
from services.distribution.operations.acts import ToExamine, seal_trouble
from services.distribution.operations.papers import Examined
from services.distribution.seal_keys import SealKeys
from shared.domain.refusals import Invalid, WrongMoment
from shared.runtime.blobs import Blobs

UNPROVABLE: Final = frozenset({"certificate_revoked", "certificate_expired"})
"""Refusals of a certificate that was good once, and can't be proven any more."""


async def look(
    blobs: Blobs, keys: Path | None, seal_keys: SealKeys, wanted: ToExamine
) -> tuple[Examined, WrongMoment | None]:
    """What is found on the file, and why the seal could not follow a number, if so."""
    signed = await blobs.get(wanted.agency, wanted.signed)
    no_seal = await seal_trouble(seal_keys, wanted)
    examined = await papers.examine(
        signed,
        await blobs.get(wanted.agency, wanted.prepared),
        digest=wanted.signed,
        certificate=wanted.certificate,
        keys=keys,
        test_keys=wanted.test_keys,
        at=wanted.at,
    )
    if no_seal is None and not examined.problems:
        no_seal = await _proof_trouble(seal_keys, signed, wanted)
    return examined, no_seal


def with_the_way_out(refusal: Invalid) -> Invalid:
    """Why a number that was given can't be sealed, with what to do about it."""
    if refusal.code not in UNPROVABLE:
        return refusal
    return Invalid(
        refusal.code,
        f"{refusal.sentence} Nếu là chứng thư số của người ký, hãy hủy số rồi trả lại văn bản để "
        "ký lại; nếu là của cơ quan, hãy báo quản trị viên.",
    )


async def _proof_trouble(
    seal_keys: SealKeys, signed: bytes, wanted: ToExamine
) -> WrongMoment | None:
    """A number is not spent where a certificate is revoked, or nobody could tell."""
    from shared.document.revocation import RevocationFault  # noqa: PLC0415 -- loads lazily
    from shared.document.stamping import TimeStampFault  # noqa: PLC0415 -- as above

    try:
        await seal_keys.prove(signed, wanted.agency, wanted.now, wanted.key)
    except Invalid as refusal:
        return WrongMoment(
            refusal.code,
            f"Chưa cấp số. {refusal.sentence} Nếu là chứng thư số của người ký, hãy trả lại văn "
            "bản để ký lại; nếu là của cơ quan, hãy báo quản trị viên.",
        )
    except RevocationFault:
        return WrongMoment(
            "revocation_unknown",
            "Chưa cấp số, vì chưa hỏi được chứng thư số có bị thu hồi hay không. Hãy cấp số lại "
            "sau ít phút; nếu vẫn vậy, hãy báo quản trị viên.",
        )
    except TimeStampFault:
        return WrongMoment(
            "time_stamps_away",
            "Chưa cấp số, vì nơi cấp dấu thời gian không trả lời hoặc trả lời sai. Hãy cấp số lại "
            "sau ít phút; nếu vẫn vậy, hãy báo quản trị viên.",
        )
    return None
