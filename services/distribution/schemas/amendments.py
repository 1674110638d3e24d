"""What corrects or replaces a dispatch, on the wire."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from services.distribution.domain.amending import Amendment
from services.distribution.schemas.fields import CASE, Case, Instant, Out, Printed
from shared.domain.amendments import Way
from shared.domain.lifecycle import WayBack

Target = Annotated[
    str | None,
    Field(description="The dispatch that this one corrects or replaces", examples=[CASE]),
]


class AmendmentOut(Out):
    """A sealed dispatch that corrects or replaces this one."""

    case: Case
    number: Printed
    at: Instant
    recalled: bool = Field(description="It was called back itself", examples=[False])

    @classmethod
    def all_of(cls, made: Iterable[Amendment], way: Way) -> "tuple[AmendmentOut, ...]":
        """Those of one way, the newest last."""
        return tuple(
            cls(case=one.case, number=one.printed, at=one.at, recalled=one.recalled)
            for one in made
            if one.way is way
        )


WaysBack = Annotated[
    tuple[WayBack, ...],
    Field(description="Marks beside the stage", examples=[[WayBack.REPLACED]]),
]
AmendedBy = Annotated[tuple[AmendmentOut, ...], Field(description="The newest last")]
