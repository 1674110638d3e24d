"""An office made for the tests of seats: who holds what, who is away, and how far a round came."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from services.approval.domain.facts import Actor, Decision, RoundKey, Submission, Turn
from services.approval.domain.round import Round
from services.approval.domain.seating import InForce
from shared.domain.four_eyes import Part
from shared.domain.grants import Absence, Delegation, Grants, Matter
from shared.domain.organisation import Account, Organisation
from shared.domain.people import Person
from shared.domain.route import Hours, PlanStep, StepKind, Verdict
from shared.domain.seats import Seat, SeatKind
from shared.domain.urgency import Urgency
from shared.runtime.organisations import read_organisation
from tests.support.agencies import LANG_SON, content_of

AT = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)
STARTS, ENDS = AT - timedelta(hours=2), AT + timedelta(days=2)
LAW = read_organisation(content_of(LANG_SON))
KINDS = (
    StepKind.CONTENT_CHECK,
    StepKind.OFFICE_REVIEW,
    StepKind.CONSULTATION,
    StepKind.SIGNATURE,
)


def post(code: str) -> Seat:
    return Seat(SeatKind.POST, code)


def office(**posts: str) -> Organisation:
    """Lạng Sơn with these accounts alone, each with one post."""
    accounts = tuple(
        Account(id=name, name=name.capitalize(), posts=(code,)) for name, code in posts.items()
    )
    return replace(LAW, accounts=accounts)


def with_fields(organisation: Organisation, account: str, *fields: str) -> Organisation:
    changed = (
        replace(one, fields=fields) if one.id == account else one for one in organisation.accounts
    )
    return replace(organisation, accounts=tuple(changed))


def away(account: str, substitute: str, **limits: object) -> Absence:
    usual = {"id": f"{account}-{substitute}", "starts_at": STARTS, "ends_at": ENDS}
    return Absence(account=account, substitute=substitute, **(usual | limits))  # type: ignore[arg-type]  # any limit


def delegated(delegator: str, delegate: str, **limits: object) -> Delegation:
    usual = {
        "id": f"{delegator}-{delegate}",
        "starts_at": STARTS,
        "ends_at": ENDS,
        "types": ("cong_van",),
        "fields": (),
        "paper": "12/QĐ-SVHTTDL ngày 05/01/2026",
    }
    return Delegation(delegator=delegator, delegate=delegate, **(usual | limits))  # type: ignore[arg-type]  # any limit


def now(organisation: Organisation, *grants: Absence | Delegation, at: datetime = AT) -> InForce:
    return InForce(
        at=at,
        organisation=organisation,
        version="o" * 64,
        grants=Grants(
            absences=tuple(one for one in grants if isinstance(one, Absence)),
            delegations=tuple(one for one in grants if isinstance(one, Delegation)),
        ),
    )


def person(account: str, in_force: InForce) -> Person:
    known = in_force.organisation.account(account)
    assert known is not None
    return Person(account=known, organisation=in_force.organisation, version=in_force.version)


def step(kind: StepKind, *seats: Seat, number: int = 1, needs: int = 1) -> PlanStep:
    return PlanStep(step=number, kind=kind, seats=seats, hours=Hours(thuong=8), needs=needs)


def matter(kind: StepKind, *, at: datetime = AT) -> Matter:
    return Matter(kind=kind, doc_type="cong_van", field="hanh-chinh", at=at)


def voted(
    number: int, kind: StepKind, account: str, *, seat: Seat, behalf: str | None = None
) -> Decision:
    by = Actor(
        account=account,
        name=account.capitalize(),
        post="p",
        title="Chức vụ",
        organisation="o" * 64,
        on_behalf_of=behalf,
        behalf=behalf.capitalize() if behalf else None,
    )
    return Decision(
        id=f"d{number}-{account}",
        task=f"t{number}",
        step=number,
        turn=1,
        kind=kind,
        verdict=Verdict.APPROVE,
        comment="",
        version="a" * 64,
        prepared=None,
        certificate=None,
        by=by,
        at=AT + timedelta(minutes=number),
        block=None,
        seat=seat,
    )


def round_at(
    waits: PlanStep,
    *decisions: Decision,
    drafter: str = "thao",
    authors: tuple[str, ...] = (),
    submitter: str = "thao",
    before: tuple[Part, ...] = (),
    urgency: Urgency = Urgency.NORMAL,
) -> Round:
    """A round in which one step waits; decisions on other steps were made before it."""
    done = [one for one in decisions if one.step != waits.step]
    earlier = tuple(step(one.kind, one.seat or post("p"), number=one.step) for one in done)
    submission = Submission(
        key=RoundKey(agency="SVHTTDL", case="SVHTTDL-2026-000001", round=2 if before else 1),
        version="a" * 64,
        organisation="o" * 64,
        unit="VP",
        field="hanh-chinh",
        urgency=urgency,
        subject="triển khai",
        drafter=drafter,
        authors=(drafter, *authors),
        submitter=submitter,
        signer="nobody",
        symbol="SVHTTDL-VP",
        opened_at=AT,
    )
    numbers = (*(one.step for one in done), waits.step)
    turns = tuple(
        Turn(id=f"t{number}", step=number, turn=1, opened_at=AT, due_at=AT + timedelta(hours=8))
        for number in numbers
    )
    return Round(
        submission=submission,
        plan=(*earlier, waits),
        turns=turns,
        decisions=decisions,
        before=before,
    )


def waiting(held: Round) -> Turn:
    turn = held.open_turn()
    assert turn is not None
    return turn
