"""What the bodies have in common: strict on the way in, frozen, text that can be shown."""

from typing import Annotated

from fastapi import Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from shared.runtime.text import Text

CaseCode = Annotated[Text, Path(max_length=64, examples=["SVHTTDL-2026-000123"])]
MailboxCode = Annotated[
    Text, Path(max_length=64, description="Code of a unit or a post", examples=["QLVH"])
]
SeriesName = Annotated[Text, Field(max_length=20, examples=["VB"])]


class Out(BaseModel):
    model_config = ConfigDict(frozen=True)


class In(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _writable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


Shown = Annotated[str, AfterValidator(_writable)]
"""Text out of a file that anybody made: halves of letters, which JSON can't carry, become "?"."""
