"""What a service's process stands in besides its settings: a clock, and its outer doors.

Programs that look for lost facts move the clock, and let a process end between a commit and the
moment when somebody is told of it: every answer and every activity's result leaves by a door.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from starlette.types import ASGIApp
from temporalio.worker import Interceptor

from shared.runtime.clock import Clock, SystemClock


def _no_door(app: ASGIApp) -> ASGIApp:
    return app


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    clock: Clock = field(default_factory=SystemClock)
    answers: Callable[[ASGIApp], ASGIApp] = _no_door
    """What every HTTP answer passes on its way to the caller."""
    results: Sequence[Interceptor] = ()
    """What every activity's result passes on its way to the engine, the outermost first."""
