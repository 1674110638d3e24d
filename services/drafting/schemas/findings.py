"""What the form check says, and what is to become of it, on the wire."""

from collections.abc import Sequence
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, Field

from services.drafting.domain.remarks import named
from services.drafting.operations.drafts import Kept
from services.drafting.operations.form import Checked
from services.drafting.schemas.drafts import IN, OUT, DraftOut, Short
from services.drafting.schemas.fields import Account, Case, Instant, Revision
from shared.document.model import AcknowledgedFinding, Finding
from shared.runtime.text import Text

REASON: Final = "Tên tổ chức do Giám đốc quy định như vậy."
SHORTEST_REASON: Final = 10
"""Letters: what is shorter says nothing to a reviewer ("ok", "đúng")."""


class AcknowledgedOut(BaseModel):
    """Who let a finding stand, and why; gone once the finding is, or speaks of other words."""

    model_config = OUT | {"from_attributes": True}

    reason: str = Field(examples=[REASON])
    account: Account
    at: Instant


class FindingOut(BaseModel):
    """One remark of form; `id` names it in corrections while the text stays the same."""

    model_config = OUT

    id: str = Field(examples=["place_differs@place"])
    code: str = Field(examples=["place_differs"])
    severity: str = Field(description="error, warning or info", examples=["error"])
    field: str = Field(description="The field that it is about", examples=["place"])
    message: str = Field(
        description="Vietnamese, for people", examples=["Địa danh phải là “Lạng Sơn”."]
    )
    rule: str = Field(description="Its source in law", examples=["ND30 PL1 II.4"])
    line: int | None = Field(description="Of the text that was read", examples=[7])
    found: str | None = Field(examples=["Lang Son"])
    replacement: str | None = Field(
        description="What stands right in its place, where that is known", examples=["Lạng Sơn"]
    )
    acknowledged: AcknowledgedOut | None = None

    @classmethod
    def all_of(
        cls, findings: Sequence[Finding], acknowledged: Sequence[AcknowledgedFinding] = ()
    ) -> "tuple[FindingOut, ...]":
        return tuple(cls._of(id_, one, acknowledged) for id_, one in named(findings))

    @classmethod
    def _of(
        cls, id_: str, finding: Finding, acknowledged: Sequence[AcknowledgedFinding]
    ) -> "FindingOut":
        said = next((one for one in acknowledged if one.is_of(finding)), None)
        return cls(
            id=id_,
            **{name: getattr(finding, name) for name in Finding.__dataclass_fields__},
            acknowledged=AcknowledgedOut.model_validate(said) if said else None,
        )


class FindingsOut(BaseModel):
    model_config = OUT

    case: Case
    revision: Revision
    findings: tuple[FindingOut, ...]

    @classmethod
    def of(cls, checked: Checked) -> "FindingsOut":
        return cls(
            case=checked.draft.case,
            revision=checked.draft.revision,
            findings=FindingOut.all_of(checked.findings, checked.acknowledged),
        )


class ReadOut(BaseModel):
    """The draft made of a text, what the reader could not place, and what will be printed anew."""

    model_config = OUT

    draft: DraftOut
    revision: Revision
    findings: tuple[FindingOut, ...]

    @classmethod
    def of(cls, kept: Kept, findings: Sequence[Finding]) -> "ReadOut":
        return cls(
            draft=DraftOut.of(kept),
            revision=kept.draft.revision,
            findings=FindingOut.all_of(findings),
        )


Named = Annotated[
    tuple[Short, ...], Field(min_length=1, max_length=1000, examples=[["place_differs@place"]])
]


class CorrectionsIn(BaseModel):
    """The findings whose replacements are to be applied, by id or by code."""

    model_config = IN

    findings: Named


def _says_something(reason: str) -> str:
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValueError(f"phải có ít nhất {SHORTEST_REASON} ký tự")
    return reason.strip()


class AcknowledgementsIn(BaseModel):
    """The findings that are to stand, by id or by code, and why."""

    model_config = IN

    findings: Named
    reason: Annotated[
        Text, Field(max_length=1000, examples=[REASON]), AfterValidator(_says_something)
    ]
