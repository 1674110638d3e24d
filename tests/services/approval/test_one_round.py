"""A round from its submission to its kept signature, and the ways in which it ends earlier."""

from dataclasses import replace

import pytest

from shared.contracts import attestations
from shared.contracts.approval import ApprovalActivities, Review, RoundRef, WithdrawalRef
from shared.document.version import freeze
from shared.domain.chains import broken_at
from shared.domain.refusals import Invalid, Unknown
from shared.domain.route import StepKind
from shared.runtime.attesting import demand_attested
from tests.services.approval.conftest import (
    DEPUTY,
    DRAFTER,
    FORM,
    HEAD,
    HEAD_OF_OFFICE,
    Approval,
)


async def test_the_worker_serves_every_activity_of_the_contract(approval: Approval) -> None:
    served = approval.office.service("approval").activities(approval.office.process("approval"))
    names = {getattr(one, "__temporal_activity_definition").name for one in served}
    promised = {
        getattr(one, "__temporal_activity_definition").name
        for one in vars(ApprovalActivities).values()
        if hasattr(one, "__temporal_activity_definition")
    }
    assert names == promised
    assert len(names) == len(served)


async def test_a_round_is_checked_reviewed_prepared_decided_and_signed(approval: Approval) -> None:
    round_ = await approval.submit()
    first = await round_.open_step()
    assert (first.review, first.file) == (Review.DECIDING, None)
    assert first.open is not None
    assert (first.open.kind, first.open.holder) == (StepKind.CONTENT_CHECK, "Chánh Văn phòng")
    assert first.open.prepared
    await round_.approve(HEAD_OF_OFFICE)
    second = await round_.open_step()
    assert second.open is not None
    assert second.open.holder_post == "pho-chanh-van-phong"
    await round_.approve(FORM)
    third = await round_.open_step()
    assert third.open is not None
    assert (third.open.kind, third.open.prepared) == (StepKind.SIGNATURE, False)
    prepared = await round_.prepare()
    assert prepared.open is not None
    assert prepared.open.prepared
    decided = await round_.decide_to_sign()
    assert decided.status_code == 200, decided.text
    assert decided.json()["signing_lines"] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert decided.json()["stage"] == "SIGNING"
    signing = await round_.open_step()
    assert (signing.review, signing.open and signing.open.holder) == (
        Review.SIGNING,
        "Phó Giám đốc",
    )
    signed = await round_.sign()
    assert signed.review is Review.SIGNED
    assert signed.open is None
    assert signed.file is not None
    blobs = approval.office.process("approval").database.blobs
    original = await blobs.get("SVHTTDL", signed.file.prepared)
    assert (await blobs.get("SVHTTDL", signed.file.signed)).startswith(original)


