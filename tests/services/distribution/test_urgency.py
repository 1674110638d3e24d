"""The urgency that the signer set reaches the records desk: who comes first, and until when."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.distribution import tables
from services.distribution.domain.desk import issue_deadline
from shared.contracts.distribution import SignedDispatch
from shared.document.model import Paper, SignatureBlock
from shared.document.prepare import prepare
from shared.domain.dates import VIETNAM
from shared.domain.urgency import Urgency
from shared.runtime import ledger
from shared.runtime.organisations import read_organisation
from tests.services.distribution.records_desk import HEAD, LINES, NAME, TEXT, RecordsDesk
from tests.support.office import LANG_SON, TINY, content_of

MORNING = datetime(2026, 11, 23, 7, 30, tzinfo=VIETNAM)
"""When the office opens on a Monday."""
REASON = {"reason": "Thiếu phụ lục kèm theo."}


async def arrives(
    desk: RecordsDesk, drafter: Urgency = Urgency.NORMAL, *, signer: Urgency | None = None
) -> str:
    """A case on the desk: as the drafter proposed it, and as the signer set it, if so."""
    desk.serial += 1
    case = f"SVHTTDL-2026-{desk.serial:06d}"
    await desk.flow.open_issue(await arriving(desk, case, 1, drafter, signer=signer))
    return case


async def arriving(
    desk: RecordsDesk, case: str, round_: int, drafter: Urgency, *, signer: Urgency | None = None
) -> SignedDispatch:
    ref = await desk.signed_round(case, round_, urgency=drafter)
    return replace(ref, at=MORNING, urgency=signer.value if signer else None)


async def line(desk: RecordsDesk, case: str) -> dict[str, Any]:
    """The case as the desk's list shows it."""
    return (await lines(desk, [case]))[0]


async def lines(desk: RecordsDesk, cases: Iterable[str]) -> list[dict[str, Any]]:
    """Those of the desk's list, in its order."""
    async with desk.client() as clerk:
        waiting = (await clerk.get("/desk")).json()["waiting"]
    return [one for one in waiting if one["case"] in cases]


async def record(desk: RecordsDesk, case: str) -> dict[str, Any]:
    async with desk.client() as clerk:
        found: dict[str, Any] = (await clerk.get(f"/dispatches/{case}")).json()
    return found


def due(said: dict[str, Any]) -> timedelta:
    """Time of the same morning until the deadline."""
    return datetime.fromisoformat(said["due_at"]) - MORNING


async def forget_urgency(desk: RecordsDesk, case: str) -> None:
    """As rows are that lay on the desk before it kept the urgency."""
    older = tables.dispatches.update().where(tables.dispatches.c.case == case)
    async with desk.work() as (work, _):
        await work.db.execute(older.values(urgency=None))


async def test_what_the_signer_made_express_comes_first_and_is_due_within_its_hours(
    desk: RecordsDesk,
) -> None:
    ordinary, urgent = await arrives(desk), await arrives(desk, Urgency.VERY_URGENT)
    express = await arrives(desk, Urgency.NORMAL, signer=Urgency.EXPRESS)
    shown = await lines(desk, (ordinary, urgent, express))
    assert [one["case"] for one in shown] == [express, urgent, ordinary]
    assert [one["urgency"] for one in shown] == ["hoa_toc", "thuong_khan", "thuong"]
    assert due(shown[0]) == timedelta(hours=1)
    assert due(shown[1]) == timedelta(hours=2)
    assert due(shown[2]) > timedelta(hours=8)
    assert (await record(desk, express))["urgency"] == "hoa_toc"


async def test_urgency_goes_before_the_deadline_and_the_deadline_before_the_code(
    desk: RecordsDesk,
) -> None:
    desk.serial += 2
    later, soon = f"SVHTTDL-2026-{desk.serial - 1:06d}", f"SVHTTDL-2026-{desk.serial:06d}"
    for case, days in ((later, 3), (soon, 2)):
        ref = await arriving(desk, case, 1, Urgency.URGENT)
        await desk.flow.open_issue(replace(ref, at=MORNING + timedelta(days=days)))
    ordinary = await arrives(desk)
    shown = await lines(desk, (later, soon, ordinary))
    assert [one["case"] for one in shown] == [soon, later, ordinary]
    assert shown[0]["due_at"] > shown[2]["due_at"]


async def test_without_a_word_of_the_signer_the_version_s_urgency_counts(
    desk: RecordsDesk,
) -> None:
    said = await line(desk, await arrives(desk, Urgency.URGENT))
    assert (said["urgency"], due(said)) == ("khan", timedelta(hours=4))


