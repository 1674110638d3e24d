"""What approval's bodies have in common: the fields that say the same everywhere, with examples."""

from datetime import datetime
from typing import Annotated, Final

from pydantic import Field

TASK: Final = "0b6f4c1e-7c0d-4b0e-9a57-3f1f5f2d9c11"
CASE: Final = "SVHTTDL-2026-000123"
HASH: Final = "5f" * 32
INSTANT: Final = "2026-11-23T08:30:00Z"

TaskId = Annotated[str, Field(description="Id of the task", examples=[TASK])]
FactId = Annotated[str, Field(examples=["d2a5b8f0-54e6-4a53-8f0c-1e8f0c7b2a44"])]
Case = Annotated[str, Field(description="Code of the dispatch", examples=[CASE])]
RoundNumber = Annotated[
    int, Field(description="Counted from 1 at the first submission", examples=[1])
]
Step = Annotated[int, Field(description="Its place in the round's plan, from 1", examples=[2])]
Turn = Annotated[int, Field(description="How often the step was opened so far", examples=[1])]
Hash = Annotated[str, Field(description="SHA-256 in hexadecimal", examples=[HASH])]
Instant = Annotated[datetime, Field(examples=[INSTANT])]
Account = Annotated[str, Field(examples=["chanh-van-phong"])]
Drafter = Annotated[str, Field(examples=["chuyen-vien-vp"])]
Signer = Annotated[str, Field(examples=["duong-minh-tue"])]
Name = Annotated[str, Field(description="That account's name", examples=["Dương Minh Tuệ"])]
Title = Annotated[str, Field(examples=["Phó Giám đốc"])]
OnBehalf = Annotated[
    str | None,
    Field(
        description="Name of the absent or delegating person in whose place it was done",
        examples=["Giám đốc Sở"],
    ),
]
Unit = Annotated[str, Field(description="Code of the drafting unit", examples=["VP"])]
Subject = Annotated[
    str,
    Field(description="Trích yếu", examples=["triển khai Chiến lược chuyển đổi số báo chí"]),
]
