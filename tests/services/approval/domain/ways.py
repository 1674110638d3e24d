"""Parts that people take in a dispatch, and the ways by which they come to a seat."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from services.approval.domain.facts import Decision
from services.approval.domain.round import Round
from services.approval.domain.seating import InForce
from shared.domain.four_eyes import Part
from shared.domain.grants import Absence, Delegation
from shared.domain.organisation import Organisation
from shared.domain.route import PlanStep, StepKind
from shared.domain.seats import Seat, SeatKind
from shared.domain.urgency import Urgency
from tests.services.approval.domain.seats import (
    KINDS,
    away,
    delegated,
    now,
    office,
    post,
    round_at,
    step,
    voted,
    with_fields,
)

CHECK, REVIEW, OPINION, SIGN = KINDS
OWN = "minh"
"""Whose dispatch it is, in one way or another."""
HOLDERS = {
    CHECK: "chanh-van-phong",
    REVIEW: "pho-chanh-van-phong",
    OPINION: "truong-phong-qlvh",
    SIGN: "giam-doc",
}
STANDS_IN = {
    CHECK: "pho-chanh-van-phong",
    REVIEW: "van-thu",
    OPINION: "chuyen-vien-qlvh",
    SIGN: "pho-giam-doc",
}
"""The post of a lawful substitute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A part that somebody took in a dispatch."""

    drafter: str = "thao"
    authors: tuple[str, ...] = ()
    submitter: str = "thao"
    decisions: tuple[Decision, ...] = ()
    before: tuple[Part, ...] = ()
    did: StepKind | None = None
    """None: wrote or submitted."""

    def round(self, waits: PlanStep, urgency: Urgency = Urgency.NORMAL) -> Round:
        return round_at(
            waits,
            *self.decisions,
            drafter=self.drafter,
            authors=self.authors,
            submitter=self.submitter,
            before=self.before,
            urgency=urgency,
        )


NOTHING = Taken()
WROTE = {
    "drafted": Taken(drafter=OWN),
    "wrote with the drafter": Taken(authors=(OWN,)),
    "submitted": Taken(submitter=OWN),
    "wrote in an earlier round": Taken(before=(Part(account=OWN, kind=None),)),
}


def _decided(kind: StepKind) -> Iterator[tuple[str, Taken]]:
    seat = post("p")
    now_ = voted(1, kind, OWN, seat=seat)
    for_him = voted(1, kind, "hoa", seat=seat, behalf=OWN)
    for_another = voted(1, kind, OWN, seat=seat, behalf="hoa")
    yield f"decided {kind}", Taken(decisions=(now_,), did=kind)
    yield f"decided {kind} by a substitute", Taken(decisions=(for_him,), did=kind)
    yield f"decided {kind} as a substitute", Taken(decisions=(for_another,), did=kind)
    yield f"decided {kind} before", _before(kind)


def _before(kind: StepKind) -> Taken:
    return Taken(before=(Part(account=OWN, kind=kind),), did=kind)


DECIDED = {name: taken for kind in (CHECK, REVIEW) for name, taken in _decided(kind)}
DECIDED |= {"decided signature before": _before(SIGN)}
PARTS = WROTE | DECIDED


def barred(taken: Taken, kind: StepKind) -> bool:
    """The law, said once more: who wrote decides nothing; nobody takes two of the three duties."""
    if taken.did is None:
        return True
    return kind is not OPINION and taken.did is not kind


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody comes to a seat; who acts is himself, or he who has his right."""

    organisation: Organisation
    seats: tuple[Seat, ...]
    actor: str = OWN
    grants: tuple[Absence | Delegation, ...] = field(default=())

    def waits(self, kind: StepKind) -> PlanStep:
        return step(kind, *self.seats, number=5)

    def now(self) -> InForce:
        return now(self.organisation, *self.grants)


def office_of(**posts: str) -> Organisation:
    return with_fields(office(**posts), OWN, "hanh-chinh")


def holder(kind: StepKind) -> Way:
    return Way(office_of(minh=HOLDERS[kind]), (post(HOLDERS[kind]),))


def _named(kind: StepKind) -> Way:
    """By himself, as a route names him or a superior gave it to him."""
    return Way(office_of(minh=HOLDERS[kind]), (Seat(SeatKind.ACCOUNT, OWN),))


def _substitute(kind: StepKind) -> Way:
    here = office_of(lan=HOLDERS[kind], minh=STANDS_IN[kind])
    return Way(here, (post(HOLDERS[kind]),), grants=(away("lan", OWN),))


def absent_owner(kind: StepKind) -> Way:
    """It is he who is away: another decides in his place."""
    here = office_of(minh=HOLDERS[kind], lan=STANDS_IN[kind])
    return Way(here, (post(HOLDERS[kind]),), actor="lan", grants=(away(OWN, "lan"),))


def _delegate(_kind: StepKind) -> Way:
    here = office_of(lan="giam-doc", minh="chanh-thanh-tra")
    return Way(here, (post("giam-doc"),), grants=(delegated("lan", OWN),))


def _delegator(_kind: StepKind) -> Way:
    here = office_of(minh="giam-doc", lan="chanh-thanh-tra")
    return Way(here, (post("giam-doc"),), actor="lan", grants=(delegated(OWN, "lan"),))


def _deputy(_kind: StepKind) -> Way:
    return Way(office_of(minh="pho-giam-doc"), (Seat(SeatKind.FIELD, "hanh-chinh"),))


def unit_head(_kind: StepKind) -> Way:
    return Way(office_of(minh="chanh-van-phong"), (Seat(SeatKind.UNIT_HEAD, "VP"),))


WAYS: dict[str, tuple[Callable[[StepKind], Way], tuple[StepKind, ...]]] = {
    "holds the post": (holder, KINDS),
    "is named": (_named, KINDS),
    "heads the unit": (unit_head, (CHECK, REVIEW, OPINION)),
    "is the deputy of the field": (_deputy, KINDS),
    "stands in": (_substitute, KINDS),
    "is away": (absent_owner, KINDS),
    "signs by delegation": (_delegate, (SIGN,)),
    "delegated": (_delegator, (SIGN,)),
}
