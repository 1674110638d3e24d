import pytest
import sqlalchemy as sa

from services.distribution import tables
from tests.services.distribution.records_desk import RecordsDesk

CHANGE = "update EVENTS set IT where seq = 2"


@pytest.fixture(scope="module", autouse=True)
async def three_entries(desk: RecordsDesk) -> None:
    for _ in range(3):
        await desk.issue(await desk.lay())


async def owner(desk: RecordsDesk, statement: str) -> None:
    """What somebody with the owner's password could do to the register's events."""
    said = statement.replace("EVENTS", "distribution.register_events")
    await desk.office.server.execute(said, desk.office.database)


async def test_the_register_is_whole_before_anybody_touches_it(desk: RecordsDesk) -> None:
    checked = await desk.check()
    assert (checked["whole"], checked["events"], checked["faults"]) == (True, 3, [])


async def test_the_service_itself_can_neither_change_nor_remove_an_event(
    desk: RecordsDesk,
) -> None:
    for statement in (tables.register_events.update().values(number=9), tables.seals.delete()):
        with pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
            async with desk.work() as (work, _):
                await work.db.execute(statement)


@pytest.mark.parametrize(
    ("forgery", "repair"),
    [
        ("account = 'giam-doc'", "account = 'van-thu'"),
        ("dated = dated + 1", "dated = dated - 1"),
        (
            """details = details || '{"subject": "Khác"}'""",
            """details = details || '{"subject": "Triển khai Chiến lược chuyển đổi số báo chí"}'""",
        ),
    ],
)
async def test_a_changed_row_is_found_and_named(
    desk: RecordsDesk, forgery: str, repair: str
) -> None:
    await owner(desk, CHANGE.replace("IT", forgery))
    checked = await desk.check()
    await owner(desk, CHANGE.replace("IT", repair))
    assert not checked["whole"]
    assert (checked["broken_at"], checked["broken_entry"]) == (2, "02/SVHTTDL-VP")
    assert "sự kiện 2 (NUMBERED, số 02/SVHTTDL-VP" in checked["faults"][0]
    assert (await desk.check())["whole"]


async def test_a_removed_last_entry_is_missed(desk: RecordsDesk) -> None:
    await owner(desk, "create table public.kept as select * from EVENTS where seq = 3")
    await owner(desk, "delete from EVENTS where seq = 3")
    checked = await desk.check()
    await owner(desk, "insert into EVENTS select * from public.kept")
    assert (checked["whole"], checked["broken_at"]) == (False, 3)
    assert (await desk.check())["whole"]


async def test_an_event_behind_the_head_is_found(desk: RecordsDesk) -> None:
    await owner(desk, "create table public.extra as select * from EVENTS where seq = 3")
    await owner(desk, "update public.extra set seq = 4, number = 4")
    await owner(desk, "insert into EVENTS select * from public.extra")
    checked = await desk.check()
    await owner(desk, "delete from EVENTS where seq = 4")
    assert (checked["whole"], checked["events"], checked["broken_at"]) == (False, 4, 4)
    assert (await desk.check())["whole"]
