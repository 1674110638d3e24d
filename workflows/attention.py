"""How a run that carries no dispatch asks for an operator, and stays where he finds it."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from typing import Final, TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError, is_cancelled_exception

from shared.contracts.attributes import NEEDS_ATTENTION
from shared.domain.alarms import Alarm
from shared.domain.dates import VIETNAM
from workflows.policies import PATIENCE, within

Answer = TypeVar("Answer")
EVENING_ENDS: Final = time(1)
"""By the clock of Viet Nam, an hour before the nightly runs: they must find their places free."""


def ask_for_attention(said: str, alarm: Alarm) -> None:
    """One more line of the run's page: what is wrong, what to do, and where to read on."""
    workflow.upsert_search_attributes([NEEDS_ATTENTION.value_set(True)])
    before = workflow.get_current_details()
    workflow.set_current_details("\n".join(filter(None, (before, f"- {said} `{alarm.page}`."))))


async def until_done(
    label: str,
    attempts: Callable[[RetryPolicy], Awaitable[Answer]],
    retry: RetryPolicy,
    alarm: Alarm = Alarm.FAULT,
) -> Answer:
    """Have it tried until it is done or refused; after some minutes an operator is asked for."""
    try:
        return await attempts(within(PATIENCE, retry))
    except ActivityError as error:
        if is_refusal(error) or is_cancelled_exception(error):
            raise
        ask_for_attention(
            f"**Đang gặp sự cố:** chưa {label} được ({why(error)}); hệ thống vẫn tự thử lại. "
            "Tìm chỗ hỏng bằng `./congvan doctor`, và xem",
            alarm,
        )
    answer = await attempts(retry)
    _ask_no_more()
    return answer


def _ask_no_more() -> None:
    workflow.upsert_search_attributes([NEEDS_ATTENTION.value_set(False)])
    workflow.set_current_details("")


async def stay_until_the_next_night() -> None:
    """The list of what needs attention has only what runs; a run begun by hand takes its place."""
    now = workflow.now()
    await workflow.sleep(end_of_evening(now) - now, summary="chờ người vận hành, đến đêm sau")


def end_of_evening(now: datetime) -> datetime:
    """When the next night is near; at that very instant, a day later."""
    there = now.astimezone(VIETNAM)
    today = datetime.combine(there, EVENING_ENDS, VIETNAM)
    return today if there < today else today + timedelta(days=1)


def is_refusal(error: ActivityError) -> bool:
    """Somebody has to change something first; all else is tried again for as long as it may."""
    return isinstance(error.cause, ApplicationError) and error.cause.non_retryable


def why(error: ActivityError) -> str:
    """A refusal's sentence, or the kind of a fault."""
    if not isinstance(error.cause, ApplicationError):
        return type(error.cause).__name__
    return error.cause.message if is_refusal(error) else error.cause.type or "Exception"