async def test_every_act_is_an_event_of_one_whole_chain(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    await round_.decide_to_sign()
    await round_.sign()
    events = await approval.events(round_.case)
    assert [event["act"] for event in events] == [
        "open_round",
        "open_turn",
        "approve",
        "open_turn",
        "approve",
        "open_turn",
        "prepare",
        "decide_to_sign",
        "sign",
    ]
    assert broken_at(events) is None
    assert (events[2]["account"], events[2]["object"]) == (HEAD_OF_OFFICE, round_.version)
    assert events[7]["object"] == await round_.prepared()
    assert (events[8]["account"], events[8]["on_behalf_of"]) == ("system", DEPUTY)


async def test_activities_that_come_again_change_nothing(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    turn = await round_.turn()
    activities = approval.activities()
    before = await round_.open_step()
    assert await round_.open_step() == before
    assert await activities.prepare(turn) == before
    await round_.decide_to_sign()
    signed = await activities.sign(turn)
    events = await approval.events(round_.case)
    for again in (activities.sign, activities.prepare, activities.mark_overdue):
        assert await again(turn) == signed
    assert await round_.open_step() == signed
    assert await approval.events(round_.case) == events
    assert replace(await round_.withdraw(), answer=None) == signed
    assert len(await approval.rows("signatures", round_.case)) == 1


async def test_a_late_activity_opens_what_comes_next(approval: Approval) -> None:
    """The flow takes an answer without an open turn for the end of the round."""
    round_ = await approval.submit()
    turn = await round_.turn()
    await round_.approve(HEAD_OF_OFFICE)
    answer = await approval.activities().mark_overdue(turn)
    assert answer.open is not None
    assert answer.open.step == 2


async def test_facts_that_an_activity_told_wait_for_no_relay(approval: Approval) -> None:
    round_ = await approval.reach("content_check")
    await round_.approve(HEAD_OF_OFFICE)
    (waiting,) = await approval.rows("decisions", round_.case)
    assert waiting["handed_over_at"] is None
    await round_.open_step()
    (told,) = await approval.rows("decisions", round_.case)
    assert told["handed_over_at"] is not None


@pytest.mark.parametrize(
    ("verdict", "review"), [("return", Review.RETURNED), ("reject", Review.REJECTED)]
)
async def test_a_return_or_a_rejection_ends_the_round(
    approval: Approval, verdict: str, review: Review
) -> None:
    round_ = await approval.reach("office_review")
    made = await round_.decide(FORM, verdict, comment="Sai thể thức")
    assert made.json()["stage"] == review.name
    ended = await round_.open_step()
    assert (ended.review, ended.open) == (review, None)
    assert len(await round_.tasks()) == 2


async def test_the_next_round_starts_anew_and_the_old_stays_readable(approval: Approval) -> None:
    first = await approval.reach("office_review")
    await first.decide(FORM, "return", comment="Sửa địa danh")
    second = await first.next_round()
    await second.open_step()
    reader = await approval.person(HEAD_OF_OFFICE)
    seen = (await reader.get(f"/tasks/{await second.task()}")).json()
    assert [one["round"] for one in seen["rounds"]] == [1, 2]
    assert [(t["act"], t["name"]) for t in seen["rounds"][0]["taken"]] == [
        ("approve", "Chánh Văn phòng"),
        ("return", "Phó Chánh Văn phòng"),
    ]
    assert seen["rounds"][0]["taken"][1]["comment"] == "Sửa địa danh"
    old = await reader.get(f"/tasks/{await second.task()}/rounds/1")
    assert old.json()["version"] == first.version
    assert old.json()["text"]["subject"] == first.frozen.text.subject


async def test_a_version_of_another_round_opens_nothing(approval: Approval) -> None:
    first, other = await approval.submit(), await approval.submit()
    with pytest.raises(Invalid) as refused:
        await first.open_step(version=other.version)
    assert refused.value.code == "version_of_another"
    await first.open_step()
    changed = await approval.submit(case=first.case, drafter=HEAD)
    with pytest.raises(Invalid) as refused:
        await changed.open_step()
    assert refused.value.code == "other_version"


async def test_what_drafting_does_not_attest_opens_and_withdraws_nothing(
    approval: Approval,
) -> None:
    submitted, activities = await approval.submit(), approval.activities()
    text = await approval.blobs.put("SVHTTDL", freeze(replace(submitted.frozen, drafter=HEAD)))
    forged = RoundRef(case=submitted.case, round=1, version=text, at=approval.now())
    with pytest.raises(Invalid, match="drafting không xác nhận"):
        await activities.open_step(forged)
    await submitted.open_step()
    asked = WithdrawalRef(
        case=submitted.case,
        round=1,
        version=submitted.version,
        withdrawal="w1",
        by=DRAFTER,
        at=approval.now(),
    )
    with pytest.raises(Invalid) as refused:
        await activities.answer_withdrawal(asked)
    assert refused.value.code == "not_attested"
    assert (await submitted.open_step()).review is Review.DECIDING


async def test_the_end_of_a_round_is_attested_for_the_others(approval: Approval) -> None:
    signed, late = await approval.reach("signature"), await approval.reach("signature")
    await signed.decide_to_sign()
    file = (await signed.sign()).file
    assert file
    await late.decide_to_sign()
    answer = (await late.withdraw()).answer
    assert answer
    assert answer.decided_by
    assert answer.decided_at
    first = (answer.decided_by, answer.decided_at)
    for one in (
        attestations.signed(signed.case, 1, signed.version, file),
        attestations.ended(signed.case, 1, Review.SIGNED, file.signer),
        attestations.came_late(late.case, 1, "w1", *first),
    ):
        await demand_attested(approval.blobs, one)


async def test_bytes_that_are_no_version_are_refused(approval: Approval) -> None:
    round_ = await approval.submit()
    junk = await approval.office.process("approval").database.blobs.put("SVHTTDL", b"{}")
    with pytest.raises(Invalid) as refused:
        await round_.open_step(version=junk)
    assert refused.value.code == "version_unreadable"


async def test_a_turn_of_a_round_never_seen_is_refused(approval: Approval) -> None:
    known = await approval.reach("content_check")
    turn = await known.turn()
    unseen = type(turn)(
        case="SVHTTDL-2026-999999", round=1, step=turn.step, turn=turn.turn, at=turn.at
    )
    with pytest.raises(Unknown):
        await approval.activities().mark_overdue(unseen)


async def test_the_tiny_agency_lives_beside_the_large_one(approval: Approval) -> None:
    round_ = await approval.submit(
        "UBNDX-2026-000001",
        unit="VPX",
        drafter="xa-soan-thao",
        submitter="xa-soan-thao",
        signer="xa-truong",
    )
    await round_.open_step()
    await round_.approve("xa-bo-phan")
    await round_.open_step()
    await round_.approve("xa-kiem-tra")
    await round_.open_step()
    await round_.prepare()
    made = await round_.decide_to_sign("xa-truong")
    assert made.json()["signing_lines"] == ["TRƯỞNG VĂN PHÒNG"]
    assert (await round_.sign()).review is Review.SIGNED


async def test_another_agencys_token_finds_nothing_anywhere(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    task = await round_.task()
    stranger = await approval.person("xa-truong")
    paths = ("", "/document", "/attachments/1", "/rounds/1")
    answers = [await stranger.get(f"/tasks/{task}{path}") for path in paths]
    answers.append(await stranger.get(f"/dispatches/{round_.case}"))
    answers.append(await stranger.post(f"/tasks/{task}/prepared"))
    answers.append(await round_.decide("xa-truong", "approve"))
    answers.append(await round_.cancel("xa-truong"))
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert (await stranger.get("/tasks")).json()["tasks"] == []
    assert (await (await approval.person(None)).get("/tasks")).status_code == 401


async def test_the_summary_says_what_it_is_about(approval: Approval) -> None:
    round_ = await approval.reach("content_check")
    summary = approval.office.service("approval").summary
    async with approval.work() as work:
        assert await summary(work.db, round_.case) == (
            f"Công văn {round_.case}: {round_.frozen.text.subject}"
        )
        assert await summary(work.db, "SVHTTDL-2026-999998") == "Công văn SVHTTDL-2026-999998"
