"""How a flow deals with the owners of facts: asks, waits, meets trouble, and shows where it is.

Faults are retried for ever and refusals are parked; either way the flow goes on hearing news,
because an errand that cannot be done answers None, and None means: ask again how it stands.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from temporalio import workflow
from temporalio.exceptions import ActivityError, is_cancelled_exception

from shared.contracts import approval, drafting
from shared.contracts.dispatch_flow import WITHDRAWAL
from workflows.attention import is_refusal, why
from workflows.details import Trouble
from workflows.policies import LOOK_AGAIN
from workflows.standing import Standing
from workflows.works import Answer, Order, Work


class Inbox:
    """Wake-ups heard so far; what they point to is asked of its owner, never believed."""

    def __init__(self) -> None:
        self.heard = 0
        self.withdrawal = False
        """Somebody says that the drafter wants the dispatch back; drafting knows."""

    def take_in(self, said: tuple[Any, ...]) -> None:
        """Take whatever was sent; what is not a `NewsItem` is no news."""
        match said:
            case [{"kind": str(kind), "id": str()}, *_]:
                self.heard += 1
                self.withdrawal = self.withdrawal or kind == WITHDRAWAL
            case _:
                pass

    def wake(self) -> None:
        self.heard += 1


class Alarm:
    """One timer for one turn after another.

    A timer cancelled costs two events of history, one that rings for a turn long over costs
    five; so an earlier one is left running, unless it would ring soon and in vain.
    """

    def __init__(self) -> None:
        self._at: datetime | None = None
        self._rings: asyncio.Task[None] | None = None

    async def wait(self, woken: Callable[[], bool], deadline: datetime | None) -> None:
        """Until woken, or until the deadline, or for no reason: then look and wait again."""
        rings = self._set(deadline) if deadline else None
        await workflow.wait_condition(lambda: woken() or (rings is not None and rings.done()))

    def _set(self, deadline: datetime) -> asyncio.Task[None]:
        ahead = deadline - workflow.now()
        running = self._rings if self._rings and not self._rings.done() else None
        if running and self._at and deadline - ahead * 2 / 3 <= self._at <= deadline:
            return running
        if running:
            running.cancel()
        self._at = deadline
        self._rings = asyncio.create_task(workflow.sleep(ahead, summary="mốc nhắc việc, hạn xử lý"))
        return self._rings


def in_timeline(work: Work[Order, Answer], order: Order, standing: object) -> str:
    """What the timeline says of an errand: one label comes once for every step and round.

    Where the dispatch stood when it was asked for; what it brought is seen at the next.
    """
    number = getattr(order, "round", None)
    if number is None:
        return work.label
    said = f"{work.label}, lần trình {number}"
    here = standing if isinstance(standing, Standing) and work.queue == approval.QUEUE else None
    if here and here.step and here.round == number:
        said += f", từ bước {here.step} ({here.doing})"
    return said


class Shown(Protocol):
    """Where something stands, as far as errands care."""

    def alarm(self, now: datetime) -> datetime | None:
        """The instant still ahead at which something is to be done."""

    def same_turn(self, other: Any) -> bool:
        """Nothing happened since `other` that makes its troubles old."""

    @property
    def overdue(self) -> bool:
        """Somebody's time has run out."""

    @property
    def said(self) -> Mapping[str, object]:
        """What the log says of it."""


Stands = TypeVar("Stands", bound=Shown)
Publish = Callable[[Stands | None, Collection[Trouble]], None]
"""Lets operators see where something stands, and what is in trouble."""


