"""What was issued wrong: corrected in its form, replaced in its content, and no other way."""

from typing import Any

from shared.domain.lifecycle import Stage
from tests.stories.papers import CHECKER, CLERK, DRAFTER, HEAD, TEXT
from tests.stories.test_recall import filed, signed
from tests.stories.whole_office import WholeOffice
from tests.support.waiting import until

RECALL = {"ordered_by": HEAD, "paper": "Quyết định số 12", "reason": "Ban hành sai thẩm quyền."}


async def record(whole: WholeOffice, case: str) -> dict[str, Any]:
    return dict((await whole.desk(CLERK).parts(case))["distribution"])


async def test_one_is_corrected_then_replaced_and_both_ways_lead_there_and_back(
    whole: WholeOffice,
) -> None:
    first = await filed(whole)
    correction = await filed(whole, corrects=first)
    replacement = await filed(whole, replaces=first)

    old = await record(whole, first)
    assert (old["stage"], old["ways_back"]) == (Stage.FILED, ["corrected", "replaced"])
    assert [one["case"] for one in old["corrected_by"]] == [correction]
    assert [one["case"] for one in old["replaced_by"]] == [replacement]
    assert (await record(whole, correction))["corrects"] == first
    new = await record(whole, replacement)
    assert new["replaces"] == first

    book = await whole.desk(CLERK).get("distribution", "/register", year=old["date"][:4])
    notes = {one["case"]: one["note"] for one in book["entries"]}
    assert f"được thay thế bằng công văn số {new['number']}" in notes[first]
    assert f"thay thế văn bản số {old['number']}" in notes[replacement]
    assert f"đính chính văn bản số {old['number']}" in notes[correction]
    page = await whole.desk(CHECKER).get("distribution", "/mailboxes/QLVH")
    lying = next(one for one in page["items"] if one["case"] == first)
    assert lying["replaced_by"][0]["number"] == new["number"]
    assert (await whole.desk(CLERK).get("distribution", "/register/verify"))["whole"]


async def test_what_is_not_issued_yet_is_mended_itself(whole: WholeOffice) -> None:
    drafter = whole.desk(DRAFTER)
    waiting = await drafter.drafted(TEXT)
    status, problem = await drafter.tried("drafting", "/drafts", {**TEXT, "corrects": waiting})
    assert (status, problem["code"]) == (422, "amends_not_signed")
    assert "hãy sửa hoặc rút chính văn bản đó" in problem["detail"]


async def test_what_was_recalled_meanwhile_gets_no_correction_and_the_clerk_sends_it_back(
    whole: WholeOffice,
) -> None:
    first, clerk = await filed(whole), whole.desk(CLERK)
    second = await signed(whole, corrects=first)
    await clerk.act("distribution", f"/dispatches/{first}/recall", RECALL)
    await laid(whole, second)
    status, problem = await clerk.tried("distribution", f"/dispatches/{second}/issue")
    assert (status, problem["code"]) == (409, "amends_recalled")
    assert "ban hành một văn bản mới" in problem["detail"]
    why = {"reason": "Văn bản gốc đã thu hồi."}
    await clerk.act("distribution", f"/dispatches/{second}/send-back", why)
    await clerk.comes_to(second, Stage.RETURNED)
    assert (await record(whole, first))["corrected_by"] == []


async def laid(whole: WholeOffice, case: str) -> None:
    """It lies on the clerk's desk."""

    async def there() -> bool:
        parts = await whole.desk(CLERK).parts(case)
        return parts.get("distribution", {}).get("stage") == Stage.TO_ISSUE

    await until(there)
