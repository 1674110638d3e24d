"""One reserved number: kept until its expiry, and voided then unless it was used."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from shared.contracts import reservations
    from shared.contracts.reservations import (
        FLOW,
        QUEUE,
        Expiry,
        ReservationActivities,
        ReservationRef,
    )
    from workflows.attention import until_done
    from workflows.policies import DATABASE


@workflow.defn(name=FLOW)
class ReservationFlow(reservations.ReservationFlow):
    @workflow.run
    async def run(self, ref: ReservationRef) -> None:
        ahead = ref.expires_at - workflow.now()
        if ahead > timedelta():
            await workflow.sleep(ahead, summary="hạn giữ số")

        async def expire(retry: RetryPolicy) -> None:
            await workflow.execute_activity_method(
                ReservationActivities.expire_reservation,
                Expiry(agency=ref.agency, id=ref.id, at=workflow.now()),
                task_queue=QUEUE,
                summary="hủy số hết hạn giữ",
                start_to_close_timeout=DATABASE.start_to_close,
                retry_policy=retry,
            )

        await until_done("hủy số hết hạn giữ", expire, DATABASE.retry)
