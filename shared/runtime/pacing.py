"""Pauses of those who look again and again: never all in step."""

import asyncio
import random

from shared.domain.pauses import spread


async def pause(seconds: float) -> None:
    """Sleep for so long at most, and for half of it at least."""
    await asyncio.sleep(spread(seconds, random.random()))  # noqa: S311 -- no secret
