"""A process that logs as a service does, on everything that could carry a document's text."""

import asyncio
import logging
import sys
from pathlib import Path

import sqlalchemy as sa
import structlog
from pydantic import TypeAdapter

from shared.runtime.database import create_engine
from shared.runtime.logging import set_up
from shared.runtime.settings import LogSettings

STATEMENTS = (
    "insert into office_test.notes (id, sentence) values (:id, :sentence)",  # a row that fails
    "select no_such_column from office_test.notes where sentence = :sentence and id = :id",
    "select cast(:sentence as text) || 1 / (length(:id) - length(:id))",
)


LARGEST = 10_000
"""Bytes of one log: what is said here fills some, and fewer than are kept."""


async def ask(url: str, secret: str) -> None:
    log = structlog.get_logger("noisy")
    engine = create_engine(url, "noisy")
    for statement in STATEMENTS:
        try:
            async with engine.begin() as db:
                await db.execute(sa.text(statement), {"id": "1", "sentence": secret})
        except sa.exc.DBAPIError:
            log.exception("statement.failed")
    try:
        async with engine.begin() as db:
            await db.execute(sa.text("select cast(:n as integer)"), {"n": secret})
    except sa.exc.DBAPIError:
        log.exception("argument.failed")
    await engine.dispose()


def main(file: str, url: str, secret: str) -> None:
    kept = Path(file) if file else None
    set_up("noisy", LogSettings(file=kept, level="DEBUG", largest=LARGEST))
    asyncio.run(ask(url, secret))
    try:
        TypeAdapter(int).validate_python(secret)
    except ValueError:
        logging.getLogger("plain").exception("Văn bản hỏng")
    structlog.contextvars.bind_contextvars(request="r1", case="A-1")
    structlog.get_logger("noisy").info("xong", số=1)
    logging.getLogger("plain").debug("từ thư viện", extra={"more": 2})


if __name__ == "__main__":
    main(*sys.argv[1:])
