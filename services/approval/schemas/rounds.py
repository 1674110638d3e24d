"""The history of a dispatch's rounds: who decided what, when, and with which words."""

from collections.abc import Iterator

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
    RoundNumber,
    Step,
    Subject,
    Title,
    Turn,
)
from shared.domain.lifecycle import Stage
from shared.domain.route import StepKind


class StepTaken(BaseModel):
    """One thing that somebody decided, or took back."""

    model_config = OUT

    step: Step
    turn: Turn
    kind: StepKind
    act: str = Field(description="approve, return, reject, or cancel_signing", examples=["approve"])
    account: Account
    name: Name
    title: Title
    comment: str | None = Field(
        description="Null for readers whom the dispatch does not concern",
        examples=["Sửa địa danh thành “Lạng Sơn”."],
    )
    on: Hash | None = Field(description="Hash of what was decided on: version or prepared PDF")
    late: bool = Field(description="Decided after the deadline")
    at: Instant


class RoundOut(BaseModel):
    model_config = OUT

    round: RoundNumber
    version: Hash
    subject: Subject
    stage: Stage
    submitter: Drafter
    opened_at: Instant
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
            submitter=held.submission.submitter,
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
            comment=cancellation.reason if comments else None,
            on=None,
            late=False,
            at=cancellation.at,
            **_who(cancellation.by),
        )


def _who(by: Actor) -> dict[str, str]:
    return {"account": by.account, "name": by.name, "title": by.title}
