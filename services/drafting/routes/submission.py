"""Submitting, withdrawing, and what was submitted."""

from typing import Any

from fastapi import APIRouter, Response

from services.drafting.operations import reading, submission, withdrawal
from services.drafting.routes.common import WORD, Case, IfMatch, Round, as_word_file, tagged
from services.drafting.schemas.dispatches import WithdrawalIn
from services.drafting.schemas.drafts import DraftOut
from shared.domain.people import Person
from shared.runtime.database import Work
from shared.runtime.http import AtDesk

router = APIRouter(prefix="/drafts/{case}", tags=["submission"])


@router.post("/submit", response_model=DraftOut, summary="Freeze the draft and have it reviewed")
async def submit(case: Case, seen: IfMatch, desk: AtDesk, response: Response) -> dict[str, Any]:
    """For the drafter and the people of the drafting unit: this version is never changed again.

    Needs `If-Match`; refused naming everything that it lacks (422), where the signer may not sign
    (403), while it is under review or closed (409), and if it changed since (412).
    """

    async def do(work: Work, me: Person) -> DraftOut:
        return DraftOut.of(await submission.submit(work, me, case, seen))

    return tagged(response, await desk.act(None, do))


@router.post(
    "/withdraw", response_model=DraftOut, summary="Withdraw, or ask for it while under review"
)
async def withdraw(
    case: Case, body: WithdrawalIn, desk: AtDesk, response: Response
) -> dict[str, Any]:
    """Closes a draft at once; under review it is a request, which approval answers.

    For the drafter and the people of the drafting unit.

    Refused (409) while an earlier request waits, and once it is signed, rejected or withdrawn.
    """

    async def do(work: Work, me: Person) -> DraftOut:
        return DraftOut.of(await withdrawal.withdraw(work, me, case, body.reason))

    return tagged(response, await desk.act(body, do))


@router.get(
    "/versions/{round}",
    response_class=Response,
    responses={200: {"content": {"application/json": {}}}},
    summary="What was submitted, byte for byte",
)
async def version(case: Case, round: Round, desk: AtDesk) -> Response:  # noqa: A002 -- the path's word
    """The frozen version of a round, with its SHA-256 as ETag, for the people of the drafting unit.

    Reviewers read it through approval; refused (404) for a round that was not submitted.
    """
    async with desk.open() as (work, me):
        digest, data = await reading.version(work, me, case, round)
    return Response(data, media_type="application/json", headers={"ETag": f'"{digest}"'})


@router.get(
    "/versions/{round}/docx",
    response_class=Response,
    responses={200: {"content": {WORD: {}}}},
    summary="What was submitted, as a Word file",
)
async def version_docx(case: Case, round: Round, desk: AtDesk) -> Response:  # noqa: A002 -- as above
    """Like the draft's own, of the frozen text; taking it is recorded as a view of the version."""
    async with desk.open() as (work, me):
        paper = await reading.version_paper(work, me, case, round)
    return await as_word_file(paper, f"{case}-lan-{round}.docx")
