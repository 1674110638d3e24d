"""The nation's holidays are written into a version when it is loaded, and stay as they are."""

from copy import deepcopy
from typing import Any

import pytest
import sqlalchemy as sa

from shared.domain.working_time import Holidays
from shared.runtime.national_days import with_national_days
from shared.runtime.organisations import version_of
from tests.shared.runtime.small_office import METADATA, NAME, SmallOffice
from tests.support.calendars import at

VERSIONS = METADATA.tables[f"{NAME}.organisation_versions"]
Content = dict[str, Any]


def vietnamese(content: Content) -> Content:
    """The file of an agency that takes the nation's holidays and keeps no table of its own."""
    working_time = {"shifts": content["working_time"]["shifts"], "holidays": "vietnam"}
    return {**content, "working_time": working_time}


def days(content: Content, when: str) -> tuple[list[str], list[str]]:
    national = with_national_days(vietnamese(content), at(when))["working_time"]["national"]
    return national["off"], national["worked"]


def move_to(small: SmallOffice, when: str) -> None:
    small.clock.ahead += at(when) - small.clock.now()


def test_a_file_that_asks_for_none_stays_as_it_is(lang_son: Content) -> None:
    assert with_national_days(lang_son, at("2026-06-29 08:00")) == lang_son


def test_the_days_are_those_of_the_years_around_the_load(lang_son: Content) -> None:
    off, worked = days(lang_son, "2026-06-29 08:00")
    assert sorted({day[:4] for day in off}) == [str(year) for year in range(2024, 2032)]
    assert {"2026-02-17", "2026-04-30", "2026-08-31", "2026-11-24", "2027-02-06"} <= set(off)
    assert {"2024-11-24", "2025-11-24"}.isdisjoint(off), "the day off came in 2026"
    assert worked == ["2024-05-04", "2025-04-26", "2026-08-22"]


def test_the_year_is_that_of_viet_nam(lang_son: Content) -> None:
    before, _ = days(lang_son, "2026-12-31 23:59")
    after, _ = days(lang_son, "2027-01-01 00:00")
    assert (before[0][:4], after[0][:4]) == ("2024", "2025")


def test_what_a_file_says_of_the_nation_is_replaced(lang_son: Content) -> None:
    when = at("2026-06-29 08:00")
    honest, forged = vietnamese(lang_son), vietnamese(lang_son)
    forged["working_time"]["national"] = {"library": "x", "off": ["2026-06-29"]}
    assert with_national_days(forged, when) == with_national_days(honest, when)
    forged["working_time"]["holidays"] = ""
    assert "national" not in with_national_days(forged, when)["working_time"]


def test_the_file_itself_is_not_touched(lang_son: Content) -> None:
    given = vietnamese(lang_son)
    before = deepcopy(given)
    with_national_days(given, at("2026-06-29 08:00"))
    assert given == before


@pytest.mark.parametrize("working_time", [None, "x", [1]])
def test_nonsense_is_left_to_whoever_reads_it(lang_son: Content, working_time: object) -> None:
    nonsense = lang_son | {"working_time": working_time}
    assert with_national_days(nonsense, at("2026-06-29 08:00")) == nonsense


async def test_a_version_pins_the_nations_days(small: SmallOffice, lang_son: Content) -> None:
    move_to(small, "2026-06-29 08:00")
    version = await small.load(vietnamese(lang_son))
    async with small.database.work() as work:
        kept: Content = (
            await work.db.execute(
                sa.select(VERSIONS.c.content).where(VERSIONS.c.version == version)
            )
        ).scalar_one()
        calendar = (await work.organisations.get(work.db, version)).working_time
    assert version_of(kept) == version != version_of(vietnamese(lang_son))
    assert kept["working_time"]["national"]["library"].startswith("holidays 0.")
    assert calendar.holidays is Holidays.VIETNAM
    assert not calendar.works_on(at("2026-11-24 08:00").date())
    assert calendar.works_on(at("2026-08-22 08:00").date())


async def test_loading_again_within_the_year_is_the_same_version(
    small: SmallOffice, lang_son: Content
) -> None:
    move_to(small, "2026-01-01 00:00")
    first = await small.load(vietnamese(lang_son))
    move_to(small, "2026-12-31 23:59")
    assert await small.load(vietnamese(lang_son)) == first
    move_to(small, "2027-01-01 00:00")
    assert await small.load(vietnamese(lang_son)) != first


async def test_a_version_that_was_kept_can_be_loaded_again(
    small: SmallOffice, lang_son: Content
) -> None:
    move_to(small, "2026-06-29 08:00")
    version = await small.load(vietnamese(lang_son))
    kept = with_national_days(vietnamese(lang_son), at("2026-06-29 08:00"))
    assert await small.load(kept) == version