class Errands(Generic[Stands]):
    def __init__(self, patience: timedelta, publish: Publish[Stands]) -> None:
        self._patience, self._publish = patience, publish
        self.inbox = Inbox()
        self.standing: Stands | None = None
        self._alarm = Alarm()
        self._asked: dict[str, int] = {}
        """By owner: what had been heard when it was last asked."""
        self._troubles: dict[str, Trouble] = {}
        """By owner; each has at most one errand that matters."""

    def has_news(self, owner: str) -> bool:
        """Something was heard since this owner was last asked."""
        return self.inbox.heard != self._asked.get(owner)

    def has_unread(self) -> bool:
        """Something was heard that no owner was asked about."""
        return self.inbox.heard != max(self._asked.values(), default=None)

    async def attempt(self, work: Work[Order, Answer], order: Order) -> Answer | None:
        """Have it done; None if it was not, after the trouble was shown and something happened."""
        self._asked[work.queue] = self.inbox.heard
        self.publish()
        running = self._start(work, order)
        try:
            if not await self._worth_waiting_for(work, running):
                return None
            answer = await running
        except ActivityError as error:
            if is_cancelled_exception(error):
                raise
            await self._meet(work, error)
            return None
        self._settle(work)
        return answer

    async def step(self, work: Work[Order, Answer], order: Order, stands: Answer) -> Answer | None:
        """Do what the position calls for; where that changed nothing, wait before asking again."""
        answer = await self.attempt(work, order)
        if answer == stands:
            await self.sleep(work.queue)
            return None
        return answer

    async def sleep(self, owner: str, ready: Callable[[], bool] = lambda: False) -> None:
        """Until there is news for this owner, or it is `ready`, or something is to be marked."""
        self.publish()
        alarm = self.standing.alarm(workflow.now()) if self.standing else None

        def woken() -> bool:
            return self.has_news(owner) or ready()

        while not woken() and (alarm is None or workflow.now() < alarm):
            await self._alarm.wait(woken, alarm)

    def show(self, standing: Stands) -> None:
        """What operators see from now on; trouble with an earlier turn is trouble no more."""
        if not standing.same_turn(self.standing):
            self._troubles = {
                owner: trouble
                for owner, trouble in self._troubles.items()
                if owner == drafting.QUEUE
            }
            workflow.logger.info("flow.stage", extra=standing.said)
        if standing.overdue and not (self.standing and self.standing.overdue):
            workflow.logger.warning("flow.overdue", extra=standing.said)
        self.standing = standing

    def end(self, standing: Stands) -> None:
        """Show the last standing, in which nothing is in trouble."""
        self.show(standing)
        self._troubles.clear()
        self.publish()

    def _start(self, work: Work[Order, Answer], order: Order) -> workflow.ActivityHandle[Answer]:
        return workflow.start_activity_method(
            work.activity,
            order,
            task_queue=work.queue,
            summary=in_timeline(work, order, self.standing),
            start_to_close_timeout=work.policy.start_to_close,
            heartbeat_timeout=work.policy.silence,
            schedule_to_close_timeout=LOOK_AGAIN if self._in_trouble(work) else self._patience,
            retry_policy=work.policy.retry,
        )

    async def _worth_waiting_for(
        self, work: Work[Order, Answer], running: workflow.ActivityHandle[Answer]
    ) -> bool:
        """An errand already in trouble gives way to news: another order may be the right one."""
        if not self._in_trouble(work):
            return True
        await self.sleep(work.queue, running.done)
        if not running.done():
            running.cancel()
            with suppress(ActivityError):
                await running
            return False
        return True

    async def _meet(self, work: Work[Order, Answer], error: ActivityError) -> None:
        refused = is_refusal(error)
        self._troubles[work.queue] = Trouble(
            label=work.label, owner=work.queue, sentence=why(error), refused=refused
        )
        workflow.logger.warning(
            "flow.trouble", extra={"work": work.label, "owner": work.queue, "refused": refused}
        )
        if refused:
            await self.sleep(work.queue)

    def is_refused(self, work: Work[Order, Answer]) -> bool:
        """Its owner said no when it was last tried."""
        trouble = self._troubles.get(work.queue)
        return self._in_trouble(work) and trouble is not None and trouble.refused

    def begin_anew(self) -> None:
        """What was wrong may have been what the flow was told: that is asked for again."""
        self._troubles.clear()

    def _in_trouble(self, work: Work[Order, Answer]) -> bool:
        trouble = self._troubles.get(work.queue)
        return trouble is not None and trouble.label == work.label

    def _settle(self, work: Work[Order, Answer]) -> None:
        if self._in_trouble(work) or not work.asks:
            self._troubles.pop(work.queue, None)

    def publish(self) -> None:
        """Let operators see it: one upsert for all that changed since the last."""
        self._publish(self.standing, self._troubles.values())
