"""The lines of a recall's page, in golden files."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.contracts.recall import RecallPosition
from tests.support.golden import check
from workflows.details import Trouble
from workflows.recall_details import details
from workflows.recall_standing import RecallStanding

GOLDEN = Path(__file__).parent / "golden"
WAITS = RecallPosition(
    agency="SVHTTDL",
    unit="VP",
    urgency="thuong",
    number="01/SVHTTDL-VP",
    holder_post="van-thu",
    holder="Văn thư",
    asked=3,
    waiting=("QLVH", "QLDL"),
    refused=0,
    reminders=0,
    due_at=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    closed=False,
)
PAGES = {
    "waits": WAITS,
    "reminded": replace(WAITS, reminders=2, refused=1),
    "answered": replace(WAITS, waiting=()),
    "closed": replace(WAITS, closed=True),
    "unknown": None,
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_as_it_always_did(name: str) -> None:
    position = PAGES[name]
    standing = RecallStanding(position=position) if position else None
    page = details("SVHTTDL-2026-000123", standing, ())
    check(GOLDEN / f"recall_{name}.md", page + "\n")


def test_trouble_stands_below_the_lines() -> None:
    trouble = Trouble(label="nhắc", owner="distribution", sentence="OSError", refused=False)
    page = details("SVHTTDL-2026-000123", RecallStanding(position=WAITS), [trouble])
    assert "Đang gặp sự cố" in page
