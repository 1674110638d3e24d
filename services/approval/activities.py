"""What the flow may ask of approval: each is a compare-and-set that tells how a round stands."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from temporalio import activity

from services.approval import operations
from services.approval.domain.candidates import why_nobody
from services.approval.domain.facts import RoundKey, TurnKey, agency_of
from services.approval.domain.holder import holder_of, is_prepared
from services.approval.domain.round import Round
from services.approval.domain.waiting import Standing, ahead, escalates_to
from services.approval.operations import Opening
from services.approval.signing_keys import SigningKeys, SoftKeys
from shared.contracts import attestations
from shared.contracts.approval import (
    ApprovalActivities,
    OpenTurn,
    Reply,
    Review,
    RoundPosition,
    RoundRef,
    SignedFile,
    TurnRef,
    WithdrawalAnswer,
    WithdrawalRef,
)
from shared.domain.lifecycle import Stage
from shared.domain.waiting import rule_of
from shared.runtime.attesting import attest, demand_attested
from shared.runtime.database import Database, Work
from shared.runtime.process import Process

AGAIN: Final = 2
"""How often a PDF is drawn again that nobody was to sign any more when it was to be kept."""
REVIEW: Final = {
    Stage.UNDER_REVIEW: Review.DECIDING,
    Stage.SIGNING: Review.SIGNING,
    Stage.TO_ISSUE: Review.SIGNED,
    Stage.RETURNED: Review.RETURNED,
    Stage.REJECTED: Review.REJECTED,
    Stage.WITHDRAWN: Review.WITHDRAWN,
}
ENDS: Final = frozenset(Review) - {Review.DECIDING, Review.SIGNING}
"""From here on a round stays as it is."""


class Activities(ApprovalActivities):
    def __init__(self, database: Database, keys: SigningKeys) -> None:
        self._database, self._keys = database, keys

    @activity.defn(name="approval.open_step")
    async def open_step(self, ref: RoundRef) -> RoundPosition:
        opening = await self._opening(ref.case, ref.round, ref.version, ref.at)
        async with self._work() as work:
            standing = await operations.open_step(work, opening)
        return await self._told(standing)

    @activity.defn(name="approval.prepare")
    async def prepare(self, ref: TurnRef) -> RoundPosition:
        stands = await self._prepared(ref)
        for _ in range(AGAIN):  # whoever is to sign may have changed while it was drawn
            if stands.open is None or stands.open.prepared or stands.open.nobody:
                break
            stands = await self._prepared(ref)
        return stands

    async def _prepared(self, ref: TurnRef) -> RoundPosition:
        key = _turn_key(ref)
        async with self._work() as work:
            drawing = await operations.drawing_for_signer(work, key, ref.at)
        drawn = await operations.draw(self._database.blobs, drawing) if drawing else None
        async with self._work() as work:
            standing = await operations.keep_for_signer(work, key, drawn, ref.at)
        return await self._told(standing)

    @activity.defn(name="approval.mark_overdue")
    async def mark_overdue(self, ref: TurnRef) -> RoundPosition:
        async with self._work() as work:
            standing = await operations.mark_due(work, _turn_key(ref), ref.at)
        return await self._told(standing)

    @activity.defn(name="approval.sign")
    async def sign(self, ref: TurnRef) -> RoundPosition:
        key, blobs = _turn_key(ref), self._database.blobs
        async with self._work() as work:
            job = await operations.signing_job(work, key)
        made = await operations.make_signature(blobs, self._keys, job) if job else None
        async with self._work() as work:
            standing = await operations.keep_signature(work, key, made, ref.at)
        return await self._told(standing)

    @activity.defn(name="approval.answer_withdrawal")
    async def answer_withdrawal(self, ref: WithdrawalRef) -> RoundPosition:
        asked = attestations.wanted_back(ref.case, ref.round, ref.withdrawal, ref.by)
        await demand_attested(self._database.blobs, asked)
        opening = await self._opening(ref.case, ref.round, ref.version, ref.at)
        async with self._work() as work:
            standing = await operations.answer_withdrawal(work, opening, ref.withdrawal, ref.by)
        answer = _answer(standing.round, ref.withdrawal)
        if answer and answer.decided_by and answer.decided_at:
            first = (answer.decided_by, answer.decided_at)
            late = attestations.came_late(ref.case, ref.round, ref.withdrawal, *first)
            await attest(self._database.blobs, late)
        return replace(await self._told(standing), answer=answer)

    def all(self) -> Sequence[Callable[..., Any]]:
        return (
            self.open_step,
            self.prepare,
            self.mark_overdue,
            self.sign,
            self.answer_withdrawal,
        )

    def _work(self) -> AbstractAsyncContextManager[Work]:
        return self._database.work(_attempt())

    async def _opening(self, case: str, number: int, version: str, at: datetime) -> Opening:
        """The blob is read outside every transaction, and only for a round not seen before."""
        key = RoundKey(agency=agency_of(case), case=case, round=number)
        async with self._work() as work:
            known = await operations.is_known(work, key)
        frozen = None
        if not known:
            blobs = self._database.blobs
            await demand_attested(blobs, attestations.submitted(case, number, version))
            frozen = await operations.read_version(blobs, key, version)
        return Opening(key=key, version=version, at=at, frozen=frozen)

    async def _told(self, standing: Standing) -> RoundPosition:
        """What the engine hears, attested for those to whom it will tell it."""
        told, held = position(standing), standing.round
        case, number, by = held.key.case, held.key.round, told.rejected_by
        if told.file:
            kept = attestations.signed(case, number, held.submission.version, told.file)
            await attest(self._database.blobs, kept)
            by = told.file.signer
        if told.review in ENDS:
            end = attestations.ended(case, number, told.review, by)
            await attest(self._database.blobs, end)
        return told


def activities(process: Process) -> Sequence[Callable[..., Any]]:
    """Everything that this service's worker can do."""
    return Activities(process.database, SoftKeys(process.keys, process.time_stamps)).all()


