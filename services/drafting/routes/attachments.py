"""Files that come with a draft."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, Path, Response, UploadFile

from services.drafting.operations import attachments
from services.drafting.routes.common import Case, tagged
from services.drafting.schemas.attachments import AttachedOut, AttachmentsOut
from shared.domain.canonical import sha256
from shared.domain.people import Person
from shared.runtime.database import Work
from shared.runtime.http import AtDesk
from shared.runtime.text import Text

router = APIRouter(prefix="/drafts/{case}/attachments", tags=["attachments"])

AttachmentId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", examples=["7d" * 16])]
Kind = Annotated[
    Text,
    Form(
        description="supporting: for reviewers, never leaves the agency; annex: issued with it",
        examples=["annex"],
    ),
]


@router.post("", status_code=201, response_model=AttachedOut, summary="Attach a file")
async def attach(
    case: Case, kind: Kind, file: UploadFile, desk: AtDesk, response: Response
) -> dict[str, Any]:
    """For the drafter and the people of the drafting unit; it makes a new revision of the draft.

    An annex is a PDF without a password, scripts, files in it, forms and signatures; annexes go
    out in the order in which they were attached. Refused while the draft is locked (409), for a
    file above 20 MB (413), for kinds, types and names that are not taken, for what no annex may
    be, for texts marked secret, and beyond 50 files (422).
    """
    content, name = await file.read(), file.filename or ""

    async def do(work: Work, me: Person) -> AttachedOut:
        done = await attachments.attach(work, me, case, kind=kind, name=name, content=content)
        return AttachedOut.of(done)

    sent = {"kind": kind, "name": name, "sha256": sha256(content)}
    return tagged(response, await desk.act(sent, do))


@router.get("", summary="The draft's files")
async def attached(case: Case, desk: AtDesk) -> AttachmentsOut:
    """Names, sizes and hashes, for the drafter and the people of the drafting unit."""
    async with desk.open() as (work, me):
        return AttachmentsOut.of(await attachments.attached_to(work, me, case))


@router.get("/{attachment}", response_class=Response, summary="One file's bytes")
async def fetch(case: Case, attachment: AttachmentId, desk: AtDesk) -> Response:
    """Byte for byte as it was attached, for the drafter and the unit's people; it is recorded."""
    async with desk.open() as (work, me):
        file, agency = await attachments.fetch(work, me, case, attachment), me.agency
    content = await desk.process.database.blobs.get(agency, file.sha256)
    return Response(
        content,
        media_type=file.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
            "X-Content-Type-Options": "nosniff",
        },
    )


@router.delete("/{attachment}", response_model=AttachedOut, summary="Take a file off")
async def detach(
    case: Case, attachment: AttachmentId, desk: AtDesk, response: Response
) -> dict[str, Any]:
    """Only off the draft: a submitted version keeps its files; refused (409) while it is locked."""

    async def do(work: Work, me: Person) -> AttachedOut:
        return AttachedOut.of(await attachments.detach(work, me, case, attachment))

    return tagged(response, await desk.act(None, do))
