"""Random lives of a register, and a crowd at three series; `benchmarks` has the long run."""

import asyncio
import random
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.services.distribution.records_desk import RecordsDesk
from tests.services.distribution.register_machine import KINDS, NUMBERING, register_in
from tests.support.office import LANG_SON, Office, content_of

SHORT: Final = settings(
    max_examples=6,
    stateful_step_count=20,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
CROWD: Final = 1000
AT_ONCE: Final = 40


@pytest.fixture(scope="module")
async def desk(office: Office) -> RecordsDesk:
    return await RecordsDesk.open(office, content_of(LANG_SON) | {"numbering": NUMBERING})


ALIKE: Final = """insert into distribution.dispatches
    select (jsonb_populate_record(one, jsonb_build_object('case', one.case || '-' || n))).*
    from distribution.dispatches one, generate_series(1, MANY) n where one.case = 'CASE'"""


async def many_alike(desk: RecordsDesk, case: str) -> list[str]:
    """The dispatch and a third of the crowd like it, laid at one stroke."""
    many = CROWD // 3
    said = ALIKE.replace("CASE", case).replace("MANY", str(many))
    await desk.office.server.execute(said, desk.office.database)
    cases = [f"{case}-{number}" for number in range(1, many + 1)]
    desk.refs |= dict.fromkeys(cases, desk.refs[case])
    return [case, *cases]


async def test_a_thousand_parallel_issues_over_three_series(desk: RecordsDesk) -> None:
    """Forty at once, as a process's pool of connections lets them."""
    room = asyncio.Semaphore(AT_ONCE)

    cases: list[str] = []
    for doc_type, desk.symbol in KINDS.values():
        cases += await many_alike(desk, await desk.lay(doc_type=doc_type))
    random.Random(2026).shuffle(cases)  # noqa: S311 -- the same crowd in every run

    async def issue(case: str) -> str:
        async with room:
            return await desk.issue(case)

    given = await asyncio.gather(*map(issue, cases))
    for _, symbol in KINDS.values():
        numbers = sorted(int(one.split("/")[0]) for one in given if one.endswith(f"/{symbol}"))
        assert numbers == list(range(1, len(numbers) + 1))
    assert len(set(given)) == len(cases)
    checked = await desk.check()
    assert (checked["whole"], checked["events"]) == (True, len(cases))


async def test_a_register_that_lives_at_random_is_as_its_model(desk: RecordsDesk) -> None:
    machine = register_in(desk, asyncio.get_running_loop())
    await asyncio.to_thread(run_state_machine_as_test, machine, settings=SHORT)
