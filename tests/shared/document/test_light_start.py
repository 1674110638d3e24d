"""What a process loads at its start carries no PDF library with it."""

import subprocess
import sys

import pytest

HEAVY = ("typst", "pyhanko", "pikepdf", "PIL", "uharfbuzz", "fontTools", "cryptography")


@pytest.mark.parametrize(
    "module",
    [
        "shared.document.model",
        "shared.document.fields",
        "shared.document.verification",
        "shared.document.revisions",
        "shared.domain.dates",
        "shared.domain.numbers",
    ],
)
def test_the_words_of_a_document_need_no_pdf_library(module: str) -> None:
    program = f"import sys, {module}; print([m for m in {HEAVY!r} if m in sys.modules], end='')"
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert said.stdout == "[]"
