"""An urgent dispatch skips a check: by a named act, with a reason, marked for ever."""

from dataclasses import replace

import pytest

from shared.contracts.approval import Review
from shared.domain.urgency import Urgency
from tests.services.approval.conftest import (
    CLERK,
    DEPUTY,
    DRAFTER,
    FORM,
    HEAD,
    HEAD_OF_OFFICE,
    TEXT,
    Approval,
    Submitted,
)
from tests.services.approval.routes_office import (
    CONTENT,
    INSPECTOR,
    REVIEW,
    SIGNATURE,
    act,
    approve,
    assert_whole,
    decide,
    done,
    named,
    office_of,
    open_task,
    part,
    refused,
    seen,
    settle,
    submitted,
    taken,
    to_sign,
)

URGENT = replace(TEXT, urgency=Urgency.URGENT)


async def an_urgent_one(approval: Approval, *approvals: str, **other: object) -> Submitted:
    office = await settle(approval, office_of())
    return await submitted(office, *approvals, text=URGENT, **other)


async def test_a_skipped_step_is_marked_in_every_view_for_ever(at_rest: Approval) -> None:
    round_ = await an_urgent_one(at_rest, HEAD_OF_OFFICE)
    task = await open_task(round_)
    made = done(await act(round_, HEAD, "bypass"))
    assert (made["kind"], made["title"], made["stage"]) == ("bypass", "Giám đốc", "UNDER_REVIEW")
    answer = await round_.open_step()
    assert (answer.bypassed, answer.open and answer.open.kind) == (1, "signature")
    late = await round_.decide(FORM, "approve", task)
    sentence = refused(late, 409, "set_aside")
    assert sentence.startswith("Giám đốc Sở (Giám đốc) đã bỏ qua bước này vì khẩn lúc ")
    assert named(late)["account"] == HEAD
    signed = await to_sign(round_)
    assert (signed.review, signed.bypassed) == (Review.SIGNED, 1)
    view = await part(round_, CLERK)
    (round_one,) = view["rounds"]
    assert (view["bypassed"], round_one["bypassed"]) == (1, 1)
    assert [step["bypassed"] for step in round_one["plan"]] == [False, True, False]
    (skipped,) = (one for one in round_one["taken"] if one["act"] == "bypass")
    assert (skipped["account"], skipped["comment"]) == (HEAD, None)
    (told,) = (
        one
        for one in (await seen(round_, DRAFTER, task))["rounds"][0]["taken"]
        if one["act"] == "bypass"
    )
    assert told["comment"] == "Người kiểm tra đi vắng"
    assert "bypass" in await assert_whole(round_)
    heard = [one["facts"].get("verdict") for one in await at_rest.rows("notices", round_.case)]
    assert heard.count("bypass") == 1  # the drafter is told


async def test_a_later_round_still_tells_of_it_and_skips_nothing_itself(
    at_rest: Approval,
) -> None:
    first = await an_urgent_one(at_rest, HEAD_OF_OFFICE)
    done(await act(first, HEAD, "bypass"))
    await first.open_step()
    await decide(first, DEPUTY, "return", comment="Sửa")
    second = await first.next_round()
    answer = await second.open_step()
    assert (answer.bypassed, answer.open and answer.open.step) == (0, 1)
    assert [one["bypassed"] for one in (await part(second))["rounds"]] == [1, 0]


async def test_only_an_urgent_dispatch_skips_a_step(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office)
    refused(await act(round_, HEAD, "bypass"), 409, "not_urgent")


@pytest.mark.parametrize("account", [HEAD_OF_OFFICE, DEPUTY, CLERK])
async def test_it_needs_a_permission_of_its_own(at_rest: Approval, account: str) -> None:
    round_ = await an_urgent_one(at_rest)
    assert "Giám đốc" in refused(await act(round_, account, "bypass"), 403, "no_permission")


async def test_it_needs_a_reason(at_rest: Approval) -> None:
    round_ = await an_urgent_one(at_rest)
    refused(await act(round_, HEAD, "bypass", reason=" "), 422, "reason_needed")
    assert await at_rest.rows("changes", round_.case) == []


async def test_without_a_permission_in_the_file_nobody_may(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of(permissions={}))
    round_ = await submitted(office, text=URGENT)
    assert "permissions" in refused(await act(round_, HEAD, "bypass"), 403, "no_permission")


@pytest.mark.parametrize("wrote", [{"authors": (DRAFTER, HEAD)}, {"submitter": HEAD}])
async def test_nobody_skips_a_check_of_what_he_wrote(
    at_rest: Approval, wrote: dict[str, object]
) -> None:
    round_ = await an_urgent_one(at_rest, **wrote)
    refused(await act(round_, HEAD, "bypass"), 403, "own_dispatch")


async def test_a_signature_is_never_skipped_nor_the_handing_on_of_a_return(
    at_rest: Approval,
) -> None:
    office = await settle(at_rest, office_of(returns="by_head"))
    round_ = await submitted(office, HEAD_OF_OFFICE, FORM, text=URGENT)
    refused(await act(round_, HEAD, "bypass"), 409, "never_skipped")
    await decide(round_, DEPUTY, "return", comment="Sửa")
    refused(await act(round_, HEAD, "bypass"), 409, "never_skipped")


async def test_opinions_given_before_a_consultation_was_skipped_are_kept(
    at_rest: Approval,
) -> None:
    both = {"kind": "consultation", "hours": 4, "posts": [INSPECTOR, CLERK], "everybody": True}
    office = await settle(at_rest, office_of(CONTENT, both, REVIEW, SIGNATURE))
    round_ = await submitted(office, HEAD_OF_OFFICE, text=URGENT)
    task = await open_task(round_)
    await decide(round_, INSPECTOR, "opinion", comment="Thiếu căn cứ")
    done(await act(round_, HEAD, "bypass"))
    refused(await round_.decide(CLERK, "approve", task), 409, "set_aside")
    await round_.open_step()
    assert await taken(round_) == [
        ("approve", HEAD_OF_OFFICE),
        ("opinion", INSPECTOR),
        ("bypass", HEAD),
    ]
    await approve(round_, FORM)


async def test_what_is_decided_is_not_skipped_any_more(at_rest: Approval) -> None:
    round_ = await an_urgent_one(at_rest)
    task = await open_task(round_)
    await approve(round_, HEAD_OF_OFFICE)
    refused(await act(round_, HEAD, "bypass", task), 409, "already_decided")
