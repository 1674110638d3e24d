"""Numbers over the whole stack: New Year's night, numbers taken beforehand, and a number voided."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from shared.domain.dates import VIETNAM, vietnam_date
from shared.domain.lifecycle import Stage
from tests.stories.papers import (
    CHECK,
    CHECKER,
    CLERK,
    DEPUTY,
    DRAFTER,
    OFFICE,
    REVIEW,
    SIGN,
    TEXT,
)
from tests.stories.whole_office import Answer, WholeOffice
from tests.support.histories import keep
from tests.support.waiting import until

SLOW: Final[dict[str, Any]] = {
    "name": "Luồng chung",
    "steps": [
        {"kind": CHECK, "hours": "4000"},
        {"kind": REVIEW, "posts": ["chanh-van-phong"], "hours": "8"},
        {"kind": SIGN, "hours": "8", "deputy_of_field": "true"},
    ],
}
"""The first step waits for the last day of the year, and nobody is reminded."""


def of_the_council(letters: str) -> dict[str, Any]:
    """A council that the Phòng writes for has a book of its own: its year may be over."""
    council = {"series": letters, "name": "Hội đồng", "units": ["QLVH"], "abbreviation": letters}
    general = {"series": "VB", "name": "Văn bản hành chính"}
    return {"numbering": [council, general], "routes": [SLOW]}


async def submitted(whole: WholeOffice) -> str:
    drafter = whole.desk(DRAFTER)
    case = await drafter.drafted(TEXT)
    await drafter.submit(case)
    await whole.desk(CHECKER).task(case, CHECK)
    return case


async def sign(whole: WholeOffice, case: str) -> None:
    await whole.desk(CHECKER).approve(case, CHECK)
    await whole.desk(OFFICE).approve(case, REVIEW)
    await whole.desk(DEPUTY).approve(case, SIGN)


async def book(whole: WholeOffice, letters: str, year: int) -> dict[str, Answer]:
    """The entries of a council's book, by their printed numbers."""
    clerk = whole.desk(CLERK)
    page = await clerk.get("distribution", "/register", year=str(year), series=letters)
    assert (await clerk.get("distribution", "/register/verify"))["whole"]
    return {entry["printed"]: entry for entry in page["entries"]}


async def test_a_number_is_voided_a_reserved_one_used_under_its_own_date_and_another_expires(
    whole: WholeOffice,
) -> None:
    clerk, today = whole.desk(CLERK), vietnam_date(whole.clock.now())
    async with whole.variant(**of_the_council("HDKH"), issue="automatic"):
        case = await submitted(whole)
        await sign(whole, case)
        parts = await clerk.comes_to(case, Stage.NUMBERED)
        first, because = parts["distribution"]["number"], {"reason": "Sai tên người nhận."}
        wish = {"unit": "QLVH", "purpose": "Họp Hội đồng"}
        wish |= {"expires_at": (whole.clock.now() + timedelta(days=3)).isoformat()}
        used, left = [await clerk.act("distribution", "/reservations", wish) for _ in range(2)]
        await clerk.act("distribution", f"/dispatches/{case}/void", because)
        await whole.move_to(case, whole.clock.now() + timedelta(days=1))
        asked = f"/dispatches/{case}/issue", {"reserved": used["id"]}
        second = await clerk.act("distribution", *asked)
        assert (second["printed"], second["date"]) == (used["number"], today.isoformat())
        assert await whole.ended(case) is Stage.FILED
    flows = [f"reservation/{one['id']}" for one in (used, left)]
    await whole.move_all(flows, whole.clock.now() + timedelta(days=3))
    for flow in flows:
        await whole.flow(flow).result()
    entries = await book(whole, "HDKH", today.year)
    assert list(entries) == [first, used["number"], left["number"]]
    assert [one["case"] for one in entries.values() if not one["voided"]] == [case]
    assert entries[first]["note"] == "Hủy số: Sai tên người nhận."
    assert "Hủy số: hết hạn giữ số" in entries[left["number"]]["note"]
    status, said = await clerk.tried("distribution", f"/dispatches/{case}/void", because)
    assert (status, said["code"]) == (409, "cannot_void_number")
    await keep(whole.flow(case), "voided_and_issued_with_a_reserved_number")
    await keep(whole.flow(flows[1]), "a_reserved_number_that_nobody_used")


async def issued(whole: WholeOffice, cases: Sequence[str]) -> list[str]:
    """What the clerk issues of the desk at once, in the order in which it was signed."""
    clerk = whole.desk(CLERK)

    async def laid() -> list[Answer]:
        desk = await clerk.get("distribution", "/desk")
        mine = [one for one in desk["waiting"] if one["case"] in cases]
        return mine if len(mine) == len(cases) else []

    lying = sorted(await until(laid), key=lambda one: str(one["signed_at"]))
    done = await clerk.act("distribution", "/desk/issue", {"cases": list(cases)})
    assert [one["status"] for one in done["results"]] == [200] * len(cases)
    return [one["case"] for one in lying]


async def test_new_years_night_with_ten_dispatches(whole: WholeOffice) -> None:
    year = vietnam_date(whole.clock.now() + timedelta(days=1)).year
    midnight = datetime(year + 1, 1, 1, tzinfo=VIETNAM)
    async with whole.variant(**of_the_council("HDTD")):
        cases = await asyncio.gather(*(submitted(whole) for _ in range(10)))
        await whole.move_all(cases, midnight - timedelta(minutes=20))
        await asyncio.gather(*(sign(whole, case) for case in cases))
        old = await issued(whole, cases[:5])
        await asyncio.gather(
            *(whole.desk(CLERK).comes_to(case, Stage.TO_ISSUE) for case in cases[5:])
        )
        await whole.move_all(cases[5:], midnight + timedelta(minutes=1))
        new = await issued(whole, cases[5:])
        for case in cases:
            assert await whole.ended(case) is Stage.FILED
    numbers = [f"{number:02d}/HDTD-QLVH" for number in range(1, 6)]
    for issued_then, of_year, day in ((old, year, "12-31"), (new, year + 1, "01-01")):
        entries = await book(whole, "HDTD", of_year)
        assert list(entries) == numbers
        assert [one["case"] for one in entries.values()] == issued_then
        assert {one["date"] for one in entries.values()} == {f"{of_year}-{day}"}
    await keep(whole.flow(new[0]), "signed_in_the_old_year_and_issued_in_the_new_one")
