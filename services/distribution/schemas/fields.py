"""What the bodies have in common: strict on the way in, frozen, text that can be shown."""

from datetime import date, datetime
from typing import Annotated, Final

from fastapi import Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from shared.domain.lifecycle import Stage
from shared.domain.urgency import Urgency
from shared.runtime.text import Text

CASE: Final = "SVHTTDL-2026-000123"
CLERK: Final = "van-thu"
SUBJECT: Final = "Triển khai Chiến lược chuyển đổi số báo chí"
SIGNER: Final = "Dương Minh Tuệ"
PRINTED: Final = "01/SVHTTDL-VP"
HASH: Final = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
INSTANT: Final = "2026-11-23T08:30:00Z"
DAY: Final = "2026-11-23"

CaseCode = Annotated[Text, Path(max_length=64, description="Code of the dispatch", examples=[CASE])]
MailboxCode = Annotated[
    Text, Path(max_length=64, description="Code of a unit or a post", examples=["QLVH"])
]
LastCase = Annotated[Text, Field(max_length=64, examples=[CASE])]
SeriesName = Annotated[Text, Field(max_length=20, examples=["VB"])]

Case = Annotated[str, Field(description="Code of the dispatch", examples=[CASE])]
Round = Annotated[int, Field(description="Counted from 1 at the first submission", examples=[1])]
StageName = Annotated[Stage, Field(examples=[Stage.TO_ISSUE])]
Subject = Annotated[str, Field(description="Trích yếu", examples=[SUBJECT])]
Symbol = Annotated[str, Field(examples=["SVHTTDL-VP"])]
Printed = Annotated[str, Field(description="Số, ký hiệu, as printed", examples=[PRINTED])]
SignerName = Annotated[str, Field(description="Name of who signed", examples=[SIGNER])]
Unit = Annotated[str, Field(description="Code of the drafting unit", examples=["VP"])]
Units = Annotated[tuple[str, ...], Field(description="Units that keep it", examples=[["VT", "VP"]])]
ClerkAccount = Annotated[str, Field(description="Account of the clerk", examples=[CLERK])]
ClerkName = Annotated[str, Field(description="That account's name now", examples=["Văn thư Sở"])]
Reason = Annotated[str, Field(examples=["Thiếu phụ lục kèm theo."])]
Hash = Annotated[str, Field(description="SHA-256 in hexadecimal", examples=[HASH])]
Fingerprint = Annotated[
    str, Field(description="SHA-256 of the certificate in hexadecimal", examples=[HASH])
]
Instant = Annotated[datetime, Field(examples=[INSTANT])]
Day = Annotated[date, Field(examples=[DAY])]
UrgencyLevel = Annotated[
    Urgency | None,
    Field(
        description="As the signer set it, else the version's; null: it was not kept then",
        examples=[Urgency.EXPRESS],
    ),
]
Overdue = Annotated[
    bool, Field(description="The deadline passed before a number", examples=[False])
]


class Out(BaseModel):
    model_config = ConfigDict(frozen=True)


class In(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _writable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


Shown = Annotated[str, AfterValidator(_writable)]
"""Text out of a file that anybody made: halves of letters, which JSON can't carry, become "?"."""
