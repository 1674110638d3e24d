"""The flow as a later release might have it: one more look into drafting before the records desk.

Once as it must not be done, and once as `docs/changing-a-flow.md` says.
"""

from typing import Final

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from shared.contracts.approval import SignedFile
    from shared.contracts.dispatch_flow import FLOW, DispatchInput
    from shared.contracts.drafting import DraftPosition
    from shared.domain.lifecycle import Stage
    from workflows.dispatch_flow import DispatchFlow
    from workflows.worker import FLOWS

MARKER: Final = "look-before-the-desk"


@workflow.defn(name=FLOW)
class HastyFlow(DispatchFlow):
    """Does the new thing also in the middle of what began without it."""

    @workflow.init
    def __init__(self, start: DispatchInput) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: DispatchInput) -> str:
        return await super().run(start)

    async def _issue(self, draft: DraftPosition, version: str, file: SignedFile) -> Stage | None:
        await self._look_into_drafting()
        return await super()._issue(draft, version, file)


@workflow.defn(name=FLOW)
class CarefulFlow(DispatchFlow):
    """Does the new thing where its marker can still be set."""

    @workflow.init
    def __init__(self, start: DispatchInput) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: DispatchInput) -> str:
        return await super().run(start)

    async def _issue(self, draft: DraftPosition, version: str, file: SignedFile) -> Stage | None:
        if workflow.patched(MARKER):
            await self._look_into_drafting()
        return await super()._issue(draft, version, file)


def flows_with(flow: type[DispatchFlow]) -> list[type]:
    """All flows, with this one for the dispatches."""
    return [flow if one is DispatchFlow else one for one in FLOWS]
