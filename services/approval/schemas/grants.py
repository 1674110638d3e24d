"""Absences and delegations, as they are sent and as they are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.approval.domain.deciding import name_of
from services.approval.domain.granting import Granted
from services.approval.schemas.acts import IN, OUT, Said
from services.approval.schemas.fields import Account, Instant, Name
from shared.domain.grants import Absence, Delegation
from shared.domain.organisation import Organisation
from shared.domain.route import StepKind
from shared.runtime.text import Text

ID: Final = "3f0d3c51-6c0e-4c65-9f2e-5b0f6a3f7d10"
_STARTS, _ENDS = "2026-11-25T00:00:00+07:00", "2026-11-28T00:00:00+07:00"

GrantId = Annotated[str, Field(examples=[ID])]
SomeAccount = Annotated[Text, Field(min_length=1, max_length=128)]
Fields = Annotated[
    tuple[Annotated[str, Field(pattern="^[A-Za-z0-9Đ&][A-Za-z0-9Đ&._-]{0,63}$")], ...],
    Field(max_length=100, description="Lĩnh vực; empty: all", examples=[["van-hoa"]]),
]
Types = Annotated[
    tuple[Annotated[str, Field(pattern="^[a-z_]{1,64}$")], ...],
    Field(max_length=100, description="Document types; empty: all", examples=[["cong_van"]]),
]
Kinds = Annotated[
    tuple[StepKind, ...],
    Field(max_length=len(StepKind), description="Steps; empty: all", examples=[["signature"]]),
]
Starts = Annotated[
    AwareDatetime, Field(description="The first instant; from today on", examples=[_STARTS])
]
Ends = Annotated[
    AwareDatetime,
    Field(description="The first instant at which it is over; 366 days at most", examples=[_ENDS]),
]
Reason = Annotated[Said, Field(examples=["Đi công tác tại Hà Nội"])]
Paper = Annotated[
    Text,
    Field(
        max_length=500,
        description="Number and date of the writing that delegates (ND30 Đ.13.3)",
        examples=["12/QĐ-SVHTTDL ngày 05/01/2026"],
    ),
]
InForceNow = Annotated[bool, Field(description="It counts now")]
EndedBy = Annotated[Account | None, Field(description="Who ended it before its time")]


class AbsenceIn(BaseModel):
    """Who is away, from when to when, and who acts in his place."""

    model_config = IN | ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "substitute": "pho-giam-doc-2",
                    "starts_at": _STARTS,
                    "ends_at": _ENDS,
                    "kinds": ["signature"],
                    "reason": "Đi công tác tại Hà Nội",
                }
            ]
        }
    )

    account: SomeAccount | None = Field(
        default=None, description="Who is away; null: the caller", examples=["duong-minh-tue"]
    )
    substitute: SomeAccount = Field(examples=["pho-giam-doc-2"])
    starts_at: Starts
    ends_at: Ends
    kinds: Kinds = ()
    fields: Fields = ()
    types: Types = ()
    reason: Reason

    def absence(self, id_: str, caller: str) -> Absence:
        return Absence(
            id=id_,
            account=self.account or caller,
            substitute=self.substitute,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            kinds=self.kinds,
            fields=self.fields,
            types=self.types,
        )


class DelegationIn(BaseModel):
    """To whom the head delegates signing, for how long, for what, and by which writing."""

    model_config = IN | ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "delegate": "truong-phong-qlvh",
                    "starts_at": _STARTS,
                    "ends_at": _ENDS,
                    "types": ["cong_van"],
                    "fields": ["van-hoa"],
                    "paper": "12/QĐ-SVHTTDL ngày 05/01/2026",
                }
            ]
        }
    )

    delegate: SomeAccount = Field(
        description="The head of a unit of the agency", examples=["truong-phong-qlvh"]
    )
    starts_at: Starts
    ends_at: Ends
    types: Types = ()
    fields: Fields = ()
    paper: Paper

    def delegation(self, id_: str, caller: str) -> Delegation:
        return Delegation(
            id=id_,
            delegator=caller,
            delegate=self.delegate,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            types=self.types,
            fields=self.fields,
            paper=self.paper.strip(),
        )


class EndGrantIn(BaseModel):
    """Why it ends before its time."""

    model_config = IN

    reason: Annotated[Said, Field(examples=["Đã trở lại làm việc"])] = ""


class AbsenceOut(BaseModel):
    """An absence as it is kept."""

    model_config = OUT

    id: GrantId
    account: Account = Field(description="Who is away")
    name: Name
    substitute: Account = Field(description="Who acts in that person's place")
    substitute_name: Name
    starts_at: Instant
    ends_at: Instant
    kinds: Kinds
    fields: Fields
    types: Types
    reason: Reason
    in_force: InForceNow
    made_by: Account
    made_at: Instant
    ended_by: EndedBy
    ended_at: Instant | None

    @classmethod
    def of(cls, kept: Granted[Absence], office: Organisation, now: datetime) -> Self:
        grant = kept.grant
        return cls(
            **{name: getattr(grant, name) for name in (*_SAME, "account", "substitute", "kinds")},
            **{name: getattr(kept, name) for name in _OF_BOTH},
            name=name_of(office, grant.account),
            substitute_name=name_of(office, grant.substitute),
            reason=kept.reason,
            in_force=kept.in_force(now),
        )


class AbsencesOut(BaseModel):
    """The newest first, 200 at most."""

    model_config = OUT

    absences: tuple[AbsenceOut, ...]

    @classmethod
    def of(cls, kept: Sequence[Granted[Absence]], office: Organisation, now: datetime) -> Self:
        return cls(absences=tuple(AbsenceOut.of(one, office, now) for one in kept))


class DelegationOut(BaseModel):
    """A delegation as it is kept."""

    model_config = OUT

    id: GrantId
    delegator: Account = Field(description="The head, in whose place is signed")
    name: Name
    delegate: Account = Field(description="Who signs TUQ.")
    delegate_name: Name
    starts_at: Instant
    ends_at: Instant
    types: Types
    fields: Fields
    paper: Paper
    in_force: InForceNow
    made_by: Account
    made_at: Instant
    ended_by: EndedBy
    ended_at: Instant | None

    @classmethod
    def of(cls, kept: Granted[Delegation], office: Organisation, now: datetime) -> Self:
        grant = kept.grant
        return cls(
            **{name: getattr(grant, name) for name in (*_SAME, "delegator", "delegate", "paper")},
            **{name: getattr(kept, name) for name in _OF_BOTH},
            name=name_of(office, grant.delegator),
            delegate_name=name_of(office, grant.delegate),
            in_force=kept.in_force(now),
        )


class DelegationsOut(BaseModel):
    """The newest first, 200 at most."""

    model_config = OUT

    delegations: tuple[DelegationOut, ...]

    @classmethod
    def of(cls, kept: Sequence[Granted[Delegation]], office: Organisation, now: datetime) -> Self:
        return cls(delegations=tuple(DelegationOut.of(one, office, now) for one in kept))


_SAME = ("id", "starts_at", "ends_at", "fields", "types")
_OF_BOTH = ("made_by", "made_at", "ended_by", "ended_at")
