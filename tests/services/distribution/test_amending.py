"""A new dispatch corrects or replaces an issued one: a fact on both, and refused in a wrong way."""

from typing import Any

import pytest

from shared.domain.amendments import Amends, Way
from shared.domain.refusals import Refusal
from tests.services.distribution.records_desk import RecordsDesk

HEAD = "giam-doc"
ORDER = {"ordered_by": HEAD, "paper": "QĐ 12", "reason": "Ban hành sai thẩm quyền."}


@pytest.fixture
async def first(desk: RecordsDesk) -> str:
    """A dispatch that was issued, sent and filed."""
    return await issued(desk, await desk.lay())


async def issued(desk: RecordsDesk, case: str) -> str:
    await desk.issue(case)
    await desk.send_out(case)
    return case


async def laid(desk: RecordsDesk, way: Way, target: str, **changes: Any) -> str:
    return await desk.lay(amends=Amends(way, target), **changes)


async def record_of(desk: RecordsDesk, case: str) -> dict[str, Any]:
    async with desk.client() as clerk:
        record: dict[str, Any] = (await clerk.get(f"/dispatches/{case}")).json()
    return record


async def note_of(desk: RecordsDesk, case: str) -> str:
    return str(next(one["note"] for one in await desk.register() if one["case"] == case))


async def recall(desk: RecordsDesk, case: str) -> None:
    async with desk.client() as clerk:
        done = await clerk.post(f"/dispatches/{case}/recall", json=ORDER)
    assert done.status_code == 200, done.text


@pytest.mark.parametrize(
    ("way", "back", "word"),
    [
        (Way.CORRECTS, "corrected_by", "đính chính"),
        (Way.REPLACES, "replaced_by", "thay thế"),
    ],
)
async def test_the_link_stands_on_both_from_the_seal_on(
    desk: RecordsDesk, first: str, way: Way, back: str, word: str
) -> None:
    second = await laid(desk, way, first)
    assert (await record_of(desk, second))[way.value] == first
    await desk.issue(second)
    assert (await record_of(desk, first))[back] == []
    await desk.send_out(second)
    old, new = await record_of(desk, first), await record_of(desk, second)
    (link,) = old[back]
    marks = [back.removesuffix("_by")]
    assert (old["ways_back"], new["ways_back"]) == (marks, [])
    assert (link["case"], link["number"], link["recalled"]) == (second, new["number"], False)
    assert new[way.value] == first
    assert f"được {word} bằng công văn số {new['number']}" in await note_of(desk, first)
    assert f"{word} văn bản số {old['number']}" in await note_of(desk, second)
    async with desk.client(HEAD) as holder:
        lying = (await holder.get(f"/mailboxes/{HEAD}")).json()["items"]
    shown = {one["case"]: one for one in lying}
    assert shown[first]["ways_back"] == marks
    assert shown[first][back][0]["number"] == new["number"]
    assert shown[second][back] == []
    assert (await desk.check())["whole"]


async def test_the_seal_tried_again_makes_no_second_link(desk: RecordsDesk, first: str) -> None:
    second = await laid(desk, Way.REPLACES, first)
    await desk.issue(second)
    for _ in range(2):
        await desk.flow.seal(desk.ref(second))
    assert len((await record_of(desk, first))["replaced_by"]) == 1


async def refused(desk: RecordsDesk, case: str) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        await desk.issue(case)
    record = await record_of(desk, case)
    assert (record["stage"], record["number"]) == ("TO_ISSUE", None)
    return refusal.value


async def test_what_was_not_issued_is_not_amended(desk: RecordsDesk) -> None:
    waiting = await desk.lay()
    early = await refused(desk, await laid(desk, Way.CORRECTS, waiting))
    assert early.code == "amends_not_issued"
    assert "trả lại để sửa" in early.sentence
    unknown = await refused(desk, await laid(desk, Way.CORRECTS, "SVHTTDL-2026-999999"))
    assert unknown.code == "amends_unknown"


