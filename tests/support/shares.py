"""Which tests two workers share out, and who begins, so that both end at about the same time.

Whoever needs the same running system goes together, so that it runs once. What takes long goes
before the rest, for what begins last is waited for by an idle core. But whoever needs many
processes wants more than one core: they go when the types have been read beside the tests, and
beside tests that need one process each.
"""

from typing import Final

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadGroupScheduling

SYSTEMS: Final = ("town", "open_office", "engine")
"""Fixtures of a running system, which is started once for all files that ask for it."""
WHILE_TYPES_ARE_READ: Final = ("tests/shared",)
MANY_PROCESSES_BESIDE_ONE: Final = (
    *("town", "tests/services/approval"),
    *("tests/chaos", "tests/services/drafting", "tests/services/cli"),
)
LONGEST_FIRST: Final = (
    *("open_office", "tests/stories", "engine"),
    *("tests/deploy", "tests/workflows", "tests/services", "tests/architecture"),
)
IN_TURN: Final = (*WHILE_TYPES_ARE_READ, *MANY_PROCESSES_BESIDE_ONE, *LONGEST_FIRST)


class Shares(LoadGroupScheduling):  # type: ignore[misc]  # xdist tells no types
    """A group's tests stay together, and otherwise a file's; they begin in their order."""

    def __init__(self, config: pytest.Config, log: Producer | None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # it would put what has the most tests first

    def _split_scope(self, nodeid: str) -> str:
        group = super()._split_scope(nodeid)
        return file_of(nodeid) if group == nodeid else group


def arrange(items: list[pytest.Item]) -> None:
    """Group the tests that need the same system, and have all begin in their order."""
    system = systems_of(items)
    for item in items:
        if name := system.get(file_of(item.nodeid)):
            item.add_marker(pytest.mark.xdist_group(name))
    items.sort(key=lambda item: place_of(file_of(item.nodeid), system))


def refuse_lost_groups(items: list[pytest.Item]) -> None:
    """Raise where a group does not stand in its tests' names: pytest-xdist reads it there.

    Else each file would start a system of its own, and nothing would fail.
    """
    marked = [item for item in items if item.get_closest_marker("xdist_group")]
    if any("@" not in item.nodeid for item in marked):
        raise RuntimeError("this pytest hides the groups of tests from this pytest-xdist")


def systems_of(items: list[pytest.Item]) -> dict[str, str]:
    """By file: the system that its tests need."""
    found: dict[str, str] = {}
    for item in items:
        needed = [name for name in SYSTEMS if name in getattr(item, "fixturenames", ())]
        if needed:
            found.setdefault(file_of(item.nodeid), needed[0])
    return found


def place_of(file: str, system: dict[str, str]) -> int:
    """Where a file stands in the order; files of no known folder come last."""
    names = enumerate(IN_TURN)
    what = system.get(file) or file
    return next((at for at, name in names if what.startswith(name)), len(IN_TURN))


def file_of(nodeid: str) -> str:
    return nodeid.partition("::")[0]
