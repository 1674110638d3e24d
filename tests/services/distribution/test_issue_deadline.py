"""The day of the signature, at latest the next working day; urgent ones at once (Đ.18.1)."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.distribution.domain.desk import issue_deadline
from shared.domain.organisation import Organisation
from shared.domain.urgency import Urgency
from shared.runtime.national_days import with_national_days
from shared.runtime.organisations import read_organisation

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def organisation(lang_son: dict[str, Any], **said: str) -> Organisation:
    content = with_national_days(lang_son | said, datetime(2026, 1, 1, tzinfo=UTC))
    return read_organisation(content)


def at(written: str) -> datetime:
    return datetime.strptime(written, "%d/%m/%Y %H:%M").replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("signed", "latest"),
    [
        ("20/11/2026 16:00", "23/11/2026 17:00"),  # Friday, then Monday
        ("13/02/2026 16:00", "23/02/2026 17:00"),  # the last day before Tết
        ("29/04/2026 10:00", "04/05/2026 17:00"),  # 30/4, 1/5 and the weekend between
        ("23/11/2026 16:30", "25/11/2026 17:00"),  # 24/11 is a holiday from 2026 on
        ("21/08/2026 16:00", "22/08/2026 17:00"),  # a Saturday that is worked for 31/8
        ("05/01/2026 16:59", "06/01/2026 17:00"),
        ("10/01/2026 09:00", "12/01/2026 17:00"),  # signed on a Saturday
    ],
)
def test_an_agency_that_allows_itself_a_week_has_until_the_end_of_the_next_working_day(
    lang_son: dict[str, Any], signed: str, latest: str
) -> None:
    office = organisation(lang_son, issue_hours="40")
    assert issue_deadline(office, Urgency.NORMAL, at(signed)) == at(latest)


@pytest.mark.parametrize(
    ("urgency", "due"),
    [
        (Urgency.NORMAL, "22/08/2026 16:30"),
        (Urgency.URGENT, "22/08/2026 10:30"),
        (Urgency.VERY_URGENT, "22/08/2026 08:30"),
        (Urgency.EXPRESS, "21/08/2026 17:00"),
    ],
)
def test_urgent_ones_have_the_hours_that_the_agency_gives_them(
    lang_son: dict[str, Any], urgency: Urgency, due: str
) -> None:
    office = organisation(lang_son)
    assert issue_deadline(office, urgency, at("21/08/2026 16:00")) == at(due)
