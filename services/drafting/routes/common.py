"""What drafting's routes share: the case in the path, ETags, answers that carry one."""

import asyncio
import re
from typing import Annotated, Any

from fastapi import Depends, Header, Path, Response

from services.drafting.domain.case_codes import PATTERN
from services.drafting.operations.access import Seen
from shared.document.model import Paper

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_STRONG = re.compile(r'"(\d{1,9})"')

Case = Annotated[str, Path(pattern=f"^{PATTERN}$", max_length=64, examples=["SVHTTDL-2026-000123"])]
Round = Annotated[int, Path(ge=1, le=100_000)]


async def seen(
    if_match: Annotated[
        str | None, Header(max_length=1000, description="ETag of the draft that was seen")
    ] = None,
) -> Seen:
    """The revisions in If-Match; what is no strong ETag of ours matches nothing (RFC 9110)."""
    if if_match is None:
        return None
    if if_match.strip() == "*":
        return "any"
    return frozenset(
        int(found[1]) for tag in if_match.split(",") if (found := _STRONG.fullmatch(tag.strip()))
    )


IfMatch = Annotated[Seen, Depends(seen)]


def tagged(response: Response, answer: dict[str, Any]) -> dict[str, Any]:
    """The answer, with the draft's revision as its ETag."""
    tag(response, int(answer["revision"]))
    return answer


def tag(response: Response, revision: int) -> None:
    response.headers["ETag"] = f'"{revision}"'


async def as_word_file(paper: Paper, name: str) -> Response:
    """The paper as an editable file to keep under the name."""
    from shared.document.word import word_file  # noqa: PLC0415 -- python-docx loads lazily

    content = await asyncio.to_thread(word_file, paper)
    kept = f'attachment; filename="{name}"'
    return Response(content, media_type=WORD, headers={"Content-Disposition": kept})
