"""What the flow asks: each answer is the position, each repetition is harmless."""

from functools import partial

import httpx
import pytest
from temporalio import activity

from services.drafting.filing import Filing
from services.drafting.manifest import SERVICE
from shared.contracts import attestations
from shared.contracts.dispatch_flow import WITHDRAWAL
from shared.contracts.drafting import CloseRound, Closing, LateWithdrawal, RoundRef
from shared.contracts.reconciling import Filed
from shared.domain.refusals import Invalid, Unknown
from shared.runtime.attesting import demand_attested
from tests.services.drafting.desk import AT, SEEN, Drafting


async def test_opening_a_case_tells_how_it_stands_and_marks_it_handed_over(
    drafting: Drafting, submitted: str
) -> None:
    position = await drafting.open_case(submitted)
    (fact,) = await drafting.rows("submissions", submitted)
    assert (position.case, position.agency, position.unit) == (submitted, "SVHTTDL", "VP")
    assert (position.round, position.version) == (1, fact["version"])
    assert (position.closing, position.withdrawal, position.urgency) == (None, None, "thuong")
    assert fact["handed_over_at"] is not None
    assert await drafting.open_case(submitted) == position


async def test_a_late_attempt_hides_no_newer_fact_from_the_relay(
    drafting: Drafting, drafter: httpx.AsyncClient, submitted: str
) -> None:
    asked_at = drafting.office.clock.now()
    await drafter.post(f"/drafts/{submitted}/withdraw", json={"reason": "Chờ ý kiến"})
    assert (await drafting.open_case(submitted, asked_at)).withdrawal is not None
    (submission,) = await drafting.rows("submissions", submitted)
    (withdrawal,) = await drafting.rows("withdrawals", submitted)
    assert submission["handed_over_at"] is not None
    assert withdrawal["handed_over_at"] is None


@pytest.mark.parametrize("case", ["SVHTTDL-2026-999999", "nonsense"])
async def test_an_unknown_case_is_refused(drafting: Drafting, case: str) -> None:
    with pytest.raises(Unknown):
        await drafting.open_case(case)


async def test_reopening_is_done_once_and_only_for_the_latest_round(
    drafting: Drafting, drafter: httpx.AsyncClient, submitted: str
) -> None:
    first = await drafting.reopen(submitted, 1)
    assert (first.round, first.version) == (2, None)
    assert await drafting.reopen(submitted, 1) == first
    await drafter.post(f"/drafts/{submitted}/submit", headers=SEEN)
    late = await drafting.reopen(submitted, 1)
    assert (late.round, late.version is not None) == (2, True)
    (row,) = await drafting.rows("reopenings", submitted)
    assert (row["round"], row["asked_at"]) == (1, AT)
    assert (await drafting.reopen(submitted, 3)).round == 2


async def test_a_round_is_closed_once(drafting: Drafting, submitted: str) -> None:
    first = await drafting.close(submitted, 1, Closing.REJECTED)
    assert await drafting.close(submitted, 1, Closing.SIGNED) == first
    assert first.closing is Closing.REJECTED
    in_force = {row["version"] for row in await drafting.rows("organisations")}
    (row,) = await drafting.rows("closings", submitted)
    assert row["organisation"] in in_force
    assert len(await drafting.rows("closings", submitted)) == 1


async def test_a_rejected_round_is_not_reopened(drafting: Drafting, submitted: str) -> None:
    closed = await drafting.close(submitted, 1, Closing.REJECTED)
    assert await drafting.reopen(submitted, 1) == closed


async def test_a_signed_round_comes_back_from_the_records_desk(
    drafting: Drafting, drafter: httpx.AsyncClient, submitted: str
) -> None:
    await drafting.close(submitted, 1, Closing.SIGNED, by="duong-minh-tue")
    refused = await drafter.post(f"/drafts/{submitted}/submit", headers=SEEN)
    assert (refused.status_code, refused.json()["code"]) == (409, "signed")
    assert refused.json()["detail"].startswith("Dương Minh Tuệ đã ký văn bản này")
    back = await drafting.reopen(submitted, 1)
    assert (back.round, back.closing) == (2, None)
    assert (await drafter.post(f"/drafts/{submitted}/submit", headers=SEEN)).status_code == 200
    again = await drafting.close(submitted, 2, Closing.SIGNED)
    assert (again.round, again.closing) == (2, Closing.SIGNED)


async def test_a_round_that_came_back_is_not_closed_any_more(
    drafting: Drafting, submitted: str
) -> None:
    await drafting.reopen(submitted, 1)
    late = await drafting.close(submitted, 1, Closing.REJECTED)
    assert (late.round, late.closing) == (2, None)


async def test_nothing_is_done_for_what_no_service_attests(
    drafting: Drafting, drafter: httpx.AsyncClient, submitted: str
) -> None:
    await drafter.post(f"/drafts/{submitted}/withdraw", json={"reason": "Sai số liệu."})
    waiting = (await drafting.open_case(submitted)).withdrawal
    before = await drafting.rows("events", submitted)
    refused, forged = partial(pytest.raises, Invalid, match="không xác nhận"), drafting.activities
    with refused():
        await forged.reopen(RoundRef(case=submitted, round=1, at=AT))
    for end in Closing:
        with refused():
            await forged.close_round(
                CloseRound(case=submitted, round=1, closing=end, by="giam-doc", at=AT)
            )
    late = LateWithdrawal(
        case=submitted, round=1, withdrawal=str(waiting), decided_by="an", decided_at=AT, at=AT
    )
    with refused():
        await forged.answer_withdrawal(late)
    with refused():
        await Filing(drafting.office.process("drafting").database).note_filed(
            Filed(cases=(submitted,), at=AT)
        )
    assert await drafting.rows("events", submitted) == before
    stands = await drafting.open_case(submitted)
    assert (stands.round, stands.closing, stands.withdrawal) == (1, None, waiting)


async def test_what_the_flow_is_told_is_attested_for_approval(
    drafting: Drafting, drafter: httpx.AsyncClient, submitted: str
) -> None:
    await drafter.post(f"/drafts/{submitted}/withdraw", json={"reason": "Sai số liệu."})
    told = await drafting.open_case(submitted)
    await demand_attested(
        drafting.office.process("drafting").database.blobs,
        attestations.submitted(submitted, told.round, str(told.version)),
    )
    await demand_attested(
        drafting.office.process("drafting").database.blobs,
        attestations.wanted_back(submitted, told.round, str(told.withdrawal), told.withdrawal_by),
    )


async def test_what_the_flow_does_is_recorded(drafting: Drafting, submitted: str) -> None:
    await drafting.reopen(submitted, 1)
    last = (await drafting.rows("events", submitted))[-1]
    assert (last["act"], last["account"]) == ("reopen", "dispatch-flow")
    (fact,) = await drafting.rows("submissions", submitted)
    assert last["object"] == fact["version"]


async def test_the_manifest_offers_every_activity_and_fact(drafting: Drafting) -> None:
    offered = SERVICE.activities(drafting.office.process("drafting"))
    names = {activity._Definition.must_from_callable(one).name for one in offered}
    acts = ("open_case", "reopen", "answer_withdrawal", "close_round", "note_filed")
    assert names == {f"drafting.{act}" for act in acts}
    assert set(SERVICE.facts) == {"submission", WITHDRAWAL}