async def test_the_signer_may_take_an_urgency_back(desk: RecordsDesk) -> None:
    said = await line(desk, await arrives(desk, Urgency.EXPRESS, signer=Urgency.NORMAL))
    assert said["urgency"] == "thuong"
    assert due(said) > timedelta(hours=8)


async def test_laying_again_changes_no_urgency(desk: RecordsDesk) -> None:
    case = await arrives(desk, signer=Urgency.EXPRESS)
    before = await line(desk, case)
    await desk.flow.open_issue(await arriving(desk, case, 1, Urgency.NORMAL, signer=Urgency.URGENT))
    assert await line(desk, case) == before


@pytest.mark.parametrize(
    ("first", "second", "counts", "hours"),
    [(Urgency.EXPRESS, None, "khan", 4), (None, Urgency.EXPRESS, "hoa_toc", 1)],
)
async def test_a_later_round_brings_its_own_urgency(
    desk: RecordsDesk, first: Urgency | None, second: Urgency | None, counts: str, hours: int
) -> None:
    case = await arrives(desk, signer=first)
    async with desk.client() as clerk:
        await clerk.post(f"/dispatches/{case}/send-back", json=REASON)
    await desk.flow.open_issue(await arriving(desk, case, 2, Urgency.URGENT, signer=second))
    said = await line(desk, case)
    assert (said["round"], said["urgency"], due(said)) == (2, counts, timedelta(hours=hours))


async def test_a_row_from_before_is_read_as_unknown_and_taken_up_with_the_ordinary(
    desk: RecordsDesk,
) -> None:
    older = await arrives(desk)
    urgent = await arrives(desk, Urgency.URGENT)
    ordinary = await arrives(desk)
    await forget_urgency(desk, older)
    shown = await lines(desk, (older, urgent, ordinary))
    assert [one["case"] for one in shown] == [urgent, older, ordinary]
    assert (shown[1]["urgency"], (await record(desk, older))["urgency"]) == (None, None)
    async with desk.client() as clerk:
        assert (await clerk.post(f"/dispatches/{older}/issue", json={})).status_code == 200
    assert (await record(desk, older))["stage"] == "NUMBERED"


async def test_the_desk_remembers_how_urgent_it_was_when_it_came(desk: RecordsDesk) -> None:
    case = await arrives(desk, Urgency.NORMAL, signer=Urgency.EXPRESS)
    async with desk.work() as (work, _):
        (laid,) = await ledger.history(work, "SVHTTDL", case)
    assert (laid["act"], laid["details"]["urgency"]) == ("laid_on_desk", "hoa_toc")


async def test_a_stamp_that_the_frozen_text_has_not_is_issued_sealed_and_verified(
    desk: RecordsDesk,
) -> None:
    """The signer set it, so the prepared PDF shows HỎA TỐC where the version says nothing."""
    stamped = replace(TEXT, urgency=Urgency.EXPRESS)
    block = SignatureBlock(lines=LINES, name=NAME)
    paper = prepare(Paper(letterhead=HEAD, text=stamped, signature=block))
    desk.serial += 1
    case = f"SVHTTDL-2026-{desk.serial:06d}"
    ref = replace(
        await desk.signed_round(case, 1),
        prepared=await desk.blob(paper),
        signed=await desk.blob(await desk.sign(paper)),
        urgency=Urgency.EXPRESS.value,
    )
    assert ref.prepared != desk.prepared
    await desk.flow.open_issue(ref)
    async with desk.client() as clerk:
        issued = await clerk.post(f"/dispatches/{case}/issue", json={})
        assert issued.status_code == 200, issued.text
        await desk.send_out(case)
        sealed = (await clerk.get(f"/dispatches/{case}/pdf")).content
        pdf = {"Content-Type": "application/pdf"}
        found = (await clerk.post("/verify", content=sealed, headers=pdf)).json()
    assert (found["case"], found["whole"], found["problems"]) == (case, True, [])


@pytest.mark.parametrize(
    ("urgency", "hours"),
    [
        (Urgency.NORMAL, 4),
        (Urgency.URGENT, 4),
        (Urgency.VERY_URGENT, 2),
        (Urgency.EXPRESS, 2),
    ],
)
def test_an_urgency_without_hours_of_its_own_has_those_of_the_next_lower(
    urgency: Urgency, hours: int
) -> None:
    content = content_of(LANG_SON) | {"issue_hours": "4"}
    agency = read_organisation(content | {"urgent_issue_hours": {"thuong_khan": "2"}})
    assert issue_deadline(agency, urgency, MORNING) - MORNING == timedelta(hours=hours)


def test_an_agency_that_names_no_urgent_hours_has_the_ordinary_for_all() -> None:
    agency = read_organisation(content_of(TINY))
    assert len({issue_deadline(agency, urgency, MORNING) for urgency in Urgency}) == 1
