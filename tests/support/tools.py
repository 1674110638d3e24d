"""Programs of the machine that some tests ask for a second opinion."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

REQUIRE = "CONGVAN_REQUIRE_TOOLS"


def demand(program: str | Path, package: str) -> None:
    """Go on only with this program of a Debian package.

    Without it the test fails where the tools are required (CONGVAN_REQUIRE_TOOLS=1), and is
    left out with this reason elsewhere: tests install nothing.
    """
    if shutil.which(program):
        return
    reason = f"{program} is not installed (Debian: {package})"
    if os.environ.get(REQUIRE) == "1":
        pytest.fail(f"{reason}, and {REQUIRE}=1 asks for it")
    pytest.skip(reason)


def run_tool(program: str, *arguments: str | Path, package: str = "poppler-utils") -> str:
    """What a program prints; see `demand`."""
    demand(program, package)
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=True)
    return done.stdout
