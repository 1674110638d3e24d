"""What begins by the clock: made once, and left as an operator changed it."""

from contextlib import suppress
from datetime import timedelta
from typing import Final

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
)

from shared.contracts import reconciling, register_check
from shared.contracts.dispatch_flow import QUEUE
from shared.contracts.renewals import FLOW, SCHEDULE, RenewalRun

EVERY_NIGHT: Final = ScheduleSpec(
    calendars=[ScheduleCalendarSpec(hour=[ScheduleRange(2)], comment="mỗi đêm lúc 2 giờ")],
    time_zone_name="Asia/Ho_Chi_Minh",
)
CAUGHT_UP: Final = timedelta(days=1)
"""A night that the engine slept through is made up for within this time."""


EVERY_QUARTER: Final = ScheduleSpec(
    intervals=[ScheduleIntervalSpec(every=timedelta(minutes=15))],
)


async def ensure_schedules(client: Client) -> None:
    """Make the schedules that are missing; repeatable, and by several workers at once.

    An engine that lacks them is new, or was lost: the comparison begins at once, and wakes all.
    """
    wanted = {SCHEDULE: renewals(), register_check.SCHEDULE: register_checks()}
    for id_, schedule in wanted.items():
        with suppress(ScheduleAlreadyRunningError):
            await client.create_schedule(id_, schedule)
    with suppress(ScheduleAlreadyRunningError):
        await client.create_schedule(reconciling.SCHEDULE, comparisons(), trigger_immediately=True)


def renewals() -> Schedule:
    action = ScheduleActionStartWorkflow(
        FLOW,
        RenewalRun(),
        id=SCHEDULE,
        task_queue=QUEUE,
        static_summary="Gia hạn dấu thời gian của các văn bản đã phát hành",
    )
    return _nightly(action)


def register_checks() -> Schedule:
    action = ScheduleActionStartWorkflow(
        register_check.FLOW,
        id=register_check.SCHEDULE,
        task_queue=QUEUE,
        static_summary="Soát sổ đăng ký văn bản đi",
    )
    return _nightly(action)


def _nightly(action: ScheduleActionStartWorkflow) -> Schedule:
    """Every night, never two at once."""
    return Schedule(
        action=action,
        spec=EVERY_NIGHT,
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=CAUGHT_UP),
    )


def comparisons() -> Schedule:
    action = ScheduleActionStartWorkflow(
        reconciling.FLOW,
        id=reconciling.SCHEDULE,
        task_queue=QUEUE,
        static_summary="Đối chiếu bộ điều phối với các bảng",
    )
    return Schedule(
        action=action,
        spec=EVERY_QUARTER,
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP),
    )
