"""The import rules hold, and no file names what belongs to one machine only."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOT_OURS = {".git", ".venv", "var", "__pycache__", ".hypothesis", "node_modules"}
FORBIDDEN = {
    "a package registry's address": re.compile(
        r"https?://[\w.-]*(py[p]i\.|python[h]osted|npm[j]s|yarnpkg|crates\.io|rubygems|goproxy)"
        r"|(index|registry)[-_]url\s*[=:]",
        re.IGNORECASE,
    ),
    "a path of one machine": re.compile(
        r"/(?<![\w./-]/)(work|root|home|Users|mnt)/\w|\b[C-Z]:\\\\?Users\b"
    ),
}


def our_files() -> Iterator[Path]:
    """Every file that a clone would have, but for the samples: those are other people's text."""
    for folder, inner, files in os.walk(ROOT):
        inner[:] = sorted(set(inner) - NOT_OURS - {"samples"})
        inner[:] = [name for name in inner if not name.endswith("_cache")]
        yield from (Path(folder, name) for name in sorted(files))


def text_of(file: Path) -> str | None:
    """A file's text; None for one that is not text."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def test_every_import_contract_is_kept() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(program), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert ", 0 broken." in done.stdout


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names_what_belongs_to_one_machine(what: str) -> None:
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line[hit.start() : hit.end() + 60]}"
        for file in our_files()
        if FORBIDDEN[what].search(text := text_of(file) or "")
        for number, line in enumerate(text.splitlines(), start=1)
        if (hit := FORBIDDEN[what].search(line))
    ]
    assert not found, f"{what} in\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a package registry's address", "https://py" + "pi.org/simple"),
        ("a package registry's address", "--index" + "-url = x"),
        ("a path of one machine", "cd /ho" + "me/lan"),
        ("a path of one machine", '"/wo' + 'rk/main"'),
    ],
)
def test_the_search_finds_what_it_is_for(what: str, line: str) -> None:
    assert FORBIDDEN[what].search(line)
