"""The doctor's look at the time-stamp authority: whether it stamps, by whom, and by which clock."""

import os
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from deploy.local.findings import Finding, Health
from shared.runtime.clock import SystemClock
from shared.runtime.settings import TimeStampSettings

PART: Final = "time stamps"
APART: Final = timedelta(minutes=1)
"""Further apart, one of both clocks is wrong."""


async def examine_time_stamps(keys: Path, env: Mapping[str, str] = os.environ) -> Finding:
    """Ask the authority that is set for one stamp, as a signature would."""
    try:
        settings = TimeStampSettings.read(env)
    except ValueError as wrong:
        return Finding(part=PART, health=Health.BROKEN, remark=str(wrong))
    if settings is None:
        remark = "no CONGVAN_TIME_STAMPS: signatures count while their certificates do"
        return Finding(part=PART, health=Health.ABSENT, remark=f"{remark}; see docs/long-term.md")
    return await _asked(settings, keys)


async def _asked(settings: TimeStampSettings, keys: Path) -> Finding:
    """What comes of asking for one stamp."""
    from asn1crypto import x509  # noqa: PLC0415 -- pyHanko, only where stamps are asked for

    from shared.document import stamping  # noqa: PLC0415 -- as above
    from shared.document.trust import trust_roots  # noqa: PLC0415 -- as above

    roots = [x509.Certificate.load(root) for root in trust_roots(keys, test_keys=True)]
    authority = stamping.TimeStampAuthority(settings.url, trust_roots=roots, within=settings.within)
    try:
        token = await authority.async_timestamp(sha256(b"congvan doctor").digest(), stamping.DIGEST)
    except stamping.TimeStampFault as fault:
        remark = f"{fault}; is it up, and is its root in {keys / 'roots'}?"
        return Finding(part=PART, health=Health.BROKEN, address=settings.url, remark=remark)
    apart = abs(stamping.stamped_at(token["content"]) - SystemClock().now())
    if apart > APART:
        remark = f"its clock and ours are {apart.total_seconds():.0f} s apart; mend the wrong one"
        return Finding(part=PART, health=Health.BROKEN, address=settings.url, remark=remark)
    return Finding(part=PART, address=settings.url, remark="stamps, and is trusted")
