"""Log lines: JSON in files, and never a document's text."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from shared.runtime.settings import LOGS_BEFORE
from tests.shared.runtime.noisy import LARGEST
from tests.shared.runtime.small_office import SECRET

ROOT = Path(__file__).parents[3]
PROGRAM = "tests.shared.runtime.noisy"


def run(file: str, url: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", PROGRAM, file, url, SECRET],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
async def logs(small_url: str, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """What a noisy process left, the oldest first: log.2, log.1, log."""
    file = tmp_path_factory.mktemp("noisy") / "deep" / "log"
    run(str(file), small_url)
    return sorted(file.parent.iterdir(), reverse=True)


@pytest.fixture
def lines(logs: list[Path]) -> list[dict[str, Any]]:
    """All that it wrote, line by line."""
    texts = (log.read_text(encoding="utf-8") for log in logs)
    return [json.loads(line) for text in texts for line in text.splitlines()]


async def test_a_log_that_is_full_is_put_aside_and_another_one_begun(logs: list[Path]) -> None:
    assert 1 < len(logs) <= 1 + LOGS_BEFORE
    assert all(log.stat().st_size <= LARGEST for log in logs)
    assert logs[-1].name == "log"


async def test_every_line_of_a_file_is_json_with_its_process_level_and_instant(
    lines: list[dict[str, Any]],
) -> None:
    assert lines
    for line in lines:
        assert line["process"] == "noisy"
        assert {"event", "level", "logger", "timestamp"} <= set(line)
        assert line["timestamp"].endswith("Z")


async def test_failed_statements_are_logged_without_their_parameters_and_rows(
    lines: list[dict[str, Any]],
) -> None:
    failed = [line for line in lines if line["event"] in {"statement.failed", "argument.failed"}]
    assert len(failed) == 4
    for line in failed:
        assert "Error: " in line["exception"]
        assert "noisy.py" in line["exception"]
    assert all(SECRET not in json.dumps(line, ensure_ascii=False) for line in lines)


async def test_what_a_validator_refused_is_not_quoted(lines: list[dict[str, Any]]) -> None:
    (line,) = (line for line in lines if line["event"] == "Văn bản hỏng")
    assert "ValidationError: 1 validation error" in line["exception"]
    assert "input_value" not in line["exception"]


async def test_what_is_bound_is_on_every_line_of_ours_and_of_libraries(
    lines: list[dict[str, Any]],
) -> None:
    ours, theirs = lines[-2:]
    assert (ours["event"], ours["số"], ours["logger"]) == ("xong", 1, "noisy")
    assert (theirs["event"], theirs["more"], theirs["logger"]) == ("từ thư viện", 2, "plain")
    assert {(line["request"], line["case"]) for line in (ours, theirs)} == {("r1", "A-1")}


async def test_without_a_file_the_same_lines_go_to_standard_error(small_url: str) -> None:
    told = run("", small_url)
    assert [json.loads(line)["process"] for line in told.splitlines()]
    assert SECRET not in told
