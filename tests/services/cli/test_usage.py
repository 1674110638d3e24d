"""Commands as they are typed, without any server: usage, help, and what is not running."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.settings import ROOT
from services.cli.application import COMMANDS, GROUPS

CASE = "SVHTTDL-2026-000001"
Done = subprocess.CompletedProcess[str]


def congvan(*arguments: str, var: Path) -> Done:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CONGVAN_")}
    return subprocess.run(
        [sys.executable, "-P", "-m", "services.cli", *arguments],
        env=kept | {"CONGVAN_VAR": str(var), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_help_names_every_command_by_the_programs_own_name(tmp_path: Path) -> None:
    done = congvan("--help", var=tmp_path)
    assert done.returncode == 0
    assert "Usage: congvan" in done.stdout
    listed = {line.strip("│ ").split(" ")[0] for line in done.stdout.splitlines() if "│" in line}
    assert {name for names in COMMANDS.values() for name in names} <= listed
    assert {"test", "check", "organisation"} | GROUPS.keys() <= listed


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("decid",), "Không có lệnh decid."),
        (("draft", "--as", "a"), "Thiếu đối số TỆP."),
        (("draft", "a.txt", "--foo"), "Không có tùy chọn --foo."),
        (("tasks", "B", "--as", "a"), "Thừa đối số: B."),
        (("decide", CASE, "maybe", "--as", "a"), "một trong: approve, opinion, return, reject"),
        (("tasks", "--of", "b", "--as", "a"), "một trong: mine, unit, substitute, done"),
        (("urgency", CASE, "gap", "--as", "a"), "Giá trị của đối số MỨC_ĐỘ không hợp lệ"),
        (("void", CASE, "--as", "a"), "Thiếu tùy chọn --reason."),
    ],
)
def test_a_command_that_is_not_written_right_is_told_in_vietnamese(
    arguments: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    done = congvan(*arguments, var=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert "Usage: congvan" in done.stderr


@pytest.mark.parametrize("named", ["X", "SVHTTDL-2026-1", "../x", "[red]"])
def test_what_is_no_case_code_is_told_before_anybody_is_asked(named: str, tmp_path: Path) -> None:
    done = congvan("progress", named, "--as", "a", var=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"“{named}” không phải mã hồ sơ; ví dụ: SVHTTDL-2026-000123.\n"


@pytest.mark.parametrize("named", ["", "Giám đốc", 'giam-doc" OR CvOverdue = true OR "'])
def test_what_is_no_code_of_a_post_changes_no_query_of_the_engine(
    named: str, tmp_path: Path
) -> None:
    done = congvan("status", "--post", named, var=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"“{named}” không phải mã chức vụ; ví dụ: giam-doc.\n"


def test_what_is_no_code_of_an_absence_is_told_before_anybody_is_asked(tmp_path: Path) -> None:
    done = congvan("absence", "end", "../x", "--as", "a", var=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "“../x” không phải mã mà lệnh list cho biết.\n"


@pytest.mark.parametrize(
    "arguments",
    [("tasks", "--as", "a"), ("token", "a"), ("progress", "SVHTTDL-2026-000001", "--as", "a")],
)
def test_without_a_running_system_a_command_says_how_to_start_it(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    done = congvan(*arguments, var=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "./congvan up" in done.stderr
    assert "chưa chạy" in done.stderr
