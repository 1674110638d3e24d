"""What approval's routes have in common."""

from typing import Annotated, Final

from fastapi import Path, Query

Case = Annotated[
    str,
    Path(
        pattern="^[A-Z][A-Z0-9]{1,19}-[0-9]{4}-[0-9]{6,9}$",
        max_length=64,
        examples=["SVHTTDL-2026-000123"],
    ),
]
Number = Annotated[int, Path(ge=1, le=100_000)]
RoundNumber = Annotated[
    int | None, Query(ge=1, le=100_000, description="An earlier round; else the task's own")
]
CAREFUL: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
