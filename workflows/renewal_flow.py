"""Every night: whatever proves itself only for some weeks more is stamped again."""

import asyncio
from datetime import datetime, timedelta
from typing import Final

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from shared.contracts import renewals
    from shared.contracts.renewals import (
        FLOW,
        QUEUE,
        SCHEDULE,
        DueFile,
        DuePage,
        DueQuery,
        RenewalActivities,
        RenewalRef,
        RenewalRun,
    )
    from shared.domain.alarms import Alarm
    from workflows.attention import ask_for_attention, stay_until_the_next_night, why
    from workflows.policies import DATABASE, STAMP

AT_ONCE: Final = 4
"""Files at a time, so that an authority that hangs leaves room for the desk's own work."""
PATIENCE: Final = timedelta(hours=3)
"""How long one night tries for what does not come about at once; the next night tries again."""
ONE_TRY: Final = timedelta(minutes=2)
"""What each file gets after that: an authority that is away must not make the night endless."""
NAMED: Final = 20
"""How many of the cases that were not renewed are named."""


def patience(began: datetime, now: datetime) -> timedelta:
    """How long a file is tried for that has its turn now, in a night that began then."""
    return max(began + PATIENCE - now, ONE_TRY)


@workflow.defn(name=FLOW)
class RenewalFlow(renewals.RenewalFlow):
    def __init__(self) -> None:
        self._free = asyncio.Semaphore(AT_ONCE)

    @workflow.run
    async def run(self, start: RenewalRun) -> None:
        began = start.began or workflow.now()
        page = await self._due(start.after)
        reasons = await asyncio.gather(*(self._renew(one, began) for one in page.files))
        left = [
            f"{one.case} ({reason})"
            for one, reason in zip(page.files, reasons, strict=True)
            if reason
        ]
        named = (*start.left, *left)[:NAMED]
        count = start.left_count + len(left)
        if page.after is not None:
            workflow.continue_as_new(
                RenewalRun(after=page.after, left=named, left_count=count, began=began)
            )
        if count:
            names = ", ".join(named)
            if workflow.patched("files-left-are-shown"):
                self._show(count, names)
                await stay_until_the_next_night()
            raise ApplicationError(f"{count} not renewed: {names}", type="not_renewed")

    async def _due(self, after: str | None) -> DuePage:
        return await workflow.execute_activity_method(
            RenewalActivities.due_for_renewal,
            DueQuery(after=after, at=workflow.now()),
            task_queue=QUEUE,
            summary="tìm tệp sắp hết hạn chứng minh",
            start_to_close_timeout=DATABASE.start_to_close,
            retry_policy=DATABASE.retry,
        )

    def _show(self, count: int, names: str) -> None:
        ask_for_attention(
            f"**{count}** hồ sơ chưa được đóng thêm dấu thời gian: {names}. Xem nơi cấp dấu bằng "
            "`./congvan doctor`; sửa xong thì chạy `temporal schedule trigger --schedule-id "
            f"{SCHEDULE} --overlap-policy CancelOther`, không thì đêm sau thử lại; xem",
            Alarm.TIME_STAMPS,
        )

    async def _renew(self, due: DueFile, began: datetime) -> str | None:
        """Why not, if it was not renewed; a fault or a refusal of one file holds up no other."""
        async with self._free:
            try:
                await workflow.execute_activity_method(
                    RenewalActivities.renew,
                    RenewalRef(case=due.case, file=due.file, at=workflow.now()),
                    task_queue=QUEUE,
                    summary=f"gia hạn dấu thời gian {due.case}",
                    start_to_close_timeout=STAMP.start_to_close,
                    schedule_to_close_timeout=patience(began, workflow.now()),
                    heartbeat_timeout=STAMP.silence,
                    retry_policy=STAMP.retry,
                )
            except ActivityError as error:
                if is_cancelled_exception(error):
                    raise
                workflow.logger.warning("renewal.left", extra={"left": due.case})
                return why(error)
            return None
