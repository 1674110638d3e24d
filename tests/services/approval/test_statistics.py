"""Figures over HTTP, counted by the database: what is open, done, on time and late."""

import csv
import io
from datetime import timedelta
from typing import Any

import httpx

from services.approval.tables import turns
from shared.domain.dates import vietnam_date
from shared.domain.urgency import Urgency
from tests.services.approval.conftest import (
    CLERK,
    DEPUTY,
    FORM,
    HEAD,
    HEAD_OF_OFFICE,
    Approval,
    Submitted,
)
from tests.services.approval.lists import mark, submitted

TOURISM, CULTURE, SPORTS = "truong-phong-qldl", "truong-phong-qlvh", "truong-phong-qltdtt"
FIGURES = ("open", "done", "on_time", "late", "median_hours", "p90_hours")


async def asked(approval: Approval, account: str, **what: str) -> httpx.Response:
    person = await approval.person(account)
    return await person.get("/statistics", params=what)


async def rows(approval: Approval, account: str = HEAD, **what: str) -> dict[str, tuple[Any, ...]]:
    """By code, the figures in the order of their columns."""
    answer = await asked(approval, account, **what)
    assert answer.status_code == 200, answer.text
    return {row["code"]: tuple(row[name] for name in FIGURES) for row in answer.json()["rows"]}


async def worked(approval: Approval, made: Submitted, hours: float) -> None:
    """The task that was just decided took so many working hours."""
    task = turns.c.id == await made.task()
    async with approval.work() as work:
        await work.db.execute(turns.update().where(task).values(worked=int(hours * 3600)))


async def checked(approval: Approval, hours: float, **other: Any) -> Submitted:
    made = await submitted(approval, mark(), **other)
    await made.approve(TOURISM if other.get("unit") == "QLDL" else HEAD_OF_OFFICE)
    await worked(approval, made, hours)
    return made


def tourism() -> dict[str, Any]:
    return {"unit": "QLDL", "field": "du-lich"}


async def test_figures_count_what_is_open_and_what_a_decision_ended(at_rest: Approval) -> None:
    """The first of its module: nothing else was decided before."""
    await submitted(at_rest, mark())
    for hours in (1, 2, 3, 4):
        await checked(at_rest, hours)
    late = await submitted(at_rest, mark())
    await checked(at_rest, 0.5, **tourism())
    at_rest.office.clock.ahead += timedelta(days=10)
    await late.approve(HEAD_OF_OFFICE)
    await worked(at_rest, late, 30)
    assert await rows(at_rest) == {
        "QLDL": (0, 1, 1, 0, 0.5, 0.5),
        "VP": (1, 5, 4, 1, 3.0, 19.6),
    }
    assert await rows(at_rest, by="step") == {"content_check": (1, 6, 5, 1, 2.5, 17.0)}
    assert await rows(at_rest, by="post") == {
        "chanh-van-phong": (1, 5, 4, 1, 3.0, 19.6),
        TOURISM: (0, 1, 1, 0, 0.5, 0.5),
    }


async def test_a_turn_that_no_decision_ended_counts_nowhere(approval: Approval) -> None:
    before = await rows(approval, by="step")
    withdrawn = await submitted(approval, mark())
    await withdrawn.withdraw()
    urgent = await submitted(approval, mark(), Urgency.EXPRESS)
    head = await approval.person(HEAD)
    bypassed = await head.post(
        f"/tasks/{await urgent.task()}/bypass", json={"reason": "Chánh Văn phòng đi công tác"}
    )
    assert bypassed.status_code == 200, bypassed.text
    aside = await submitted(approval, mark())
    office = await approval.person(HEAD_OF_OFFICE)
    consulting = {"posts": [CULTURE], "hours": 8, "reason": "Liên quan di sản"}
    consulted = await office.post(f"/tasks/{await aside.task()}/consultations", json=consulting)
    assert consulted.status_code == 200, consulted.text
    assert await rows(approval, by="step") == before


async def test_where_several_decide_the_turn_counts_once_when_it_is_over(
    approval: Approval,
) -> None:
    made = await submitted(approval, mark(), **tourism())
    await made.approve(TOURISM)
    await made.open_step()
    assert (await rows(approval, by="step"))["consultation"][:2] == (1, 0)
    by_post = await rows(approval, by="post")
    assert {by_post[code][0] for code in (CULTURE, SPORTS, "chanh-thanh-tra")} == {1}
    await made.approve(CULTURE)
    assert (await rows(approval, by="step"))["consultation"][:2] == (1, 0)
    await made.approve(SPORTS)
    assert (await rows(approval, by="step"))["consultation"][:4] == (0, 1, 1, 0)
    by_post = await rows(approval, by="post")
    assert by_post[SPORTS][1] == 1
    assert CULTURE not in by_post


async def test_only_the_days_asked_for_count(at_rest: Approval) -> None:
    today = vietnam_date(at_rest.now())
    await checked(at_rest, 1)
    that_day = {"from": str(today), "to": str(today)}
    here = await rows(at_rest, **that_day)
    at_rest.office.clock.ahead += timedelta(days=400)
    later = vietnam_date(at_rest.now())
    await submitted(at_rest, mark())
    await checked(at_rest, 2)
    assert await rows(at_rest, **that_day) == here
    assert (await rows(at_rest, **{"from": str(later)}))["VP"][1:] == (1, 1, 0, 2.0, 2.0)
    wrong = await asked(at_rest, HEAD, **{"from": str(later), "to": str(today)})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_period")


async def test_a_units_head_sees_what_that_unit_drafted_and_staff_nothing(
    approval: Approval,
) -> None:
    await checked(approval, 1)
    await checked(approval, 1, **tourism())
    everything = await rows(approval, DEPUTY)
    assert set(everything) == {"VP", "QLDL"}
    assert await rows(approval, TOURISM) == {"QLDL": everything["QLDL"]}
    assert (await rows(approval, TOURISM, by="post"))[TOURISM][1] == everything["QLDL"][1] - 1
    assert await rows(approval, CULTURE) == {}
    for account in (FORM, CLERK):
        refused = await asked(approval, account)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_leading")


async def test_the_same_figures_come_as_a_table_for_spreadsheets(approval: Approval) -> None:
    await checked(approval, 1)
    answer = await asked(approval, HEAD, by="unit", format="csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith("\ufeffMã,Tên,Đang xử lý,Đã xong,".encode())
    found = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    listed = (await asked(approval, HEAD, by="unit")).json()["rows"]
    assert [one["Tên"] for one in found] == [row["name"] for row in listed]
    assert [int(one["Đã xong"]) for one in found] == [row["done"] for row in listed]
    assert [float(one["Trung vị (giờ làm việc)"]) for one in found] == [
        row["median_hours"] for row in listed
    ]
