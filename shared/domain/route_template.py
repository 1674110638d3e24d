"""A route as the agency's file writes it: the template of which a round's plan is made."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from shared.domain.route import Escalated, StepKind
from shared.domain.seats import Seat, SeatKind
from shared.domain.urgency import Urgency
from shared.domain.working_time import STRICT


class AfterReturn(StrEnum):
    """Where the next round begins."""

    RESTART = "restart"
    """At the first step."""
    RESUME = "resume"
    """At the step that returned it, after those whose approval still stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentHours:
    """Working hours of a step by urgency; one that is not stated has those of the next lower."""

    __pydantic_config__: ClassVar = STRICT

    khan: int | None = None
    thuong_khan: int | None = None
    hoa_toc: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationRule:
    """What happens when nobody decided after the deadline, and who hears of it."""

    __pydantic_config__: ClassVar = STRICT

    after: int
    """Working hours after the deadline; 0 is with it."""
    how: Escalated = Escalated.TOLD
    posts: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    again: int = 0
    """Working hours from one telling to the next; 0: once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteStep:
    """Candidates are those of `posts`, `unit_heads`, `accounts` and `deputy_of_field` together."""

    __pydantic_config__: ClassVar = STRICT

    kind: StepKind
    hours: int
    """Working hours until the deadline."""
    urgent_hours: UrgentHours = UrgentHours()
    posts: tuple[str, ...] = ()
    """Without any candidate a content check is the drafting unit's head's (ND30 Đ.12.1)."""
    unit_heads: tuple[str, ...] = ()
    """Units whose heads may act."""
    accounts: tuple[str, ...] = ()
    deputy_of_field: bool = False
    """The deputy head to whom the dispatch's field is assigned."""
    needs: int | None = None
    """How many candidates must approve: 1 where it is not stated; of posts, each counts once."""
    everybody: bool = False
    """Each of the candidates must approve."""
    remind_before: int = 0
    """Working hours before the deadline; 0: nobody is reminded."""
    escalation: EscalationRule | None = None
    keeps_approval: bool = False
    """The approval outlasts a change of the text (resumed rounds only)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The first route of the file that fits is taken; one without conditions fits all."""

    __pydantic_config__: ClassVar = STRICT

    name: str
    steps: tuple[RouteStep, ...]
    units: tuple[str, ...] = ()
    """The drafting units it is for; empty: every unit."""
    types: tuple[str, ...] = ()
    """Document types, as `cong_van`; empty: every type."""
    fields: tuple[str, ...] = ()
    urgencies: tuple[Urgency, ...] = ()
    after_return: AfterReturn = AfterReturn.RESTART

    def is_general(self) -> bool:
        return not (self.units or self.types or self.fields or self.urgencies)

    def fits(self, *, unit: str, doc_type: str, field: str, urgency: Urgency) -> bool:
        return (
            (not self.units or unit in self.units)
            and (not self.types or doc_type in self.types)
            and (not self.fields or field in self.fields)
            and (not self.urgencies or urgency in self.urgencies)
        )


def seats_of_step(step: RouteStep, unit: str, field: str) -> tuple[Seat, ...]:
    """Whose a step is, for a dispatch of this drafting unit and field; each seat once.

    Empty where the file names nobody, but for a content check: the unit's head's (ND30 Đ.12.1).
    """
    seats = (
        *((Seat(SeatKind.FIELD, field),) if step.deputy_of_field else ()),
        *(Seat(SeatKind.POST, post) for post in step.posts),
        *(Seat(SeatKind.UNIT_HEAD, code) for code in step.unit_heads),
        *(Seat(SeatKind.ACCOUNT, account) for account in step.accounts),
    )
    if not seats and step.kind is StepKind.CONTENT_CHECK:
        return (Seat(SeatKind.UNIT_HEAD, unit),)
    return tuple(dict.fromkeys(seats))
