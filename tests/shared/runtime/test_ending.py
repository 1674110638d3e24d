"""Only a process that has loaded the engine's client waits for its threads."""

import subprocess
import sys

import pytest

from shared.runtime.ending import CLIENT

COMMANDS = ("services.cli.application", "services.cli.usage")
MIGRATIONS = (
    "shared.runtime.migrations",
    "services.drafting.restored",
    "services.distribution.restored",
)


@pytest.mark.parametrize("modules", [COMMANDS, MIGRATIONS])
def test_a_command_of_people_and_a_migration_have_nothing_to_wait_for(
    modules: tuple[str, ...],
) -> None:
    loads = f"import sys, {', '.join(modules)}; sys.exit('{CLIENT}' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loads], check=False).returncode == 0


def test_the_flows_wait_for_the_threads_of_their_client() -> None:
    loads = f"import sys, workflows.__main__; sys.exit('{CLIENT}' not in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loads], check=False).returncode == 0
