"""What the workflow of a notice may ask of approval: to send it, until it is accepted."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from temporalio import activity, workflow

FLOW: Final = "NoticeFlow"


class Channel(StrEnum):
    """Each has a task queue of its own, so that one that hangs holds up no other."""

    MAIL = "mail"
    WEBHOOK = "webhook"


def queue_of(channel: Channel) -> str:
    return f"notices-{channel.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingRef:
    """One notice to one recipient by one channel; the workflow's id is `notice/` and this id."""

    id: str
    channel: Channel


@workflow.defn(name=FLOW)
class NoticeFlow(ABC):
    """Implemented in `workflows/notice_flow.py`."""

    @workflow.run
    @abstractmethod
    async def run(self, ref: SendingRef) -> None:
        """Have it sent, trying again for ever; sent twice only if the engine's peer dies."""


class NoticeActivities(ABC):
    """Implemented in `services/approval/sending.py`."""

    @activity.defn(name="approval.send_notice")
    @abstractmethod
    async def send_notice(self, ref: SendingRef) -> None:
        """Send with the fixed id of the sending and record that it was accepted, once."""
