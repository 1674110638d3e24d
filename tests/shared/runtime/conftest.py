"""A small service for each test of the plumbing, on one database for all of them."""

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from shared.runtime.logging import set_up
from shared.runtime.settings import LogSettings
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


@pytest.fixture(scope="session", autouse=True)
def _log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Log as the product does: the libraries' own way shows every local variable, slowly."""
    set_up("tests", LogSettings(file=tmp_path_factory.mktemp("log") / "log", level="WARNING"))
    yield
    for handler in logging.getLogger().handlers[:]:
        handler.close()
