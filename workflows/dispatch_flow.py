"""One dispatch from its first submission to its file copy: what happens next, and nothing else.

The flow remembers nothing that matters: each run begins by asking where the dispatch stands.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from shared.contracts import approval, dispatch_flow, distribution, drafting
    from shared.contracts.approval import (
        Reply,
        Review,
        RoundPosition,
        SignedFile,
        WithdrawalAnswer,
    )
    from shared.contracts.dispatch_flow import FLOW, NEWS, RETRY, DispatchInput
    from shared.contracts.distribution import IssuePosition
    from shared.contracts.drafting import Closing, DraftPosition
    from shared.domain.lifecycle import Stage
    from workflows import works
    from workflows.errands import Errands
    from workflows.pages import publish_dispatch
    from workflows.standing import (
        Standing,
        at_desk,
        ending,
        in_review,
        waits_for_clerk,
        with_drafting,
    )
    from workflows.works import Order, Work

ASKED_OF_APPROVAL: Final = (works.OPEN_STEP, works.ANSWER_WITHDRAWAL)
ASK_ANEW: Final = "ask-anew-after-a-refusal"
"""Marks runs that begin to ask anew where a service refused what they passed on."""


@workflow.defn(name=FLOW)
class DispatchFlow(dispatch_flow.DispatchFlow):
    @workflow.init
    def __init__(self, start: DispatchInput) -> None:
        self._case = start.case
        publish = partial(publish_dispatch, start.case)
        self._errands: Errands[Standing] = Errands(start.patience, publish)
        self._withdrawal: str | None = None
        """The drafter's request that nobody answered yet, as drafting told it."""
        self._asked_by: str | None = None

    @workflow.signal(name=NEWS, description="Có việc mới: xem lại hồ sơ")
    def news(self, *said: Any) -> None:
        self._errands.inbox.take_in(said)

    @workflow.signal(name=RETRY, description="Người vận hành: thử lại việc đang dừng")
    def retry(self, *said: Any) -> None:
        self._errands.inbox.wake()

    @workflow.run
    async def run(self, start: DispatchInput) -> str:
        ended = await self._carry()
        while self._errands.has_unread():
            ended = await self._carry()
        return ended.value

    async def _carry(self) -> Stage:
        """From wherever the dispatch stands to an end."""
        draft = await self._open_case()
        while (ended := ending(draft)) is None:
            if draft.version is None:
                draft = await self._wait_for_submission(draft)
                continue
            version = draft.version
            after = None
            match await self._review(draft, version):
                case None:
                    pass
                case RoundPosition(review=Review.REJECTED, rejected_by=by):
                    after = await self._close_round(draft, Closing.REJECTED, by)
                case RoundPosition(review=Review.WITHDRAWN):
                    after = await self._close_round(draft, Closing.WITHDRAWN)
                case RoundPosition(review=Review.RETURNED):
                    after = await self._reopen(draft)
                case RoundPosition(review=Review.SIGNED, file=SignedFile() as file):
                    desk = await self._issue(draft, version, file)
                    if desk is Stage.FILED:
                        return desk
                    after = await self._reopen(draft) if desk else None
                case stands:
                    raise RuntimeError(f"approval promised more than {stands.review.value}")
            draft = after or await self._ask_anew()
        self._errands.end(with_drafting(draft))
        return ended

    async def _ask_anew(self) -> DraftPosition:
        """From the start: what was refused may be what somebody had the engine say."""
        self._errands.begin_anew()
        return await self._open_case()

    def _doubts(self, *passed_on: Work[Any, Any]) -> bool:
        """Whether the owners refused all of this: what a service attests, no other refuses."""
        return all(map(self._errands.is_refused, passed_on)) and workflow.patched(ASK_ANEW)

    # With drafting

    async def _open_case(self) -> DraftPosition:
        draft = None
        while draft is None:
            draft = await self._look_into_drafting()
        return draft

    async def _look_into_drafting(self) -> DraftPosition | None:
        """How the dispatch stands with drafting, and whether the drafter wants it back."""
        self._errands.inbox.withdrawal = False
        ref = drafting.CaseRef(case=self._case, at=workflow.now())
        draft = await self._errands.attempt(works.OPEN_CASE, ref)
        if draft is None:
            self._errands.inbox.withdrawal = True
        else:
            self._heard(draft)
        return draft

    async def _wait_for_submission(self, draft: DraftPosition) -> DraftPosition:
        self._errands.show(with_drafting(draft))
        await self._errands.sleep(drafting.QUEUE)
        return await self._open_case()

    async def _reopen(self, draft: DraftPosition) -> DraftPosition | None:
        """Give the draft back to its drafter; or close it, if a request to withdraw waits."""
        return await self._have_drafting_do(
            works.REOPEN,
            lambda: drafting.RoundRef(case=self._case, round=draft.round, at=workflow.now()),
            draft,
        )

    async def _close_round(
        self, draft: DraftPosition, closing: Closing, by: str | None = None
    ) -> DraftPosition | None:
        return await self._have_drafting_do(
            works.CLOSE_ROUND,
            lambda: drafting.CloseRound(
                case=self._case, round=draft.round, closing=closing, by=by, at=workflow.now()
            ),
            draft,
            *((works.OPEN_ISSUE,) if closing is Closing.SIGNED else ()),
        )

    async def _have_drafting_do(
        self,
        work: Work[Order, DraftPosition],
        order: Callable[[], Order],
        draft: DraftPosition,
        *alike: Work[Any, Any],
    ) -> DraftPosition | None:
        """Have it done however long it takes; None where it was refused, with all that is alike."""
        answer = None
        while answer is None:
            answer = await self._errands.step(work, order(), draft)
            if answer is None and self._doubts(work, *alike):
                return None
        self._heard(answer)
        return answer

    def _heard(self, draft: DraftPosition) -> None:
        self._withdrawal, self._asked_by = draft.withdrawal, draft.withdrawal_by

    # With approval

    async def _review(self, draft: DraftPosition, version: str) -> RoundPosition | None:
        """Step after step as the plan has them, until the round is signed or over.

        None where approval refuses what it was told of drafting.
        """
        stands = await self._ask_approval(draft, version)
        while stands is None or stands.open is not None:
            if stands is None and any(self._doubts(asked) for asked in ASKED_OF_APPROVAL):
                return None
            stands = await self._next_in_review(draft, version, stands)
        self._show_end_of_review(draft, stands)
        return stands

    def _show_end_of_review(self, draft: DraftPosition, stands: RoundPosition) -> None:
        """A signed round may be far beyond the records desk, unless it was just signed here."""
        shown = self._errands.standing
        if stands.review is not Review.SIGNED or (shown and shown.stage is Stage.SIGNING):
            self._errands.show(in_review(draft, stands))

    async def _next_in_review(
        self, draft: DraftPosition, version: str, stands: RoundPosition | None
    ) -> RoundPosition | None:
        if stands is None or stands.open is None or self._errands.has_news(approval.QUEUE):
            return await self._ask_approval(draft, version)
        shown = in_review(draft, stands)
        self._errands.show(shown)
        turn = approval.TurnRef(
            case=self._case,
            round=draft.round,
            step=stands.open.step,
            turn=stands.open.turn,
            at=workflow.now(),
        )
        if stands.review is Review.SIGNING and not stands.open.second_act:
            return await self._errands.step(works.SIGN, turn, stands)
        if shown.has_to_mark(turn.at):
            return await self._errands.step(works.MARK_TURN, turn, stands)
        if self._errands.inbox.withdrawal:
            return await self._ask_approval(draft, version)
        deciding = stands.review is Review.DECIDING
        if deciding and not (stands.open.prepared or stands.open.nobody):
            return await self._errands.step(works.PREPARE, turn, stands)
        await self._errands.sleep(approval.QUEUE)
        return stands

    async def _ask_approval(self, draft: DraftPosition, version: str) -> RoundPosition | None:
        """How the round stands; asking opens what comes next, or withdraws the round."""
        if self._errands.inbox.withdrawal:
            await self._look_into_drafting()
        if self._withdrawal is None:
            opening = approval.RoundRef(
                case=self._case, round=draft.round, version=version, at=workflow.now()
            )
            return await self._errands.attempt(works.OPEN_STEP, opening)
        withdrawal = approval.WithdrawalRef(
            case=self._case,
            round=draft.round,
            version=version,
            withdrawal=self._withdrawal,
            by=self._asked_by,
            at=workflow.now(),
        )
        stands = await self._errands.attempt(works.ANSWER_WITHDRAWAL, withdrawal)
        if stands is None or stands.answer is None:
            return stands
        if stands.open and stands.answer.reply is Reply.TOO_LATE:
            await self._tell_too_late(draft, stands.answer)
        return replace(stands, answer=None)

    async def _tell_too_late(self, draft: DraftPosition, answer: WithdrawalAnswer) -> None:
        """The round goes on, so the drafter is told now; a round that ends tells it by itself."""
        if answer.decided_by is None or answer.decided_at is None:
            raise RuntimeError("approval promised the decision that came first")
        late = drafting.LateWithdrawal(
            case=self._case,
            round=draft.round,
            withdrawal=answer.withdrawal,
            decided_by=answer.decided_by,
            decided_at=answer.decided_at,
            at=workflow.now(),
        )
        told = await self._errands.attempt(works.TOO_LATE, late)
        if told is not None:
            self._heard(told)

    # With the records desk

    async def _issue(self, draft: DraftPosition, version: str, file: SignedFile) -> Stage | None:
        """FILED, or RETURNED by the clerk; None where the desk refuses what it was told.

        Drafting hears of the signature meanwhile.
        """
        desk, _ = await asyncio.gather(
            self._records_desk(draft, version, file), self._close_signed(draft, file)
        )
        if desk and desk.stage is Stage.FILED:
            self._errands.end(at_desk(draft, file, desk))
        return desk.stage if desk else None

    async def _close_signed(self, draft: DraftPosition, file: SignedFile) -> None:
        if draft.closing is None:
            await self._close_round(draft, Closing.SIGNED, file.signer)

    async def _records_desk(
        self, draft: DraftPosition, version: str, file: SignedFile
    ) -> IssuePosition | None:
        desk = await self._ask_desk(draft, version, file)
        while desk is None or desk.stage not in {Stage.FILED, Stage.RETURNED}:
            if desk is None and self._doubts(works.OPEN_ISSUE):
                return None
            if desk is None or self._errands.has_news(distribution.QUEUE):
                desk = await self._ask_desk(draft, version, file)
            else:
                desk = await self._next_at_desk(draft, file, desk)
        self._errands.show(at_desk(draft, file, desk))
        self._errands.publish()
        return desk

    async def _ask_desk(
        self, draft: DraftPosition, version: str, file: SignedFile
    ) -> IssuePosition | None:
        """How the round stands with the records desk; asking lays it there."""
        signed = distribution.SignedDispatch(
            case=self._case,
            round=draft.round,
            version=version,
            prepared=file.prepared,
            signed=file.signed,
            signed_at=file.signed_at,
            signer=file.signer,
            signer_post=file.signer_post,
            certificate=file.certificate,
            capacity=file.capacity,
            urgency=file.urgency,
            at=workflow.now(),
        )
        return await self._errands.attempt(works.OPEN_ISSUE, signed)

    async def _next_at_desk(
        self, draft: DraftPosition, file: SignedFile, desk: IssuePosition
    ) -> IssuePosition | None:
        shown = at_desk(draft, file, desk)
        self._errands.show(shown)
        ref = distribution.IssueRef(case=self._case, round=draft.round, at=workflow.now())
        if desk.stage in works.AT_DESK and not waits_for_clerk(desk):
            return await self._errands.step(works.AT_DESK[desk.stage], ref, desk)
        if shown.has_to_mark(ref.at):
            return await self._errands.step(works.DESK_OVERDUE, ref, desk)
        await self._errands.sleep(distribution.QUEUE)
        return desk
