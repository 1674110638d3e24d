"""The recorded histories in words, so that a recording anew shows what a flow does otherwise."""

import pytest

from tests.support.fingerprints import lines
from tests.support.golden import RECORD
from tests.support.histories import FOLDER, VERSION, kept, unreleased, versions


@pytest.mark.parametrize("version", versions())
def test_what_each_recorded_flow_asked_for_is_written_down(version: str) -> None:
    told = "\n".join(lines(kept(version))) + "\n"
    file = FOLDER / version / "fingerprints.txt"
    if RECORD and version == VERSION:
        file.write_text(told, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == told


def test_what_a_released_version_did_is_not_recorded_anew() -> None:
    assert unreleased("0.2.0", "## Unreleased\n\n## 0.1.0 (2026-12-01)\n") == "0.2.0"
    with pytest.raises(AssertionError, match=r"raise the version in pyproject\.toml"):
        unreleased("0.1.0", "## Unreleased\n\n## 0.1.0 (2026-12-01)\n")
