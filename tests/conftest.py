"""What every test may use: one database server and one issuer for the run, an office per module."""

import atexit
import logging
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import settings
from hypothesis.strategies import text
from xdist.remote import Producer

from shared.runtime.ending import let_go
from shared.runtime.loading import loading
from shared.runtime.logging import set_up
from shared.runtime.settings import LogSettings
from tests.support.shares import Shares, arrange, refuse_lost_groups

if TYPE_CHECKING:  # what serves is imported by who asks for it: tests of rules start at once
    from tests.support.issuer import TestIssuer
    from tests.support.office import Office
    from tests.support.server import Server

atexit.register(let_go)
settings.register_profile("busy", deadline=None)  # what else the machine does is no failure
settings.register_profile("sample", parent=settings.get_profile("busy"), max_examples=20)
settings.load_profile("busy")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--sample", action="store_true", help="of what tests make by the thousand, a small part"
    )
    parser.addoption(
        "--thorough", action="store_true", help="of what tests do again and again, all of it"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--sample"):
        settings.load_profile("sample")


@pytest.hookimpl(trylast=True)  # after Hypothesis's own beginning, before the workers'
def pytest_sessionstart() -> None:
    text().validate()  # writes the table of all letters, once for all who take a share of the tests


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    with loading():
        return (yield)


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    arrange(items)


def pytest_collection_finish(session: pytest.Session) -> None:
    if getattr(session.config.option, "loadgroup", False):  # a worker of several
        refuse_lost_groups(session.items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Shares | None:
    return Shares(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.fixture(scope="session")
def every(request: pytest.FixtureRequest) -> int:
    """Each how many-th of what a test makes by the thousand it tries: 1 is all of it."""
    return 8 if request.config.getoption("--sample") else 1


@pytest.fixture(scope="session")
def thorough(request: pytest.FixtureRequest) -> bool:
    """Whether more of the same is wanted, as before a release; the ordinary run has some of it."""
    return bool(request.config.getoption("--thorough"))


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def _log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Log as the product does: the libraries' own way shows every local variable, slowly."""
    set_up("tests", LogSettings(file=tmp_path_factory.mktemp("log") / "log", level="WARNING"))
    yield
    for handler in logging.getLogger().handlers[:]:
        handler.close()


@pytest.fixture(scope="session")
def issuer() -> Iterator["TestIssuer"]:
    from tests.support.issuer import running_issuer  # noqa: PLC0415 -- heavy, as above

    with running_issuer() as issuer:
        yield issuer


@pytest.fixture(scope="session")
async def server() -> AsyncIterator["Server"]:
    """A real PostgreSQL with a migrated template database."""
    from tests.support.server import running_server  # noqa: PLC0415 -- heavy, as above

    with running_server() as server:
        await server.prepare()
        yield server


@pytest.fixture(scope="module")
async def office(
    server: "Server", issuer: "TestIssuer", tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator["Office"]:
    """A deployment of its own for each test module, without organisations."""
    from tests.support.office import Office  # noqa: PLC0415 -- heavy, as above

    database = f"t{uuid4().hex[:12]}"
    await server.create(database)
    office = Office(server, database, issuer, Path(tmp_path_factory.mktemp("office")))
    yield office
    await office.close()
    await server.drop(database)


@pytest.fixture
def lang_son() -> dict[str, object]:
    from tests.support.agencies import LANG_SON, content_of  # noqa: PLC0415 -- heavy, as above

    return content_of(LANG_SON)


@pytest.fixture
def tiny() -> dict[str, object]:
    from tests.support.agencies import TINY, content_of  # noqa: PLC0415 -- heavy, as above

    return content_of(TINY)
