"""A certificate that ends is told of weeks before: once for each threshold, to who must act."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.approval.operations.certificates import case_of
from services.approval.warning import Warner
from shared.contracts.certificates import Look
from shared.domain.certificates import WARNED_BEFORE, next_warning, threshold_at
from tests.services.approval.conftest import (
    DEPUTY,
    FORM,
    HEAD,
    HEAD_OF_OFFICE,
    SECOND_DEPUTY,
    Approval,
)
from tests.support.devices import key_pair


async def registered(
    approval: Approval, account: str, *, days: int = 60, by: str = HEAD_OF_OFFICE
) -> dict[str, Any]:
    pair = key_pair(approval.office.keys, account, days=days)
    said = {"account": account, "kind": "own_device", "certificate": pair.pem}
    made = await (await approval.person(by)).post("/certificates", json=said)
    assert made.status_code == 200, made.text
    return dict(made.json())


async def look(approval: Approval, made: dict[str, Any], before: timedelta) -> datetime | None:
    warner = Warner(approval.office.process("approval").database)
    at = datetime.fromisoformat(made["valid_until"]) - before
    return (await warner.warn_of_certificate(Look(id=made["id"], at=at))).next_at


async def told(approval: Approval, made: dict[str, Any]) -> list[tuple[str, int]]:
    notices = await approval.rows("notices", case_of(made["id"]))
    return sorted((one["recipient"], one["ordinal"]) for one in notices)


async def test_owner_and_officer_are_warned_once_at_each_threshold(approval: Approval) -> None:
    made = await registered(approval, DEPUTY)
    ends = datetime.fromisoformat(made["valid_until"])
    assert await look(approval, made, timedelta(days=40)) == ends - timedelta(days=30)
    assert await told(approval, made) == []
    for days in WARNED_BEFORE:
        for _ in range(2):
            await look(approval, made, timedelta(days=days))
    assert await look(approval, made, timedelta(hours=1)) is None
    expected = [(who, days) for who in (DEPUTY, HEAD_OF_OFFICE) for days in WARNED_BEFORE]
    assert await told(approval, made) == sorted(expected)


async def test_a_missed_warning_is_told_late_and_alone(approval: Approval) -> None:
    made = await registered(approval, HEAD)
    await look(approval, made, timedelta(days=5))
    assert {days for _, days in await told(approval, made)} == {7}


async def test_the_warning_is_read_among_the_notices(approval: Approval) -> None:
    made = await registered(approval, SECOND_DEPUTY)
    await look(approval, made, timedelta(days=14))
    person = await approval.person(SECOND_DEPUTY)
    (notice,) = [
        one
        for one in (await person.get("/notices")).json()["notices"]
        if one["kind"] == "certificate_ends"
    ]
    assert "Chứng thư số của" in notice["subject"]
    assert "14 ngày" in notice["subject"]
    assert any("đăng ký trước ngày đó" in line for line in notice["lines"])


async def test_who_has_a_later_certificate_is_not_warned_of_the_earlier(
    approval: Approval,
) -> None:
    earlier = await registered(approval, FORM)
    await registered(approval, FORM, days=400)
    await look(approval, earlier, timedelta(days=7))
    assert await told(approval, earlier) == []


async def test_nobody_is_warned_of_a_revoked_certificate(approval: Approval) -> None:
    made = await registered(approval, HEAD_OF_OFFICE)
    officer = await approval.person(HEAD_OF_OFFICE)
    gone = await officer.post(f"/certificates/{made['id']}/revoke", json={"reason": "Mất thẻ"})
    assert gone.status_code == 200
    assert await look(approval, made, timedelta(days=7)) is None
    assert await told(approval, made) == []


async def test_a_registration_waits_to_be_handed_over_to_its_flow(approval: Approval) -> None:
    made = await registered(approval, DEPUTY)
    (row,) = await approval.rows("certificates", case_of(made["id"]))
    assert (row["id"], row["handed_over_at"]) == (made["id"], None)


@pytest.mark.parametrize("account", [DEPUTY, HEAD, FORM])
async def test_only_the_permitted_post_registers_and_others_see_their_own(
    approval: Approval, account: str
) -> None:
    for owner in (HEAD, SECOND_DEPUTY):
        await registered(approval, owner)
    pair = key_pair(approval.office.keys)
    person = await approval.person(account)
    said = {"account": account, "kind": "own_device", "certificate": pair.pem}
    refused = await person.post("/certificates", json=said)
    assert (refused.status_code, refused.json()["code"]) == (403, "no_permission")
    seen = (await person.get("/certificates")).json()["certificates"]
    assert {one["account"] for one in seen} <= {account}
    everybody = (await (await approval.person(HEAD_OF_OFFICE)).get("/certificates")).json()
    assert len({one["account"] for one in everybody["certificates"]}) > 1


async def test_a_certificate_is_registered_once(approval: Approval) -> None:
    pair = key_pair(approval.office.keys)
    officer = await approval.person(HEAD_OF_OFFICE)
    said = {"account": DEPUTY, "kind": "own_device", "certificate": pair.pem}
    assert (await officer.post("/certificates", json=said)).status_code == 200
    again = await officer.post("/certificates", json=said | {"account": HEAD})
    assert (again.status_code, again.json()["code"]) == (409, "certificate_known")


def test_the_thresholds_follow_one_another() -> None:
    ends = datetime.fromisoformat("2026-12-31T00:00:00+00:00")
    days = timedelta(days=1)
    assert [threshold_at(ends, ends - n * days) for n in (31, 30, 15, 14, 8, 7, 2, 1)] == [
        None,
        30,
        30,
        14,
        14,
        7,
        7,
        1,
    ]
    assert threshold_at(ends, ends + days) is None
    assert next_warning(ends, ends - 100 * days) == ends - 30 * days
    assert next_warning(ends, ends - 1 * days) is None
