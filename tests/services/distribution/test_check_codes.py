"""The desk knows a dispatch by the check code that its prepared PDF carries."""

import pytest
import sqlalchemy as sa

from shared.document.imprint import new_check_code
from shared.document.model import Paper, SignatureBlock
from shared.document.prepare import prepare
from tests.services.distribution.records_desk import HEAD, LINES, NAME, TEXT, RecordsDesk

CODES = sa.text('select check_code from distribution.dispatches where "case" = :case')


async def lay_with_code(desk: RecordsDesk, code: str) -> str:
    """A dispatch whose prepared PDF carries this code."""
    block = SignatureBlock(lines=LINES, name=NAME)
    before = desk.prepared
    paper = Paper(letterhead=HEAD, text=TEXT, signature=block)
    desk.prepared = await desk.blob(prepare(paper, code))
    try:
        return await desk.lay()
    finally:
        desk.prepared = before


async def kept_code(desk: RecordsDesk, case: str) -> str | None:
    async with desk.work() as (work, _):
        found: str | None = await work.db.scalar(CODES, {"case": case})
    return found


async def test_the_code_is_read_from_the_prepared_bytes(desk: RecordsDesk) -> None:
    code = new_check_code()

    assert await kept_code(desk, await lay_with_code(desk, code)) == code


async def test_what_was_prepared_before_there_were_codes_has_none(desk: RecordsDesk) -> None:
    assert await kept_code(desk, await desk.lay()) is None


async def test_no_two_dispatches_have_one_code(desk: RecordsDesk) -> None:
    code = new_check_code()
    await lay_with_code(desk, code)

    with pytest.raises(sa.exc.IntegrityError, match="uq_dispatches_check_code"):
        await lay_with_code(desk, code)
