"""Three units are consulted, two are heard, and the third is told that it is over."""

from datetime import datetime

from shared.domain.lifecycle import Stage
from tests.stories.papers import (
    CHECK,
    CLERK,
    CONSULT,
    CULTURE_HEAD,
    DEPUTY_2,
    INSPECTOR,
    OFFICE,
    REVIEW,
    SIGN,
    SPORT_HEAD,
    TEXT,
    TOURISM,
    TOURISM_HEAD,
)
from tests.stories.whole_office import WholeOffice, decision
from tests.support.histories import keep

TEXT_OF_TOURISM = {**TEXT, "file_copy": "VT, QLDL", "signer_name": "Phó Giám đốc thứ hai"}


async def test_two_of_three_units_are_heard_and_the_third_is_told_who_decided_and_when(
    whole: WholeOffice,
) -> None:
    desk = whole.desk
    case = await desk(TOURISM).drafted(TEXT_OF_TOURISM)
    await desk(TOURISM).submit(case)
    await desk(TOURISM_HEAD).approve(case, CHECK)

    seen = {one: await desk(one).task(case, CONSULT) for one in (INSPECTOR, CULTURE_HEAD)}
    late = await desk(SPORT_HEAD).task(case, CONSULT)
    assert (late["needs"], len(late["seats"]), late["mine"]) == (2, 3, True)
    await desk(INSPECTOR).decide(seen[INSPECTOR], "opinion", "Nêu rõ kinh phí.")
    heard = await desk(SPORT_HEAD).task(case, CONSULT)
    assert "Chánh Thanh tra Sở" in heard["waiting"]
    last = await desk(CULTURE_HEAD).decide(seen[CULTURE_HEAD])
    assert last["settled"]

    status, refused = await desk(SPORT_HEAD).tried(
        "approval", f"/tasks/{late['id']}/decision", decision(late)
    )
    assert (status, refused["code"]) == (409, "already_decided")
    assert "Trưởng phòng Quản lý văn hóa" in refused["detail"]
    details = {one["field"]: one["message"] for one in refused["errors"]}
    assert details["account"] == CULTURE_HEAD
    assert datetime.fromisoformat(details["at"]) == datetime.fromisoformat(last["at"])

    reviewed = await desk(OFFICE).task(case, REVIEW)
    opinion = next(one for one in reviewed["rounds"][0]["taken"] if one["act"] == "opinion")
    assert opinion["comment"] == "Nêu rõ kinh phí."
    await desk(OFFICE).decide(reviewed)
    await desk(DEPUTY_2).approve(case, SIGN)
    await desk(CLERK).issue(case)
    assert await whole.ended(case) is Stage.FILED
    assert not [one for one in await desk(SPORT_HEAD).notices(case) if one[0] == "decided"]
    await keep(whole.flow(case), "two_of_three_units_heard_then_filed")
