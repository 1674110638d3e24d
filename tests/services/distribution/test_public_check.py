"""Anybody may ask whether a dispatch is genuine, and hears what its paper shows and no more."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from services.distribution.operations import acts
from services.distribution.operations.recalling import recall
from services.distribution.routes.public import LARGEST
from shared.document.imprint import new_check_code
from shared.document.model import Paper, SignatureBlock
from shared.document.prepare import prepare
from shared.runtime.throttle import Throttle
from tests.services.distribution.records_desk import HEAD, LINES, NAME, TEXT, RecordsDesk

PDF = {"Content-Type": "application/pdf"}
UNKNOWN: dict[str, Any] = {
    "known": False,
    "registered": None,
    "standing": None,
    "number": None,
    "date": None,
    "issuer": None,
    "signers": [],
    "test_keys": None,
    "register_head": None,
    "gaps": [],
}


@pytest.fixture(autouse=True)
def patient(desk: RecordsDesk) -> None:
    """Each story may ask as if it were the first."""
    desk.process.throttle = Throttle()


@pytest.fixture
async def public(desk: RecordsDesk) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without an account."""
    async with desk.office.client("distribution") as client:
        yield client


class WithCode:
    """A dispatch of its own prepared PDF, with a check code."""

    def __init__(self, desk: RecordsDesk) -> None:
        self.desk, self.code = desk, new_check_code()
        self.case = ""

    async def lay(self) -> "WithCode":
        desk, block = self.desk, SignatureBlock(lines=LINES, name=NAME)
        paper = prepare(Paper(letterhead=HEAD, text=TEXT, signature=block), self.code)
        before = desk.prepared, desk.signed
        self.prepared, self.signed = paper, await desk.sign(paper)
        desk.prepared, desk.signed = await desk.blob(paper), await desk.blob(self.signed)
        self.case = await desk.lay()
        desk.prepared, desk.signed = before
        return self

    async def issue(self) -> "WithCode":
        self.number = await self.desk.issue(self.case)
        await self.desk.send_out(self.case)
        async with self.desk.client() as clerk:
            self.pdf = (await clerk.get(f"/dispatches/{self.case}/pdf")).content
        return self


@pytest.fixture(scope="module")
async def issued(desk: RecordsDesk) -> WithCode:
    return await (await WithCode(desk).lay()).issue()


async def told(public: httpx.AsyncClient, asked: str | bytes) -> dict[str, Any]:
    if isinstance(asked, str):
        answer = await public.get(f"/public/check/{asked}")
    else:
        answer = await public.post("/public/check", content=asked, headers=PDF)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    said: dict[str, Any] = answer.json()
    assert said.keys() == UNKNOWN.keys()
    return said


async def test_a_code_tells_number_date_issuer_and_signers_and_nothing_else(
    desk: RecordsDesk, public: httpx.AsyncClient, issued: WithCode
) -> None:
    said = await told(public, issued.code)
    head = said.pop("register_head")

    assert said == {
        "known": True,
        "registered": None,
        "standing": "issued",
        "number": issued.number,
        "date": f"{desk.now + timedelta(hours=7):%Y-%m-%d}",
        "issuer": "Sở Văn hóa, Thể thao và Du lịch",
        "signers": [
            {"name": NAME, "titles": list(LINES)},
            {"name": "Sở Văn hóa, Thể thao và Du lịch", "titles": []},
        ],
        "test_keys": True,
        "gaps": [],
    }
    assert TEXT.subject not in str(said | head)
    assert issued.case not in str(said | head)


async def test_the_head_of_the_chain_is_published_with_each_answer(
    desk: RecordsDesk, public: httpx.AsyncClient, issued: WithCode
) -> None:
    head = (await told(public, issued.code))["register_head"]
    async with desk.work() as (work, me):
        chain = sa.text(
            "select seq, hash from distribution.register_events where agency = :agency "
            "order by seq desc limit 1"
        )
        last = (await work.db.execute(chain, {"agency": me.agency})).one()

    assert (head["sequence"], head["hash"]) == (last.seq, last.hash)
    assert head["time"]


async def test_the_issued_file_is_the_registered_one(
    public: httpx.AsyncClient, issued: WithCode
) -> None:
    said = await told(public, issued.pdf)

    assert (said["known"], said["registered"]) == (True, True)
    assert said["number"] == issued.number


