"""Somebody is away and another acts in his place; nothing is moved, and nothing moved back."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.approval.operations import granting
from shared.contracts.approval import Review
from shared.domain.chains import broken_at
from shared.domain.dates import vietnam_date
from tests.services.approval.conftest import (
    CLERK,
    DEPUTY,
    DRAFTER,
    FORM,
    HEAD,
    HEAD_OF_OFFICE,
    SECOND_DEPUTY,
    Approval,
    Submitted,
)
from tests.services.approval.granted import DAY, absent, declare, end, end_all, refused, term
from tests.support.office import LANG_SON, content_of

OUTSIDER = "xa-truong"
INSPECTOR = "chanh-thanh-tra"


@pytest.fixture(autouse=True)
async def _everybody_is_back(approval: Approval) -> AsyncIterator[None]:
    yield
    await end_all(approval)


async def listed(approval: Approval, account: str, **query: str) -> list[dict[str, Any]]:
    answer = await (await approval.person(account)).get("/absences", params=query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["absences"])


async def tasks(approval: Approval, account: str, of: str) -> list[dict[str, Any]]:
    answer = await (await approval.person(account)).get(f"/tasks?of={of}&limit=100")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["tasks"])


async def found(approval: Approval, account: str, of: str, round_: Submitted) -> list[Any]:
    task = await round_.task()
    return [one["on_behalf_of"] for one in await tasks(approval, account, of) if one["id"] == task]


# Declaring and ending


async def test_whoever_is_away_says_so_and_everybody_of_the_agency_may_read_it(
    approval: Approval,
) -> None:
    limits = {"kinds": ["office_review"], "fields": ["hanh-chinh"], "types": ["cong_van"]}
    async with absent(approval, FORM, CLERK, **limits) as made:
        assert (made["account"], made["substitute"]) == (FORM, CLERK)
        assert (made["name"], made["substitute_name"]) == ("Phó Chánh Văn phòng", "Văn thư Sở")
        assert {name: made[name] for name in limits} == limits
        assert (made["made_by"], made["reason"], made["in_force"]) == (FORM, "Đi công tác", True)
        assert (made["ended_at"], made["ended_by"]) == (None, None)
        assert made in await listed(approval, DRAFTER)
        assert await listed(approval, OUTSIDER) == []


async def test_a_superior_declares_and_ends_it_for_somebody_and_others_do_not(
    approval: Approval,
) -> None:
    for other in (DRAFTER, INSPECTOR, FORM, SECOND_DEPUTY):
        no = await declare(approval, other, CLERK, account=HEAD_OF_OFFICE)
        assert refused(no) == (403, "not_superior"), other
    assert "Chánh Văn phòng hoặc cấp trên" in no.json()["detail"]
    for superior in (HEAD, DEPUTY):
        made = await declare(approval, superior, FORM, account=HEAD_OF_OFFICE)
        assert made.status_code == 200, made.text
        assert made.json()["made_by"] == superior
        id_ = made.json()["id"]
        assert refused(await end(approval, FORM, "absences", id_)) == (403, "not_superior")
        ended = await end(approval, superior, "absences", id_)
        assert (ended.status_code, ended.json()["ended_by"]) == (200, superior)


async def test_nobody_declares_the_heads_absence_but_the_head(approval: Approval) -> None:
    for account in (DEPUTY, HEAD_OF_OFFICE, CLERK):
        no = await declare(approval, account, DEPUTY, account=HEAD)
        assert refused(no) == (403, "not_superior")
    async with absent(approval, HEAD, DEPUTY) as made:
        assert made["in_force"]


async def test_what_was_ended_is_over_and_stays_in_the_list_of_all(approval: Approval) -> None:
    async with absent(approval, FORM, CLERK) as made:
        ended = (await end(approval, FORM, "absences", made["id"])).json()
        assert (ended["ended_by"], ended["in_force"]) == (FORM, False)
        twice = await end(approval, HEAD_OF_OFFICE, "absences", made["id"])
        assert refused(twice) == (409, "already_ended")
        assert twice.json()["detail"].startswith("Phó Chánh Văn phòng đã kết thúc lúc ")
    assert made["id"] not in [one["id"] for one in await listed(approval, FORM)]
    (kept,) = (one for one in await listed(approval, FORM, all="true") if one["id"] == made["id"])
    assert kept == ended


async def test_an_absence_that_ran_out_is_not_ended_any_more(at_rest: Approval) -> None:
    made = (await declare(at_rest, FORM, CLERK)).json()
    at_rest.office.clock.ahead = DAY + timedelta(seconds=1)
    assert refused(await end(at_rest, FORM, "absences", made["id"])) == (409, "already_over")
    assert made["id"] not in [one["id"] for one in await listed(at_rest, FORM)]
    (kept,) = (one for one in await listed(at_rest, FORM, all="true") if one["id"] == made["id"])
    assert (kept["in_force"], kept["ended_at"]) == (False, None)


async def test_one_that_begins_tomorrow_is_listed_and_not_in_force(approval: Approval) -> None:
    async with absent(approval, FORM, CLERK, **term(approval, DAY)) as made:
        assert not made["in_force"]
        assert made in await listed(approval, FORM)


async def test_an_absence_of_another_agency_is_as_unknown_as_none(approval: Approval) -> None:
    async with absent(approval, FORM, CLERK) as made:
        for id_ in (made["id"], "00000000-0000-4000-8000-000000000000"):
            assert refused(await end(approval, OUTSIDER, "absences", id_)) == (404, "no_absence")


async def test_the_same_act_sent_twice_makes_one_absence(approval: Approval) -> None:
    person = await approval.person(FORM)
    said = {"substitute": CLERK, "reason": "Nghỉ phép"} | term(approval)
    key = {"Idempotency-Key": "one-absence"}
    first, again = [await person.post("/absences", json=said, headers=key) for _ in range(2)]
    assert first.json() == again.json()
    other = await person.post("/absences", json=said | {"substitute": DRAFTER}, headers=key)
    assert refused(other) == (422, "key_reused")
    id_ = first.json()["id"]
    ends = [await person.post(f"/absences/{id_}/end", headers=key | {"Idempotency-Key": "e"})]
    ends += [await person.post(f"/absences/{id_}/end", headers=key | {"Idempotency-Key": "e"})]
    assert [one.status_code for one in ends] == [200, 200]
    assert ends[0].json() == ends[1].json()


async def test_each_absence_has_a_chain_of_its_own_in_the_ledger(approval: Approval) -> None:
    async with absent(approval, FORM, CLERK, kinds=["office_review"]) as made:
        pass
    events = await approval.events(f"ABSENCE-{made['id']}")
    assert [event["act"] for event in events] == ["absence_declared", "absence_ended"]
    assert [event["account"] for event in events] == [FORM, FORM]
    assert events[0]["details"]["substitute"] == CLERK
    assert events[0]["details"]["kinds"] == ["office_review"]
    assert events[1]["details"] == {"reason": "Đã trở lại"}
    assert events[0]["organisation"] == approval.versions["SVHTTDL"]
    assert broken_at(events) is None


# What is refused


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"substitute": FORM}, "own_substitute", "substitute"),
        ({"substitute": "nobody"}, "no_such_account", "substitute"),
        ({"substitute": OUTSIDER}, "no_such_account", "substitute"),
        ({"account": "nobody"}, "no_such_account", "account"),
        ({"fields": ["rung"]}, "no_such_field", "fields"),
        ({"types": ["cong_van", "giay_moi_hop"]}, "no_such_type", "types"),
        ({"reason": "  "}, "reason_needed", "reason"),
        ({"types": ["Công văn"]}, "malformed", "types[0]"),
        ({"kinds": ["sign"]}, "malformed", "kinds[0]"),
        ({"starts_at": "2026-11-25T00:00:00"}, "malformed", "starts_at"),
    ],
)
async def test_what_can_not_be_is_refused_by_the_field(
    approval: Approval, said: dict[str, Any], code: str, field: str
) -> None:
    no = await declare(approval, FORM, CLERK, **said)
    assert refused(no) == (422, code)
    assert [error["field"] for error in no.json()["errors"]] == [field]


@pytest.mark.parametrize(
    ("begins", "lasts", "code"),
    [
        (timedelta(), timedelta(), "term_wrong"),
        (timedelta(), -DAY, "term_wrong"),
        (timedelta(), 367 * DAY, "term_wrong"),
        (367 * DAY, DAY, "term_wrong"),
        (-2 * DAY, 3 * DAY, "term_past"),
        (-timedelta(seconds=2), timedelta(seconds=1), "term_past"),
    ],
)
async def test_a_term_runs_from_today_on_for_a_year_at_most(
    approval: Approval, begins: timedelta, lasts: timedelta, code: str
) -> None:
    no = await declare(approval, FORM, CLERK, **term(approval, begins, lasts))
    assert refused(no) == (422, code)


async def test_a_term_may_begin_with_today(approval: Approval) -> None:
    today = vietnam_date(approval.now())
    begins, ends = (f"{day}T00:00:00+07:00" for day in (today, today + DAY))
    async with absent(approval, FORM, CLERK, starts_at=begins, ends_at=ends) as made:
        assert made["in_force"]


async def test_two_substitutes_for_the_same_are_refused_and_the_first_is_named(
    approval: Approval,
) -> None:
    async with absent(approval, FORM, CLERK, kinds=["office_review"]) as first:
        no = await declare(approval, FORM, DRAFTER)
        assert refused(no) == (409, "overlaps")
        assert "Phó Chánh Văn phòng đã có Văn thư Sở thay từ " in no.json()["detail"]
        assert {"field": "absence", "message": first["id"]} in no.json()["errors"]
        async with (
            absent(approval, FORM, DRAFTER, kinds=["content_check"]),
            absent(approval, FORM, DRAFTER, **term(approval, 2 * DAY)),
            absent(approval, FORM, CLERK, kinds=["office_review"], types=["cong_van"]),
        ):
            pass


async def test_of_two_declared_at_once_one_is_refused(approval: Approval) -> None:
    for _ in range(5):
        answers = await asyncio.gather(
            declare(approval, FORM, CLERK), declare(approval, FORM, DRAFTER)
        )
        assert sorted(one.status_code for one in answers) == [200, 409]
        (made,) = (one.json() for one in answers if one.status_code == 200)
        await end(approval, FORM, "absences", made["id"])


async def test_a_substitute_who_is_away_too_is_refused_and_until_when_is_said(
    approval: Approval,
) -> None:
    async with absent(approval, CLERK, DRAFTER) as gone:
        no = await declare(approval, FORM, CLERK)
        assert refused(no) == (409, "substitute_away")
        assert "Văn thư Sở cũng vắng mặt từ " in no.json()["detail"]
        until = next(e["message"] for e in no.json()["errors"] if e["field"] == "until")
        assert datetime.fromisoformat(until) == datetime.fromisoformat(gone["ends_at"])
        async with absent(approval, FORM, CLERK, **term(approval, 2 * DAY)):
            pass


# What it lets one do


async def test_a_substitute_sees_and_decides_the_task_and_on_whose_behalf_is_shown(
    approval: Approval,
) -> None:
    round_ = await approval.reach("office_review")
    assert refused(await round_.decide(CLERK, "approve")) == (403, "not_candidate")
    assert await found(approval, CLERK, "substitute", round_) == []
    async with absent(approval, FORM, CLERK):
        assert await found(approval, CLERK, "substitute", round_) == ["Phó Chánh Văn phòng"]
        seen = (await (await approval.person(CLERK)).get(f"/tasks/{await round_.task()}")).json()
        assert (seen["mine"], seen["on_behalf_of"]) == (True, "Phó Chánh Văn phòng")
        made = await round_.approve(CLERK)
    assert (made["account"], made["on_behalf_of"]) == (CLERK, "Phó Chánh Văn phòng")
    assert made["title"] == "Văn thư"
    decisions = await approval.rows("decisions", round_.case)
    (row,) = (one for one in decisions if one["account"] == CLERK)
    assert (row["on_behalf_of"], row["behalf"]) == (FORM, "Phó Chánh Văn phòng")
    events = [one for one in await approval.events(round_.case) if one["act"] == "approve"]
    assert events[-1]["on_behalf_of"] == FORM


async def test_who_is_away_may_still_decide_himself(approval: Approval) -> None:
    round_ = await approval.reach("office_review")
    async with absent(approval, FORM, CLERK):
        assert (await round_.approve(FORM))["on_behalf_of"] is None
        late = await round_.decide(CLERK, "approve")
    assert refused(late) == (409, "already_decided")


@pytest.mark.parametrize("over", ["ended", "ran out", "not yet", "other step"])
async def test_outside_of_its_term_and_limits_an_absence_lets_nobody_decide(
    at_rest: Approval, over: str
) -> None:
    round_ = await at_rest.reach("office_review")
    limits: dict[str, dict[str, Any]] = {
        "not yet": term(at_rest, DAY),
        "other step": {"kinds": ["signature"]},
    }
    said = limits.get(over, {})
    async with absent(at_rest, FORM, CLERK, **said) as made:
        if over == "ended":
            assert (await end(at_rest, FORM, "absences", made["id"])).status_code == 200
        if over == "ran out":
            at_rest.office.clock.ahead = DAY + timedelta(seconds=1)
        assert refused(await round_.decide(CLERK, "approve")) == (403, "not_candidate")
        assert await found(at_rest, CLERK, "substitute", round_) == []
        assert (await round_.approve(FORM))["on_behalf_of"] is None


async def test_nothing_is_passed_on_to_the_substitute_of_a_substitute(approval: Approval) -> None:
    round_ = await approval.reach("office_review")
    async with absent(approval, FORM, CLERK), absent(approval, CLERK, INSPECTOR):
        assert refused(await round_.decide(INSPECTOR, "approve")) == (403, "not_candidate")
        assert await found(approval, INSPECTOR, "substitute", round_) == []


async def test_a_second_deputy_signs_for_the_absent_one_with_a_pdf_of_his_own(
    approval: Approval,
) -> None:
    round_ = await approval.reach("signature")
    before = await round_.prepared()
    async with absent(approval, DEPUTY, SECOND_DEPUTY):
        await round_.prepare()
        assert await round_.prepared() != before
        made = await round_.decide_to_sign(SECOND_DEPUTY)
        assert made.status_code == 200, made.text
    said = made.json()
    assert said["signing_lines"] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert said["on_behalf_of"] == "Dương Minh Tuệ"
    assert (await round_.sign()).review is Review.SIGNED


async def test_the_deputy_is_away_and_the_director_signs_while_approvals_stay(
    approval: Approval,
) -> None:
    round_ = await approval.reach("signature")
    approvals = await approval.rows("decisions", round_.case)
    async with absent(approval, DEPUTY, HEAD):
        await round_.prepare()
        made = (await approval.rows("prepared", round_.case))[-1]
        assert (made["account"], made["lines"]) == (HEAD, ["GIÁM ĐỐC"])
        late = await round_.decide(DEPUTY, "approve", prepared=made["hash"])
        assert refused(late) == (412, "prepared_for_other")
        signed = await round_.decide_to_sign(HEAD)
        assert signed.status_code == 200, signed.text
    assert signed.json()["signing_lines"] == ["GIÁM ĐỐC"]
    assert signed.json()["on_behalf_of"] is None  # by a right of his own
    assert (await round_.sign()).review is Review.SIGNED
    decisions = await approval.rows("decisions", round_.case)
    assert [one for one in decisions if one["kind"] != "signature"] == approvals


async def test_a_substitute_whom_the_law_lets_sign_nothing_is_refused(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    async with absent(approval, DEPUTY, INSPECTOR):
        await round_.prepare()
        no = await round_.decide_to_sign(INSPECTOR)
        assert refused(no) == (403, "may_not_sign")


async def test_a_signature_decided_before_the_absence_ended_is_still_made(
    at_rest: Approval,
) -> None:
    round_ = await at_rest.reach("signature")
    async with absent(at_rest, DEPUTY, SECOND_DEPUTY):
        await round_.prepare()
        assert (await round_.decide_to_sign(SECOND_DEPUTY)).status_code == 200
    assert (await round_.sign()).review is Review.SIGNED


async def test_who_acts_for_somebody_while_that_is_being_ended_waits_and_is_refused(
    approval: Approval,
) -> None:
    """Nothing is decided by an absence at an instant at which it had ended."""
    round_ = await approval.reach("office_review")
    task = await round_.task()
    async with absent(approval, FORM, INSPECTOR) as made, approval.work() as work:
        me = await work.organisations.person(work.db, FORM)
        await granting.end_absence(work, me, made["id"], "Đã trở lại")
        acts = asyncio.create_task(round_.decide(INSPECTOR, "approve", task))
        await asyncio.wait({acts}, timeout=1)
    assert refused(await acts) == (403, "not_candidate")


async def test_in_the_place_of_an_author_nobody_acts(approval: Approval) -> None:
    round_ = await approval.submit(authors=(DRAFTER, HEAD_OF_OFFICE))
    async with absent(approval, HEAD_OF_OFFICE, INSPECTOR):
        await round_.open_in_vain()
        no = await round_.decide(INSPECTOR, "approve")
    assert refused(no) == (403, "second_part_of_absent")


async def test_a_substitute_who_left_the_agency_acts_no_more(at_rest: Approval) -> None:
    round_ = await at_rest.reach("office_review")
    async with absent(at_rest, FORM, INSPECTOR):
        content = content_of(LANG_SON)
        content["accounts"] = [one for one in content["accounts"] if one["id"] != INSPECTOR]
        await at_rest.office.load("approval", content)
        assert refused(await round_.decide(INSPECTOR, "approve")) == (403, "no_account")
        assert (await round_.approve(FORM))["on_behalf_of"] is None
