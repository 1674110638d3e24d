"""The deputy of the field is away: the director signs in his place, as the head that he is."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, Final

import pytest

from shared.domain.lifecycle import Stage
from tests.shared.document.measure import Measured
from tests.stories.papers import (
    CHECK,
    CHECKER,
    CLERK,
    DEPUTY,
    DRAFTER,
    HEAD,
    OFFICE,
    REVIEW,
    SIGN,
    TEXT,
)
from tests.stories.whole_office import WholeOffice, decision, taken
from tests.support.histories import keep

DEPUTY_ALONE: Final[dict[str, Any]] = {
    "name": "Quản lý văn hóa, Phó Giám đốc ký",
    "units": ["QLVH"],
    "steps": [
        {"kind": CHECK, "hours": "8"},
        {"kind": REVIEW, "hours": "8", "posts": [OFFICE]},
        {"kind": SIGN, "hours": "8", "deputy_of_field": "true"},
    ],
}


@pytest.fixture
async def deputy_alone(whole: WholeOffice) -> AsyncIterator[WholeOffice]:
    async with whole.variant(routes=[DEPUTY_ALONE, *whole.content["routes"]]):
        yield whole


async def test_the_director_signs_as_director_while_the_deputy_is_away_and_approvals_stay(
    deputy_alone: WholeOffice,
) -> None:
    desk, whole = deputy_alone.desk, deputy_alone
    case = await desk(DRAFTER).drafted(TEXT)
    await desk(DRAFTER).submit(case)
    await desk(CHECKER).approve(case, CHECK)
    await desk(OFFICE).approve(case, REVIEW)
    before = await desk(DEPUTY).task(case, SIGN)
    assert before["prepared"]["signing_lines"] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    await whole.at_rest(case)

    absence = await desk(DEPUTY).act("approval", "/absences", away(whole))
    path = f"/tasks/{before['id']}"
    mine = await desk(HEAD).act("approval", f"{path}/prepared")
    assert (mine["signing_lines"], mine["on_behalf_of"]) == (["GIÁM ĐỐC"], "Dương Minh Tuệ")
    status, stale = await desk(HEAD).tried("approval", f"{path}/decision", decision(before))
    assert (status, stale["code"]) == (412, "prepared_stale")
    seen = await desk(HEAD).get("approval", path)
    assert seen["on_behalf_of"] == "Dương Minh Tuệ"
    decided = await desk(HEAD).decide(seen)
    assert (decided["account"], decided["on_behalf_of"]) == (HEAD, "Dương Minh Tuệ")

    await desk(CLERK).issue(case)
    assert await whole.ended(case) is Stage.FILED
    await desk(DEPUTY).act("approval", f"/absences/{absence['id']}/end")
    part = await desk(DRAFTER).part(case)
    assert taken(part, 1) == [(CHECKER, "approve"), (OFFICE, "approve"), (HEAD, "approve")]
    sealed = Measured(await desk(DRAFTER).file("distribution", f"/dispatches/{case}/pdf"))
    texts = [line.text for line in sealed.lines]
    assert "GIÁM ĐỐC" in texts
    assert "Giám đốc Sở" in texts
    assert not [text for text in texts if text.startswith(("KT.", "PHÓ"))]
    await keep(whole.flow(case), "signed_by_the_director_while_the_deputy_was_away")


def away(whole: WholeOffice) -> dict[str, Any]:
    """From now for two days; the director acts in the deputy's place."""
    now = whole.clock.now()
    return {
        "substitute": HEAD,
        "starts_at": now.isoformat(),
        "ends_at": (now + timedelta(days=2)).isoformat(),
        "kinds": [SIGN],
        "reason": "Đi công tác tại Hà Nội",
    }
