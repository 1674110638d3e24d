"""A flow that imports a library without saying so; never at work."""

import structlog
from temporalio import workflow


@workflow.defn
class CarelessFlow:
    @workflow.run
    async def run(self) -> str:
        return structlog.__name__
