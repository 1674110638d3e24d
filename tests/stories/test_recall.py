"""A dispatch is called back: who received it gives it back, refuses, or is late."""

import asyncio
from datetime import timedelta
from typing import Any

from temporalio.service import RPCError

from shared.contracts.attributes import STAGE
from shared.contracts.recall import flow_id
from shared.domain.lifecycle import Stage
from tests.stories.papers import (
    CHECK,
    CHECKER,
    CLERK,
    DEPUTY,
    DRAFTER,
    HEAD,
    INSPECTOR,
    OFFICE,
    REVIEW,
    SIGN,
    SPORT_HEAD,
    TEXT,
    TOURISM_HEAD,
)
from tests.stories.whole_office import WholeOffice
from tests.support.histories import keep
from tests.support.waiting import until

BOXES = {"TTr": INSPECTOR, "QLVH": CHECKER, "QLDL": TOURISM_HEAD, "QLTDTT": SPORT_HEAD}
"""The mailboxes that the dispatch of the stories goes to, with who answers for each."""
A_WEEK = timedelta(days=7)
ORDER = {
    "ordered_by": HEAD,
    "paper": "Quyết định số 12/QĐ-SVHTTDL",
    "reason": "Ban hành sai thẩm quyền.",
}


async def signed(whole: WholeOffice, **more: str) -> str:
    """A dispatch that the deputy signed; `more` goes with its draft."""
    drafter = whole.desk(DRAFTER)
    case = await drafter.drafted({**TEXT, **more})
    await drafter.submit(case)
    await whole.desk(CHECKER).approve(case, CHECK)
    await whole.desk(OFFICE).approve(case, REVIEW)
    await whole.desk(DEPUTY).approve(case, SIGN)
    return case


async def filed(whole: WholeOffice, **more: str) -> str:
    """The same, issued, sent and filed."""
    case = await signed(whole, **more)
    await whole.desk(CLERK).issue(case)
    assert await whole.ended(case) is Stage.FILED
    return case


async def begun(whole: WholeOffice, flow: str) -> None:
    """The relay has told the engine."""

    async def there() -> bool:
        try:
            return bool(await whole.flow(flow).describe())
        except RPCError:
            return False

    await until(there)


async def lying(whole: WholeOffice, box: str, case: str) -> dict[str, Any]:
    page = await whole.desk(BOXES[box]).get("distribution", f"/mailboxes/{box}")
    return dict(next(one for one in page["items"] if one["case"] == case))


async def reply(whole: WholeOffice, box: str, case: str, answer: str, reason: str = "") -> None:
    path = f"/mailboxes/{box}/{case}/recall-answer"
    await whole.desk(BOXES[box]).act("distribution", path, {"answer": answer, "reason": reason})


async def test_a_dispatch_is_recalled_one_receiver_refuses_and_one_is_reminded(
    whole: WholeOffice,
) -> None:
    case, clerk = await filed(whole), whole.desk(CLERK)
    await whole.desk(TOURISM_HEAD).act("distribution", f"/mailboxes/QLDL/{case}/acknowledge")
    made = await clerk.act("distribution", f"/dispatches/{case}/recall", ORDER)
    assert sorted(made["waiting"]) == sorted(BOXES)
    for box in BOXES:
        assert (await lying(whole, box, case))["recall"]["reason"] == ORDER["reason"]

    flow = flow_id(case)
    await begun(whole, flow)
    await reply(whole, "TTr", case, "cancelled")
    await reply(whole, "QLDL", case, "cancelled")
    await reply(whole, "QLVH", case, "refused", "Đã thi hành xong.")
    record = (await clerk.parts(case))["distribution"]
    assert record["recall"]["waiting"] == ["QLTDTT"]
    await whole.move_to(flow, whole.clock.now() + A_WEEK)

    async def reminded() -> bool:
        return bool((await lying(whole, "QLTDTT", case))["recall"]["reminders"])

    await until(reminded)
    await whole.at_rest(flow)
    await reply(whole, "QLTDTT", case, "cancelled")
    async with asyncio.timeout(30):
        await whole.flow(flow).result()
    described = await whole.flow(flow).describe()
    assert described.typed_search_attributes.get(STAGE) == "RECALLED"

    record = (await clerk.parts(case))["distribution"]
    assert (record["stage"], record["recall"]["over"]) == (Stage.FILED, True)
    answers = {one["mailbox"]: one["answer"] for one in record["recall"]["replies"]}
    assert answers == dict.fromkeys(BOXES, "cancelled") | {"QLVH": "refused"}
    book = await clerk.get("distribution", "/register", year=record["date"][:4])
    note = next(one["note"] for one in book["entries"] if one["case"] == case)
    assert "QLVH không đồng ý thu hồi: Đã thi hành xong." in note
    assert (await clerk.get("distribution", "/register/verify"))["whole"]
    await keep(whole.flow(flow), "recalled_and_one_receiver_refused")


async def test_a_receiver_acknowledges_at_the_instant_of_the_recall(whole: WholeOffice) -> None:
    case, clerk = await filed(whole), whole.desk(CLERK)
    (called, _), (received, said) = await asyncio.gather(
        clerk.tried("distribution", f"/dispatches/{case}/recall", ORDER),
        whole.desk(INSPECTOR).tried("distribution", f"/mailboxes/TTr/{case}/acknowledge"),
    )
    assert called == 200
    assert received == 200 or said["code"] == "recalled"
    for box in BOXES:
        await reply(whole, box, case, "cancelled")
    await begun(whole, flow_id(case))
    async with asyncio.timeout(30):
        await whole.flow(flow_id(case)).result()
    record = (await clerk.parts(case))["distribution"]
    assert record["recall"]["over"]
    assert len(record["acknowledgements"]) == (received == 200)
