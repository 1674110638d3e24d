"""A running stack gets the next release of the flows with dispatches in the middle.

Two processes, as operators run them, by the commands of docs/changing-a-flow.md; each dispatch
takes its next step under the next release, some of each kind come to their end, and none is lost
or doubled. There are two of each kind, and with `--thorough` fifty altogether.
"""

import asyncio
import re
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path
from typing import Final, TypeVar

import pytest
from temporalio.client import Client

from shared.contracts.attributes import NEEDS_ATTENTION
from shared.contracts.views import ATTENTION
from shared.domain.lifecycle import Stage
from shared.domain.route import Verdict
from tests.support.manual import Reader, beside_engine, block, following
from tests.support.offices import Offices, until
from tests.workflows.plans import SHORT
from tests.workflows.processes import NEXT_RELEASE, THIS_RELEASE, begin, says
from workflows.versions import DEPLOYMENT

T = TypeVar("T")
AT_ONCE: Final = 10
"""Few enough that looking whether it is their turn takes no time from the rest."""
LOOK: Final = "drafting.open_case"
"""What the changed flow does once more."""
PARKED, AT_DESK, ENDED = 0, 0, 2
"""How often, of what was beyond the change: a run keeps the old way, a new one does not."""
CURRENT: Final = re.compile(r"CurrentVersionBuildID +(\S+)")


@pytest.fixture
async def office(namespace: Client) -> AsyncIterator[Offices]:
    offices = Offices(namespace)
    async with offices.open():
        yield offices


@dataclass(frozen=True)
class Releases:
    """The processes of the flows."""

    client: Client
    folder: Path

    @asynccontextmanager
    async def running(self, release: str, build: str) -> AsyncIterator[None]:
        """From when it has taken over until it ends cleanly."""
        address, folder = self.client.service_client.config.target_host, self.folder / build
        folder.mkdir()
        process = await begin(
            address, folder, release, namespace=self.client.namespace, build=build
        )
        try:
            await says(folder / "ready", str(process.pid))
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            code = await asyncio.wait_for(process.wait(), 30)
        assert code == 0


@pytest.fixture
def manual(namespace: Client, tmp_path: Path) -> Iterator[Reader]:
    """The page, open before somebody at this engine."""
    settings = beside_engine(namespace, tmp_path)
    with following("../changing-a-flow", settings, tmp_path, BUILD="1") as manual:
        manual.ahead.remove(block("../changing-a-flow", "rebuild"))
        yield manual


@pytest.fixture
def releases(namespace: Client, tmp_path: Path) -> Releases:
    return Releases(namespace, tmp_path)


async def at_the_first_step(office: Offices) -> str:
    case = await office.new(SHORT)
    await office.opened(case, 1)
    return case


async def at_the_signer(office: Offices) -> str:
    case = await office.new(SHORT)
    await office.decide(case, 1)
    await office.opened(case, 2)
    return case


async def returned(office: Offices) -> str:
    case = await office.new(SHORT)
    await office.decide(case, 1, Verdict.RETURN)
    await office.comes_back(case)
    return case


async def at_the_desk(office: Offices) -> str:
    case = await office.new(SHORT)
    await office.approve_all(case)
    await office.laid_on_desk(case)
    return case


async def parked(office: Offices) -> str:
    """Numbered, and the seal is refused until the next release is at work."""
    case = await office.new(SHORT)
    office.ledger.refuse(case, "distribution.seal")
    await office.approve_all(case)
    await office.issue(case)
    await until(lambda: office.attribute(case, NEEDS_ATTENTION))
    return case


Way = Callable[[Offices], Awaitable[str]]
REVIEWED: Final[tuple[Way, ...]] = (at_the_first_step, at_the_signer, returned)
WAYS: Final[tuple[Way, ...]] = (*REVIEWED, at_the_desk, parked)
TEN: Final = WAYS * 2
FIFTY: Final = REVIEWED * 10 + WAYS * 4
"""Of those that come far before the change a few."""
TO_THE_END: Final = len(WAYS)
"""The last of each kind go the whole way."""
AMID: Final = 2
"""Filed while the releases change."""


def filed_of(ways: Sequence[Way]) -> int:
    """All from the desk and the parked, of the others who go to the end, and those amid."""
    reviewed = len(set(REVIEWED) & set(ways[-TO_THE_END:]))
    return sum(way not in REVIEWED for way in ways) + reviewed + AMID


