"""Everybody waits for a command's start: it loads nothing that only other commands need."""

import subprocess
import sys

import pytest

from deploy.local.settings import ROOT

HEAVY = ("temporalio", "fastapi", "sqlalchemy", "pyhanko", "uharfbuzz", "fontTools", "PIL", "yaml")


@pytest.mark.parametrize(
    "module",
    [
        "services.cli.application",
        "deploy.local.doctor_alarms",
        "deploy.local.doctor",
        "deploy.backup.restoring",
    ],
)
def test_a_command_begins_without_what_others_need(module: str) -> None:
    program = f"import sys, {module}; print([m for m in {HEAVY!r} if m in sys.modules], end='')"
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout == "[]"
