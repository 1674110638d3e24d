"""How a run that carries no dispatch asks for an operator, and stays where he finds it."""

from datetime import timedelta
from typing import Final

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

from shared.contracts.attributes import NEEDS_ATTENTION
from shared.domain.alarms import Alarm

SHOWN: Final = timedelta(hours=23)
"""Since a nightly run began: the next one must find its place free."""


def ask_for_attention(said: str, alarm: Alarm) -> None:
    """One more line of the run's page: what is wrong, what to do, and where to read on."""
    workflow.upsert_search_attributes([NEEDS_ATTENTION.value_set(True)])
    before = workflow.get_current_details()
    workflow.set_current_details("\n".join(filter(None, (before, f"- {said} `{alarm.page}`."))))


async def stay_until_the_next_night() -> None:
    """The list of what needs attention has only what runs; a run begun by hand takes its place."""
    ahead = workflow.info().start_time + SHOWN - workflow.now()
    if ahead > timedelta():
        await workflow.sleep(ahead, summary="chờ người vận hành, đến đêm sau")


def is_refusal(error: ActivityError) -> bool:
    """Somebody has to change something first; all else is tried again for as long as it may."""
    return isinstance(error.cause, ApplicationError) and error.cause.non_retryable


def why(error: ActivityError) -> str:
    """A refusal's sentence, or the kind of a fault."""
    if not isinstance(error.cause, ApplicationError):
        return type(error.cause).__name__
    return error.cause.message if is_refusal(error) else error.cause.type or "Exception"
