"""Two at once: one wins, the other is told who did what and when."""

import asyncio

import httpx

from shared.contracts.drafting import Closing
from tests.services.drafting.desk import COMPLETE, SEEN, Drafting

ROUNDS = 10
WHY = {"reason": "Chờ ý kiến"}


async def new_case(drafter: httpx.AsyncClient) -> str:
    return str((await drafter.post("/drafts", json=COMPLETE)).json()["case"])


async def test_of_two_submissions_at_once_one_wins(
    drafting: Drafting, drafter: httpx.AsyncClient
) -> None:
    colleague = await drafting.person("van-thu")
    for _ in range(ROUNDS):
        case = await new_case(drafter)
        answers = await asyncio.gather(
            drafter.post(f"/drafts/{case}/submit", headers=SEEN),
            colleague.post(f"/drafts/{case}/submit", headers=SEEN),
        )
        won, lost = sorted(answers, key=lambda answer: answer.status_code)
        assert (won.status_code, lost.status_code) == (200, 409)
        (fact,) = await drafting.rows("submissions", case)
        winner = {"van-thu": "Văn thư Sở", "chuyen-vien-vp": "Chuyên viên Văn phòng"}
        assert lost.json()["code"] == "under_review"
        assert lost.json()["detail"].startswith(winner[fact["account"]])
        assert "ngày" in lost.json()["detail"]


async def test_submitting_and_withdrawing_at_once_leave_one_story(
    drafting: Drafting, drafter: httpx.AsyncClient
) -> None:
    for _ in range(ROUNDS):
        case = await new_case(drafter)
        sent, taken = await asyncio.gather(
            drafter.post(f"/drafts/{case}/submit", headers=SEEN),
            drafter.post(f"/drafts/{case}/withdraw", json=WHY),
        )
        assert taken.status_code == 200
        facts = await drafting.rows("submissions", case)
        if taken.json()["stage"] == "WITHDRAWN":
            assert (sent.status_code, sent.json()["code"], facts) == (409, "withdrawn", [])
        else:
            assert (sent.status_code, len(facts)) == (200, 1)
            assert (await drafting.open_case(case)).withdrawal is not None


async def test_of_two_requests_to_withdraw_at_once_one_waits(
    drafting: Drafting, drafter: httpx.AsyncClient
) -> None:
    for _ in range(ROUNDS):
        case = await new_case(drafter)
        await drafter.post(f"/drafts/{case}/submit", headers=SEEN)
        answers = await asyncio.gather(
            *(drafter.post(f"/drafts/{case}/withdraw", json=WHY) for _ in range(3))
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
        assert len(await drafting.rows("withdrawals", case)) == 1


async def test_of_two_changes_on_one_revision_one_is_stale(drafter: httpx.AsyncClient) -> None:
    for _ in range(ROUNDS):
        case = await new_case(drafter)
        answers = await asyncio.gather(
            *(
                drafter.put(
                    f"/drafts/{case}", json=COMPLETE | {"place": name}, headers={"If-Match": '"1"'}
                )
                for name in ("A", "B", "C")
            )
        )
        assert sorted(answer.status_code for answer in answers) == [200, 412, 412]


async def test_a_change_and_a_submission_at_once_freeze_what_was_seen(
    drafter: httpx.AsyncClient,
) -> None:
    for _ in range(ROUNDS):
        case = await new_case(drafter)
        headers = {"If-Match": '"1"'}
        changed, sent = await asyncio.gather(
            drafter.put(f"/drafts/{case}", json=COMPLETE | {"subject": "khác"}, headers=headers),
            drafter.post(f"/drafts/{case}/submit", headers=headers),
        )
        assert {changed.status_code, sent.status_code} in ({200, 409}, {200, 412})
        if sent.status_code == 200:
            frozen = (await drafter.get(f"/drafts/{case}/versions/1")).json()
            assert frozen["text"]["subject"] == COMPLETE["subject"]


async def test_the_same_key_at_once_submits_once_and_answers_the_same(
    drafting: Drafting, drafter: httpx.AsyncClient
) -> None:
    for number in range(ROUNDS):
        case = await new_case(drafter)
        headers = SEEN | {"Idempotency-Key": f"submit-{number}"}
        answers = await asyncio.gather(
            *(drafter.post(f"/drafts/{case}/submit", headers=headers) for _ in range(3))
        )
        assert [answer.status_code for answer in answers] == [200, 200, 200]
        assert answers[0].json() == answers[1].json() == answers[2].json()
        assert len(await drafting.rows("submissions", case)) == 1


async def test_a_signature_and_a_request_to_withdraw_at_once_end_in_an_answer(
    drafting: Drafting, drafter: httpx.AsyncClient
) -> None:
    for _ in range(ROUNDS):
        case = await new_case(drafter)
        await drafter.post(f"/drafts/{case}/submit", headers=SEEN)
        asked, _ = await asyncio.gather(
            drafter.post(f"/drafts/{case}/withdraw", json=WHY),
            drafting.close(case, 1, Closing.SIGNED),
        )
        position = await drafting.open_case(case)
        assert (position.closing, position.withdrawal) == (Closing.SIGNED, None)
        answers = [row["answer"] for row in await drafting.rows("withdrawal_answers", case)]
        assert answers == (["too_late"] if asked.status_code == 200 else [])


async def test_drafts_made_at_once_get_different_codes(drafter: httpx.AsyncClient) -> None:
    made = await asyncio.gather(*(new_case(drafter) for _ in range(20)))
    assert len(set(made)) == 20


async def test_the_chain_of_events_stays_whole_under_parallel_views(
    drafting: Drafting, drafter: httpx.AsyncClient
) -> None:
    case = await new_case(drafter)
    await asyncio.gather(*(drafter.get(f"/drafts/{case}") for _ in range(20)))
    events = await drafting.rows("events", case)
    assert sorted(event["seq"] for event in events) == list(range(1, 22))
