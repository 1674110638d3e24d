"""Returned twice, then signed: what changed is shown, and rounds go on where the route says."""

from collections.abc import AsyncIterator
from typing import Any, Final

import pytest

from shared.domain.lifecycle import Stage
from tests.stories.papers import (
    CHECK,
    CHECKER,
    CLERK,
    DEPUTY,
    DRAFTER,
    OFFICE,
    REVIEW,
    SIGN,
    TEXT,
    rewritten,
)
from tests.stories.whole_office import WholeOffice, taken
from tests.support.histories import keep

RESUMED: Final[dict[str, Any]] = {
    "name": "Quản lý văn hóa, trình tiếp ở bước trả lại",
    "units": ["QLVH"],
    "after_return": "resume",
    "steps": [
        {"kind": CHECK, "hours": "8", "keeps_approval": "true"},
        {"kind": REVIEW, "hours": "8", "posts": [OFFICE]},
        {"kind": SIGN, "hours": "8", "deputy_of_field": "true", "posts": ["giam-doc"]},
    ],
}


BY_TWENTIETH: Final = "Kết quả gửi về Phòng Quản lý văn hóa trước ngày 20 tháng 4./."
WITH_LIBRARY: Final = (
    "Sở yêu cầu các phòng chuyên môn và Thư viện tỉnh triển khai Ngày Sách và Văn hóa đọc."
)


@pytest.fixture
async def resumed(whole: WholeOffice) -> AsyncIterator[WholeOffice]:
    async with whole.variant(routes=[RESUMED, *whole.content["routes"]]):
        yield whole


async def test_returned_by_the_office_and_by_the_signer_then_signed_issued_and_filed(
    resumed: WholeOffice,
) -> None:
    desk, drafter = resumed.desk, resumed.desk(DRAFTER)
    case = await drafter.drafted(TEXT)
    await drafter.submit(case)
    await desk(CHECKER).approve(case, CHECK)
    seen = await desk(OFFICE).task(case, REVIEW)
    assert seen["changes"] == []
    await desk(OFFICE).decide(seen, "return", "Ghi rõ thời hạn.")
    second = rewritten(TEXT, 1, BY_TWENTIETH)
    await drafter.rewrite(case, second)
    await drafter.submit(case)

    seen = await desk(OFFICE).task(case, REVIEW, round_=2)
    (changed,) = seen["changes"]
    assert (changed["field"], changed["kind"]) == ("paragraphs[1]", "changed")
    words = {span["kind"]: span["text"].strip() for span in changed["words"]}
    assert (words["removed"], words["added"]) == ("15", "20")
    assert [step["kept_from"] for step in seen["rounds"][1]["plan"]] == [1, None, None]
    await desk(OFFICE).decide(seen)
    seen = await desk(DEPUTY).task(case, SIGN, round_=2)
    await desk(DEPUTY).decide(seen, "return", "Bổ sung đơn vị phối hợp.")
    await drafter.rewrite(case, rewritten(second, 0, WITH_LIBRARY))
    await drafter.submit(case)

    await desk(OFFICE).approve(case, REVIEW, round_=3)
    seen = await desk(DEPUTY).task(case, SIGN, round_=3)
    assert [change["field"] for change in seen["changes"]] == ["paragraphs[0]"]
    await desk(DEPUTY).decide(seen)
    await desk(CLERK).issue(case)
    assert await resumed.ended(case) is Stage.FILED

    part = await drafter.part(case)
    assert taken(part, 1) == [(CHECKER, "approve"), (OFFICE, "return")]
    assert taken(part, 2) == [(OFFICE, "approve"), (DEPUTY, "return")]
    assert taken(part, 3) == [(OFFICE, "approve"), (DEPUTY, "approve")]
    told = await drafter.notices(case)
    assert [one[:2] for one in told] == [
        *(("decided", 1), ("returned", 1)),
        *(("decided", 2), ("returned", 2)),
        *(("decided", 3), ("decided", 3)),
    ]
    await keep(resumed.flow(case), "returned_by_the_office_then_by_the_signer_then_filed")
