"""Thừa ủy quyền and thừa lệnh: in writing, limited, not passed on; and what the paper then says."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.contracts.approval import Review
from shared.domain.chains import broken_at
from tests.services.approval.conftest import (
    CLERK,
    DEPUTY,
    DRAFTER,
    FORM,
    HEAD,
    HEAD_OF_OFFICE,
    SECOND_DEPUTY,
    TEXT,
    Approval,
    Submitted,
)
from tests.services.approval.granted import (
    DAY,
    PAPER,
    absent,
    delegate,
    delegated,
    end,
    end_all,
    refused,
    term,
)

INSPECTOR, CULTURE = "chanh-thanh-tra", "truong-phong-qlvh"
OUTSIDER, OTHER_HEAD = "xa-soan-thao", "xa-truong"


@pytest.fixture(autouse=True)
async def _everything_is_over(approval: Approval) -> AsyncIterator[None]:
    yield
    await end_all(approval)


async def listed(approval: Approval, account: str, **query: str) -> list[dict[str, Any]]:
    answer = await (await approval.person(account)).get("/delegations", params=query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["delegations"])


async def prepared_for(round_: Submitted, account: str) -> dict[str, Any]:
    person = await round_.approval.person(account)
    made = await person.post(f"/tasks/{await round_.task()}/prepared")
    assert made.status_code == 200, made.text
    return dict(made.json())


# Delegating and ending


async def test_the_head_delegates_in_writing_and_everybody_of_the_agency_may_read_it(
    approval: Approval,
) -> None:
    async with delegated(approval, INSPECTOR, fields=["hanh-chinh"]) as made:
        assert (made["delegator"], made["delegate"]) == (HEAD, INSPECTOR)
        assert (made["name"], made["delegate_name"]) == ("Giám đốc Sở", "Chánh Thanh tra Sở")
        assert (made["types"], made["fields"]) == (["cong_van"], ["hanh-chinh"])
        assert (made["paper"], made["in_force"]) == (PAPER, True)
        assert made in await listed(approval, DRAFTER)
        assert await listed(approval, OUTSIDER) == []


@pytest.mark.parametrize("account", [HEAD_OF_OFFICE, INSPECTOR, FORM, CLERK, DRAFTER, DEPUTY])
async def test_nobody_but_the_head_delegates_or_ends_a_delegation(
    approval: Approval, account: str
) -> None:
    no = await delegate(approval, CULTURE, by=account)
    assert refused(no) == (403, "not_head")
    async with delegated(approval, CULTURE) as made:
        no = await end(approval, account, "delegations", made["id"])
        assert refused(no) == (403, "no_passing_on" if account == CULTURE else "not_head")


async def test_whoever_acts_for_the_head_passes_nothing_on(approval: Approval) -> None:
    async with absent(approval, HEAD, DEPUTY), delegated(approval, INSPECTOR):
        for account in (DEPUTY, INSPECTOR):
            no = await delegate(approval, CULTURE, by=account)
            assert refused(no) == (403, "no_passing_on")
        assert "đang làm thay Giám đốc nên không ủy quyền tiếp được" in no.json()["detail"]


async def test_what_was_ended_is_over_and_stays_in_the_list_of_all(approval: Approval) -> None:
    made = (await delegate(approval, INSPECTOR)).json()
    ended = (await end(approval, HEAD, "delegations", made["id"])).json()
    assert (ended["ended_by"], ended["in_force"]) == (HEAD, False)
    twice = await end(approval, HEAD, "delegations", made["id"])
    assert refused(twice) == (409, "already_ended")
    assert made["id"] not in [one["id"] for one in await listed(approval, HEAD)]
    assert ended in await listed(approval, HEAD, all="true")


async def test_a_delegation_of_another_agency_is_as_unknown_as_none(approval: Approval) -> None:
    async with delegated(approval, INSPECTOR) as made:
        for id_ in (made["id"], "00000000-0000-4000-8000-000000000000"):
            no = await end(approval, OTHER_HEAD, "delegations", id_)
            assert refused(no) == (404, "no_delegation")


async def test_each_delegation_has_a_chain_of_its_own_in_the_ledger(approval: Approval) -> None:
    async with delegated(approval, INSPECTOR) as made:
        pass
    events = await approval.events(f"DELEGATION-{made['id']}")
    assert [event["act"] for event in events] == ["delegation_made", "delegation_ended"]
    assert events[0]["details"]["paper"] == PAPER
    assert events[0]["details"]["delegate"] == INSPECTOR
    assert broken_at(events) is None


@pytest.mark.parametrize(
    ("to", "said", "code", "field"),
    [
        (FORM, {}, "delegate_not_unit_head", "delegate"),
        (DEPUTY, {}, "delegate_not_unit_head", "delegate"),
        (HEAD, {}, "delegate_not_unit_head", "delegate"),
        ("nobody", {}, "no_such_account", "delegate"),
        (INSPECTOR, {"types": []}, "content_needed", "types"),
        (INSPECTOR, {"fields": ["rung"]}, "no_such_field", "fields"),
        (INSPECTOR, {"types": ["cong_van", "giay_moi_hop"]}, "no_such_type", "types"),
        (INSPECTOR, {"paper": " "}, "paper_needed", "paper"),
        (INSPECTOR, {"paper": "giấy ủy quyền của Giám đốc"}, "paper_needed", "paper"),
        (INSPECTOR, {"types": ["Công văn"]}, "malformed", "types[0]"),
    ],
)
async def test_what_the_law_does_not_let_be_delegated_is_refused_by_the_field(
    approval: Approval, to: str, said: dict[str, Any], code: str, field: str
) -> None:
    no = await delegate(approval, to, **said)
    assert refused(no) == (422, code)
    assert no.json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    ("begins", "lasts", "code"),
    [
        (timedelta(), timedelta(), "term_wrong"),
        (timedelta(), 367 * DAY, "term_wrong"),
        (-2 * DAY, 3 * DAY, "term_past"),
    ],
)
async def test_a_delegation_has_a_term_of_a_year_at_most(
    approval: Approval, begins: timedelta, lasts: timedelta, code: str
) -> None:
    no = await delegate(approval, INSPECTOR, **term(approval, begins, lasts))
    assert refused(no) == (422, code)


# What it lets one do


async def test_a_delegate_signs_tuq_with_a_pdf_of_his_own(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    assert refused(await round_.decide_to_sign(INSPECTOR)) == (403, "not_candidate")
    async with delegated(approval, INSPECTOR):
        other = await round_.decide_to_sign(INSPECTOR)
        assert refused(other) == (412, "prepared_for_other")
        made = await prepared_for(round_, INSPECTOR)
        assert made["signing_lines"] == ["TUQ. GIÁM ĐỐC", "CHÁNH THANH TRA"]
        decided = await round_.decide_to_sign(INSPECTOR)
        assert decided.status_code == 200, decided.text
    assert decided.json()["signing_lines"] == ["TUQ. GIÁM ĐỐC", "CHÁNH THANH TRA"]
    assert decided.json()["on_behalf_of"] == "Giám đốc Sở"
    assert (await round_.sign()).review is Review.SIGNED


@pytest.mark.parametrize("over", ["ended", "ran out", "not yet", "other type", "other field"])
async def test_outside_of_its_term_and_content_a_delegation_lets_nobody_sign(
    at_rest: Approval, over: str
) -> None:
    round_ = await at_rest.reach("signature")
    limits: dict[str, dict[str, Any]] = {
        "not yet": term(at_rest, DAY),
        "other type": {"types": ["giay_moi"]},
        "other field": {"fields": ["the-thao"]},
    }
    made = (await delegate(at_rest, INSPECTOR, **limits.get(over, {}))).json()
    if over == "ended":
        assert (await end(at_rest, HEAD, "delegations", made["id"])).status_code == 200
    if over == "ran out":
        at_rest.office.clock.ahead = DAY + timedelta(seconds=1)
    assert refused(await round_.decide_to_sign(INSPECTOR)) == (403, "not_candidate")


async def test_the_substitute_of_a_delegate_signs_nothing(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    async with delegated(approval, INSPECTOR), absent(approval, INSPECTOR, CULTURE):
        assert refused(await round_.decide_to_sign(CULTURE)) == (403, "not_candidate")


async def test_a_delegate_signs_nothing_that_he_checked(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    async with delegated(approval, HEAD_OF_OFFICE):
        no = await round_.decide_to_sign(HEAD_OF_OFFICE)
        assert refused(no) == (403, "second_part")


async def test_nobody_signs_by_delegation_of_a_head_who_wrote_it(approval: Approval) -> None:
    round_ = await approval.reach("signature", authors=(DRAFTER, HEAD))
    async with delegated(approval, INSPECTOR):
        no = await round_.decide_to_sign(INSPECTOR)
        assert refused(no) == (403, "second_part_of_absent")


# Thừa lệnh


async def invitation(approval: Approval, unit: str, *checkers: str) -> Submitted:
    """An invitation of a unit, checked by these two, its PDF prepared."""
    round_ = await approval.submit(
        unit=unit,
        field="van-hoa" if unit == "QLVH" else "hanh-chinh",
        drafter="chuyen-vien-qlvh" if unit == "QLVH" else DRAFTER,
        authors=("chuyen-vien-qlvh" if unit == "QLVH" else DRAFTER,),
        submitter="chuyen-vien-qlvh" if unit == "QLVH" else DRAFTER,
        signer=HEAD_OF_OFFICE,
        text=replace(TEXT, doc_type="giay_moi"),
    )
    await round_.open_step()
    for checker in checkers:
        await round_.approve(checker)
        await round_.open_step()
    await round_.prepare()
    return round_


async def test_the_head_of_the_office_signs_an_invitation_by_order(approval: Approval) -> None:
    round_ = await invitation(approval, "QLVH", CULTURE, CLERK)
    (made,) = await approval.rows("prepared", round_.case)
    assert (made["account"], made["lines"]) == (
        HEAD_OF_OFFICE,
        ["TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"],
    )
    assert (await round_.decide_to_sign(HEAD_OF_OFFICE)).status_code == 200
    assert (await round_.sign()).review is Review.SIGNED


async def test_his_deputy_signs_it_for_him_in_three_lines(approval: Approval) -> None:
    round_ = await invitation(approval, "VP", HEAD_OF_OFFICE, CLERK)
    no = await round_.decide_to_sign(HEAD_OF_OFFICE)
    assert refused(no) == (403, "second_part")  # he checked the content
    made = await prepared_for(round_, FORM)
    assert made["signing_lines"] == ["TL. GIÁM ĐỐC", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"]
    assert (await round_.decide_to_sign(FORM)).status_code == 200
    assert (await round_.sign()).review is Review.SIGNED


async def test_another_type_is_not_signed_by_order(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    async with absent(approval, DEPUTY, HEAD_OF_OFFICE, kinds=["signature"]):
        for account in (HEAD_OF_OFFICE, FORM, SECOND_DEPUTY):
            no = await round_.decide_to_sign(account)
            assert no.status_code == 403, account
