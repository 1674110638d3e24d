"""Why a clerk sent a round back or voided a number is told to who reads the record."""

from shared.domain.lifecycle import Stage
from tests.services.distribution.records_desk import RecordsDesk

BY_THE_CLERK = {"account": "van-thu", "name": "Văn thư Sở"}


async def test_the_reason_of_every_send_back_is_told_also_under_a_later_round(
    desk: RecordsDesk,
) -> None:
    case = await desk.lay()
    reasons = ("Thiếu phụ lục kèm theo.", "Sai nơi nhận.")
    async with desk.client() as clerk, desk.client("chuyen-vien-vp") as drafter:
        fresh = (await drafter.get(f"/dispatches/{case}")).json()
        assert (fresh["sent_back"], fresh["send_backs"]) == (None, [])
        for round_, reason in enumerate(reasons, start=1):
            await clerk.post(f"/dispatches/{case}/send-back", json={"reason": reason})
            told = (await drafter.get(f"/dispatches/{case}")).json()["sent_back"]
            assert told.items() >= {"round": round_, "reason": reason, **BY_THE_CLERK}.items()
            await desk.flow.open_issue(await desk.signed_round(case, round_ + 1))
        record = (await drafter.get(f"/dispatches/{case}")).json()
    assert (record["round"], record["stage"]) == (3, Stage.TO_ISSUE)
    assert [one["reason"] for one in record["send_backs"]] == list(reasons)
    assert record["sent_back"] == record["send_backs"][-1]
    assert record["sent_back"]["at"]


async def test_every_voided_number_is_told_with_its_reason(desk: RecordsDesk) -> None:
    case = await desk.lay()
    reasons = ("Nhầm văn bản.", "Thiếu phụ lục kèm theo.")
    given = []
    async with desk.client() as clerk:
        for reason in reasons:
            given.append(await desk.issue(case))
            await clerk.post(f"/dispatches/{case}/void", json={"reason": reason})
        record = (await clerk.get(f"/dispatches/{case}")).json()
    assert record["number"] is None
    assert [one["number"] for one in record["voids"]] == given
    assert [one["reason"] for one in record["voids"]] == list(reasons)
    for one in record["voids"]:
        assert one.items() >= {"round": 1, **BY_THE_CLERK}.items()


async def test_what_was_undone_of_one_dispatch_is_told_of_no_other(desk: RecordsDesk) -> None:
    case = await desk.lay()
    async with desk.client() as clerk:
        record = (await clerk.get(f"/dispatches/{case}")).json()
    assert (record["send_backs"], record["voids"]) == ([], [])
