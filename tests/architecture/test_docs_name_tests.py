"""Tests that the documentation names are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(test_\w+_\w+_\w+)`")
"""Of at least four words: shorter ones are settings."""
MADE = re.compile(r"^ *(?:async )?def (test_\w+)\(", re.MULTILINE)


def test_every_test_that_a_page_names_is_there() -> None:
    made = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in MADE.findall(file.read_text(encoding="utf-8"))
    }
    named = {
        (page.name, name)
        for page in (ROOT / "docs").rglob("*.md")
        for name in NAMED.findall(page.read_text(encoding="utf-8"))
    }
    assert named
    assert {(page, name) for page, name in named if name not in made} == set()
