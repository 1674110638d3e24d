"""The doctor's look at what signs besides test keys: drivers, services, certificates that end."""

import os
from collections.abc import Mapping
from datetime import datetime
from typing import Final

import asyncpg

from deploy.local.database import driver_url
from deploy.local.findings import Finding, Health
from deploy.local.postgres import known_urls
from deploy.local.settings import Settings
from shared.domain.alarms import Alarm
from shared.domain.certificates import WARNED_BEFORE
from shared.runtime.clock import SystemClock
from shared.runtime.settings import DeviceSettings, SettingMissing

SIGNERS: Final = ("approval", "distribution")
ENDING: Final = """
select c.subject, c.valid_until from certificates c
  left join revocations r on r.certificate = c.id
 where r.certificate is null and c.valid_until between $1 and $1 + make_interval(days => $2)
   and not exists (select from certificates later left join revocations g
                     on g.certificate = later.id
                    where g.certificate is null and later.agency = c.agency
                      and later.account = c.account and later.valid_until > c.valid_until)
 order by c.valid_until
"""
"""Not revoked, near their end, and outlived by no later one of the same owner."""


def examine_devices(env: Mapping[str, str] = os.environ) -> Finding:
    """The driver of tokens and the signing service, as far as they are set."""
    try:
        devices = DeviceSettings.read(env)
    except SettingMissing as missing:
        return Finding(part="devices", health=Health.BROKEN, remark=str(missing))
    driver = devices.token_driver
    if driver and not driver.is_file():
        return Finding(
            part="devices",
            health=Health.BROKEN,
            address=str(driver),
            remark="there is no such PKCS#11 library; mend CONGVAN_TOKEN_DRIVER",
        )
    known = [str(driver)] if driver else []
    known += [devices.remote.url] if devices.remote else []
    if not known:
        return Finding(
            part="devices",
            health=Health.ABSENT,
            remark="no CONGVAN_TOKEN_DRIVER, no CONGVAN_REMOTE_SIGNING: see docs/signing.md",
        )
    return Finding(part="devices", address=", ".join(known))


async def examine_certificates(settings: Settings, running: bool) -> Finding:  # noqa: FBT001 -- as its neighbours
    """Certificates in use that end within the days of the first warning."""
    if not (running or settings.outside_databases):
        return Finding(part="certificates", remark="not running")
    ending = []
    urls = known_urls(settings)
    for service in SIGNERS:
        try:
            ending += await _ending(urls[service], service, SystemClock().now())
        except asyncpg.UndefinedTableError:
            return Finding(part="certificates", remark="their tables are not made yet")
        except (OSError, asyncpg.PostgresError) as fault:
            remark = f"cannot be read: {type(fault).__name__}"
            found = Finding(part="certificates", remark=remark)
            return found.worse(Health.BROKEN, Alarm.PART_AWAY.page)
    if not ending:
        return Finding(part="certificates", remark=f"none ends within {WARNED_BEFORE[0]} days")
    said = "; ".join(f"{subject} ends {until:%Y-%m-%d}" for subject, until in ending)
    return Finding(part="certificates", remark=f"register new ones: {said}")


async def _ending(url: str, schema: str, now: datetime) -> list[tuple[str, datetime]]:
    connection = await asyncpg.connect(driver_url(url), timeout=5)
    try:
        await connection.execute(f"set search_path to {schema}")
        rows = await connection.fetch(ENDING, now, WARNED_BEFORE[0])
    finally:
        await connection.close()
    return [(row["subject"], row["valid_until"]) for row in rows]