async def test_what_was_recalled_is_not_amended(desk: RecordsDesk, first: str) -> None:
    second = await laid(desk, Way.REPLACES, first)
    await recall(desk, first)
    late = await refused(desk, second)
    assert late.code == "amends_recalled"
    assert "đã được Văn thư Sở thu hồi lúc" in late.sentence
    assert "ban hành một văn bản mới" in late.sentence


async def test_what_was_replaced_is_amended_by_way_of_what_stands_in_its_place(
    desk: RecordsDesk, first: str
) -> None:
    second = await issued(desk, await laid(desk, Way.REPLACES, first))
    third = await laid(desk, Way.CORRECTS, first)
    late = await refused(desk, third)
    assert (late.code, second in late.sentence) == ("amends_replaced", True)
    await recall(desk, second)
    assert (await record_of(desk, first))["replaced_by"][0]["recalled"]
    await issued(desk, third)


async def test_a_wrong_way_is_refused_with_the_right_one(desk: RecordsDesk) -> None:
    decision = await issued(desk, await desk.lay(doc_type="quyet_dinh"))
    by_dispatch = await refused(desk, await laid(desk, Way.REPLACES, decision))
    assert "phải soạn một quyết định" in by_dispatch.sentence
    by_notice = await refused(desk, await laid(desk, Way.CORRECTS, decision, doc_type="thong_bao"))
    assert "hãy thay thế bằng một quyết định" in by_notice.sentence
    await issued(desk, await laid(desk, Way.CORRECTS, decision))


async def test_a_number_voided_before_the_seal_leaves_no_link(
    desk: RecordsDesk, first: str
) -> None:
    second = await laid(desk, Way.REPLACES, first)
    await desk.issue(second)
    async with desk.client() as clerk:
        await clerk.post(f"/dispatches/{second}/void", json={"reason": "Nhầm."})
    await desk.flow.seal(desk.ref(second))
    assert (await record_of(desk, first))["replaced_by"] == []


async def test_a_recall_between_number_and_seal_leaves_both_facts(
    desk: RecordsDesk, first: str
) -> None:
    second = await laid(desk, Way.REPLACES, first)
    await desk.issue(second)
    await recall(desk, first)
    await desk.send_out(second)
    old = await record_of(desk, first)
    assert old["recall"] is not None
    assert [one["case"] for one in old["replaced_by"]] == [second]
    assert (await desk.check())["whole"]


async def public_standing(desk: RecordsDesk, case: str) -> str:
    """What anybody hears who has the file."""
    async with desk.client() as clerk:
        pdf = (await clerk.get(f"/dispatches/{case}/pdf")).content
    headers = {"Content-Type": "application/pdf"}
    async with desk.office.client("distribution") as public:
        said = (await public.post("/public/check", content=pdf, headers=headers)).json()
    assert said["number"]
    return str(said["standing"])


async def test_the_public_hears_that_it_no_longer_counts(desk: RecordsDesk, first: str) -> None:
    second = await issued(desk, await laid(desk, Way.REPLACES, first))
    assert await public_standing(desk, first) == "replaced"
    await recall(desk, second)
    assert await public_standing(desk, second) == "recalled"


async def test_what_a_recalled_dispatch_replaced_stands_again(
    desk: RecordsDesk, first: str
) -> None:
    second = await issued(desk, await laid(desk, Way.REPLACES, first))
    await recall(desk, second)
    number = (await record_of(desk, second))["number"]
    assert await public_standing(desk, first) == "issued"
    assert f"văn bản thay thế số {number} đã bị thu hồi" in await note_of(desk, first)
    await issued(desk, await laid(desk, Way.REPLACES, first))
    assert await public_standing(desk, first) == "replaced"


async def test_a_recall_is_for_good_whatever_becomes_of_what_replaced_it(
    desk: RecordsDesk, first: str
) -> None:
    second = await issued(desk, await laid(desk, Way.REPLACES, first))
    await recall(desk, first)
    await recall(desk, second)
    assert await public_standing(desk, first) == "recalled"


async def test_after_all_these_links_every_row_says_what_the_register_says(
    desk: RecordsDesk,
) -> None:
    assert await desk.faults() == []
