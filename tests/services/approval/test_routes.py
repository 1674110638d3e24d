"""The way of a dispatch: the route that fits it, who sits in its steps, and how many must agree."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from shared.contracts.approval import Review
from shared.domain.urgency import Urgency
from tests.services.approval.conftest import (
    DEPUTY,
    DRAFTER,
    FORM,
    HEAD,
    HEAD_OF_OFFICE,
    SECOND_DEPUTY,
    TEXT,
    Approval,
)
from tests.services.approval.routes_office import (
    CONTENT,
    CULTURE,
    INSPECTOR,
    REVIEW,
    SIGNATURE,
    SPORT,
    STRAIGHT,
    TOURISM,
    approve,
    assert_whole,
    decide,
    named,
    office_of,
    office_with,
    open_task,
    part,
    plan,
    refused,
    seen,
    settle,
    submitted,
    to_sign,
    told,
)

THREE = {"unit_heads": ["QLVH", "QLTDTT", "TTr"], "kind": "office_review", "hours": 8}
HEADS = (CULTURE, SPORT, INSPECTOR)


def a_route(name: str, **conditions: Any) -> dict[str, Any]:
    return {"name": name, "steps": list(STRAIGHT)} | conditions


@pytest.mark.parametrize(
    ("route", "facts"),
    [
        ("Luồng chung", {}),
        ("Giấy mời", {"text": replace(TEXT, doc_type="giay_moi")}),
        ("Hỏa tốc", {"text": replace(TEXT, urgency=Urgency.EXPRESS)}),
        ("Du lịch", {"field": "du-lich"}),
        ("Phòng Quản lý văn hóa", {"unit": "QLVH"}),
        ("Giấy mời", {"text": replace(TEXT, doc_type="giay_moi"), "unit": "QLVH"}),
    ],
)
async def test_type_unit_field_and_urgency_choose_the_route(
    at_rest: Approval, route: str, facts: dict[str, Any]
) -> None:
    routes = [
        a_route("Giấy mời", types=["giay_moi"]),
        a_route("Hỏa tốc", urgencies=["hoa_toc"]),
        a_route("Luồng chung"),
        a_route("Du lịch", fields=["du-lich"]),
        a_route("Phòng Quản lý văn hóa", units=["QLVH"]),
    ]
    office = await settle(at_rest, office_with(routes))
    round_ = await submitted(office, **facts)
    (latest,) = (await part(round_))["rounds"]
    assert {step["route"] for step in latest["plan"]} == {route}


async def test_the_deputy_is_that_of_the_dispatchs_field_not_of_its_unit(
    at_rest: Approval,
) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE, FORM, field="du-lich", signer=SECOND_DEPUTY)
    await round_.prepare()
    other = await round_.decide(DEPUTY, "approve")
    assert "Phó Giám đốc phụ trách Du lịch" in refused(other, 403, "not_candidate")
    assert (await seen(round_, SECOND_DEPUTY))["mine"]
    assert (await to_sign(round_, SECOND_DEPUTY)).review is Review.SIGNED


@pytest.mark.parametrize("account", [FORM, INSPECTOR, "chuyen-vien-qlvh"])
async def test_a_seat_is_a_posts_a_units_heads_or_one_accounts(
    at_rest: Approval, account: str
) -> None:
    either = REVIEW | {"unit_heads": ["TTr"], "accounts": ["chuyen-vien-qlvh"]}
    office = await settle(at_rest, office_of(CONTENT, either, SIGNATURE))
    round_ = await submitted(office, HEAD_OF_OFFICE)
    assert set(await told(round_, "new_task")) == {
        HEAD_OF_OFFICE,
        FORM,
        INSPECTOR,
        "chuyen-vien-qlvh",
    }
    stranger = await round_.decide(CULTURE, "approve", await open_task(round_))
    assert "Chánh Thanh tra" in refused(stranger, 403, "not_candidate")
    answer = await approve(round_, account)
    assert answer.open is not None
    assert answer.open.kind == "signature"


async def test_one_of_several_is_enough_and_the_next_is_told_who_it_was(
    at_rest: Approval,
) -> None:
    office = await settle(at_rest, office_of(CONTENT, THREE, SIGNATURE))
    round_ = await submitted(office, HEAD_OF_OFFICE)
    task = await open_task(round_)
    await approve(round_, SPORT)
    late = await round_.decide(CULTURE, "return", task, comment="Sửa lại")
    sentence = refused(late, 409, "already_decided")
    assert sentence.startswith("Trưởng phòng Quản lý thể dục thể thao đã duyệt lúc ")
    assert named(late)["account"] == SPORT


async def test_everybody_must_agree_where_the_route_says_so(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of(CONTENT, THREE | {"everybody": True}, SIGNATURE))
    round_ = await submitted(office, HEAD_OF_OFFICE)
    task = await open_task(round_)
    assert "Đang chờ cả 3 (" in (await part(round_))["waiting"]
    settled = []
    for account in HEADS:
        made = await round_.decide(account, "approve", task)
        settled.append(made.json()["settled"])
    assert settled == [False, False, True]
    answer = await round_.open_step()
    assert answer.open is not None
    assert answer.open.kind == "signature"
    assert (await told(round_, "decided"))[DRAFTER] == 4


async def test_two_of_three_agree_in_parallel_and_the_third_is_told_who(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of(CONTENT, THREE | {"needs": 2}, SIGNATURE))
    round_ = await submitted(office, HEAD_OF_OFFICE)
    task = await open_task(round_)
    await approve(round_, INSPECTOR)
    waiting = (await part(round_))["waiting"]
    assert waiting.startswith("Đang chờ 2 trong 3 (")
    assert "đã có ý kiến: Chánh Thanh tra Sở" in waiting
    view = await seen(round_, CULTURE)
    assert [seat["taken_by"] for seat in view["seats"]] == [None, None, "Chánh Thanh tra Sở"]
    again = await round_.decide(INSPECTOR, "approve", task)
    assert "mỗi người chỉ có một ý kiến" in refused(again, 409, "already_said")
    await approve(round_, CULTURE)
    third = await round_.decide(SPORT, "approve", task)
    sentence = refused(third, 409, "already_decided")
    assert sentence.startswith("Trưởng phòng Quản lý văn hóa đã duyệt lúc ")
    tasks = await told(round_, "new_task")
    assert [tasks[account] for account in HEADS] == [1, 1, 1]


async def test_of_two_last_votes_at_once_one_counts_ten_times(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of(CONTENT, THREE | {"needs": 2}, SIGNATURE))
    for number in range(10):
        round_ = await submitted(office, HEAD_OF_OFFICE)
        task = await open_task(round_)
        await round_.decide(INSPECTOR, "approve", task)
        last = (CULTURE, SPORT)[:: 1 if number % 2 else -1]
        answers = await asyncio.gather(*(round_.decide(one, "approve", task) for one in last))
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        (won,) = (who for who, a in zip(last, answers, strict=True) if a.is_success)
        (lost,) = (answer for answer in answers if not answer.is_success)
        assert named(lost)["account"] == won
        votes = [row for row in await office.rows("decisions", round_.case) if row["step"] == 2]
        assert {row["account"] for row in votes} == {INSPECTOR, won}
        assert len(votes) == 2


async def test_one_of_several_returns_and_the_step_is_over(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of(CONTENT, THREE | {"everybody": True}, SIGNATURE))
    round_ = await submitted(office, HEAD_OF_OFFICE)
    task = await open_task(round_)
    await approve(round_, INSPECTOR)
    answer = await decide(round_, SPORT, "return", comment="Sai căn cứ")
    assert (answer.review, answer.open) == (Review.RETURNED, None)
    late = await round_.decide(CULTURE, "approve", task)
    assert "đã trả lại lúc" in refused(late, 409, "already_decided")


async def test_two_people_in_one_post_have_one_opinion(at_rest: Approval) -> None:
    content = office_of(
        CONTENT, THREE | {"posts": [FORM], "needs": 3}, SIGNATURE, accounts=with_second_form()
    )
    office = await settle(at_rest, content)
    round_ = await submitted(office, HEAD_OF_OFFICE)
    task = await open_task(round_)
    await approve(round_, FORM)
    second = await round_.decide("pho-chanh-van-phong-2", "approve", task)
    sentence = refused(second, 409, "seat_taken")
    assert "với tư cách Phó Chánh Văn phòng" in sentence
    assert named(second)["account"] == FORM
    assert not (await seen(round_, "pho-chanh-van-phong-2"))["mine"]


def with_second_form() -> list[dict[str, Any]]:
    second = {"id": "pho-chanh-van-phong-2", "name": "Phó Chánh thứ hai", "posts": [FORM]}
    return [*office_of()["accounts"], second]


async def test_content_and_form_are_checked_by_two_people(at_rest: Approval) -> None:
    review = REVIEW | {"posts": [HEAD_OF_OFFICE, FORM]}
    office = await settle(at_rest, office_of(CONTENT, review, SIGNATURE))
    round_ = await submitted(office, HEAD_OF_OFFICE)
    same = await round_.decide(HEAD_OF_OFFICE, "approve", await open_task(round_))
    assert "cần một người khác" in refused(same, 403, "second_part")
    await approve(round_, FORM)
    assert await assert_whole(round_) == [
        "open_round",
        "open_turn",
        "approve",
        "open_turn",
        "approve",
        "open_turn",
    ]


async def test_a_step_with_too_few_people_for_its_number_waits_for_the_file(
    at_rest: Approval,
) -> None:
    """Two seats, two opinions needed, and one of the two drafted it."""
    both = REVIEW | {"accounts": [DRAFTER], "everybody": True}
    office = await settle(at_rest, office_of(CONTENT, both, SIGNATURE))
    round_ = await submitted(office)
    await round_.approve(HEAD_OF_OFFICE)
    await round_.open_in_vain()
    assert "không còn người đủ điều kiện" in (await part(round_))["waiting"]


async def test_every_unit_has_its_own_head_check_the_content(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    for unit, head in (("QLVH", CULTURE), ("QLDL", TOURISM), ("VP", HEAD_OF_OFFICE)):
        round_ = await submitted(office, unit=unit)
        assert await told(round_, "new_task") == {head: 1}
        assert await plan(round_) == [(1, "content_check"), (2, "office_review"), (3, "signature")]
    assert HEAD not in await told(round_, "new_task")
