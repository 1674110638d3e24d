"""The real thing behind the random lives, for one process.

Approval's HTTP API, activities and relay on PostgreSQL, and the flow on an engine that skips time;
drafting and the records desk are the small offices of the tests. Every clock is moved together.
"""

import asyncio
import itertools
import json
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

import httpx
import sqlalchemy as sa
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment

from services.approval.manifest import SERVICE
from shared.contracts import attestations
from shared.contracts.attributes import SEARCH_ATTRIBUTES
from shared.document.model import DispatchText
from shared.document.version import FrozenVersion, freeze
from shared.domain.chains import broken_at
from shared.domain.urgency import Urgency
from shared.runtime.attesting import attest
from shared.runtime.ledger import history
from tests.services.approval.conftest import FROZEN
from tests.stories.state_machine.organisations import (
    AGENCY,
    DRAFTERS,
    FIELDS,
    SIGNERS,
    organisations,
)
from tests.support.office import Office
from tests.support.offices import Offices

Rows = dict[str, list[dict[str, Any]]]

OF_CASE: Final = (
    "rounds",
    "plan_steps",
    "turns",
    "decisions",
    "cancellations",
    "prepared",
    "signatures",
    "withdrawal_answers",
    "changes",
    "messages",
    "marks",
    "desk",
    "notices",
    "events",
)
FACTS: Final = tuple(SERVICE.facts.values())
WITHIN: Final = 20.0
_CODES = itertools.count(1)


