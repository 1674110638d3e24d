"""Every quarter of an hour: the engine compared with the tables, by those who keep the tables."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from temporalio import workflow
from temporalio.exceptions import ActivityError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from shared.contracts import distribution, drafting, reconciling
    from shared.contracts.reconciling import (
        FLOW,
        OWNERS,
        Cases,
        Differences,
        Filed,
        FiledActivities,
        FilingActivities,
        LookRef,
        Reconciled,
        ReconcilingActivities,
    )
    from shared.domain.alarms import Alarm
    from workflows.attention import ask_for_attention
    from workflows.policies import COMPARE

PASSING: Final = timedelta(seconds=5)
"""What is so no longer after this was only starting or ending: a relay looks every two seconds,
and the engine lists a flow about a second after it began or ended."""
PATIENCE: Final = timedelta(minutes=10)
"""How long an owner may be away before this comparison goes on without it."""
FILED_FIRST: Final = "filed-is-told-first"
"""Runs that began without it tell what is filed between the two looks."""

Order = TypeVar("Order")
Answer = TypeVar("Answer")


@workflow.defn(name=FLOW)
class ReconcileFlow(reconciling.ReconcileFlow):
    @workflow.run
    async def run(self) -> None:
        at = workflow.now()
        for owner in OWNERS:
            try:
                found = await self._compare(owner, at)
            except ActivityError as error:
                if is_cancelled_exception(error):
                    raise
                said = f"**{owner}**: không đối chiếu được; xem bằng `./congvan doctor`, và"
                ask_for_attention(said, Alarm.DIFFERENCE)
            else:
                self._tell(owner, found)

    async def _compare(self, owner: str, at: datetime) -> Reconciled:
        """Two looks, if the first one finds a difference; what is filed is none."""
        seen = await self._look(owner)
        of_drafting = owner == drafting.QUEUE and seen != Differences()
        first = of_drafting and workflow.patched(FILED_FIRST)
        if first and seen.asleep:
            filed = await self._tell_what_is_filed(seen.asleep)
            asleep = tuple(case for case in seen.asleep if case not in filed)
            seen = replace(seen, asleep=asleep)
        if seen != Differences():
            await workflow.sleep(PASSING, summary="chờ xem còn lệch không")
            if of_drafting and not first:
                await self._tell_what_is_filed(seen.asleep)
        return await self._have_done(
            ReconcilingActivities.reconcile,
            LookRef(at=at, seen=seen),
            owner,
            f"ghi kết quả đối chiếu, đánh thức, {owner}",
        )

    async def _look(self, owner: str) -> Differences:
        return await workflow.execute_activity_method(
            ReconcilingActivities.look,
            task_queue=owner,
            summary=f"đối chiếu với {owner}",
            start_to_close_timeout=COMPARE.start_to_close,
            schedule_to_close_timeout=PATIENCE,
            heartbeat_timeout=COMPARE.silence,
            retry_policy=COMPARE.retry,
        )

    async def _tell_what_is_filed(self, cases: tuple[str, ...]) -> frozenset[str]:
        """Drafting cannot see it by itself; which of these cases are filed."""
        filed = await self._have_done(
            FiledActivities.filed_among,
            Cases(cases=cases),
            distribution.QUEUE,
            "hỏi hồ sơ nào đã lưu",
        )
        await self._have_done(
            FilingActivities.note_filed,
            Filed(cases=filed.cases, at=workflow.now()),
            drafting.QUEUE,
            "báo hồ sơ đã lưu",
        )
        return frozenset(filed.cases)

    async def _have_done(
        self,
        activity: Callable[[Any, Order], Awaitable[Answer]],
        order: Order,
        owner: str,
        summary: str,
    ) -> Answer:
        return await workflow.execute_activity_method(
            activity,
            order,
            task_queue=owner,
            summary=summary,
            start_to_close_timeout=COMPARE.start_to_close,
            schedule_to_close_timeout=PATIENCE,
            heartbeat_timeout=COMPARE.silence,
            retry_policy=COMPARE.retry,
        )

    def _tell(self, owner: str, found: Reconciled) -> None:
        if found.asleep or found.stray or found.waiting:
            ask_for_attention(
                f"**{owner}**: {found.asleep} luồng nằm yên (đã đánh thức), {found.stray} luồng "
                f"lạc, {found.waiting} việc chưa báo được; xem bằng `./congvan reconcile`, và",
                Alarm.DIFFERENCE,
            )
