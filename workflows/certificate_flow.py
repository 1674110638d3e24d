"""One certificate: its owner is warned before it ends, each time once."""

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from shared.contracts import certificates
    from shared.contracts.certificates import (
        FLOW,
        QUEUE,
        CertificateActivities,
        CertificateRef,
        Look,
        Watched,
    )
    from workflows.attention import until_done
    from workflows.policies import DATABASE


@workflow.defn(name=FLOW)
class CertificateFlow(certificates.CertificateFlow):
    @workflow.run
    async def run(self, ref: CertificateRef) -> None:
        stands = await self._look(ref)
        while stands.next_at is not None:
            ahead = stands.next_at - workflow.now()
            await workflow.sleep(ahead, summary="mốc báo chứng thư số sắp hết hạn")
            stands = await self._look(ref)

    async def _look(self, ref: CertificateRef) -> Watched:
        async def look(retry: RetryPolicy) -> Watched:
            return await workflow.execute_activity_method(
                CertificateActivities.warn_of_certificate,
                Look(id=ref.id, at=workflow.now()),
                task_queue=QUEUE,
                summary="xem hạn chứng thư số",
                start_to_close_timeout=DATABASE.start_to_close,
                retry_policy=retry,
            )

        return await until_done("xem hạn chứng thư số", look, DATABASE.retry)
