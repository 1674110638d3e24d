"""Working time of an agency that takes the nation's holidays, and instants by its clock."""

from datetime import datetime
from typing import Final

from hypothesis import strategies as st
from pydantic import TypeAdapter

from shared.domain.dates import VIETNAM
from shared.domain.working_time import WorkingTime
from shared.runtime.national_days import with_national_days


def at(text: str) -> datetime:
    """An instant by the clock in Viet Nam."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


LOADED: Final = at("2026-01-05 08:00")
_MORNING: Final = {"start": "07:30", "end": "11:30"}
_AFTERNOON: Final = {"start": "13:30", "end": "17:00"}
_FILE: Final = {"working_time": {"shifts": [_MORNING, _AFTERNOON], "holidays": "vietnam"}}

NATIONAL: Final[WorkingTime] = TypeAdapter(WorkingTime).validate_python(
    with_national_days(_FILE, LOADED)["working_time"]
)
"""07:30 to 11:30 and 13:30 to 17:00, Monday to Friday; the holidays of 2024 to 2031."""

YEARS: Final = st.datetimes(
    min_value=datetime(2025, 12, 1),  # noqa: DTZ001 -- hypothesis wants them without a zone
    max_value=datetime(2027, 3, 31),  # noqa: DTZ001 -- hypothesis wants them without a zone
    timezones=st.just(VIETNAM),
)
"""Instants over two Tết."""
