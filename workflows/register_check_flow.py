"""The regular check of every agency's register; what is amiss asks for the operators' attention."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from shared.contracts import register_check
    from shared.contracts.attributes import NEEDS_ATTENTION
    from shared.contracts.register_check import (
        FLOW,
        QUEUE,
        CheckRef,
        CheckResult,
        RegisterCheckActivities,
    )
    from shared.domain.alarms import Alarm
    from workflows.policies import CHECK, DATABASE


@workflow.defn(name=FLOW)
class RegisterCheckFlow(register_check.RegisterCheckFlow):
    @workflow.run
    async def run(self) -> None:
        at = workflow.now()
        for agency in await self._agencies():
            found = await self._check(CheckRef(agency=agency, at=at))
            if found.faults:
                self._alarm(agency, found)

    async def _agencies(self) -> list[str]:
        return await workflow.execute_activity_method(
            RegisterCheckActivities.agencies_to_check,
            task_queue=QUEUE,
            summary="các cơ quan phải soát sổ",
            start_to_close_timeout=DATABASE.start_to_close,
            retry_policy=DATABASE.retry,
        )

    async def _check(self, ref: CheckRef) -> CheckResult:
        return await workflow.execute_activity_method(
            RegisterCheckActivities.check_register,
            ref,
            task_queue=QUEUE,
            summary=f"soát sổ đăng ký {ref.agency}",
            start_to_close_timeout=CHECK.start_to_close,
            heartbeat_timeout=CHECK.silence,
            retry_policy=CHECK.retry,
        )

    def _alarm(self, agency: str, found: CheckResult) -> None:
        workflow.upsert_search_attributes([NEEDS_ATTENTION.value_set(True)])
        said = (
            f"- **{agency}**: {found.faults} chỗ sai; xem bằng `./congvan register verify`, "
            f"và `{Alarm.REGISTER.page}`."
        )
        before = workflow.get_current_details()
        workflow.set_current_details("\n".join(filter(None, (before, said))))
