"""What a dispatch costs the engine in history events, with people slower than the engine."""

from shared.domain.lifecycle import Stage
from shared.domain.route import Verdict
from tests.support.offices import Offices

STRAIGHT, RETURNED = 120, 160


async def events(office: Offices, case: str) -> int:
    return len((await office.flow(case).fetch_history()).events)


async def test_three_steps_cost_less_than_120_events(office: Offices) -> None:
    case = await office.new()
    await office.approve_all(case)
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED
    spent = await events(office, case)
    print(f"\nthree steps, signed, issued, filed: {spent} events")  # noqa: T201 -- the price is worth reading
    assert spent < STRAIGHT


async def test_one_returned_round_more_costs_less_than_160_events(office: Offices) -> None:
    case = await office.new()
    await office.decide(case, 1)
    await office.decide(case, 2, Verdict.RETURN)
    await office.comes_back(case)
    await office.submit(case)
    await office.approve_all(case)
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED
    spent = await events(office, case)
    print(f"\nreturned once by the office, then as above: {spent} events")  # noqa: T201 -- the price is worth reading
    assert spent < RETURNED
