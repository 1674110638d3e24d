"""The database and its roles: the owner makes schemas, each service sees its own."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg

from deploy.local.settings import DATABASE, OWNER, ROLES


def driver_url(url: str) -> str:
    """A service's URL as the driver itself reads it, and as PostgreSQL's programs do."""
    parts = urlsplit(url)
    words = [("sslmode" if name == "ssl" else name, word) for name, word in parse_qsl(parts.query)]
    return urlunsplit(parts._replace(scheme="postgresql", query=urlencode(words)))


async def ensure_database(superuser_url: str, passwords: Mapping[str, str]) -> None:
    """Make roles and database where missing, and set the roles' passwords; repeatable."""
    connection = await asyncpg.connect(superuser_url)
    try:
        for role in (OWNER, *ROLES):
            await _ensure_role(connection, role, passwords[role])
        known = await connection.fetchval("select 1 from pg_database where datname = $1", DATABASE)
        if not known:
            await connection.execute(f"create database {DATABASE} owner {OWNER}")
        await connection.execute(f"revoke all on database {DATABASE} from public")
        await connection.execute(f"grant connect on database {DATABASE} to {', '.join(ROLES)}")
    finally:
        await connection.close()


async def _ensure_role(connection: asyncpg.Connection, role: str, password: str) -> None:
    known = await connection.fetchval("select 1 from pg_roles where rolname = $1", role)
    verb = "alter" if known else "create"
    # Utility statements take no parameters; the server itself quotes the literal.
    statement = await connection.fetchval(
        "select format('%s role %I login password %L', $1::text, $2::text, $3::text)",
        verb,
        role,
        password,
    )
    await connection.execute(statement)
