"""What the doctor finds about one part."""

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    GOOD = "ok"
    ABSENT = "absent"
    """Not there and not needed for running."""
    BROKEN = "BROKEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One row: a part, its version and address, how it is, and how to mend it."""

    part: str
    health: Health = Health.GOOD
    version: str = ""
    address: str = ""
    remark: str = ""
