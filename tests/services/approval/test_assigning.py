"""One person has a task: claimed, given back, passed on, or given by a superior."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from shared.contracts.approval import Review
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
from tests.services.approval.routes_office import (
    CONTENT,
    CULTURE,
    INSPECTOR,
    REVIEW,
    SIGNATURE,
    act,
    approve,
    assert_whole,
    done,
    mark,
    named,
    office_of,
    open_task,
    part,
    refused,
    seen,
    set_clock,
    settle,
    submitted,
    taken,
    to_sign,
    told,
)

EITHER = REVIEW | {"posts": [FORM, CLERK]}
OFFICE = office_of(CONTENT, EITHER, SIGNATURE)


async def under_review(approval: Approval, content: dict[str, Any] = OFFICE) -> Submitted:
    """A round whose form either of two may check."""
    return await submitted(await settle(approval, content), HEAD_OF_OFFICE)


async def test_who_claims_a_task_has_it_alone_until_it_is_given_back(at_rest: Approval) -> None:
    round_ = await under_review(at_rest)
    task = await open_task(round_)
    claimed = done(await act(round_, CLERK, "claim"))
    assert (claimed["kind"], claimed["to"]) == ("claim", CLERK)
    other = await round_.decide(FORM, "approve", task)
    sentence = refused(other, 409, "claimed")
    assert sentence.startswith("Văn thư Sở đang giữ việc này từ ")
    assert (named(other)["account"], "at" in named(other)) == (CLERK, True)
    view = await seen(round_, FORM)
    assert (view["mine"], view["claimed_by"]) == (False, "Văn thư Sở")
    assert "Văn thư Sở (đã nhận việc)" in view["waiting"]
    done(await act(round_, CLERK, "release"))
    view = await seen(round_, FORM)
    assert (view["mine"], view["claimed_by"]) == (True, None)
    await approve(round_, FORM)
    assert await taken(round_) == [
        ("approve", HEAD_OF_OFFICE),
        ("claim", CLERK),
        ("release", CLERK),
        ("approve", FORM),
    ]
    await assert_whole(round_)


async def test_a_claim_is_refused_with_the_reason_to_whoever_may_not(at_rest: Approval) -> None:
    round_ = await under_review(at_rest)
    refused(await act(round_, INSPECTOR, "claim"), 403, "not_candidate")
    refused(await act(round_, HEAD_OF_OFFICE, "claim"), 403, "not_candidate")
    refused(await act(round_, FORM, "release"), 409, "not_claimed")
    done(await act(round_, FORM, "claim"))
    refused(await act(round_, FORM, "claim"), 409, "already_claimed")
    refused(await act(round_, CLERK, "claim"), 409, "claimed")
    refused(await act(round_, CLERK, "release"), 403, "claimed")
    task = await open_task(round_)
    await approve(round_, FORM)
    refused(await act(round_, CLERK, "claim", task), 409, "already_decided")


async def test_where_several_decide_nobody_has_it_alone(at_rest: Approval) -> None:
    round_ = await under_review(
        at_rest, office_of(CONTENT, EITHER | {"everybody": True}, SIGNATURE)
    )
    assert "cần 2 ý kiến" in refused(await act(round_, FORM, "claim"), 409, "several_decide")
    refused(await act(round_, FORM, "forward", to=CLERK), 409, "several_decide")
    refused(await act(round_, HEAD_OF_OFFICE, "reassign", to=CLERK), 409, "several_decide")


async def test_a_task_is_forwarded_to_another_who_may_decide_it(at_rest: Approval) -> None:
    round_ = await under_review(at_rest)
    task = await open_task(round_)
    made = done(await act(round_, FORM, "forward", to=CLERK, reason="Đi công tác"))
    assert (made["kind"], made["to"]) == ("forward", CLERK)
    mine = await round_.decide(FORM, "approve", task)
    assert "đã chuyển việc lúc" in refused(mine, 409, "claimed")
    assert (await told(round_, "new_task"))[CLERK] == 2
    await approve(round_, CLERK)
    (change,) = await at_rest.rows("changes", round_.case)
    assert (change["reason"], change["details"]) == ("Đi công tác", {"to": CLERK})


@pytest.mark.parametrize(
    ("to", "status", "code"),
    [
        (INSPECTOR, 422, "not_a_candidate"),
        (HEAD_OF_OFFICE, 403, "second_part"),
        (DRAFTER, 403, "second_part"),
        ("khong-co", 422, "no_such_account"),
    ],
)
async def test_a_task_is_not_forwarded_to_who_may_not_decide_it(
    at_rest: Approval, to: str, status: int, code: str
) -> None:
    round_ = await under_review(at_rest)
    sentence = refused(await act(round_, FORM, "forward", to=to), status, code)
    if code == "not_a_candidate":
        assert sentence.endswith("người được: Phó Chánh Văn phòng, Văn thư Sở.")
    assert await at_rest.rows("changes", round_.case) == []


async def test_giving_a_task_away_needs_a_reason(at_rest: Approval) -> None:
    round_ = await under_review(at_rest)
    refused(await act(round_, FORM, "forward", to=CLERK, reason=" "), 422, "reason_needed")
    refused(await act(round_, HEAD, "reassign", to=CLERK, reason=""), 422, "reason_needed")


async def test_a_superior_gives_the_task_to_somebody_new(at_rest: Approval) -> None:
    round_ = await under_review(at_rest)
    task = await open_task(round_)
    done(await act(round_, FORM, "claim"))
    made = done(await act(round_, HEAD, "reassign", to=CULTURE, reason="Hai người đều vắng"))
    assert (made["kind"], made["account"], made["to"]) == ("reassign", HEAD, CULTURE)
    assert (await told(round_, "new_task"))[CULTURE] == 1
    refused(await round_.decide(FORM, "approve", task), 409, "claimed")
    (step,) = (s for s in (await part(round_))["rounds"][0]["plan"] if s["kind"] == "office_review")
    assert f"account:{CULTURE}" in step["seats"]
    mine = await (await at_rest.person(CULTURE)).get("/tasks")
    assert task in [one["id"] for one in mine.json()["tasks"]]
    await approve(round_, CULTURE)
    await assert_whole(round_)


@pytest.mark.parametrize("account", [CLERK, CULTURE, SECOND_DEPUTY, DRAFTER])
async def test_only_a_superior_gives_a_task_away(at_rest: Approval, account: str) -> None:
    round_ = await under_review(at_rest)
    code = "own_dispatch" if account == DRAFTER else "not_superior"
    refused(await act(round_, account, "reassign", to=FORM), 403, code)


async def test_where_a_post_is_vacant_the_head_gives_its_task_to_somebody(
    at_rest: Approval,
) -> None:
    accounts = [one for one in OFFICE["accounts"] if one["id"] not in {FORM, CLERK}]
    clerk = {"id": CLERK, "name": "Văn thư Sở", "posts": [CLERK]}
    content = office_of(CONTENT, REVIEW, SIGNATURE) | {"accounts": [*accounts, clerk]}
    round_ = await submitted(await settle(at_rest, content))
    await round_.approve(HEAD_OF_OFFICE)
    await round_.open_in_vain()
    refused(await act(round_, SECOND_DEPUTY, "reassign", to=CULTURE), 403, "not_superior")
    done(await act(round_, HEAD, "reassign", to=CULTURE))
    answer = await approve(round_, CULTURE)
    assert answer.open is not None
    assert answer.open.kind == "signature"


async def test_who_left_the_post_since_the_submission_is_given_the_task_by_name(
    at_rest: Approval,
) -> None:
    round_ = await under_review(at_rest)
    moved = [
        one | ({"posts": [INSPECTOR]} if one["id"] == FORM else {}) for one in OFFICE["accounts"]
    ]
    await at_rest.office.load("approval", OFFICE | {"accounts": moved})
    refused(await round_.decide(FORM, "approve"), 403, "not_candidate")
    done(await act(round_, HEAD, "reassign", to=FORM, reason="Người quen việc"))
    await approve(round_, FORM)


async def test_a_superior_who_wrote_the_dispatch_gives_it_to_nobody(at_rest: Approval) -> None:
    office = await settle(at_rest, OFFICE)
    round_ = await submitted(office, HEAD_OF_OFFICE, authors=(DRAFTER, HEAD))
    refused(await act(round_, HEAD, "reassign", to=CULTURE), 403, "own_dispatch")


async def test_a_superior_gives_no_task_to_who_wrote_the_dispatch(at_rest: Approval) -> None:
    round_ = await under_review(at_rest)
    refused(await act(round_, HEAD, "reassign", to=DRAFTER), 403, "second_part")
    refused(await act(round_, HEAD, "reassign", to=HEAD_OF_OFFICE), 403, "second_part")
    refused(await act(round_, HEAD, "reassign", to="khong-co"), 422, "no_such_account")
    assert await at_rest.rows("changes", round_.case) == []


async def test_a_signature_is_given_only_to_who_may_sign_by_law(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE, FORM)
    await round_.prepare()
    refused(await act(round_, HEAD, "reassign", to=CULTURE), 403, "may_not_sign")
    refused(await act(round_, HEAD, "reassign", to=SECOND_DEPUTY), 403, "other_field")
    assert await at_rest.rows("changes", round_.case) == []
    done(await act(round_, HEAD, "reassign", to=HEAD, reason="Tôi ký"))
    answer = await round_.open_step()
    assert answer.open is not None
    assert (answer.open.holder, answer.open.prepared) == ("Giám đốc", False)
    assert (await to_sign(round_, HEAD)).review is Review.SIGNED
    made = await at_rest.rows("prepared", round_.case)
    assert [one["account"] for one in made] == [DEPUTY, HEAD]


async def test_who_claims_a_signature_gets_a_pdf_of_his_own(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE, FORM)
    await round_.prepare()
    stale = await round_.prepared()
    done(await act(round_, HEAD, "claim"))
    assert "Giám đốc Sở (đã nhận việc)" in (await part(round_))["waiting"]
    other = await round_.decide(DEPUTY, "approve", prepared=stale)
    assert "Giám đốc Sở đang giữ việc này" in refused(other, 409, "claimed")
    person = await at_rest.person(DEPUTY)
    refused(await person.post(f"/tasks/{await open_task(round_)}/prepared"), 409, "claimed")
    too_early = await round_.decide(HEAD, "approve", prepared=stale)
    refused(too_early, 412, "prepared_for_other")
    assert (await to_sign(round_, HEAD)).review is Review.SIGNED


async def test_a_signature_that_is_given_back_is_the_named_signers_again(
    at_rest: Approval,
) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE, FORM)
    done(await act(round_, HEAD, "claim"))
    await round_.prepare()
    done(await act(round_, HEAD, "release"))
    answer = await round_.open_step()
    assert answer.open is not None
    assert (answer.open.holder, answer.open.prepared) == ("Phó Giám đốc", False)
    assert (await to_sign(round_)).review is Review.SIGNED
    made = await at_rest.rows("prepared", round_.case)
    assert [one["account"] for one in made] == [HEAD, DEPUTY]


@pytest.mark.parametrize("how", ["gone", "moved"])
async def test_the_claim_of_somebody_who_left_counts_no_more(at_rest: Approval, how: str) -> None:
    round_ = await under_review(at_rest)
    done(await act(round_, CLERK, "claim"))
    accounts = [one for one in OFFICE["accounts"] if one["id"] != CLERK]
    accounts += [{"id": "van-thu-2", "name": "Văn thư mới", "posts": [CLERK]}]
    if how == "moved":
        accounts += [{"id": CLERK, "name": "Văn thư Sở", "posts": ["chuyen-vien-qlvh"]}]
    await settle(at_rest, OFFICE | {"accounts": accounts})
    view = await seen(round_, FORM)
    assert (view["mine"], view["claimed_by"]) == (True, None)
    assert "đã nhận việc" not in view["waiting"]
    answer = await round_.open_step()
    assert answer.open is not None
    assert answer.open.holder == "Phó Chánh Văn phòng hoặc Văn thư"
    await approve(round_, FORM)


async def absent(round_: Submitted, account: str, substitute: str) -> str:
    """Somebody is away from a second from now; the absence's id."""
    now = round_.approval.now()
    said = {
        "substitute": substitute,
        "starts_at": (now + timedelta(seconds=1)).isoformat(),
        "ends_at": (now + timedelta(days=2)).isoformat(),
        "reason": "Nghỉ ốm",
    }
    person = await round_.approval.person(account)
    return str(done(await person.post("/absences", json=said))["id"])


