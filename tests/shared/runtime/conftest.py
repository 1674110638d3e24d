"""A small service for each test of the plumbing, on one database for all of them."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.shared.runtime.small_office import SmallOffice, small_database, small_office
from tests.support.issuer import TestIssuer
from tests.support.server import Server


@pytest.fixture(scope="session")
async def small_url(server: Server) -> AsyncIterator[str]:
    async with small_database(server) as url:
        yield url


@pytest.fixture
async def small(small_url: str, issuer: TestIssuer, tmp_path: Path) -> AsyncIterator[SmallOffice]:
    async with small_office(small_url, issuer, tmp_path) as office:
        yield office


@pytest.fixture
def lang_son(lang_son: dict[str, Any]) -> dict[str, Any]:
    """With a calendar of its own: such a version is named by exactly what was sent."""
    lang_son["working_time"]["holidays"] = ""
    return lang_son
