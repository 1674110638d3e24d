"""Waiting for a condition instead of sleeping."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def until(look: Callable[[], Awaitable[T]], seconds: float = 30, *, every: float = 0.15) -> T:
    """What `look` gives once it is true; TimeoutError when it never is.

    Who looks more often takes from the others the time that they need to get there.
    """
    async with asyncio.timeout(seconds):
        while not (seen := await look()):  # noqa: ASYNC110 -- other processes set no event of ours
            await asyncio.sleep(every)
        return seen
