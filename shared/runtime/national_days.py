"""Vietnamese holidays and swapped Saturdays, written into an agency's content when it is loaded.

A version pins its calendar to the day: what a later release of the library knows better changes
nothing that runs, until the file is loaded again.
"""

from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version
from typing import Any, Final

from shared.domain.dates import vietnam_date
from shared.domain.working_time import Holidays

YEARS_BEFORE: Final = 2
"""Deadlines of dispatches that run already."""
YEARS_AFTER: Final = 5
"""Swapped Saturdays are known for the years that the Government has announced only."""


def with_national_days(content: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Complete `working_time.national` of a file's content, as loaded at an aware instant.

    What the file itself says there is replaced, or left out where it asks for no holidays. The
    same content in the same year of Viet Nam, with the same library, gives the same result.
    """
    working_time = content.get("working_time")
    if not isinstance(working_time, Mapping):  # whoever reads it says so
        return dict(content)
    completed = {name: value for name, value in working_time.items() if name != "national"}
    if completed.get("holidays") == Holidays.VIETNAM:
        completed["national"] = _known_around(vietnam_date(at).year)
    return {**content, "working_time": completed}


def _known_around(year: int) -> dict[str, Any]:
    """The nation's days as text, as every value of a file."""
    import holidays  # noqa: PLC0415 -- only a load needs it

    years = range(year - YEARS_BEFORE, year + YEARS_AFTER + 1)
    known = holidays.country_holidays("VN", years=years)
    return {
        "library": f"holidays {version('holidays')}",
        "off": sorted(day.isoformat() for day in known if day.year in years),
        "worked": sorted(day.isoformat() for day in known.weekend_workdays if day.year in years),
    }
