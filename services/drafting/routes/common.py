"""What drafting's routes share: the case in the path, ETags, answers that carry one."""

import re
from typing import Annotated, Any

from fastapi import Depends, Header, Path, Response

from services.drafting.domain.case_codes import PATTERN
from services.drafting.operations.access import Seen

_STRONG = re.compile(r'"(\d{1,9})"')

Case = Annotated[str, Path(pattern=f"^{PATTERN}$", max_length=64, examples=["SVHTTDL-2026-000123"])]
Round = Annotated[int, Path(ge=1, le=100_000)]


def seen(
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
