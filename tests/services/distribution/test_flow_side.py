import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from services.distribution import tables
from services.distribution.operations import acts, flow
from services.distribution.seal_keys import SealedFile, SealOrder, SoftSealKeys
from shared.contracts import attestations
from shared.contracts.distribution import IssueRef
from shared.domain.chains import broken_at
from shared.domain.lifecycle import Stage
from shared.domain.refusals import Invalid, Unknown, WrongMoment
from shared.runtime import ledger
from tests.services.distribution.records_desk import RecordsDesk
from tests.support.office import LANG_SON, content_of


async def acts_of(desk: RecordsDesk, case: str) -> list[str]:
    async with desk.work() as (work, _):
        events = [dict(event) for event in await ledger.history(work, "SVHTTDL", case)]
        assert broken_at(events) is None
    return [event["act"] for event in events]


async def test_laying_again_changes_nothing_and_tells_how_it_stands(desk: RecordsDesk) -> None:
    case = await desk.lay()
    first = await desk.stands(case)
    later = replace(desk.refs[case], at=desk.now + timedelta(days=1))
    assert await desk.flow.open_issue(later) == first
    assert first.stage is Stage.TO_ISSUE
    assert (first.holder_post, first.holder) == ("van-thu", "Văn thư")
    assert first.due_at > desk.refs[case].at
    assert await acts_of(desk, case) == ["laid_on_desk"]


async def test_a_later_round_waits_until_the_earlier_was_sent_back(desk: RecordsDesk) -> None:
    case = await desk.lay()
    with pytest.raises(WrongMoment, match="chưa được trả lại") as refused:
        await desk.flow.open_issue(await desk.signed_round(case, 2))
    assert refused.value.code == "earlier_round_open"


async def test_a_version_of_another_case_is_refused(desk: RecordsDesk) -> None:
    ref = await desk.signed_round("SVHTTDL-2026-900001", 1)
    with pytest.raises(Invalid) as refused:
        await desk.flow.open_issue(replace(ref, case="SVHTTDL-2026-900002"))
    assert refused.value.code == "other_dispatch"


async def test_a_file_of_an_earlier_round_is_laid_under_no_other_version(desk: RecordsDesk) -> None:
    case = await desk.lay()
    earlier = desk.refs[case]
    async with desk.work() as (work, me):
        await acts.send_back(work, me, case, "Viết lại.")
    again = await desk.signed_round(case, 2, subject="Một văn bản viết lại")
    forged = replace(again, prepared=earlier.prepared, signed=earlier.signed)
    with pytest.raises(Invalid, match="approval không xác nhận") as refused:
        await desk.without_approval.open_issue(forged)
    assert refused.value.code == "not_attested"
    assert (await desk.stands(case)).stage is Stage.RETURNED
    sent_back = attestations.sent_back(case, 1)
    assert await desk.process.database.blobs.attests(sent_back.agency, sent_back.statement)


async def test_a_case_that_never_came_is_unknown(desk: RecordsDesk) -> None:
    for activity in (desk.flow.seal, desk.flow.deliver, desk.flow.file_copy):
        with pytest.raises(Unknown):
            await activity(desk.ref("SVHTTDL-2026-999999"))


async def test_overdue_is_marked_after_the_deadline_and_never_after_the_issue(
    desk: RecordsDesk,
) -> None:
    case, issued = await desk.lay(), await desk.lay()
    await desk.issue(issued)
    due = (await desk.stands(case)).due_at
    early = await desk.flow.mark_overdue(replace(desk.ref(case), at=due - timedelta(seconds=1)))
    assert not early.overdue
    for _ in range(2):
        assert (await desk.flow.mark_overdue(replace(desk.ref(case), at=due))).overdue
    assert not (await desk.flow.mark_overdue(replace(desk.ref(issued), at=due))).overdue
    assert await acts_of(desk, case) == ["laid_on_desk", "overdue"]


async def test_activities_that_repeat_change_nothing(desk: RecordsDesk) -> None:
    case = await desk.lay()
    async with desk.client() as clerk:
        assert (await clerk.post(f"/dispatches/{case}/issue", json={})).status_code == 200
    ref = desk.ref(case)
    assert (await desk.flow.deliver(ref)).stage is Stage.NUMBERED
    for _ in range(2):
        sealed = await desk.flow.seal(ref)
        assert sealed.stage is Stage.SEALED
    for _ in range(2):
        assert (await desk.flow.deliver(ref)).stage is Stage.DISTRIBUTING
    for _ in range(2):
        assert (await desk.flow.file_copy(ref)).stage is Stage.FILED
    assert (await desk.flow.seal(ref)).stage is Stage.FILED
    assert await acts_of(desk, case) == ["laid_on_desk", "issued", "sealed", "delivered", "filed"]
    async with desk.work() as (work, _):
        items = tables.mailbox_items
        laid = await work.db.scalars(sa.select(items.c.mailbox).where(items.c.case == case))
        units = ["BT", "QLDL", "QLTDTT", "QLVH", "TTHLTT", "TTVHNT", "TTr", "TV"]
        assert sorted(laid) == [*units, "giam-doc", "pho-giam-doc"]


async def test_what_an_activity_tells_counts_as_handed_over(desk: RecordsDesk) -> None:
    case = await desk.lay()
    await desk.issue(case)
    waiting = sa.select(tables.issues.c.handed_over_at).where(tables.issues.c.case == case)
    async with desk.work() as (work, _):
        assert await work.db.scalar(waiting) is None
    await desk.stands(case)
    async with desk.work() as (work, _):
        assert await work.db.scalar(waiting) is not None


