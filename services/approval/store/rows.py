"""Rows of approval's tables as domain values, and back."""

from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import RowMapping

from services.approval.domain.facts import (
    Actor,
    Cancellation,
    Change,
    ChangeKind,
    Decision,
    Marked,
    Message,
    MessageKind,
    Prepared,
    Reply,
    RoundKey,
    Signature,
    Submission,
    Turn,
    WithdrawalAnswer,
)
from shared.domain.devices import KeyKind
from shared.domain.route import Hours, PlanStep, StepKind, Verdict
from shared.domain.seats import Seat, SeatKind
from shared.domain.urgency import Urgency
from shared.domain.who_may_sign import Capacity, SigningBlock

_STEP: Final = TypeAdapter(PlanStep)


def round_key(row: RowMapping) -> RoundKey:
    return RoundKey(agency=row["agency"], case=row["case"], round=row["round"])


def submission(row: RowMapping) -> Submission:
    same = ("version", "organisation", "unit", "field", "subject", "drafter", "submitter")
    return Submission(
        key=round_key(row),
        urgency=Urgency(row["urgency"]),
        authors=tuple(row["authors"]),
        doc_type=row["doc_type"] or "cong_van",
        **{name: row[name] for name in (*same, "signer", "symbol", "opened_at")},
        **{name: row[name] for name in ("content", "calendar")},
    )


def plan_step(row: RowMapping) -> PlanStep:
    """A step; of the first release's rows only posts and hours are known."""
    if row["terms"] is not None:
        return _STEP.validate_python(row["terms"])
    return PlanStep(
        step=row["step"],
        kind=StepKind(row["kind"]),
        seats=tuple(Seat(SeatKind.POST, post) for post in row["posts"]),
        hours=Hours(thuong=row["hours"]),
    )


def plan_row(step: PlanStep, place: int) -> dict[str, Any]:
    return {
        "step": step.step,
        "kind": step.kind,
        "posts": [seat.of for seat in step.seats if seat.kind is SeatKind.POST],
        "hours": step.hours.thuong,
        "place": place,
        "terms": _STEP.dump_python(step, mode="json"),
    }


def turn(row: RowMapping) -> Turn:
    names = ("id", "step", "turn", "opened_at", "due_at", "overdue_at", "over_at", "worked")
    return Turn(**{name: row[name] for name in names})


def decision(row: RowMapping) -> Decision:
    same = ("id", "task", "step", "turn", "comment", "version", "prepared", "certificate", "at")
    return Decision(
        **{name: row[name] for name in (*same, "to_step", "to_turn")},
        kind=StepKind(row["kind"]),
        verdict=Verdict(row["verdict"]),
        by=_actor(row),
        block=_block(row) if row["ground"] else None,
        seat=Seat.parse(row["seat"]) if row["seat"] else None,
        key=KeyKind(row["key_kind"]) if row["key_kind"] else KeyKind.SOFT,
    )


def cancellation(row: RowMapping) -> Cancellation:
    same = ("id", "step", "turn", "reason", "at")
    return Cancellation(**{name: row[name] for name in same}, by=_actor(row))


def change(row: RowMapping) -> Change:
    same = ("id", "number", "step", "turn", "reason", "at")
    details = row["details"]
    urgency = details.get("urgency")
    return Change(
        **{name: row[name] for name in same},
        kind=ChangeKind(row["kind"]),
        by=_actor(row),
        to=details.get("to"),
        urgency=Urgency(urgency) if urgency else None,
        plan=details.get("plan"),
        calendar=details.get("calendar"),
    )


def message(row: RowMapping) -> Message:
    same = ("id", "step", "turn", "said", "at")
    return Message(
        **{name: row[name] for name in same}, kind=MessageKind(row["kind"]), by=_actor(row)
    )


def marked(row: RowMapping) -> Marked:
    return Marked(**{name: row[name] for name in ("step", "turn", "kind", "ordinal", "at")})


def prepared(row: RowMapping) -> Prepared:
    same = ("step", "turn", "number", "hash", "made_at", "check_code")
    return Prepared(
        **{name: row[name] for name in same},
        signer=_actor(row),
        block=_block(row),
        urgency=Urgency(row["urgency"]) if row["urgency"] else None,
    )


def signature(row: RowMapping) -> Signature:
    same = ("step", "turn", "prepared", "signed", "account", "fingerprint")
    return Signature(**{name: row[name] for name in (*same, "signed_at", "kept_at")})


def withdrawal_answer(row: RowMapping) -> WithdrawalAnswer:
    same = ("withdrawal", "decision", "at", "asked_by")
    return WithdrawalAnswer(**{name: row[name] for name in same}, reply=Reply(row["reply"]))


def _actor(row: RowMapping) -> Actor:
    """Who acted; tables of the first release know nothing of acting on behalf."""
    return Actor(
        account=row["account"],
        name=row["name"],
        post=row.get("post", ""),
        title=row["title"],
        organisation=row["organisation"],
        **{name: row.get(name) for name in ("on_behalf_of", "behalf", "granted_by")},
    )


def _block(row: RowMapping) -> SigningBlock:
    return SigningBlock(
        post=row["post"],
        lines=tuple(row["lines"]),
        ground=row["ground"],
        capacity=Capacity(row["capacity"]) if row["capacity"] else None,
        on_behalf_of=row["on_behalf_of"],
        granted_by=row["granted_by"],
    )
