"""A dispatch on its way, and those who do something about it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tests.chaos.desk import Answer, Desk
from tests.chaos.town import Town
from tests.support.office import ADMINISTRATOR

HEAD, OFFICE, CLERK = "giam-doc", "chanh-van-phong", "van-thu"
HEAD_OF_TOURISM, HEAD_OF_SPORT, INSPECTOR = (
    "truong-phong-qldl",
    "truong-phong-qltdtt",
    "chanh-thanh-tra",
)
ABLE = (HEAD, OFFICE, CLERK, HEAD_OF_TOURISM, HEAD_OF_SPORT, ADMINISTRATOR)
"""Who needs a desk for these habits."""
REASON = {"reason": "Theo yêu cầu công việc."}
Body = Mapping[str, Any]


class At(StrEnum):
    """When a habit is done."""

    DRAFTED = "before its first submission"
    REVIEWED = "with its first task open"
    TO_SIGN = "before its signer"
    ISSUED = "on the clerk's desk"
    FILED = "filed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """A dispatch and those who do something about it."""

    desk: Callable[[str], Desk]
    case: str
    drafter: str
    town: Town
    task: str = ""
    """Id of the open task."""
    decider: str = ""
    """Who may decide it."""

    async def act(
        self, account: str, act: str, service: str, path: str, body: Body | None = None, **how: Any
    ) -> Answer:
        """What is answered; empty if it was refused."""
        status, said = await self.desk(account).act(act, self.case, service, path, body, **how)
        return said if status < 300 else {}

    async def on_task(self, account: str, what: str, body: Body | None = None) -> None:
        await self.act(account, what, "approval", f"/tasks/{self.task}/{what}", body)


Habit = Callable[[Around], Awaitable[object]]
