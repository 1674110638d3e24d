"""What lets somebody act in another's place: absence with a substitute, and written delegation.

Both are read at the instant of an act; nothing is moved when they begin, nor back when they end.
"""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.route import StepKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a dispatch is to the rules of authority, at one instant."""

    kind: StepKind
    doc_type: str
    field: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Vắng mặt: somebody is away, and another acts in his place; nothing is passed on further."""

    id: str
    account: str
    substitute: str
    starts_at: datetime
    ends_at: datetime
    """Aware; the first instant at which it is over."""
    kinds: tuple[StepKind, ...] = ()
    """Steps it is for; empty: all. So with the fields and types."""
    fields: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def covers(self, matter: Matter) -> bool:
        return (
            self.starts_at <= matter.at < self.ends_at
            and (not self.kinds or matter.kind in self.kinds)
            and (not self.fields or matter.field in self.fields)
            and (not self.types or matter.doc_type in self.types)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """Thừa ủy quyền: in writing, limited in time and content, not passed on (ND30 Đ.13.3)."""

    id: str
    delegator: str
    """Account of the head."""
    delegate: str
    """Account of the head of an organ or unit within the agency."""
    starts_at: datetime
    ends_at: datetime
    types: tuple[str, ...]
    """Document types; empty: all. Types and fields are never both empty."""
    fields: tuple[str, ...]
    paper: str
    """The writing that delegates, as "12/QĐ-SVHTTDL ngày 05/01/2026"."""

    def covers(self, matter: Matter) -> bool:
        return (
            matter.kind is StepKind.SIGNATURE
            and self.starts_at <= matter.at < self.ends_at
            and (not self.types or matter.doc_type in self.types)
            and (not self.fields or matter.field in self.fields)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Grants:
    """Every absence and delegation of an agency that may be in force."""

    absences: tuple[Absence, ...] = ()
    delegations: tuple[Delegation, ...] = ()