async def go_on(office: Offices, case: str, come_from: Way) -> None:
    """The next act of people, and what the flow does for it."""
    if come_from is at_the_first_step:
        await office.decide(case, 1)
        await office.opened(case, 2)
    elif come_from is at_the_signer:
        await office.decide(case, 2)
        await office.laid_on_desk(case)
    elif come_from is returned:
        await office.submit(case)
        await office.opened(case, 1)
    elif come_from is at_the_desk:
        await is_filed(office, case)
    else:
        office.ledger.mend(case, "distribution.seal")
        await office.tell(case, "retry")
        assert await office.ended(case) == Stage.FILED


async def go_to_the_end(office: Offices, case: str, come_from: Way) -> None:
    await go_on(office, case, come_from)
    if come_from is at_the_first_step:
        await office.decide(case, 2)
    if come_from is returned:
        await office.approve_all(case)
    if come_from not in {at_the_desk, parked}:
        await is_filed(office, case)


async def is_filed(office: Offices, case: str) -> None:
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED


async def test_dispatches_in_the_middle_are_carried_on_by_the_next_release(
    office: Offices, releases: Releases, manual: Reader, thorough: bool
) -> None:
    ways = FIFTY if thorough else TEN
    async with releases.running(THIS_RELEASE, "1"):
        cases = await a_few_at_once(way(office) for way in ways)
        before = {case: office.ledger.calls[case, LOOK] for case in cases}
        manual.named["CHANGED"] = datetime.now(UTC).isoformat()
        async with releases.running(NEXT_RELEASE, "2"):
            fresh = await at_the_desk(office)
            assert current(await manual.next()) == "2"
            await goes_back_and_forth(office, manual, fresh, cases[0])
            listed = await manual.next()
            assert {case for case in (*cases, fresh) if case in listed} == set(cases[1:])
            await office.flow(cases[-1]).terminate("refused before the change")
            await a_few_at_once(map(go_on, repeat(office), cases[1:-TO_THE_END], ways[1:]))
            await a_few_at_once(
                map(go_to_the_end, repeat(office), cases[-TO_THE_END:], ways[-TO_THE_END:])
            )
            assert await office.ended(fresh) == Stage.FILED, "it goes on by itself"
    each_once(office, filed_of(ways))
    builds = await asyncio.gather(*(build_of(office, case) for case in (*cases, fresh)))
    assert builds == ["1"] + ["2"] * len(ways)
    looks = [office.ledger.calls[case, LOOK] - before[case] for case in cases[-6:]]
    assert looks == [PARKED, 1, 1, 2, AT_DESK, ENDED]


async def a_few_at_once(acts: Iterable[Awaitable[T]]) -> list[T]:
    free = asyncio.Semaphore(AT_ONCE)

    async def act(one: Awaitable[T]) -> T:
        async with free:
            return await one

    return await asyncio.gather(*map(act, acts))


async def goes_back_and_forth(office: Offices, manual: Reader, fresh: str, other: str) -> None:
    """Under the earlier release what did the new thing stands still, and all else goes on."""
    name_build = manual.ahead[0]
    await manual.next()
    await office.issue(fresh)
    await go_to_the_end(office, other, at_the_first_step)
    await until(lambda: found_by_attention(office, fresh))
    assert office.distribution.desks[fresh, 1].stage is Stage.NUMBERED
    manual.named["BUILD"] = "2"
    await manual.run(name_build)


def current(described: str) -> str:
    found = CURRENT.search(described)
    assert found, described
    return found[1]


async def found_by_attention(office: Offices, case: str) -> bool:
    query = f"{ATTENTION} AND WorkflowId = '{case}'"
    return [one.id async for one in office.client.list_workflows(query)] == [case]


def each_once(office: Offices, filed: int) -> None:
    """What is filed was sealed, delivered and copied once; what lies on the desk never."""
    done = [
        (desk.stage is Stage.FILED, desk.seals, desk.deliveries, desk.copies)
        for desk in office.distribution.desks.values()
    ]
    assert set(done) == {(True, 1, 1, 1), (False, 0, 0, 0)}
    assert done.count((True, 1, 1, 1)) == filed


async def build_of(office: Offices, case: str) -> str:
    """Which release carried it last."""
    described = (await office.flow(case).describe()).raw_description
    version = described.workflow_execution_info.versioning_info.deployment_version
    assert version.deployment_name == DEPLOYMENT
    return version.build_id
