"""Pages that are written from the code say what the code says."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from docs import make_form_rules, make_layouts, make_lifecycle, make_who_may_sign
from docs.pages import FOLDER, is_stale
from shared.document.forms import Opening
from shared.domain.capacities import Capacity
from shared.domain.form_rules import SEVERITIES
from shared.domain.lifecycle import WORDS, Act, Owner, Stage
from shared.domain.organisation import Rank

PAGES: dict[str, Callable[[], str]] = {
    make_form_rules.PAGE: make_form_rules.page,
    make_layouts.PAGE: make_layouts.page,
    make_lifecycle.PAGE: make_lifecycle.page,
    make_who_may_sign.PAGE: make_who_may_sign.page,
}
CODE_WORDS = (
    *("Dispatch", "Version", "Step", "turn", "Task", "Decision", "prepared PDF", "Register"),
    *("Entry", "Seal", "Recipient", "Delivery", "File copy", "Part", "Work", "Desk", "Ledger"),
)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_code_makes_of_it_now(name: str) -> None:
    assert not is_stale(FOLDER / name, PAGES[name]), f"write docs/{name} again: see its first lines"


def test_a_page_that_says_something_else_is_stale(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    assert is_stale(page, lambda: "new")
    page.write_text("old", encoding="utf-8")
    assert is_stale(page, lambda: "new")
    assert not is_stale(page, lambda: "old")


@pytest.mark.parametrize(
    "module",
    ["docs.make_form_rules", "docs.make_layouts", "docs.make_lifecycle", "docs.make_who_may_sign"],
)
def test_the_programs_that_write_pages_run_by_name(module: str) -> None:
    run = [sys.executable, "-m", module, "--check"]
    done = subprocess.run(run, cwd=FOLDER.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_word_of_the_tables_has_its_vietnamese_one() -> None:
    assert set(WORDS) == set(Stage)
    assert set(make_lifecycle.ACTS) == set(Act)
    assert set(make_lifecycle.SERVICES) == set(Owner)
    assert set(make_form_rules.SEVERITY_WORDS) == set(SEVERITIES)
    assert set(make_layouts.OPENINGS) == set(Opening)
    assert set(make_who_may_sign.RANKS) == set(Rank)
    assert set(make_who_may_sign.CAPACITY_WORDS) == set(Capacity) == set(make_who_may_sign.OWN)


@pytest.mark.parametrize("word", CODE_WORDS)
def test_the_glossary_explains_the_words_that_the_code_uses(word: str) -> None:
    rows = (FOLDER / "glossary.md").read_text(encoding="utf-8").splitlines()
    assert any(word in row.split("|")[1] for row in rows if row.startswith("|")), word
