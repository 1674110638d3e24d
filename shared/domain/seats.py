"""A seat of a step: who may take part, named by what stays while people come and go.

Who sits there is asked of the organisation in force at the instant of the act (`sitters`).
"""

from dataclasses import dataclass
from enum import StrEnum


class SeatKind(StrEnum):
    POST = "post"
    """Whoever holds this post."""
    UNIT_HEAD = "unit_head"
    """The head of this unit."""
    FIELD = "field"
    """The deputy head to whom this field (lĩnh vực) is assigned."""
    ACCOUNT = "account"
    """This one person."""


@dataclass(frozen=True, slots=True)
class Seat:
    kind: SeatKind
    of: str
    """Code of the post, unit or field, or the account's id."""

    def __str__(self) -> str:
        return f"{self.kind}:{self.of}"

    @classmethod
    def parse(cls, text: str) -> "Seat":
        """Read what `str` wrote; raises ValueError for anything else."""
        kind, colon, of = text.partition(":")
        if not (colon and of):
            raise ValueError(f"{text!r} is no seat")
        return cls(SeatKind(kind), of)
