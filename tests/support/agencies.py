"""The files of two agencies, for tests of rules and for offices that run."""

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from services.cli import organisation_file

LANG_SON = Path(__file__).parents[2] / "deploy/organisation/svhttdl-langson.yaml"
TINY = Path(__file__).parent / "organisation_tiny.yaml"
SAMPLE = Path(__file__).parents[2] / "deploy/samples/dispatch-svhttdl-2023.txt"

_read = cache(organisation_file.content_of)


def content_of(file: Path) -> dict[str, Any]:
    """What an agency's file says, read once in a run; the caller may change it."""
    return deepcopy(_read(file))
