"""Every `./congvan ...` that a page shows is one: the command line's own parser takes it.

That operators' commands do what their pages say is shown by stories that run them.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from typer import TyperException
from typer.main import get_command

from services.cli.application import application

ROOT: Final = Path(__file__).parents[2]
FENCED: Final = re.compile(r"^ *```\w*\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
CONTINUED: Final = re.compile(r"\\\n\s*")
WHOLE: Final = re.compile(r"^ *(?:[A-Z_]+=\S+ )?\./congvan (.+)$", re.MULTILINE)
IN_PASSING: Final = re.compile(r"`(?:[A-Z_]+=\S+ )?\./congvan ([^`]+)`")
OPTIONAL: Final = re.compile(r"[\[\]]")
STANDS_FOR: Final = {"CASE": "SVHTTDL-2026-000001", "POST": "giam-doc"}
"""What is judged as it is typed, by the word that pages have in its place."""
IN_ITS_PLACE: Final = re.compile(rf"\$?\b({'|'.join(STANDS_FOR)})\b")
PAGES: Final = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
APPLICATION: Final = get_command(application())


def shown(pattern: re.Pattern[str], *texts: str) -> Iterator[list[str]]:
    """The words of each, with all that stands in brackets, and without remarks."""
    for text in texts:
        for line in pattern.findall(CONTINUED.sub(" ", text)):
            whole = IN_ITS_PLACE.sub(lambda word: STANDS_FOR[word[1]], OPTIONAL.sub("", line))
            yield shlex.split(whole.removesuffix(" …"), comments=True)


def fault(words: list[str]) -> TyperException | None:
    """What the parser says against it; nothing is run."""
    command: Any = APPLICATION
    context = command.make_context("congvan", list(words))
    try:
        while hasattr(command, "commands"):
            name, command, words = command.resolve_command(context, words)
            context = command.make_context(name, list(words), parent=context)
    except TyperException as error:
        return error
    return None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_command_that_a_page_shows_is_understood(page: Path) -> None:
    """One in a block can be typed; one in passing may leave out what it needs besides."""
    text = page.read_text(encoding="utf-8")
    for words in shown(WHOLE, *FENCED.findall(text)):
        assert (words, fault(words)) == (words, None)
    for words in shown(IN_PASSING, FENCED.sub("", text)):
        found = fault(words)
        assert found is None or type(found).__name__ == "MissingParameter", (words, found)


@pytest.mark.parametrize(
    "line",
    ["confirm-series VB --last 125 --as van-thu", "rebuild --all", "register prove", "absence ad"],
)
def test_a_command_that_is_none_is_noticed(line: str) -> None:
    assert fault(line.split())
