"""What the archive takes out of approval: every opinion with its words, once it is signed."""

from shared.domain.canonical import sha256
from tests.services.approval.conftest import DEPUTY, FORM, HEAD_OF_OFFICE, Approval

CLERK = "van-thu"


async def test_the_archive_gets_every_decision_and_the_signature(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    assert (await round_.decide_to_sign(DEPUTY)).status_code == 200
    await round_.sign()
    clerk = await approval.person(CLERK)

    (told,) = (await clerk.get(f"/dispatches/{round_.case}/archive")).json()["rounds"]

    deciders = [step["account"] for step in told["round"]["taken"]]
    assert deciders == [HEAD_OF_OFFICE, FORM, DEPUTY]
    assert all(step["comment"] is not None for step in told["round"]["taken"])
    assert told["signature"]["account"] == DEPUTY
    signed = told["signature"]["signed"]
    file = await clerk.get(f"/dispatches/{round_.case}/archive/{signed}")
    assert sha256(file.content) == signed
    foreign = await clerk.get(f"/dispatches/{round_.case}/archive/{told['signature']['prepared']}")
    assert (foreign.status_code, foreign.json()["code"]) == (404, "not_in_archive")
    events = (await clerk.get(f"/dispatches/{round_.case}/events")).json()["events"]
    assert [one["seq"] for one in events] == list(range(1, len(events) + 1))
    views = (await clerk.get(f"/dispatches/{round_.case}/views")).json()["views"]
    assert "exported" in {one["act"] for one in views}


async def test_opinions_stay_with_the_reviewers_until_it_is_signed(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    clerk = await approval.person(CLERK)
    for path in ("archive", "events"):
        answer = await clerk.get(f"/dispatches/{round_.case}/{path}")
        assert (answer.status_code, answer.json()["code"]) == (409, "not_signed")
    deputy = await approval.person(DEPUTY)
    answer = await deputy.get(f"/dispatches/{round_.case}/archive")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_an_archivist")
