"""The history of a dispatch's rounds: who decided what, when, and with which words."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, Field

from services.approval.domain.facts import Actor
from services.approval.domain.round import Round
from services.approval.schemas.acts import OUT
from services.approval.schemas.fields import (
    Account,
    Drafter,
    Hash,
    Instant,
    Name,
    OnBehalf,
    RoundNumber,
    Step,
    Subject,
    Title,
    Turn,
)
from shared.domain.lifecycle import Stage
from shared.domain.route import StepKind
from shared.domain.urgency import Urgency


class StepTaken(BaseModel):
    """One thing that somebody decided, or took back."""

    model_config = OUT

    step: Step
    turn: Turn
    kind: StepKind | None = Field(description="Null for what concerns the whole round")
    act: str = Field(
        description="approve, opinion, return, reject, hand_on, cancel_signing; or what was done "
        "besides deciding: claim, release, forward, reassign, consult, urgency, bypass, replan, "
        "calendar, escalate",
        examples=["approve"],
    )
    account: Account
    name: Name
    title: Title
    on_behalf_of: OnBehalf
    to: str | None = Field(
        description="The account a task was given to, the urgency that was set",
        examples=["pho-giam-doc-2"],
    )
    to_step: int | None = Field(description="The earlier step that a return went to", examples=[1])
    comment: str | None = Field(
        description="Null for readers whom the dispatch does not concern",
        examples=["Sửa địa danh thành “Lạng Sơn”."],
    )
    on: Hash | None = Field(description="Hash of what was decided on: version or prepared PDF")
    late: bool = Field(description="Decided after the deadline")
    at: Instant


class PlannedStep(BaseModel):
    """One step of the plan as it is now."""

    model_config = OUT

    step: Step
    kind: StepKind
    seats: tuple[str, ...] = Field(
        description="Who may take part, by code", examples=[["post:chanh-van-phong"]]
    )
    needs: int = Field(description="How many of the seats must approve", examples=[1])
    hours: int = Field(description="Working hours, by the urgency that counts", examples=[8])
    kept_from: int | None = Field(
        description="The earlier round whose approval stands", examples=[1]
    )
    bypassed: bool = Field(description="Skipped by a named act")
    route: str = Field(examples=["Luồng chung"])


class RoundOut(BaseModel):
    model_config = OUT

    round: RoundNumber
    version: Hash
    subject: Subject
    stage: Stage
    urgency: Urgency = Field(description="The version's, or as the signer set it")
    submitter: Drafter
    opened_at: Instant
    plan: tuple[PlannedStep, ...]
    bypassed: int = Field(description="How many steps were skipped by a named act", examples=[0])
    taken: tuple[StepTaken, ...]
    withdrawn_at: Instant | None
    signed_at: Instant | None

    @classmethod
    def of(cls, held: Round, *, comments: bool) -> "RoundOut":
        taken = sorted(_taken(held, comments=comments), key=lambda step: step.at)
        return cls(
            round=held.key.round,
            version=held.submission.version,
            subject=held.submission.subject,
            stage=held.stage(),
            urgency=held.urgency,
            submitter=held.submission.submitter,
            plan=tuple(_planned(held)),
            bypassed=len(held.bypasses),
            opened_at=held.submission.opened_at,
            taken=tuple(taken),
            withdrawn_at=held.withdrawal.at if held.withdrawal else None,
            signed_at=held.signature.signed_at if held.signature else None,
        )


def _taken(held: Round, *, comments: bool) -> Iterator[StepTaken]:
    for decision in held.decisions:
        turn = held.task(decision.task)
        yield StepTaken(
            step=decision.step,
            turn=decision.turn,
            kind=decision.kind,
            act=decision.verdict.value,
            to=None,
            to_step=decision.to_step,
            comment=decision.comment if comments else None,
            on=decision.prepared or decision.version,
            late=held.late(turn, decision.at),
            at=decision.at,
            **_who(decision.by),
        )
    for cancellation in held.cancellations:
        yield StepTaken(
            step=cancellation.step,
            turn=cancellation.turn,
            kind=held.step(cancellation.step).kind,
            act="cancel_signing",
            to=None,
            to_step=None,
            comment=cancellation.reason if comments else None,
            on=None,
            late=False,
            at=cancellation.at,
            **_who(cancellation.by),
        )

    for change in held.changes:
        yield StepTaken(
            step=change.step or 0,
            turn=change.turn or 0,
            kind=held.step(change.step).kind if change.step else None,
            act=change.kind.value,
            to=change.to or change.urgency,
            to_step=None,
            comment=change.reason if comments else None,
            on=None,
            late=False,
            at=change.at,
            **_who(change.by),
        )


def _planned(held: Round) -> Iterator[PlannedStep]:
    skipped = {change.step for change in held.bypasses}
    for step in held.plan:
        yield PlannedStep(
            step=step.step,
            kind=step.kind,
            seats=tuple(map(str, step.seats)),
            needs=step.needs,
            hours=step.hours.of(held.urgency),
            kept_from=step.kept_from,
            bypassed=step.step in skipped,
            route=step.route,
        )


def _who(by: Actor) -> dict[str, Any]:
    return {
        "account": by.account,
        "name": by.name,
        "title": by.title,
        "on_behalf_of": by.behalf,
    }
