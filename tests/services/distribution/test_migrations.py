from sqlalchemy.ext.asyncio import create_async_engine

from services.distribution.tables import metadata
from shared.runtime.migrations import differences
from tests.support.office import Office


async def test_the_migrations_make_exactly_the_tables(office: Office) -> None:
    engine = create_async_engine(office.server.url(office.database))
    async with engine.connect() as connection:
        found = await connection.run_sync(differences, metadata)
    await engine.dispose()
    assert found == []
