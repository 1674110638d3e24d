"""Three units are consulted, two are heard, the third is told so; two annexes go along."""

from datetime import datetime

from shared.document.layout import render_draft
from shared.domain.lifecycle import Stage
from tests.shared.document.dispatch import sample_paper
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


def annex(title: str) -> bytes:
    return render_draft(sample_paper(subject=title))


async def test_two_of_three_units_are_heard_and_the_third_is_told_who_decided_and_when(
    whole: WholeOffice,
) -> None:
    desk = whole.desk
    case = await desk(TOURISM).drafted(TEXT_OF_TOURISM)
    files = {f"Phụ lục {number}.pdf": annex(f"phụ lục {number}") for number in ("II", "I")}
    for name, pdf in files.items():
        await desk(TOURISM).annexed(case, name, pdf)
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
    signing = await desk(DEPUTY_2).task(case, SIGN)
    shown = [(one["name"], one["kind"]) for one in signing["attachments"]]
    assert shown == [("Phụ lục II.pdf", "annex"), ("Phụ lục I.pdf", "annex")]
    await desk(DEPUTY_2).decide(signing)
    await desk(CLERK).issue(case)
    assert await whole.ended(case) is Stage.FILED
    assert not [one for one in await desk(SPORT_HEAD).notices(case) if one[0] == "decided"]
    await came_signed(whole, case, list(files.values()))
    await keep(whole.flow(case), "two_of_three_units_heard_then_filed")


async def came_signed(whole: WholeOffice, case: str, files: list[bytes]) -> None:
    """Each annex lies in the mailbox in its order, signed by the agency, known by its bytes."""
    box = f"/mailboxes/QLVH/{case}/annexes"
    for place, original in enumerate(files, start=1):
        annex = await whole.desk(CULTURE_HEAD).file("distribution", f"{box}/{place}")
        assert annex.startswith(original)
        assert b"/ByteRange" in annex[len(original) :]
        async with whole.client("distribution") as public:
            headers = {"Content-Type": "application/pdf"}
            said = (await public.post("/public/check", content=annex, headers=headers)).json()
        assert said["registered"]
