"""The migrations make what the tables say, and the role may do no more than it needs."""

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from services.drafting.tables import metadata
from shared.runtime.migrations import differences
from tests.services.drafting.desk import Drafting
from tests.support.office import Office


async def test_the_migrations_make_what_the_tables_say(office: Office) -> None:
    engine = create_async_engine(office.server.url(office.database, "owner"))
    async with engine.connect() as connection:
        found = await connection.run_sync(differences, metadata)
    await engine.dispose()
    assert found == []


@pytest.mark.parametrize(
    "statement",
    [
        "update drafting.events set account = 'other'",
        "delete from drafting.events",
        "update drafting.submissions set version = 'other'",
        "delete from drafting.submissions",
        "update drafting.withdrawals set reason = 'other'",
        "delete from drafting.withdrawal_answers",
        "update drafting.closings set closing = 'signed'",
        "delete from drafting.reopenings",
        "truncate drafting.drafts",
    ],
)
async def test_the_service_cannot_rewrite_what_people_did(
    drafting: Drafting, submitted: str, statement: str
) -> None:
    assert await drafting.rows("submissions", submitted) != []
    async with drafting.work() as work:
        with pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
            await work.db.execute(sa.text(statement))
        await work.db.rollback()
