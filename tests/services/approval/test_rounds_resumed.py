"""The next round goes on where it was returned: what still stands, and what is void."""

from dataclasses import replace
from typing import Any

from shared.contracts.approval import Review
from shared.domain.urgency import Urgency
from tests.services.approval.conftest import (
    DEPUTY,
    DRAFTER,
    FORM,
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
    office_of,
    open_task,
    open_turn,
    part,
    refused,
    seen,
    settle,
    submitted,
    to_sign,
    told,
)

CHANGED = replace(
    TEXT,
    paragraphs=("Sở đề nghị các phòng, đơn vị triển khai thực hiện.", "Báo cáo trước 15/12./."),
)
KEEPING = (CONTENT | {"keeps_approval": True}, REVIEW, SIGNATURE)


async def returned_by_the_signer(
    approval: Approval, *steps: dict[str, Any], **other: Any
) -> Submitted:
    """The first round of a route that resumes, checked twice and then returned."""
    office = await settle(approval, office_of(*steps, after_return="resume", **other))
    round_ = await submitted(office, HEAD_OF_OFFICE, FORM)
    await decide(round_, DEPUTY, "return", comment="Bổ sung thời hạn")
    return round_


async def begun(first: Submitted, **other: Any) -> Submitted:
    second = await first.next_round(**other)
    await second.open_step()
    return second


async def where(round_: Submitted) -> str:
    """The kind of the step that waits."""
    step = (await open_turn(round_))["step"]
    steps = (await part(round_))["rounds"][-1]["plan"]
    return next(str(one["kind"]) for one in steps if one["step"] == step)


async def kept(round_: Submitted) -> list[int | None]:
    return [step["kept_from"] for step in (await part(round_))["rounds"][-1]["plan"]]


async def test_the_same_text_comes_straight_back_to_who_returned_it(at_rest: Approval) -> None:
    first = await returned_by_the_signer(at_rest)
    second = await begun(first)
    assert await where(second) == "signature"
    assert await kept(second) == [1, 1, None]
    assert (await to_sign(second)).review is Review.SIGNED
    assert (await told(second, "new_task"))[HEAD_OF_OFFICE] == 1
    await assert_whole(second)


async def test_any_change_of_the_text_voids_every_approval(at_rest: Approval) -> None:
    first = await returned_by_the_signer(at_rest)
    second = await begun(first, text=CHANGED)
    assert await where(second) == "content_check"
    assert await kept(second) == [None, None, None]


async def test_another_attachment_is_a_change_of_the_text(at_rest: Approval) -> None:
    first = await returned_by_the_signer(at_rest)
    second = await begun(first, attachments=())
    assert await where(second) == "content_check"


async def test_the_route_may_keep_an_approval_of_a_changed_text(at_rest: Approval) -> None:
    first = await returned_by_the_signer(at_rest, *KEEPING)
    second = await begun(first, text=CHANGED)
    assert await where(second) == "office_review"
    assert await kept(second) == [1, None, None]


async def test_a_route_that_restarts_keeps_nothing(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of(after_return="restart"))
    first = await submitted(office, HEAD_OF_OFFICE, FORM)
    await decide(first, DEPUTY, "return", comment="Sửa")
    second = await begun(first)
    assert await where(second) == "content_check"


async def test_the_signer_always_decides_anew(at_rest: Approval) -> None:
    """Even where he had decided to sign, and took it back."""
    office = await settle(at_rest, office_of(after_return="resume"))
    first = await submitted(office, HEAD_OF_OFFICE, FORM)
    await first.prepare()
    done(await first.decide_to_sign())
    done(await first.cancel(DEPUTY))
    await first.open_step()
    await decide(first, DEPUTY, "return", comment="Sửa")
    second = await begun(first)
    assert await where(second) == "signature"


async def test_who_became_an_author_loses_the_approval_he_gave(at_rest: Approval) -> None:
    either = CONTENT | {"posts": [HEAD_OF_OFFICE, INSPECTOR], "keeps_approval": True}
    first = await returned_by_the_signer(at_rest, either, REVIEW, SIGNATURE)
    second = await begun(first, text=CHANGED, authors=(DRAFTER, HEAD_OF_OFFICE))
    assert await where(second) == "content_check"
    own = await second.decide(HEAD_OF_OFFICE, "approve", await open_task(second))
    refused(own, 403, "second_part")
    await approve(second, INSPECTOR)


async def test_what_was_kept_stands_on_in_the_round_after_it(at_rest: Approval) -> None:
    first = await returned_by_the_signer(at_rest)
    second = await begun(first)
    await decide(second, DEPUTY, "return", comment="Vẫn thiếu")
    third = await begun(second)
    assert await where(third) == "signature"
    assert await kept(third) == [1, 1, None]


async def test_a_kept_step_that_was_asked_again_and_returned_it_does_not_stand(
    at_rest: Approval,
) -> None:
    first = await returned_by_the_signer(at_rest)
    second = await begun(first)
    await decide(second, DEPUTY, "return", comment="Xem lại nội dung", to_step=1)
    turn = await open_turn(second)
    assert (turn["step"], turn["turn"]) == (1, 1)
    await decide(second, HEAD_OF_OFFICE, "return", comment="Nội dung sai thật")
    third = await begun(second)
    assert await where(third) == "content_check"


async def test_a_kept_step_that_was_asked_again_and_approved_stands_anew(
    at_rest: Approval,
) -> None:
    first = await returned_by_the_signer(at_rest)
    second = await begun(first)
    await decide(second, DEPUTY, "return", comment="Xem lại nội dung", to_step=1)
    await approve(second, HEAD_OF_OFFICE)
    await decide(second, DEPUTY, "return", comment="Bổ sung")
    assert await kept(await begun(second)) == [2, 1, None]


async def test_a_consultation_asked_for_on_the_fly_is_passed_over(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of(after_return="resume"))
    first = await submitted(office, HEAD_OF_OFFICE)
    done(await act(first, FORM, "consultations"))
    await first.open_step()
    await approve(first, INSPECTOR)
    await approve(first, FORM)
    await decide(first, DEPUTY, "return", comment="Bổ sung")
    second = await begun(first)
    assert await where(second) == "signature"


async def test_a_step_that_was_skipped_is_no_approval(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of(after_return="resume"))
    urgent = replace(TEXT, urgency=Urgency.URGENT)
    first = await submitted(office, HEAD_OF_OFFICE, text=urgent)
    done(await act(first, "giam-doc", "bypass"))
    await first.open_step()
    await decide(first, DEPUTY, "return", comment="Bổ sung")
    second = await begun(first)
    assert await where(second) == "office_review"


async def test_the_new_task_shows_what_changed_by_paragraph_and_word(at_rest: Approval) -> None:
    first = await returned_by_the_signer(at_rest)
    second = await begun(first, text=CHANGED)
    changes = (await seen(second, HEAD_OF_OFFICE))["changes"]
    by_kind = {one["kind"]: one for one in changes}
    assert set(by_kind) == {"changed", "added"}
    words = [(one["kind"], one["text"].strip()) for one in by_kind["changed"]["words"]]
    assert ("removed", "yêu cầu") in words
    assert ("added", "đề nghị") in words
    assert by_kind["added"]["words"][0]["text"] == "Báo cáo trước 15/12./."
    (old,) = [turn for turn in await at_rest.rows("turns", first.case) if turn["step"] == 3]
    assert (await seen(second, HEAD_OF_OFFICE, old["id"]))["changes"] == []
