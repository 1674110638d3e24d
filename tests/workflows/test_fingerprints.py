"""The recorded histories in words, so that a recording anew shows what a flow does otherwise."""

from pathlib import Path

from tests.support.fingerprints import lines
from tests.support.golden import RECORD
from tests.support.histories import kept

FILE = Path(__file__).parent / "fingerprints.txt"


def test_what_each_recorded_flow_asked_for_is_written_down() -> None:
    told = "\n".join(lines(kept())) + "\n"
    if RECORD:
        FILE.write_text(told, encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == told