def position(standing: Standing) -> RoundPosition:
    """How a round stands, in the contract's words."""
    held = standing.round
    return RoundPosition(
        review=REVIEW[held.stage()],
        open=_open_turn(standing),
        file=_signed_file(held),
        rejected_by=_rejected_by(held),
        urgency=_set_urgency(held),
        bypassed=len(held.bypasses),
    )


def _set_urgency(held: Round) -> str | None:
    return held.urgency.value if any(one.urgency for one in held.changes) else None


def _signed_file(held: Round) -> SignedFile | None:
    signature = held.signature
    if signature is None:
        return None
    decision = held.decision(signature.step, signature.turn)
    capacity = decision.block.capacity if decision and decision.block else None
    return SignedFile(
        prepared=signature.prepared,
        signed=signature.signed,
        signed_at=signature.signed_at,
        signer=signature.account,
        signer_post=held.signed_as().post,
        certificate=signature.fingerprint,
        capacity=capacity.value if capacity else None,
        urgency=_set_urgency(held),
    )


def _rejected_by(held: Round) -> str | None:
    latest = held.latest_decision()
    return latest.by.account if latest and held.stage() is Stage.REJECTED else None


def _answer(held: Round, withdrawal: str) -> WithdrawalAnswer | None:
    answer = held.answer(withdrawal)
    if answer is None:
        return None
    first = next((one for one in held.decisions if one.id == answer.decision), None)
    return WithdrawalAnswer(
        withdrawal=withdrawal,
        reply=Reply(answer.reply.value),
        decided_by=first.by.account if first else None,
        decided_at=first.at if first else None,
    )


def _open_turn(standing: Standing) -> OpenTurn | None:
    held, now = standing.round, standing.in_force
    turn = held.waiting()
    if turn is None:
        return None
    step, mark = held.step(turn.step), ahead(standing, turn)
    holder = holder_of(held, turn, standing.pinned, now)
    return OpenTurn(
        step=turn.step,
        turn=turn.turn,
        kind=step.kind,
        holder_post=holder.post,
        holder=holder.title,
        due_at=turn.due_at,
        overdue=turn.overdue_at is not None,
        prepared=is_prepared(held, turn, now),
        since=turn.opened_at,
        wake_at=mark.at if mark else None,
        next_mark=mark.kind if mark else "",
        escalates_to=escalates_to(standing, step),
        asked_since=held.asked_since(turn),
        rule=rule_of(step.kind, route=step.route, step=step.step),
        second_act=held.second_act() is not None,
        nobody=why_nobody(held, standing.pinned, now),
    )


def _turn_key(ref: TurnRef) -> TurnKey:
    key = RoundKey(agency=agency_of(ref.case), case=ref.case, round=ref.round)
    return TurnKey(of=key, step=ref.step, turn=ref.turn)


def _attempt() -> str | None:
    """What an event's `request` says of an activity; None outside the engine."""
    if not activity.in_activity():
        return None
    info = activity.info()
    return f"{info.workflow_run_id}/{info.activity_id}/{info.attempt}"
