"""What a flow asked the engine for, command by command: short enough to compare by eye."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Final

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory

AROUND: Final = 3
"""Commands that are shown before and after the one that differs."""


def _activity(event: HistoryEvent) -> str:
    return f"activity {event.activity_task_scheduled_event_attributes.activity_type.name}"


def _timer(event: HistoryEvent) -> str:
    waits = event.timer_started_event_attributes.start_to_fire_timeout
    return f"timer {timedelta(seconds=round(waits.ToTimedelta().total_seconds()))}"


def _shown(event: HistoryEvent) -> str:
    changed = event.upsert_workflow_search_attributes_event_attributes.search_attributes
    return f"shows {', '.join(sorted(changed.indexed_fields))}"


def _marker(event: HistoryEvent) -> str:
    return f"marker {event.marker_recorded_event_attributes.marker_name}"


def _said(words: str) -> Callable[[HistoryEvent], str]:
    return lambda _event: words


COMMANDS: Final[Mapping[int, Callable[[HistoryEvent], str]]] = {
    EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED: _activity,
    EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED: _said("cancels an activity"),
    EventType.EVENT_TYPE_TIMER_STARTED: _timer,
    EventType.EVENT_TYPE_TIMER_CANCELED: _said("cancels a timer"),
    EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES: _shown,
    EventType.EVENT_TYPE_MARKER_RECORDED: _marker,
    EventType.EVENT_TYPE_WORKFLOW_PROPERTIES_MODIFIED: _said("changes its memo"),
    EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED: _said("starts a child"),
    EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED: _said("signals another"),
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED: _said("ends"),
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED: _said("fails"),
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW: _said("continues as new"),
}
"""Events that a flow's code decides on; all others are the engine's, or the world's."""


def commands(history: WorkflowHistory) -> Iterator[tuple[int, str]]:
    """Event ids with what the flow asked for there."""
    for event in history.events:
        if told := COMMANDS.get(event.event_type):
            yield event.event_id, told(event)


def fingerprint(history: WorkflowHistory) -> str:
    """All commands in one line, what is repeated counted."""
    return " · ".join(_counted([said for _id, said in commands(history)]))


def _counted(said: list[str]) -> Iterator[str]:
    times = 1
    for one, following in pairwise([*said, ""]):
        if one == following:
            times += 1
            continue
        yield one if times == 1 else f"{one} ×{times}"
        times = 1


def explain(name: str, history: WorkflowHistory, failure: BaseException | None) -> str:
    """Where today's flow leaves what was recorded, and what to do about it."""
    message = _message(failure)
    return f"""
The recorded history “{name}” does not replay with today's flow.

{_excerpt(list(commands(history)), message)}

At the arrow (or one of them) the recorded flow did what is written; today's does not.
The engine says: {message}

Dispatches that stand there now would stop at their next step when this is released: nothing is
lost, but they wait until a flow that fits is back. So keep the old way for them:

    if workflow.patched("a-name-of-the-change"):
        ...  # the new way
    else:
        ...  # the old way, word for word

docs/changing-a-flow.md tells when the old way may go.
"""


def _message(failure: BaseException | None) -> str:
    told = str(failure)
    found = re.search(r'message: "([^"]*)"', told)
    return found[1] if found else told


def _excerpt(said: list[tuple[int, str]], message: str) -> str:
    """The commands around those that the engine's message speaks of: by event, or by name."""
    by_id = re.search(r"HistoryEvent\(id: (\d+)", message)
    by_name = re.search(r"scheduled event '([^']+)'", message)

    def differs(id_: int, words: str) -> bool:
        if by_id:
            return id_ == int(by_id[1])
        return by_name is not None and words == f"activity {by_name[1]}"

    places = [place for place, one in enumerate(said) if differs(*one)]
    near = {place + step for place in places for step in range(-AROUND, AROUND + 1)}
    return "\n".join(
        f"{'→' if place in places else ' ':>3} {id_:<3} {words}"
        for place, (id_, words) in enumerate(said)
        if place in near
    )


def lines(histories: Mapping[str, WorkflowHistory]) -> Iterator[str]:
    """One for each history, by name."""
    for name, history in sorted(histories.items()):
        yield f"{name}: {fingerprint(history)}"
