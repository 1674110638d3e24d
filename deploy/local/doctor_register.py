"""The doctor's look at what the last regular check of each agency's register found."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import asyncpg

from deploy.local.database import driver_url
from deploy.local.findings import Finding, Health
from deploy.local.postgres import known_urls
from deploy.local.settings import Settings
from shared.domain.alarms import Alarm

PART: Final = "register"
OWNER_OF_IT: Final = "distribution"
NEWEST: Final = """
select distinct on (agency) agency, ended_at, jsonb_array_length(faults) as faults
  from distribution.register_checks order by agency, at desc
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    agency: str
    ended_at: datetime
    faults: int


async def examine_register(settings: Settings, running: bool) -> Finding:  # noqa: FBT001 -- as its neighbours
    """Broken where the last check found something amiss."""
    if not (running or settings.outside_databases):
        return Finding(part=PART, remark="not running")
    url = known_urls(settings)[OWNER_OF_IT]
    try:
        return told(await newest_checks(url))
    except asyncpg.UndefinedTableError:
        return Finding(part=PART, remark="its tables are not made yet")
    except (OSError, asyncpg.PostgresError) as fault:
        remark = f"cannot be read: {type(fault).__name__}"
        return Finding(part=PART, remark=remark).worse(Health.BROKEN, Alarm.PART_AWAY.page)


async def newest_checks(url: str) -> list[Checked]:
    """The last check of each agency."""
    connection = await asyncpg.connect(driver_url(url), timeout=5)
    try:
        rows = await connection.fetch(NEWEST)
    finally:
        await connection.close()
    return [Checked(**row) for row in rows]


def told(checks: list[Checked]) -> Finding:
    if not checks:
        return Finding(part=PART, remark="not checked yet; it is every night at two")
    if amiss := [one for one in checks if one.faults]:
        named = "; ".join(f"{one.agency}: {one.faults} faults" for one in amiss)
        remark = f"{named}; see ./congvan register verify"
        return Finding(part=PART, health=Health.BROKEN, remark=remark)
    last = min(one.ended_at for one in checks)
    return Finding(part=PART, remark=f"whole when last checked, {last:%Y-%m-%d %H:%M} UTC")
