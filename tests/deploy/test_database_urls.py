"""One URL of a database is read alike by a service, the driver and PostgreSQL's programs."""

from pathlib import Path

import asyncpg
import pytest

from deploy.backup.programs import dump
from deploy.local.database import driver_url
from deploy.local.postgres import NO_TLS
from deploy.local.postgres_home import find_home
from deploy.local.settings import OWNER
from deploy.local.troubles import Trouble
from shared.runtime.database import create_engine
from tests.support.server import TEMPLATE, Server


async def test_where_tls_is_asked_for_nobody_speaks_without(server: Server, tmp_path: Path) -> None:
    url = server.url(TEMPLATE, OWNER).replace(NO_TLS, "ssl=require")
    with pytest.raises(ConnectionError, match="rejected SSL"):
        await asyncpg.connect(driver_url(url))
    engine = create_engine(url, "tests")
    with pytest.raises(ConnectionError, match="no connection"):
        async with engine.connect():
            pass
    await engine.dispose()
    programs = find_home(tmp_path).programs
    with pytest.raises(Trouble, match="SSL"):
        await dump(programs, url, snapshot="1-1", into=tmp_path / "dump")
