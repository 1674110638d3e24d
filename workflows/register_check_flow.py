"""The regular check of every agency's register; what is amiss asks for the operators' attention."""

from temporalio import workflow
from temporalio.exceptions import ActivityError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from shared.contracts import register_check
    from shared.contracts.register_check import (
        FLOW,
        QUEUE,
        CheckRef,
        CheckResult,
        RegisterCheckActivities,
    )
    from shared.domain.alarms import Alarm
    from workflows.attention import ask_for_attention, stay_until_the_next_night, why
    from workflows.policies import CHECK, DATABASE


@workflow.defn(name=FLOW)
class RegisterCheckFlow(register_check.RegisterCheckFlow):
    @workflow.run
    async def run(self) -> None:
        at = workflow.now()
        whole = [
            await self._is_whole(CheckRef(agency=agency, at=at))
            for agency in await self._agencies()
        ]
        if not all(whole) and workflow.patched("a-faulty-register-is-shown"):
            await stay_until_the_next_night()

    async def _is_whole(self, ref: CheckRef) -> bool:
        """One that cannot be checked holds up no other."""
        try:
            found = await self._check(ref)
        except ActivityError as error:
            if is_cancelled_exception(error):
                raise
            said = f"không soát được ({why(error)}); xem bằng `./congvan doctor`, và"
        else:
            if not found.faults:
                return True
            said = f"{found.faults} chỗ sai; xem bằng `./congvan register verify`, và"
        ask_for_attention(f"**{ref.agency}**: {said}", Alarm.REGISTER)
        return False

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
