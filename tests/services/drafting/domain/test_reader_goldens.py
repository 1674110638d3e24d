"""The samples' JSON, whole: what a change of the reader changes must be looked at.

`CONGVAN_RECORD=1` writes them anew.
"""

import json
from pathlib import Path

import pytest

from services.drafting.domain.reader import read_text
from services.drafting.domain.reading.as_json import as_json
from tests.support.golden import check

SAMPLES = Path(__file__).parents[4] / "deploy/samples"
GOLDENS = Path(__file__).parent / "goldens"


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_each_sample_reads_as_recorded(sample: Path) -> None:
    read = as_json(read_text(sample.read_text(encoding="utf-8")))

    check(GOLDENS / f"{sample.stem}.json", json.dumps(read, ensure_ascii=False, indent=2) + "\n")
