"""Before the signature: a question to the drafter, another urgency, a step that is passed by."""

from shared.domain.lifecycle import Stage
from tests.shared.document.measure import Measured
from tests.stories.papers import (
    CHECK,
    CHECKER,
    CLERK,
    DEPUTY,
    DRAFTER,
    HEAD,
    OFFICE,
    REVIEW,
    SIGN,
    TEXT,
)
from tests.stories.whole_office import WholeOffice
from tests.support.histories import keep
from tests.support.waiting import until

ASKED, ANSWERED = "Số liệu lấy từ báo cáo nào?", "Từ báo cáo quý III của Thư viện tỉnh."


async def test_the_drafter_is_asked_answers_and_the_deadline_stood_still_meanwhile(
    whole: WholeOffice,
) -> None:
    desk = whole.desk
    case = await desk(DRAFTER).drafted(TEXT)
    await desk(DRAFTER).submit(case)
    seen = await desk(CHECKER).task(case, CHECK)
    messages = f"/tasks/{seen['id']}/messages"
    await desk(CHECKER).act("approval", messages, {"kind": "question", "said": ASKED})
    waits = await desk(DRAFTER).part(case)
    assert waits["open"]["asked_since"]
    assert waits["open"]["next_mark"] is None
    assert "người soạn thảo" in waits["waiting"]
    status, again = await desk(CHECKER).tried(
        "approval", messages, {"kind": "question", "said": "Còn gì nữa?"}
    )
    assert (status, again["code"]) == (409, "already_asked")
    await whole.at_rest(case)
    await desk(DRAFTER).act("approval", messages, {"kind": "answer", "said": ANSWERED})

    seen = await desk(CHECKER).task(case, CHECK)
    assert [(one["account"], one["said"]) for one in seen["thread"]] == [
        (CHECKER, ASKED),
        (DRAFTER, ANSWERED),
    ]
    await desk(CHECKER).decide(seen)
    await desk(OFFICE).approve(case, REVIEW)
    await desk(DEPUTY).approve(case, SIGN)
    await desk(CLERK).issue(case)
    assert await whole.ended(case) is Stage.FILED
    assert ("question", 1, 1) in await desk(DRAFTER).notices(case)
    assert ("answer", 1, 1) in await desk(CHECKER).notices(case)
    await keep(whole.flow(case), "asked_and_answered_at_the_first_step")


async def test_the_signer_makes_it_most_urgent_and_the_stamp_and_the_code_go_with_it(
    whole: WholeOffice,
) -> None:
    desk = whole.desk
    case = await desk(DRAFTER).drafted(TEXT)
    await desk(DRAFTER).submit(case)
    await desk(CHECKER).approve(case, CHECK)
    await desk(OFFICE).approve(case, REVIEW)
    before = await desk(DEPUTY).task(case, SIGN)
    await whole.at_rest(case)
    urgent = {"urgency": "hoa_toc", "reason": "Bộ yêu cầu báo cáo trong ngày"}
    changed = await desk(DEPUTY).act("approval", f"/tasks/{before['id']}/urgency", urgent)
    assert changed["due_at"] < before["due_at"]

    seen = await desk(DEPUTY).task(case, SIGN)
    assert (seen["urgency"], seen["prepared"]["urgency"]) == ("hoa_toc", "hoa_toc")
    assert seen["prepared"]["prepared"] != before["prepared"]["prepared"]
    await desk(DEPUTY).decide(seen)

    async def on_the_desk() -> list[str]:
        lies = (await desk(CLERK).get("distribution", "/desk"))["waiting"]
        return [one["urgency"] for one in lies if one["case"] == case]

    assert await until(on_the_desk) == ["hoa_toc"]
    await desk(CLERK).issue(case)
    assert await whole.ended(case) is Stage.FILED
    sealed = Measured(await desk(DRAFTER).file("distribution", f"/dispatches/{case}/pdf"))
    assert sealed.line("HỎA TỐC").page == 0
    await keep(whole.flow(case), "made_most_urgent_by_the_signer")


async def test_an_urgent_bypass_is_a_named_act_with_a_reason_and_stays_marked_for_ever(
    whole: WholeOffice,
) -> None:
    desk = whole.desk
    case = await desk(DRAFTER).drafted({**TEXT, "urgency": "hoa_toc"})
    await desk(DRAFTER).submit(case)
    await desk(CHECKER).approve(case, CHECK)
    seen = await desk(OFFICE).task(case, REVIEW)
    bypass, why = f"/tasks/{seen['id']}/bypass", {"reason": "Văn phòng đi chống bão"}
    status, refused = await desk(CHECKER).tried("approval", bypass, why)
    assert (status, refused["code"]) == (403, "no_permission")
    status, refused = await desk(HEAD).tried("approval", bypass, {"reason": " "})
    assert (status, refused["code"]) == (422, "reason_needed")
    await desk(HEAD).act("approval", bypass, why)

    await desk(DEPUTY).approve(case, SIGN)
    await desk(CLERK).issue(case)
    assert await whole.ended(case) is Stage.FILED
    part = await desk(HEAD).part(case)
    (skipped,) = [one for one in part["rounds"][0]["taken"] if one["act"] == "bypass"]
    assert (part["bypassed"], skipped["account"], skipped["comment"]) == (1, HEAD, why["reason"])
    assert [step["bypassed"] for step in part["rounds"][0]["plan"]] == [False, True, False]
    await keep(whole.flow(case), "a_step_passed_by_in_urgency")
