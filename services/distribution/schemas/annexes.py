"""The files that are issued with a dispatch."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import Path
from pydantic import Field

from services.distribution.domain.sent import Annex
from services.distribution.schemas.fields import Hash, Out

Place = Annotated[int, Path(ge=1, le=1000, description="Its order, from 1", examples=[1])]


class AnnexOut(Out):
    """One file, as it was issued."""

    place: int = Field(description="Its order, from 1", examples=[1])
    name: str = Field(examples=["Phụ lục I.pdf"])
    media_type: str = Field(examples=["application/pdf"])
    file: Hash
    newest: Hash = Field(description="`file` with the stamps that were put over it since")
    stamped: bool = Field(
        description="The agency signed it; else it is issued as it was submitted, by its hash",
        examples=[True],
    )
    level: str | None = Field(
        description="How long its signature can be checked, as for a record; null without one",
        examples=["B-LT"],
    )


class AnnexesOut(Out):
    """All of them, in order."""

    annexes: tuple[AnnexOut, ...]

    @classmethod
    def of(cls, annexes: Iterable[Annex]) -> "AnnexesOut":
        return cls(annexes=tuple(map(annex_out, annexes)))


def annex_out(annex: Annex) -> AnnexOut:
    return AnnexOut(
        place=annex.place,
        name=annex.name,
        media_type=annex.media_type,
        file=annex.file,
        newest=annex.newest,
        stamped=annex.stamped,
        level=annex.level_now,
    )