@dataclass
class World:
    office: Office
    engine: WorkflowEnvironment
    offices: Offices
    """Drafting and the records desk, in memory."""
    clients: AsyncExitStack
    versions: dict[str, str] = field(default_factory=dict)
    """Organisation versions by what changed."""
    in_force: str = ""
    _known: dict[str, httpx.AsyncClient] = field(default_factory=dict)

    # Time

    def now(self) -> datetime:
        return self.office.clock.now()

    async def jump(self, case: str, by: timedelta) -> None:
        """Move the services' clock and the flow's."""
        self.office.clock.ahead += by
        with suppress(RPCError):  # a flow that has ended has no time
            await self.engine.fast_forward(self.offices.flow(case), by)

    # One life

    async def begin(self, change: str) -> None:
        """The office as on any morning: today, without grants, with this organisation."""
        self.office.clock.ahead = timedelta()
        await self.office.server.execute(
            "truncate approval.absences, approval.delegations", self.office.database
        )
        await self.load(change)

    async def open_case(self) -> str:
        """A draft whose flow knows it and shares everybody's time."""
        code = f"{AGENCY}-2026-{next(_CODES):06d}"
        case = self.offices.drafting.create(code)
        await self.wake(case, "draft")
        await self.quiet(case)
        if ahead := self.office.clock.ahead:
            await self.engine.fast_forward(self.offices.flow(case), ahead)
        return case

    async def end(self, case: str) -> None:
        with suppress(RPCError):
            await self.offices.flow(case).terminate("the example is over")

    async def load(self, change: str) -> None:
        if self.in_force != change:
            content = organisations()[change]
            self.versions[change] = await self.office.load("approval", content)
            self.in_force = change

    async def submit(self, case: str, *, unit: str, doc_type: str, urgency: str, text: str) -> None:
        """Freeze the draft's next round as drafting does, and tell the flow."""
        draft = self.offices.drafting.drafts[case]
        version = self._version(case, draft.round, unit=unit, text=_text(doc_type, urgency, text))
        blobs = self.office.process("approval").database.blobs
        hash_ = await blobs.put(AGENCY, freeze(version))
        self.offices.drafting.submit(case)
        draft.versions[draft.round] = hash_
        await attest(blobs, attestations.submitted(case, draft.round, hash_))
        await self.wake(case, "submission")

    async def want_back(self, case: str) -> None:
        """Ask to withdraw as drafting does, and tell the flow; drafting itself may refuse."""
        self.offices.drafting.withdraw(case)
        draft = self.offices.drafting.drafts[case]
        if draft.withdrawal:
            asked = attestations.wanted_back(case, draft.round, draft.withdrawal, None)
            await attest(self.office.process("approval").database.blobs, asked)
        await self.wake(case, "withdrawal")

    def _version(self, case: str, number: int, *, unit: str, text: DispatchText) -> FrozenVersion:
        drafter = DRAFTERS[unit]
        return replace(
            FROZEN,
            case=case,
            round=number,
            agency=AGENCY,
            organisation=self.versions[self.in_force],
            unit=unit,
            field=FIELDS[unit],
            drafter=drafter,
            authors=(drafter,),
            submitter=drafter,
            signer=SIGNERS[FIELDS[unit]],
            text=text,
            attachments=(),
            findings=(),
        )

    # People

    async def post(self, account: str, address: str, body: Any = None) -> httpx.Response:
        if account not in self._known:
            client = self.office.client("approval", account)
            self._known[account] = await self.clients.enter_async_context(client)
        return await self._known[account].post(address, json=body)

    async def waiting(self, account: str, case: str) -> str:
        """Why the dispatch waits, as approval says it."""
        if account not in self._known:
            await self.post(account, "/absences", {})  # refused; it makes the client
        answer = await self._known[account].get(f"/dispatches/{case}")
        return str(answer.json().get("waiting", ""))

    async def wake(self, case: str, kind: str) -> None:
        await self.offices.tell(case, kind)

    async def retry(self, case: str) -> None:
        """An operator lets the flow try again."""
        with suppress(RPCError):
            await self.offices.flow(case).signal("retry")

    # Looking

    async def quiet(self, case: str) -> None:
        """Every fact is handed over, and the flow waits for somebody."""
        async with asyncio.timeout(WITHIN):
            while not (await self._handed_over(case) and await self._at_rest(case)):  # noqa: ASYNC110 -- the engine tells nobody
                await asyncio.sleep(0.01)

    async def _handed_over(self, case: str) -> bool:
        waits = [
            sa.select(sa.literal(1)).where(table.c.case == case, table.c.handed_over_at.is_(None))
            for table in FACTS
        ]
        async with self.office.process("approval").database.work("look") as work:
            return await work.db.scalar(sa.select(sa.exists(sa.union_all(*waits)))) is False

    async def _at_rest(self, case: str) -> bool:
        seen = (await self.offices.flow(case).describe()).raw_description
        return not seen.pending_activities and not seen.HasField("pending_workflow_task")

    async def rows(self, case: str) -> Rows:
        """Everything that approval keeps of a case."""
        each = ", ".join(
            f"(select coalesce(jsonb_agg(to_jsonb(t) order by t), '[]') from approval.{name} t "  # noqa: S608 -- our own table names
            f'where t."case" = :case)'
            for name in OF_CASE
        )
        async with self.office.process("approval").database.work("look") as work:
            found = (await work.db.execute(sa.text(f"select {each}"), {"case": case})).one()
        return {
            name: json.loads(one) if isinstance(one, str) else one
            for name, one in zip(OF_CASE, found, strict=True)
        }

    async def grants(self) -> dict[str, dict[str, Any]]:
        """Every absence and delegation, by its id."""
        found = {}
        async with self.office.process("approval").database.work("look") as work:
            for name in ("absences", "delegations"):
                query = sa.text(f"select to_jsonb(t) from approval.{name} t")  # noqa: S608 -- our own table names
                for (one,) in await work.db.execute(query):
                    row = json.loads(one) if isinstance(one, str) else one
                    found[row["id"]] = row
        return found

    async def broken_chain(self, case: str) -> int | None:
        async with self.office.process("approval").database.work("look") as work:
            return broken_at([dict(one) for one in await history(work, AGENCY, case)])

    async def attributes(self, case: str) -> dict[str, Any]:
        described = await self.offices.flow(case).describe()
        known = described.typed_search_attributes
        return {key.name: known.get(key) for key, _type in SEARCH_ATTRIBUTES}


def _text(doc_type: str, urgency: str, paragraph: str) -> DispatchText:
    return replace(
        FROZEN.text, doc_type=doc_type, urgency=Urgency(urgency), paragraphs=(paragraph,)
    )
