"""The pure rules of the figures: who sees them, which days, how groups are made and named."""

from datetime import UTC, date, datetime

import pytest

from services.approval.domain.statistics import (
    By,
    Done,
    Waiting,
    figures,
    hours,
    period,
    units_shown,
)
from shared.domain.refusals import Invalid, NotYours
from shared.domain.route import StepKind
from shared.domain.seats import Seat
from tests.services.approval.domain.rounds import lang_son, person

CHECK = StepKind.CONTENT_CHECK


def waiting(*seats: str, tasks: int = 1, unit: str = "VP", kind: StepKind = CHECK) -> Waiting:
    return Waiting(unit=unit, kind=kind, seats=tuple(map(Seat.parse, seats)), tasks=tasks)


def done(code: str, count: int = 2, on_time: int = 1) -> Done:
    return Done(code=code, done=count, on_time=on_time, median=5400.0, p90=25_920.0)


@pytest.mark.parametrize("account", ["giam-doc", "duong-minh-tue"])
def test_leaders_see_every_unit(account: str) -> None:
    assert units_shown(person(account)) is None


def test_a_units_head_sees_that_unit() -> None:
    assert units_shown(person("chanh-van-phong")) == frozenset({"VP"})
    both = ("truong-phong-qlvh", "truong-phong-qldl")
    assert units_shown(person("truong-phong-qlvh", both)) == frozenset({"QLVH", "QLDL"})


@pytest.mark.parametrize("account", ["chuyen-vien-vp", "pho-chanh-van-phong", "van-thu"])
def test_nobody_else_sees_figures(account: str) -> None:
    with pytest.raises(NotYours) as refused:
        units_shown(person(account))
    assert refused.value.code == "not_leading"


def test_days_are_those_of_viet_nam_and_the_last_is_whole() -> None:
    since, until = period(date(2026, 11, 1), date(2026, 11, 30))
    assert since == datetime(2026, 10, 31, 17, tzinfo=UTC)
    assert until == datetime(2026, 11, 30, 17, tzinfo=UTC)
    assert period(None, None) == (None, None)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 11, 2), date(2026, 11, 1)),
        (date.min, None),
        (None, date.max),
        (date(1999, 12, 31), date(2026, 11, 1)),
    ],
)
def test_days_in_the_wrong_order_or_out_of_reach_are_refused(
    first: date | None, last: date | None
) -> None:
    with pytest.raises(Invalid) as refused:
        period(first, last)
    assert refused.value.code == "wrong_period"


def test_hours_have_one_decimal() -> None:
    assert [hours(seconds) for seconds in (None, 0.0, 5400.0, 5580.5, 25_919.0)] == [
        None,
        0.0,
        1.5,
        1.6,
        7.2,
    ]


def test_a_group_has_what_waits_and_what_was_done() -> None:
    found = figures(
        By.UNIT,
        [waiting("unit_head:VP", tasks=3), waiting("post:van-thu"), waiting("post:x", unit="BT")],
        [done("VP", 5, 3), done("QLVH")],
        lang_son(),
    )
    assert [(one.code, one.open, one.done, one.on_time, one.late) for one in found] == [
        ("BT", 1, 0, 0, 0),
        ("QLVH", 0, 2, 1, 1),
        ("VP", 4, 5, 3, 2),
    ]
    assert [one.name for one in found] == ["Bảo tàng tỉnh", "Phòng Quản lý văn hóa", "Văn phòng"]
    assert (found[0].median_hours, found[0].p90_hours) == (None, None)
    assert (found[2].median_hours, found[2].p90_hours) == (1.5, 7.2)


def test_by_step_a_group_is_called_as_the_work_is() -> None:
    (one,) = figures(By.STEP, [waiting("post:x")], [done("content_check")], lang_son())
    assert (one.code, one.name, one.open, one.done) == ("content_check", "kiểm tra nội dung", 1, 2)


def test_by_post_a_task_is_open_once_for_each_post_that_it_waits_for() -> None:
    seats = ("field:van-hoa", "post:pho-giam-doc", "post:giam-doc", "account:van-thu")
    found = figures(By.POST, [waiting(*seats, tasks=2)], [done("giam-doc")], lang_son())
    assert {one.code: (one.open, one.done) for one in found} == {
        "pho-giam-doc": (2, 0),
        "giam-doc": (2, 2),
        "van-thu": (2, 0),
    }


def test_groups_that_are_no_more_keep_their_codes_as_names() -> None:
    found = figures(
        By.POST, [waiting("unit_head:XX"), waiting("account:da-nghi")], [done("cu")], lang_son()
    )
    assert {one.code for one in found} == {"unit_head:XX", "account:da-nghi", "cu"}
    assert all(one.name == one.code for one in found)
