"""Programs of the machine that some tests ask for a second opinion."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

REQUIRE = "CONGVAN_REQUIRE_TOOLS"


def run_tool(program: str, *arguments: str | Path) -> str:
    """What a program prints.

    Without it the test fails where the tools are required (CONGVAN_REQUIRE_TOOLS=1), and is
    left out with this reason elsewhere: tests install nothing.
    """
    if shutil.which(program) is None:
        reason = f"{program} is not installed (Debian: poppler-utils)"
        if os.environ.get(REQUIRE) == "1":
            pytest.fail(f"{reason}, and {REQUIRE}=1 asks for it")
        pytest.skip(reason)
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=True)
    return done.stdout