async def test_any_other_bytes_are_not_the_registered_ones(
    public: httpx.AsyncClient, issued: WithCode
) -> None:
    flipped = bytearray(issued.pdf)
    flipped[-2000] ^= 1
    for other in (issued.signed, issued.prepared, bytes(flipped), issued.pdf + b"\n"):
        said = await told(public, other)
        assert (said["known"], said["registered"]) == (True, False)


async def test_a_forged_text_with_a_true_code_is_told_to_be_another_file(
    public: httpx.AsyncClient, issued: WithCode
) -> None:
    block = SignatureBlock(lines=LINES, name="Người khác")
    forged = prepare(Paper(letterhead=HEAD, text=TEXT, signature=block), issued.code)
    said = await told(public, forged)

    assert (said["number"], said["registered"]) == (issued.number, False)


async def test_a_code_and_a_file_that_nobody_knows_have_the_same_answer_as_any_other(
    public: httpx.AsyncClient, issued: WithCode
) -> None:
    assert issued.code
    assert await told(public, new_check_code()) == UNKNOWN
    for file in (b"", b"no PDF", prepare(Paper(letterhead=HEAD, text=TEXT, signature=BLOCK))):
        assert await told(public, file) == UNKNOWN | {"registered": False}


BLOCK = SignatureBlock(lines=LINES, name="Không ai")


async def test_before_the_seal_nobody_outside_hears_of_a_dispatch(
    desk: RecordsDesk, public: httpx.AsyncClient
) -> None:
    waiting = await WithCode(desk).lay()
    assert await told(public, waiting.code) == UNKNOWN
    await desk.issue(waiting.case)
    assert await told(public, waiting.code) == UNKNOWN
    assert await told(public, waiting.signed) == UNKNOWN | {"registered": False}


async def test_a_voided_number_is_said_until_there_is_another(
    desk: RecordsDesk, public: httpx.AsyncClient
) -> None:
    voided = await WithCode(desk).lay()
    number = await desk.issue(voided.case)
    async with desk.work() as (work, me):
        await acts.void(work, me, voided.case, "Cấp nhầm")
    said = await told(public, voided.code)
    assert (said["standing"], said["number"]) == ("voided", number)
    assert "Cấp nhầm" not in str(said)
    assert [signer["name"] for signer in said["signers"]] == [NAME]

    await voided.issue()
    said = await told(public, voided.code)
    assert (said["standing"], said["number"]) == ("issued", voided.number)


async def test_one_who_asks_too_often_is_told_when_to_come_back(
    desk: RecordsDesk, public: httpx.AsyncClient
) -> None:
    asked = (public.get(f"/public/check/{new_check_code()}") for _ in range(30))
    answers = sorted(await asyncio.gather(*asked), key=lambda answer: answer.status_code)
    assert {answer.status_code for answer in answers[:20]} == {200}
    assert answers[-1].status_code == 429
    problem = answers[-1].json()
    assert problem["code"] == "too_often"
    assert problem["detail"].startswith("Có quá nhiều lượt tra cứu")
    wait = int(answers[-1].headers["retry-after"])
    desk.office.clock.ahead += timedelta(seconds=wait)
    assert (await public.get(f"/public/check/{new_check_code()}")).status_code == 200


async def test_a_file_larger_than_any_dispatch_is_refused(public: httpx.AsyncClient) -> None:
    answer = await public.post("/public/check", content=b"x" * (LARGEST + 1), headers=PDF)

    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large")


@pytest.mark.parametrize("code", ["1", "g" * 32, "A" * 32, "0" * 33])
async def test_what_is_no_code_is_malformed(public: httpx.AsyncClient, code: str) -> None:
    answer = await public.get(f"/public/check/{code}")

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


async def test_a_recalled_dispatch_is_said_to_be_recalled(
    desk: RecordsDesk, public: httpx.AsyncClient
) -> None:
    recalled = await (await WithCode(desk).lay()).issue()
    async with desk.work() as (work, me):
        await recall(
            work, me, recalled.case, ordered_by="giam-doc", paper="", reason="Sai thẩm quyền"
        )
    said = await told(public, recalled.pdf)
    assert "Sai thẩm quyền" not in str(said)

    assert (said["standing"], said["registered"]) == ("recalled", True)
