"""The whole system in one process: three services, their relays and workers, a real engine.

PostgreSQL, the engine, the HTTP edge, relays, workers and flows are the product's own; only the
clock can be moved, and the engine's with it. Where processes die, `Town` tells the story.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import httpx
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from deploy.local.trial_keys_on_disk import ensure_keys, signers
from services.cli.organisation_file import ACTIVATION_ORDER
from shared.domain.lifecycle import TRANSITIONS, Owner, Part, Stage, deciding
from shared.runtime.organisations import read_organisation
from shared.runtime.relay import Relay
from shared.runtime.service import join_engine, served
from shared.runtime.settings import DeviceSettings, MailSettings, ServiceSettings
from shared.runtime.temporal import connect, work
from tests.support.office import Office
from tests.support.token import DRIVER
from tests.support.waiting import until
from workflows.worker import flow_worker

Answer = dict[str, Any]


@dataclass(kw_only=True)
class WholeOffice(Office):
    skipping: WorkflowEnvironment
    mail: MailSettings | None = None
    content: Mapping[str, Any] = field(default_factory=dict)
    """The file of the Sở that counts between the stories."""
    _with_keys: set[str] = field(default_factory=set)
    _flows: Worker | None = None
    _workers: list["asyncio.Task[None]"] = field(default_factory=list)

    def settings(self, name: str) -> ServiceSettings:
        devices = DeviceSettings(token_driver=DRIVER, within=6)
        secrets = self.secrets if name == "distribution" else None
        usual = super().settings(name)
        return replace(usual, mail=self.mail, devices=devices, secrets=secrets)

    @property
    def secrets(self) -> Path:
        """Of the records desk: the PIN of the agency's device."""
        return self.folder / "secrets"

    # At work

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Every relay and every worker, as the services' own processes have them."""
        client = await connect(self.engine)
        for name in ACTIVATION_ORDER:
            join_engine(self.service(name), self.process(name), client)
        relays = [asyncio.create_task(one.run()) for one in self._relays()]
        self._workers = self._at_their_queues()
        await self._begin()
        yield
        await self._end()
        await ended([*relays, *self._workers])

    @asynccontextmanager
    async def flows_away(self) -> AsyncIterator[None]:
        """People go on without the flows' worker; another one begins afterwards."""
        await self._end()
        yield
        await self._begin()

    @asynccontextmanager
    async def workers_away(self) -> AsyncIterator[None]:
        """People go on without anybody who does what the flows ask of the services."""
        await ended(self._workers)
        yield
        self._workers = self._at_their_queues()

    def _relays(self) -> Iterator[Relay]:
        for name in ACTIVATION_ORDER:
            yield from self.process(name).relays

    def _at_their_queues(self) -> list["asyncio.Task[None]"]:
        """Each service's workers; its process has joined the engine."""
        queues = [
            served(self.service(name), self.process(name)).items() for name in ACTIVATION_ORDER
        ]
        return [asyncio.create_task(work(self.engine, *one)) for items in queues for one in items]

    async def _begin(self) -> None:
        self._flows = flow_worker(self.skipping.client)
        await self._flows.__aenter__()

    async def _end(self) -> None:
        assert self._flows
        await self._flows.shutdown()

    # The file, and the clock

    async def in_force(self, content: Mapping[str, Any]) -> None:
        """A file from now on, with test keys for whoever may sign by it."""
        organisation = read_organisation(content)
        able = {organisation.agency.code, *(one.id for one in signers(organisation))}
        if not able <= self._with_keys:
            await asyncio.to_thread(ensure_keys, self.keys, organisation)
            self._with_keys |= able
        for name in ACTIVATION_ORDER:
            await self.load(name, content)

    @asynccontextmanager
    async def variant(
        self, content: Mapping[str, Any] | None = None, **changed: Any
    ) -> AsyncIterator[None]:
        """Another file for one story: of the Sở, unless it is said of whom."""
        usual = content or self.content
        await self.in_force({**usual, **changed})
        yield
        await self.in_force(usual)

    async def move_to(self, case: str, instant: datetime) -> None:
        """Everybody's clock, and the flow's of this case; then nothing runs any more."""
        await self.move_all([case], instant)

    async def move_all(self, flows: Sequence[str], instant: datetime) -> None:
        """The same with several flows, by their ids."""
        ahead = instant - self.clock.now()
        assert ahead > timedelta(), "clocks go forward"
        await asyncio.gather(*map(self.at_rest, flows))
        self.clock.ahead += ahead
        handles = map(self.flow, flows)
        await asyncio.gather(*(self.skipping.fast_forward(one, ahead) for one in handles))
        await asyncio.gather(*map(self.at_rest, flows))

    # What an onlooker sees

    def flow(self, case: str) -> WorkflowHandle[Any, Any]:
        return self.skipping.client.get_workflow_handle(case)

    async def at_rest(self, case: str) -> None:
        """Everything waits for somebody."""

        async def there() -> bool:
            seen = (await self.flow(case).describe()).raw_description
            return not seen.pending_activities and not seen.HasField("pending_workflow_task")

        await until(there)

    async def ended(self, case: str) -> Stage:
        async with asyncio.timeout(30):
            return Stage(await self.flow(case).result())

    async def activities(self, case: str) -> list[str]:
        """What the flow had done, in order, by name."""
        kind = EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
        return [
            event.activity_task_scheduled_event_attributes.activity_type.name
            for event in (await self.flow(case).fetch_history()).events
            if event.event_type == kind
        ]

    def desk(self, account: str) -> "Desk":
        return Desk(self, account)


