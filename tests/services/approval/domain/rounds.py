"""Rounds made by hand for the tests of pure rules."""

from datetime import UTC, datetime, timedelta
from functools import cache

from services.approval.domain.facts import Actor, Decision, RoundKey, Submission, Turn
from services.approval.domain.round import Round
from shared.document.model import Urgency
from shared.domain.four_eyes import Part
from shared.domain.organisation import Account, Organisation
from shared.domain.people import Person
from shared.domain.route import PlanStep, StepKind, Verdict
from shared.runtime.organisations import read_organisation
from tests.support.office import LANG_SON, content_of

AT = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)
VERSION = "a" * 64
POSTS = ("chanh-van-phong", "pho-chanh-van-phong", "giam-doc", "pho-giam-doc")
PLAN = (
    PlanStep(step=1, kind=StepKind.CONTENT_CHECK, posts=POSTS[:1], hours=8),
    PlanStep(step=2, kind=StepKind.OFFICE_REVIEW, posts=POSTS[1:2], hours=8),
    PlanStep(step=3, kind=StepKind.SIGNATURE, posts=POSTS[2:], hours=8),
)


@cache
def lang_son() -> Organisation:
    return read_organisation(content_of(LANG_SON))


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
    )


def round_of(
    *decisions: Decision,
    drafter: str = "d",
    submitter: str = "d",
    authors: tuple[str, ...] = (),
    before: tuple[Part, ...] = (),
) -> Round:
    """A round with a turn for every decision, and one for what comes next."""
    submission = Submission(
        key=RoundKey(agency="SVHTTDL", case="SVHTTDL-2026-000001", round=1),
        version=VERSION,
        organisation="o" * 64,
        unit="VP",
        field="VP",
        urgency=Urgency.NORMAL,
        subject="triển khai",
        drafter=drafter,
        authors=(drafter, *authors),
        submitter=submitter,
        signer="duong-minh-tue",
        symbol="SVHTTDL-VP",
        opened_at=AT,
    )
    turns = [turn(one.step, one.turn) for one in decisions]
    last = decisions[-1] if decisions else None
    if last is None or (last.verdict is Verdict.APPROVE and last.step < len(PLAN)):
        turns.append(turn(last.step + 1 if last else 1))
    return Round(
        submission=submission, plan=PLAN, turns=tuple(turns), decisions=decisions, before=before
    )
