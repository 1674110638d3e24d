"""A deadline over Tết: nobody is bothered on holidays; after them everything is told on its day."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from shared.domain.dates import VIETNAM
from shared.domain.lifecycle import Stage
from tests.stories.papers import (
    CHECK,
    REVIEW,
    SIGN,
    XA,
    XA_CHECKER,
    XA_CLERK,
    XA_DRAFTER,
    XA_HEAD,
    XA_REVIEWER,
    the_commune,
)
from tests.stories.whole_office import WholeOffice
from tests.support.histories import keep
from tests.support.mail_server import MailServer
from tests.support.manual import Reader, beside_engine
from tests.support.waiting import until

TET: Final = (
    (date(2027, 2, 3), date(2027, 2, 11)),
    (date(2028, 1, 21), date(2028, 1, 31)),
    (date(2029, 2, 9), date(2029, 2, 19)),
    (date(2030, 1, 30), date(2030, 2, 7)),
    (date(2031, 1, 20), date(2031, 1, 28)),
)
"""The last working day before Tết, and the first one after it."""
TOLD_AFTER: Final = {"escalation": {"after": "4", "how": "told", "posts": ["truong"]}}
ROUTE: Final[dict[str, Any]] = {
    "name": "Luồng chung",
    "steps": [
        {"kind": CHECK, "hours": "4000"},
        {"kind": REVIEW, "posts": ["kiem-tra"], "hours": "8", "remind_before": "2"} | TOLD_AFTER,
        {"kind": SIGN, "hours": "8", "posts": ["truong"]},
    ],
}


@pytest.fixture
async def commune(whole: WholeOffice) -> AsyncIterator[WholeOffice]:
    async with whole.variant(the_commune(), routes=[ROUTE]):
        yield whole


async def test_what_is_opened_before_tet_is_reminded_late_and_told_of_in_the_days_after_it(
    commune: WholeOffice, mail_server: MailServer, tmp_path: Path
) -> None:
    desk = commune.desk
    today = commune.clock.now().astimezone(VIETNAM).date()
    before, after = next(days for days in TET if days[0] > today + timedelta(days=1))
    case = await desk(XA_DRAFTER).drafted(XA)
    await desk(XA_DRAFTER).submit(case)
    await desk(XA_CHECKER).task(case, CHECK)
    await commune.move_to(case, at(before, 15))
    await desk(XA_CHECKER).approve(case, CHECK)
    waits = await desk(XA_REVIEWER).task(case, REVIEW)
    assert datetime.fromisoformat(waits["due_at"]) - at(after, 15) < timedelta(minutes=1)

    for instant, reviewer, head in (
        (at(before, 17), ["new_task"], []),
        (at(before + (after - before) / 2, 9), ["new_task"], []),
        (at(after, 12, 59), ["new_task"], []),
        (at(after, 13, 1), ["new_task", "reminder"], []),
        (at(after, 14, 59), ["new_task", "reminder"], []),
        (at(after, 15, 1), ["new_task", "reminder", "overdue"], []),
        (at(after + timedelta(1), 9, 59), ["new_task", "reminder", "overdue"], []),
        (
            at(after + timedelta(1), 10, 1),
            ["new_task", "reminder", "overdue", "escalation"],
            ["escalation"],
        ),
    ):
        await commune.move_to(case, instant)
        assert await told(commune, XA_REVIEWER, case) == reviewer, instant
        assert await told(commune, XA_HEAD, case) == head, instant

    await among_overdue(commune, tmp_path, case, listed=True)
    await desk(XA_REVIEWER).approve(case, REVIEW)
    await among_overdue(commune, tmp_path, case, listed=False)
    await desk(XA_HEAD).approve(case, SIGN)
    await desk(XA_CLERK).issue(case)
    assert await commune.ended(case) is Stage.FILED
    part = await desk(XA_DRAFTER).part(case)
    assert [one["late"] for one in part["rounds"][0]["taken"]] == [False, True, False]
    await one_letter_for_each_notice(commune, mail_server, case)
    await keep(commune.flow(case), "a_deadline_over_tet")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), VIETNAM)


async def told(office: WholeOffice, account: str, case: str) -> list[str]:
    return [kind for kind, _round, _turn in await office.desk(account).notices(case)]


async def among_overdue(office: WholeOffice, folder: Path, case: str, *, listed: bool) -> None:
    """By the page of the alarm; visibility follows a little later."""
    engine = beside_engine(office.skipping.client, folder)
    page = Reader("overdue", engine, folder, {})

    async def so() -> bool:
        return (case in await page.run(page.ahead[0])) is listed

    await until(so)


async def one_letter_for_each_notice(office: WholeOffice, mail: MailServer, case: str) -> None:
    people = (XA_DRAFTER, XA_CHECKER, XA_REVIEWER, XA_HEAD)
    due = Counter(
        {f"{one}@so.example": len(await office.desk(one).notices(case)) for one in people}
    )

    async def came() -> bool:
        return len(mail.letters) >= due.total()

    await until(came)
    assert Counter(one["To"].addresses[0].addr_spec for one in mail.letters) == due
    assert len({one["Message-ID"] for one in mail.letters}) == due.total()
