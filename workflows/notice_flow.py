"""One notice by one channel: sent again and again until it is accepted."""

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from shared.contracts import notices
    from shared.contracts.notices import FLOW, NoticeActivities, SendingRef, queue_of
    from shared.domain.alarms import Alarm
    from workflows.attention import until_done
    from workflows.policies import NOTICE


@workflow.defn(name=FLOW)
class NoticeFlow(notices.NoticeFlow):
    @workflow.run
    async def run(self, ref: SendingRef) -> None:
        async def send(retry: RetryPolicy) -> None:
            await workflow.execute_activity_method(
                NoticeActivities.send_notice,
                ref,
                task_queue=queue_of(ref.channel),
                summary="gửi thông báo",
                start_to_close_timeout=NOTICE.start_to_close,
                heartbeat_timeout=NOTICE.silence,
                retry_policy=retry,
            )

        await until_done("gửi thông báo", send, NOTICE.retry, Alarm.NOTICES)