async def back(round_: Submitted, account: str, absence: str) -> None:
    person = await round_.approval.person(account)
    done(await person.post(f"/absences/{absence}/end", json={}))


async def test_who_acts_in_the_place_of_the_claimer_may_decide(at_rest: Approval) -> None:
    round_ = await under_review(at_rest)
    task = await open_task(round_)
    done(await act(round_, CLERK, "claim"))
    away = await absent(round_, CLERK, CULTURE)
    at_rest.office.clock.ahead += timedelta(hours=1)
    refused(await round_.decide(FORM, "approve", task), 409, "claimed")
    made = done(await round_.decide(CULTURE, "approve", task))
    assert made["on_behalf_of"] == "Văn thư Sở"
    await back(round_, CLERK, away)


async def test_of_two_who_claim_at_once_one_has_it_ten_times(at_rest: Approval) -> None:
    for _ in range(10):
        round_ = await under_review(at_rest)
        task = await open_task(round_)
        answers = await asyncio.gather(*(act(round_, one, "claim", task) for one in (FORM, CLERK)))
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        (won,) = (answer.json()["to"] for answer in answers if answer.is_success)
        (lost,) = (answer for answer in answers if not answer.is_success)
        assert (lost.json()["code"], named(lost)["account"]) == ("claimed", won)


async def test_of_a_claim_and_a_decision_at_once_the_second_is_told_of_the_first(
    at_rest: Approval,
) -> None:
    for _ in range(10):
        round_ = await under_review(at_rest)
        task = await open_task(round_)
        claimed, decided = await asyncio.gather(
            act(round_, CLERK, "claim", task), round_.decide(FORM, "approve", task)
        )
        assert claimed.is_success != decided.is_success
        lost = decided if claimed.is_success else claimed
        assert lost.json()["code"] == ("claimed" if claimed.is_success else "already_decided")


async def test_while_the_claimer_is_away_time_is_told_to_who_acts_for_him(
    at_rest: Approval,
) -> None:
    office = await settle(at_rest, OFFICE)
    set_clock(office, 8)
    round_ = await submitted(office, HEAD_OF_OFFICE)
    done(await act(round_, CLERK, "claim"))
    away = await absent(round_, CLERK, CULTURE)
    set_clock(office, 11)
    await mark(round_)
    assert await told(round_, "overdue") == {CULTURE: 1}
    await back(round_, CLERK, away)
