"""Rows of approval's tables as domain values."""

from sqlalchemy import RowMapping

from services.approval.domain.facts import (
    Actor,
    Cancellation,
    Decision,
    Prepared,
    Reply,
    RoundKey,
    Signature,
    Submission,
    Turn,
    WithdrawalAnswer,
)
from shared.document.model import Urgency
from shared.domain.route import PlanStep, StepKind, Verdict
from shared.domain.who_may_sign import SigningBlock


def round_key(row: RowMapping) -> RoundKey:
    return RoundKey(agency=row["agency"], case=row["case"], round=row["round"])


def submission(row: RowMapping) -> Submission:
    same = ("version", "organisation", "unit", "field", "subject", "drafter", "submitter")
    return Submission(
        key=round_key(row),
        urgency=Urgency(row["urgency"]),
        authors=tuple(row["authors"]),
        **{name: row[name] for name in (*same, "signer", "symbol", "opened_at")},
    )


def plan_step(row: RowMapping) -> PlanStep:
    return PlanStep(
        step=row["step"],
        kind=StepKind(row["kind"]),
        posts=tuple(row["posts"]),
        hours=row["hours"],
    )


def turn(row: RowMapping) -> Turn:
    names = ("id", "step", "turn", "opened_at", "due_at", "overdue_at", "over_at")
    return Turn(**{name: row[name] for name in names})


def decision(row: RowMapping) -> Decision:
    same = ("id", "task", "step", "turn", "comment", "version", "prepared", "certificate", "at")
    return Decision(
        **{name: row[name] for name in same},
        kind=StepKind(row["kind"]),
        verdict=Verdict(row["verdict"]),
        by=_actor(row),
        block=_block(row) if row["ground"] else None,
    )


def cancellation(row: RowMapping) -> Cancellation:
    same = ("id", "step", "turn", "reason", "at")
    return Cancellation(**{name: row[name] for name in same}, by=_actor(row))


def prepared(row: RowMapping) -> Prepared:
    same = ("step", "turn", "number", "hash", "made_at")
    return Prepared(**{name: row[name] for name in same}, signer=_actor(row), block=_block(row))


def signature(row: RowMapping) -> Signature:
    same = ("step", "turn", "prepared", "signed", "account", "fingerprint")
    return Signature(**{name: row[name] for name in (*same, "signed_at", "kept_at")})


def withdrawal_answer(row: RowMapping) -> WithdrawalAnswer:
    same = ("withdrawal", "decision", "at", "asked_by")
    return WithdrawalAnswer(**{name: row[name] for name in same}, reply=Reply(row["reply"]))


def _actor(row: RowMapping) -> Actor:
    return Actor(
        account=row["account"],
        name=row["name"],
        post=row["post"],
        title=row["title"],
        organisation=row["organisation"],
    )


def _block(row: RowMapping) -> SigningBlock:
    return SigningBlock(post=row["post"], lines=tuple(row["lines"]), ground=row["ground"])
