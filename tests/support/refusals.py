"""How a service must refuse what it cannot take."""

import re
from typing import Final

import httpx

ENGLISH: Final = re.compile(
    r"\b(a|an|the|is|be|should|must|valid|invalid|input|value|field|error|required|expected"
    r"|string|body|at|least|most|or|not|permitted|characters?|items?)\b(?!-)",
    re.IGNORECASE,
)
QUOTED: Final = re.compile('“[^”]*”|"[^"]*"')
"""What was said is quoted as it was, in whatever language."""


def assert_told(answer: httpx.Response) -> None:
    """Every sentence of a refusal is Vietnamese; nothing broke."""
    if answer.status_code < 400:
        return
    problem = answer.json()
    assert problem["code"], answer.text
    assert answer.status_code < 500 or problem["code"] == "away", answer.text
    assert not problem["detail"].isascii()
    for error in problem.get("errors", ()):
        assert not error["message"].isascii(), error
        assert not ENGLISH.search(QUOTED.sub("", error["message"])), error
        assert not re.search(r"\.\d", error["field"]), error
