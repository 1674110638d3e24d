"""Signs of life of activities, so that one that died with its process is soon begun anew."""

import asyncio
from datetime import timedelta
from typing import Any, Final

from temporalio import activity
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

BEATS: Final = 4
"""How often a sign is given within the silence that the flow takes for death."""


class Pulse(Interceptor):
    """Gives signs for every activity whose flow listens for them (`heartbeat_timeout`)."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 -- the base class names it so
        return _Pulse(next)


class _Pulse(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 -- the base class names it so
        silence = activity.info().heartbeat_timeout
        if not silence:
            return await super().execute_activity(input)
        beating = asyncio.create_task(_beat(silence / BEATS))
        try:
            return await super().execute_activity(input)
        finally:
            beating.cancel()


async def _beat(pause: timedelta) -> None:
    while True:
        await asyncio.sleep(pause.total_seconds())
        activity.heartbeat()
