import asyncio
import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.distribution.operations import acts
from shared.domain.refusals import WrongMoment
from tests.services.distribution.records_desk import RecordsDesk

MANY = 100
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


async def test_a_hundred_parallel_issues_give_1_to_100(desk: RecordsDesk) -> None:
    cases = [await desk.lay() for _ in range(MANY)]
    given = await asyncio.gather(*(desk.issue(case) for case in cases))
    assert sorted(int(printed.split("/")[0]) for printed in given) == list(range(1, MANY + 1))
    book = await desk.register()
    assert [int(entry["number"]) for entry in book] == list(range(1, MANY + 1))
    assert (await desk.check())["whole"]


async def issue_and_vanish(desk: RecordsDesk, case: str, after: float | None) -> None:
    """Issue within a transaction that is cancelled after so many seconds, wherever it is then."""
    task = asyncio.current_task()
    async with desk.work() as (work, me):
        if task and after is not None:
            asyncio.get_running_loop().call_later(after, task.cancel)
        await acts.issue(work, me, case, desk.looked_at(case))


async def test_clients_that_vanish_leave_no_gap_and_no_duplicate(desk: RecordsDesk) -> None:
    before = len(await desk.register())
    dice = random.Random(2026)  # noqa: S311 -- the same moments in every run
    waiting, vanished = [await desk.lay() for _ in range(40)], 0
    while waiting:
        moments = [dice.random() * 0.2 if dice.random() < 0.5 else None for _ in waiting]
        issues = map(issue_and_vanish, [desk] * len(waiting), waiting, moments)
        done = await asyncio.gather(*issues, return_exceptions=True)
        others = [one for one in done if one and not isinstance(one, asyncio.CancelledError)]
        assert all(isinstance(one, WrongMoment) for one in others), others
        gone = [isinstance(one, asyncio.CancelledError) for one in done]
        vanished += sum(gone)
        waiting = [case for case, went in zip(waiting, gone, strict=True) if went]
    assert vanished > 0
    numbers = [int(entry["number"]) for entry in await desk.register()]
    assert numbers == list(range(1, before + 40 + 1))
    assert (await desk.check())["whole"]


async def test_a_year_begins_at_midnight_in_vietnam(desk: RecordsDesk) -> None:
    year = datetime.now(VIETNAM).year + 1
    midnight = datetime(year, 1, 1, tzinfo=VIETNAM)
    assert midnight.astimezone(UTC).hour == 17
    first_of_year, second_of_year = await desk.lay(), await desk.lay()
    last_of_year = await desk.lay()
    clock = desk.office.clock
    clock.ahead = midnight - timedelta(minutes=1) - datetime.now(UTC)
    last = await desk.issue(last_of_year)
    clock.ahead += timedelta(minutes=1)
    assert await desk.issue(first_of_year) == "01/SVHTTDL-VP"
    assert await desk.issue(second_of_year) == "02/SVHTTDL-VP"
    old, new = await desk.register(year - 1), await desk.register(year)
    assert (old[-1]["printed"], old[-1]["date"]) == (last, f"{year - 1}-12-31")
    assert [entry["date"] for entry in new] == [f"{year}-01-01"] * 2
    assert (await desk.check())["whole"]
    clock.ahead -= timedelta(days=3)
    late = await desk.lay()
    with pytest.raises(WrongMoment) as refused:
        await desk.issue(late)
    assert refused.value.code == "date_before_last"