class Served(Protocol):
    """Whatever serves the three services to people."""

    def client(self, name: str, account: str | None = None) -> httpx.AsyncClient:
        """A client of one service, with a token of the account if one is named."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One person's, with a token of their own."""

    office: Served
    account: str

    async def get(self, service: str, path: str, **query: str) -> Any:
        async with self.office.client(service, self.account) as client:
            answer = await client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def file(self, service: str, path: str) -> bytes:
        async with self.office.client(service, self.account) as client:
            answer = await client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.content

    async def act(
        self, service: str, path: str, body: Mapping[str, Any] | None = None, *, put: bool = False
    ) -> Any:
        """An act that must be accepted."""
        status, said = await self.tried(service, path, body, put=put)
        assert status in {200, 201}, (path, said)
        return said

    async def tried(
        self, service: str, path: str, body: Mapping[str, Any] | None = None, *, put: bool = False
    ) -> tuple[int, Any]:
        """Status and answer of an act, whatever comes of it."""
        headers = {"Idempotency-Key": uuid4().hex, "If-Match": "*"}
        async with self.office.client(service, self.account) as client:
            method = "PUT" if put else "POST"
            answer = await client.request(method, path, json=body or {}, headers=headers)
        return answer.status_code, answer.json()

    # As an author

    async def drafted(self, text: Mapping[str, Any]) -> str:
        made = await self.act("drafting", "/drafts", text)
        return str(made["case"])

    async def annexed(self, case: str, name: str, pdf: bytes) -> None:
        async with self.office.client("drafting", self.account) as client:
            answer = await client.post(
                f"/drafts/{case}/attachments", data={"kind": "annex"}, files={"file": (name, pdf)}
            )
        assert answer.status_code == 201, answer.text

    async def submit(self, case: str) -> None:
        await self.act("drafting", f"/drafts/{case}/submit")

    async def rewrite(self, case: str, text: Mapping[str, Any]) -> None:
        """Once it is back."""
        await self.comes_to(case, Stage.RETURNED, unlocked=True)
        await self.act("drafting", f"/drafts/{case}", text, put=True)

    # As an approver

    async def part(self, case: str) -> Answer:
        """Approval's part; empty before it heard of the dispatch."""
        return await self.part_of("approval", case)

    async def task(self, case: str, kind: str, *, round_: int = 1) -> Answer:
        """The open task of this kind as this person sees it, once it is there."""

        async def opened() -> str | None:
            part = await self.part(case)
            waits: Answer = part.get("open") or {}
            there = waits.get("kind") == kind and part["round"] == round_
            return str(waits["task"]) if there and waits["prepared"] else None

        task = await until(opened)
        seen: Answer = await self.get("approval", f"/tasks/{task}")
        return seen

    async def decide(
        self, seen: Answer, verdict: str = "approve", comment: str = "", **more: Any
    ) -> Answer:
        said = decision(seen, verdict, comment) | more
        done: Answer = await self.act("approval", f"/tasks/{seen['id']}/decision", said)
        return done

    async def approve(self, case: str, kind: str, *, round_: int = 1) -> Answer:
        return await self.decide(await self.task(case, kind, round_=round_))

    # As the clerk

    async def laid(self, case: str) -> None:
        """Until it lies on the desk."""

        async def there() -> bool:
            return (await self.part_of("distribution", case)).get("stage") == Stage.TO_ISSUE

        await until(there)

    async def issue(self, case: str) -> Answer:
        """Number, register and seal, once it lies on the desk."""
        await self.laid(case)
        issued: Answer = await self.act("distribution", f"/dispatches/{case}/issue")
        return issued

    # As anybody

    async def comes_to(self, case: str, stage: Stage, *, unlocked: bool = False) -> Answer:
        """The three parts, once they tell this stage; its owners are looked at first."""
        owners = {one.owner for one in TRANSITIONS if one.target is stage}

        async def there() -> Answer | None:
            if stage not in [(await self.part_of(one, case)).get("stage") for one in owners]:
                return None
            parts = await self.parts(case)
            told = deciding(
                Part(owner=Owner(one["owner"]), round=one["round"], stage=Stage(one["stage"]))
                for one in parts.values()
            )
            open_ = not unlocked or parts["drafting"]["stage"] == stage
            return parts if told and told.stage is stage and open_ else None

        found: Answer | None = await until(there)
        return found or {}

    async def parts(self, case: str) -> dict[str, Answer]:
        found = {service: await self.part_of(service, case) for service in ACTIVATION_ORDER}
        return {service: part for service, part in found.items() if part}

    async def part_of(self, service: str, case: str) -> Answer:
        """Empty before it heard of the dispatch."""
        async with self.office.client(service, self.account) as client:
            answer = await client.get(f"/dispatches/{case}")
        return dict(answer.json()) if answer.status_code == 200 else {}

    async def notices(self, case: str) -> list[tuple[str, int, int]]:
        """Kind, round and turn of what this person was told of a case, the first one first."""
        page = await self.get("approval", "/notices", limit="200")
        mine = [one for one in page["notices"] if one["case"] == case]
        return [(one["kind"], one["round"], one["turn"]) for one in reversed(mine)]


def decision(seen: Answer, verdict: str = "approve", comment: str = "") -> Answer:
    """What is sent to decide on a task as it was seen."""
    said = {"verdict": verdict, "comment": comment, "version": seen["version"]}
    if seen["prepared"] and verdict == "approve":
        said["prepared"] = seen["prepared"]["prepared"]
    return said


def taken(part: Answer, round_: int) -> list[tuple[str, str]]:
    """Who did what in a round, in order."""
    return [(one["account"], one["act"]) for one in part["rounds"][round_ - 1]["taken"]]


async def ended(tasks: Sequence["asyncio.Task[None]"]) -> None:
    for one in tasks:
        one.cancel()
    await asyncio.wait(tasks)
