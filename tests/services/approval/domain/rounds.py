"""Rounds made by hand for the tests of pure rules."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from services.approval.domain.facts import Actor, Decision, RoundKey, Submission, Turn
from services.approval.domain.round import Round
from services.approval.domain.seating import InForce
from services.approval.domain.waiting import Standing
from shared.domain.four_eyes import Part
from shared.domain.grants import Grants
from shared.domain.organisation import Account, Organisation
from shared.domain.people import Person
from shared.domain.route import Escalated, Escalation, Hours, PlanStep, StepKind, Verdict
from shared.domain.seats import Seat, SeatKind
from shared.domain.urgency import Urgency
from shared.runtime.organisations import read_organisation
from tests.support.agencies import LANG_SON, content_of

AT = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)
VERSION = "a" * 64
POSTS = ("chanh-van-phong", "pho-chanh-van-phong", "giam-doc", "pho-giam-doc")
HOURS = Hours(thuong=8, khan=4, thuong_khan=2, hoa_toc=1)
CHECKED_BY, REVIEWED_BY = Seat(SeatKind.UNIT_HEAD, "VP"), Seat(SeatKind.POST, POSTS[1])
SIGNED_BY = (Seat(SeatKind.FIELD, "hanh-chinh"), Seat(SeatKind.POST, "giam-doc"))


def step(number: int, kind: StepKind, *seats: Seat, tells: str, again: int = 0) -> PlanStep:
    """A step of the Office's route; who is told four working hours after the deadline."""
    to = (Seat(SeatKind.POST, tells),)
    return PlanStep(
        step=number,
        kind=kind,
        seats=seats,
        hours=HOURS,
        remind_before=2,
        escalation=Escalation(after=4, how=Escalated.TOLD, seats=to, again=again),
        route="Văn phòng soạn thảo",
    )


PLAN = (
    step(1, StepKind.CONTENT_CHECK, CHECKED_BY, tells="giam-doc"),
    step(2, StepKind.OFFICE_REVIEW, REVIEWED_BY, tells="chanh-van-phong"),
    step(3, StepKind.SIGNATURE, *SIGNED_BY, tells="giam-doc", again=8),
)


@cache
def lang_son() -> Organisation:
    return read_organisation(content_of(LANG_SON))


def in_force(at: datetime = AT) -> InForce:
    """Lạng Sơn as its file has it, with nobody absent and nothing delegated."""
    return InForce(at=at, organisation=lang_son(), version="o" * 64, grants=Grants())


def standing(held: Round, at: datetime = AT) -> Standing:
    return Standing(
        round=held,
        pinned=lang_son(),
        in_force=in_force(at),
        calendar=lang_son().working_time,
    )


def person(account: str, posts: tuple[str, ...] | None = None) -> Person:
    """Somebody of Lạng Sơn; with other posts than the file gives, if these are named."""
    organisation = lang_son()
    known = organisation.account(account) or Account(id=account, name=account, posts=())
    held = known.posts if posts is None else posts
    return Person(
        account=Account(id=known.id, name=known.name, posts=held),
        organisation=organisation,
        version="o" * 64,
    )


def actor(account: str) -> Actor:
    return Actor(account=account, name=account, post="p", title="Chức vụ", organisation="o" * 64)


def turn(step: int, number: int = 1) -> Turn:
    return Turn(
        id=f"{step}.{number}",
        step=step,
        turn=number,
        opened_at=AT,
        due_at=AT + timedelta(hours=8),
    )


def decision(
    step: int, account: str, verdict: Verdict = Verdict.APPROVE, number: int = 1
) -> Decision:
    return Decision(
        id=f"d{step}.{number}",
        task=f"{step}.{number}",
        step=step,
        turn=number,
        kind=PLAN[step - 1].kind,
        verdict=verdict,
        comment="",
        version=VERSION,
        prepared="b" * 64 if PLAN[step - 1].kind is StepKind.SIGNATURE else None,
        certificate="c" * 64 if PLAN[step - 1].kind is StepKind.SIGNATURE else None,
        by=actor(account),
        at=AT + timedelta(hours=step),
        block=None,
        seat=PLAN[step - 1].seats[0],
    )


def submission(**other: Any) -> Submission:
    """By the Office of Lạng Sơn, in its own field."""
    known: dict[str, Any] = {
        "key": RoundKey(agency="SVHTTDL", case="SVHTTDL-2026-000001", round=1),
        "version": VERSION,
        "organisation": "o" * 64,
        "unit": "VP",
        "field": "hanh-chinh",
        "urgency": Urgency.NORMAL,
        "subject": "triển khai",
        "drafter": "d",
        "authors": ("d",),
        "submitter": "d",
        "signer": "duong-minh-tue",
        "symbol": "SVHTTDL-VP",
        "opened_at": AT,
    }
    return Submission(**(known | other))


def round_of(
    *decisions: Decision,
    drafter: str = "d",
    submitter: str = "d",
    authors: tuple[str, ...] = (),
    before: tuple[Part, ...] = (),
) -> Round:
    """A round with a turn for every decision, and one for what comes next."""
    submitted = submission(drafter=drafter, authors=(drafter, *authors), submitter=submitter)
    turns = [turn(one.step, one.turn) for one in decisions]
    last = decisions[-1] if decisions else None
    if last is None or (last.verdict is Verdict.APPROVE and last.step < len(PLAN)):
        turns.append(turn(last.step + 1 if last else 1))
    return Round(
        submission=submitted, plan=PLAN, turns=tuple(turns), decisions=decisions, before=before
    )
