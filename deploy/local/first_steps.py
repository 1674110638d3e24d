"""What a new system still lacks before anybody can work with it."""

from typing import Final

import asyncpg

from deploy.local.database import driver_url

ANY: Final = "select exists (select from drafting.organisations)"
"""Drafting is told last, so what it has in force all three have."""
LOAD_ONE: Final = (
    "No organisation is loaded yet, so nobody can work; load one: "
    "./congvan organisation load deploy/organisation/svhttdl-langson.yaml"
)


async def lacks_organisation(url: str) -> bool:
    """Whether no agency's file is in force; where that cannot be read, nothing is known to lack."""
    try:
        connection = await asyncpg.connect(driver_url(url), timeout=5)
        try:
            return not await connection.fetchval(ANY)
        finally:
            await connection.close()
    except (OSError, asyncpg.PostgresError):
        return False
