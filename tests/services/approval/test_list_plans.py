"""The database finds a page by its index, however many tasks there are."""

from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from services.approval.domain.listing import DonePlace, OpenPlace, Wanted, Whose
from services.approval.store.desks import done_query, open_query
from shared.domain.seats import Seat
from tests.services.approval.conftest import Approval

AGENCY, ACCOUNT = "SVHTTDL", "chanh-van-phong"
SEATS = [Seat.parse("post:chanh-van-phong"), Seat.parse("account:chanh-van-phong")]
DESK = """
insert into approval.desk (agency, seat, task, "case", round, kind, urgency, due_at, unit, words,
                           over_at)
select 'SVHTTDL', 'post:' || (array['chanh-van-phong', 'giam-doc', 'van-thu'])[1 + n % 3],
       md5(n::text)::uuid::text, 'SVHTTDL-2026-' || n, 1, 'content_check', 3,
       timestamptz '2026-11-23' + n * interval '1 minute', 'VP', 'trien khai ' || n,
       case when n % 4 = 0 then timestamptz '2026-11-24' end
  from generate_series(1, 30000) n
"""
ROUNDS = """
insert into approval.rounds (agency, "case", round, version, organisation, unit, field, urgency,
                             subject, drafter, authors, submitter, signer, symbol, opened_at)
select 'SVHTTDL', 'SVHTTDL-2026-' || n, 1, '', '', 'VP', '', 'thuong', '', '', '{}', '', '', '',
       timestamptz '2026-11-23'
  from generate_series(1, 30000) n
"""
DECISIONS = """
insert into approval.decisions (id, agency, "case", account, at, organisation, handed_over_at,
                                round, step, turn, task, kind, verdict, comment, version, name,
                                post, title, lines)
select md5(n::text)::uuid::text, 'SVHTTDL', 'SVHTTDL-2026-' || n,
       (array['chanh-van-phong', 'giam-doc', 'van-thu'])[1 + n % 3],
       timestamptz '2026-11-23' + n * interval '1 minute', '', timestamptz '2026-11-24', 1, 1, 1,
       md5(n::text)::uuid::text, 'content_check', 'approve', '', '', '', '', '', '{}'
  from generate_series(1, 30000) n
"""


class Explained(sa.Executable, sa.ClauseElement):
    inherit_cache = False

    def __init__(self, statement: sa.Select[Any]) -> None:
        self.statement = statement


@compiles(Explained)
def _explain(element: Explained, compiler: SQLCompiler, **how: Any) -> str:
    return f"EXPLAIN {compiler.process(element.statement, **how)}"


@pytest.fixture(scope="module")
async def crowded(approval: Approval) -> Approval:
    """An agency with thirty thousand tasks, which the database has counted."""
    office = approval.office
    for statement in (DESK, ROUNDS, DECISIONS, "analyze"):
        await office.server.execute(statement, office.database)
    return approval


async def plan(approval: Approval, statement: sa.Select[Any]) -> list[str]:
    async with approval.work() as work:
        found = await work.db.execute(Explained(statement))
        return [row[0].strip() for row in found]


@pytest.mark.parametrize("after", [False, True])
async def test_open_tasks_are_read_along_the_index_of_each_seat(
    crowded: Approval, after: bool
) -> None:
    now = crowded.now()
    last = OpenPlace(urgency=3, due_at=now, task="x") if after else None
    query = open_query(AGENCY, SEATS, Wanted(whose=Whose.MINE), after=last, at=now, limit=21)
    steps = await plan(crowded, query)
    assert any("Index Scan using ix_desk_open" in step for step in steps), steps
    _assert_walks(steps, "(agency = ", "(seat = asked.seat)", "ROW(urgency, due_at, task)", after)


@pytest.mark.parametrize("after", [False, True])
async def test_done_tasks_are_read_backwards_along_the_index_of_the_account(
    crowded: Approval, after: bool
) -> None:
    last = DonePlace(at=datetime.fromisoformat("2026-11-30T00:00Z"), decision="x")
    query = done_query(
        AGENCY, ACCOUNT, Wanted(whose=Whose.DONE), after=last if after else None, limit=21
    )
    steps = await plan(crowded, query)
    assert any("Index Scan Backward using ix_decisions_done" in step for step in steps), steps
    _assert_walks(steps, "(agency = ", "(account = ", "(at <= ", after)


def _assert_walks(steps: list[str], agency: str, whose: str, begins: str, after: bool) -> None:
    """It begins where the page before ended, reads no whole table, and sorts no whole list."""
    (found,) = [step for step in steps if step.startswith("Index Cond")]
    assert agency in found
    assert whose in found
    assert (begins in found) is after, found
    assert not any("Seq Scan" in step or "Bitmap" in step for step in steps), steps
