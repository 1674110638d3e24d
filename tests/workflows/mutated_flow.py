"""A flow that differs from the real one by one step, to see that replays notice."""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from shared.contracts.dispatch_flow import FLOW, DispatchInput
    from workflows.dispatch_flow import DispatchFlow


@workflow.defn(name=FLOW)
class MutatedFlow(DispatchFlow):
    @workflow.init
    def __init__(self, start: DispatchInput) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: DispatchInput) -> str:
        await workflow.sleep(timedelta(seconds=1))
        return await super().run(start)
