"""What the public may hear of a dispatch: read from the register's events alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from services.distribution.domain.register import Recorded, RegisterEvent
from shared.domain.numbers import printed_number

STANDING: Final = "standing"
"""The detail of a later event (NOTED) by which the dispatch stands otherwise from then on."""
ANNEXES: Final = "annexes"
"""The detail that names the annexes: of SEALED as issued, of a renewal as stamped again."""


class Standing(StrEnum):
    """Whether what was issued still counts."""

    ISSUED = "issued"
    RECALLED = "recalled"
    REPLACED = "replaced"
    """Wrong in content: another document stands in its place (ND30 Đ.18.3)."""
    VOIDED = "voided"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedHead:
    """The end of an agency's chain: told to many, so that a chain written anew shows."""

    seq: int
    hash: str
    at: datetime
    """When its last event was recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One dispatch as anybody may hear of it."""

    agency: str
    number: str
    """As printed: "01/SVHTTDL-VP"."""
    dated: date
    signer: str
    signer_lines: tuple[str, ...]
    standing: Standing
    files: frozenset[str]
    """SHA-256 of every file that the register names as issued."""
    organisation: str
    """The organisation's version when it was sealed, or else numbered."""


def published(events: Sequence[RegisterEvent]) -> Published | None:
    """The latest entry of one dispatch, from its events in order; None before it was issued.

    A number that was voided is told as long as the dispatch has no other.
    """
    begin = max(
        (at for at, event in enumerate(events) if event.kind == Recorded.NUMBERED), default=None
    )
    if begin is None:
        return None
    given, later = events[begin], events[begin + 1 :]
    standing = _standing(later)
    if standing is None:
        return None
    issued = [event for event in later if event.kind != Recorded.VOIDED]
    return Published(
        agency=given.agency,
        number=f"{printed_number(given.number)}/{given.symbol}",
        dated=given.dated,
        signer=str(given.details.get("signer", "")),
        signer_lines=tuple(given.details.get("signer_lines", ())),
        standing=standing,
        files=frozenset(file for event in issued for file in files_of(event)),
        organisation=next(
            (event.organisation for event in issued if event.kind == Recorded.SEALED),
            given.organisation,
        ),
    )


def _standing(later: Sequence[RegisterEvent]) -> Standing | None:
    """None for a number that waits for its seal: nothing went out yet."""
    kinds = {event.kind for event in later}
    if Recorded.VOIDED in kinds:
        return Standing.VOIDED
    if Recorded.SEALED not in kinds:
        return None
    said = [Standing(event.details[STANDING]) for event in later if STANDING in event.details]
    if Standing.RECALLED in said:  # for good, whatever becomes of what replaced it
        return Standing.RECALLED
    return said[-1] if said else Standing.ISSUED


def files_of(event: RegisterEvent) -> list[str]:
    """SHA-256 of every file that an event names."""
    annexes = [str(annex["file"]) for annex in event.details.get(ANNEXES, ())]
    return [*([event.file] if event.file else []), *annexes]