async def test_a_late_attempt_hands_over_nothing_that_its_order_could_not_know(
    desk: RecordsDesk,
) -> None:
    case, back = await desk.lay(), await desk.lay()
    orders = desk.refs[case], desk.refs[back]
    await desk.issue(case)
    async with desk.work() as (work, me):
        await acts.send_back(work, me, back, "Thiếu phụ lục.")
    for order in orders:
        await desk.flow.open_issue(order)
        await desk.flow.mark_overdue(IssueRef(case=order.case, round=1, at=order.at))
    async with desk.work() as (work, _):
        for facts, of in ((tables.issues, case), (tables.send_backs, back)):
            handed_over = sa.select(facts.c.handed_over_at).where(facts.c.case == of)
            assert await work.db.scalar(handed_over) is None
    assert (await desk.stands(back)).stage is Stage.RETURNED
    async with desk.work() as (work, _):
        handed_over = sa.select(tables.send_backs.c.handed_over_at)
        assert await work.db.scalar(handed_over.where(tables.send_backs.c.case == back)) is not None


async def test_six_hundred_recipients_get_a_dispatch_once_each_by_one_step_of_the_flow(
    desk: RecordsDesk,
) -> None:
    schools = [
        {"code": f"TH{at}", "name": f"Trường số {at}", "kind": "affiliated", "field": "hanh-chinh"}
        for at in range(600)
    ]
    content = content_of(LANG_SON)
    await desk.office.load("distribution", content | {"units": [*content["units"], *schools]})
    try:
        case = await desk.lay(recipients=tuple(one["name"] for one in schools))
        async with desk.client() as clerk:
            await clerk.post(f"/dispatches/{case}/issue", json={})
            await desk.flow.seal(desk.ref(case))
            await asyncio.gather(*(desk.flow.deliver(desk.ref(case)) for _ in range(2)))
            record = (await clerk.get(f"/dispatches/{case}")).json()
    finally:
        await desk.office.load("distribution", content)
    delivered = [(one["recipient"], one["mailboxes"]) for one in record["deliveries"]]
    assert delivered == [(one["name"], [one["code"]]) for one in schools]
    async with desk.work() as (work, _):
        items = tables.mailbox_items
        query = sa.select(items.c.mailbox).where(items.c.case == case)
        held = list(await work.db.scalars(query))
    assert sorted(held) == sorted(one["code"] for one in schools)


async def test_an_unknown_recipient_parks_the_delivery_with_its_name(desk: RecordsDesk) -> None:
    case = await desk.lay(recipients=("Như trên", "Sở Nội vụ"))
    async with desk.client() as clerk:
        await clerk.post(f"/dispatches/{case}/issue", json={})
    await desk.flow.seal(desk.ref(case))
    with pytest.raises(Invalid, match="Sở Nội vụ"):
        await desk.flow.deliver(desk.ref(case))
    async with desk.client() as clerk:
        record = (await clerk.get(f"/dispatches/{case}")).json()
    assert (record["stage"], record["deliveries"]) == ("SEALED", [])


async def test_a_key_folder_that_can_not_be_read_is_told_and_not_retried(
    desk: RecordsDesk, tmp_path: Path
) -> None:
    (tmp_path / "agency").mkdir()
    (tmp_path / "agency" / "SVHTTDL.p12").write_bytes(b"a key without its password file")
    order = SealOrder(agency="SVHTTDL", number_line="", date_line="", at=desk.now)
    with pytest.raises(WrongMoment) as refused:
        await SoftSealKeys(tmp_path).seal(b"", order)
    assert refused.value.code == "key_not_readable"
    assert str(tmp_path) not in refused.value.sentence


async def test_no_soft_seal_where_the_agency_forbids_test_keys(desk: RecordsDesk) -> None:
    case = await desk.lay()
    async with desk.client() as clerk:
        await clerk.post(f"/dispatches/{case}/issue", json={})
    content = content_of(LANG_SON)
    await desk.office.load("distribution", content | {"test_keys": "false"})
    try:
        with pytest.raises(WrongMoment) as refused:
            await desk.flow.seal(desk.ref(case))
    finally:
        await desk.office.load("distribution", content)
    assert refused.value.code == "soft_seal_forbidden"
    assert (await desk.flow.seal(desk.ref(case))).stage is Stage.SEALED


async def test_a_seal_that_was_being_made_while_its_number_was_voided_is_not_kept(
    desk: RecordsDesk,
) -> None:
    case = await desk.lay()
    await desk.issue(case)
    async with desk.work() as (work, _):
        wanted = await flow.to_seal(work, case, 1)
    assert wanted
    async with desk.work() as (work, me):
        await acts.void(work, me, case, "Nhầm văn bản.")
    await desk.issue(case)
    async with desk.work() as (work, _):
        await flow.keep_seal(work, wanted, "0" * 64, SealedFile(pdf=b"", certificate="1" * 64))
    assert (await desk.stands(case)).stage is Stage.NUMBERED


async def test_attempts_at_once_seal_and_deliver_once(desk: RecordsDesk) -> None:
    case = await desk.lay()
    async with desk.client() as clerk:
        await clerk.post(f"/dispatches/{case}/issue", json={})
    for activity in (desk.flow.seal, desk.flow.deliver, desk.flow.file_copy):
        told = await asyncio.gather(*(activity(desk.ref(case)) for _ in range(3)))
        assert len({one.stage for one in told}) == 1
    assert await acts_of(desk, case) == ["laid_on_desk", "issued", "sealed", "delivered", "filed"]
