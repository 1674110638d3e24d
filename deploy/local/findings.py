"""What the doctor finds about one part."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Self

from rich.console import Console
from rich.markup import escape

from shared.domain.alarms import Alarm


class Health(StrEnum):
    GOOD = "ok"
    ABSENT = "absent"
    """Not there and not needed for running."""
    NOTED = "look"
    """Nothing is broken, and somebody should look."""
    BROKEN = "BROKEN"


STYLES: Final = {
    Health.GOOD: "green",
    Health.ABSENT: "yellow",
    Health.NOTED: "yellow",
    Health.BROKEN: "red",
}
PAGES: Final = {
    "data": Alarm.DISK,
    "register": Alarm.REGISTER,
    "devices": Alarm.CERTIFICATES,
    "certificates": Alarm.CERTIFICATES,
    "time stamps": Alarm.TIME_STAMPS,
}
"""By part; for every other one: what to do when a part is away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One row: a part, its version and address, how it is, and how to mend it."""

    part: str
    health: Health = Health.GOOD
    version: str = ""
    address: str = ""
    remark: str = ""
    page: str = ""
    """Where to read on, if not on the page of its part."""

    def worse(self, health: Health, page: str) -> Self:
        return replace(self, health=health, page=page)

    @property
    def read_on(self) -> str:
        """The page of what is not well; empty: nothing to read."""
        if self.health is Health.BROKEN:
            return self.page or PAGES.get(self.part, Alarm.PART_AWAY).page
        return self.page


def show(finding: Finding, console: Console) -> None:
    style = STYLES[finding.health]
    words = "  ".join(word for word in (finding.version, finding.address) if word)
    page = f"see {finding.read_on}" if finding.read_on else ""
    remark = "".join(f"  {word}" for word in (finding.remark, page) if word)
    console.print(
        f"{finding.part:<14}[{style}]{finding.health.value:<7}[/{style}]"
        f"{escape(words)}{escape(remark)}"
    )
