"""Golden files: compared always, written anew only when CONGVAN_RECORD=1 asks for it."""

import os
from pathlib import Path

RECORD = os.environ.get("CONGVAN_RECORD") == "1"


def check(file: Path, text: str) -> None:
    """The text is what the file keeps."""
    if RECORD:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert file.is_file(), f"{file.name} is missing: run with CONGVAN_RECORD=1 and look at it"
    assert text == file.read_text(encoding="utf-8"), f"{file.name} is out of date"
