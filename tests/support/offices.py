"""Three small offices that keep facts in memory and keep their promises to the flow."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import Client, WorkflowHandle
from temporalio.common import WorkflowIDReusePolicy
from temporalio.worker import Worker

from shared.contracts import approval, distribution, drafting, recall
from shared.contracts.attributes import STAGE
from shared.contracts.dispatch_flow import FLOW, NEWS, QUEUE, DispatchInput, NewsItem
from shared.contracts.recall import RecallInput
from shared.domain.lifecycle import Stage
from shared.domain.route import PlanStep, Verdict
from shared.domain.urgency import Urgency
from tests.support.approval_office import ApprovalOffice
from tests.support.approval_round import PLAN
from tests.support.distribution_office import DistributionOffice
from tests.support.drafting_office import DraftingOffice
from tests.support.ledger import PATIENCE, Ledger
from tests.support.recall_office import Recalled, RecallOffice
from tests.support.reconciling_office import ReconcilingOffice
from tests.support.renewal_office import RenewalOffice
from workflows.worker import CACHED, flow_worker

WITHIN = 30.0


async def until(true: Callable[[], Awaitable[Any]], seconds: float = WITHIN) -> Any:
    """Wait for a condition that somebody else brings about."""
    async with asyncio.timeout(seconds):
        while not (answer := await true()):  # noqa: ASYNC110 -- the engine tells nobody
            await asyncio.sleep(0.02)
        return answer


class Offices:
    """The three offices, their people's acts, and the news that each act sends."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.ledger = Ledger()
        self.drafting = DraftingOffice(self.ledger)
        self.approval = ApprovalOffice(self.ledger)
        self.distribution = DistributionOffice(self.ledger)
        self.recalls = RecallOffice(self.ledger)
        self.renewals = RenewalOffice()
        self.reconciling = ReconcilingOffice()
        self._codes = itertools.count(1)

    # Acts of people

    def draft(self, plan: tuple[PlanStep, ...] = PLAN) -> str:
        """A dispatch that nobody submitted yet: the engine does not know it."""
        case = self.drafting.create(f"SVHTTDL-2026-{next(self._codes):06d}")
        self.approval.plans[case] = plan
        return case

    async def new(self, plan: tuple[PlanStep, ...] = PLAN) -> str:
        """A dispatch, drafted and submitted."""
        case = self.draft(plan)
        await self.submit(case)
        return case

    async def submit(self, case: str) -> None:
        self.drafting.submit(case)
        await self.tell(case, "submission")

    async def withdraw(self, case: str) -> None:
        self.drafting.withdraw(case)
        await self.tell(case, "withdrawal")

    async def decide(
        self, case: str, step: int, verdict: Verdict = Verdict.APPROVE, *, turn: int = 1
    ) -> None:
        await self.opened(case, step, turn)
        await self.at_rest(case)
        self.approval.decide(case, self.drafting.round_of(case), step, turn, verdict)
        await self.tell(case, "decision")

    async def approve_all(self, case: str) -> None:
        for step in self.approval.plans[case]:
            await self.decide(case, step.step)

    async def cancel_signing(self, case: str) -> None:
        self.approval.cancel_signing(case, self.drafting.round_of(case))
        await self.tell(case, "cancellation")

    def has_device(self, case: str) -> None:
        """Whoever decides to sign this round signs with a device of his own."""
        self.approval.rounds[case, self.drafting.round_of(case)].second_act = True

    async def sign(self, case: str) -> None:
        """The signer's second act."""
        await self.reaches(case, Stage.SIGNING)
        await self.at_rest(case)
        self.approval.sign_by_device(case, self.drafting.round_of(case), datetime.now(UTC))
        await self.tell(case, "change")

    async def ask(self, case: str, at: datetime) -> None:
        """Whoever holds the task asks the drafter something."""
        self.approval.ask(case, self.drafting.round_of(case), at)
        await self.tell(case, "question")

    async def answer(self, case: str, at: datetime) -> None:
        self.approval.answer(case, self.drafting.round_of(case), at)
        await self.tell(case, "answer")

    async def change_signer(self, case: str, post: str) -> None:
        self.approval.change_signer(case, self.drafting.round_of(case), post)
        await self.tell(case, "signer_changed")

    async def set_urgency(self, case: str, urgency: Urgency) -> None:
        self.approval.set_urgency(case, self.drafting.round_of(case), urgency)
        await self.tell(case, "urgency")

    async def issue(self, case: str) -> None:
        await self.laid_on_desk(case)
        await self.at_rest(case)
        self.distribution.issue(case, self.drafting.round_of(case))
        await self.tell(case, "issue")

    async def send_back(self, case: str) -> None:
        await self.laid_on_desk(case)
        await self.at_rest(case)
        self.distribution.send_back(case, self.drafting.round_of(case))
        await self.tell(case, "sent_back")

    async def order_seal(self, case: str) -> None:
        self.distribution.order_seal(case, self.drafting.round_of(case))
        await self.tell(case, "seal_order")

    async def void_number(self, case: str) -> None:
        self.distribution.void_number(case, self.drafting.round_of(case))
        await self.tell(case, "voided")

    async def recall(self, *boxes: str) -> str:
        """A dispatch that lies in these mailboxes is called back."""
        case = f"SVHTTDL-2026-{next(self._codes):06d}"
        self.recalls.recalls[case] = Recalled(boxes)
        await self.tell_recall(case, "recall")
        return case

    async def give_back(self, case: str, box: str) -> None:
        self.recalls.recalls[case].answers[box] = True
        await self.tell_recall(case, "recall_reply")

    async def keep_back(self, case: str, box: str) -> None:
        """The mailbox refuses to give it back."""
        self.recalls.recalls[case].answers[box] = False
        await self.tell_recall(case, "recall_reply")

    async def close_recall(self, case: str) -> None:
        self.recalls.recalls[case].closed = True
        await self.tell_recall(case, "recall_closing")

    # What the relay does

    async def tell(self, case: str, kind: str) -> None:
        """Wake the flow, as the relay does."""
        await self.client.start_workflow(
            FLOW,
            DispatchInput(case=case, patience=self.ledger.patience.get(case, PATIENCE)),
            id=case,
            task_queue=QUEUE,
            start_signal=NEWS,
            start_signal_args=[NewsItem(kind=kind, id=f"{kind}-{case}")],
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            static_summary=f"Hồ sơ {case}",
        )

    async def tell_recall(self, case: str, kind: str) -> None:
        """Wake the recall's flow, as the relay does."""
        await self.client.start_workflow(
            recall.FLOW,
            RecallInput(case=case),
            id=recall.flow_id(case),
            task_queue=QUEUE,
            start_signal=NEWS,
            start_signal_args=[NewsItem(kind=kind, id=f"{kind}-{case}")],
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            static_summary=f"Thu hồi: Hồ sơ {case}",
        )

    # What an onlooker sees

    def flow(self, case: str) -> WorkflowHandle[Any, Any]:
        return self.client.get_workflow_handle(case)

    async def ended(self, case: str) -> str:
        async with asyncio.timeout(WITHIN):
            return str(await self.flow(case).result())

    async def attribute(self, case: str, key: Any) -> Any:
        return (await self.flow(case).describe()).typed_search_attributes.get(key)

    async def details(self, case: str) -> str:
        described = await self.flow(case).query(
            "__temporal_workflow_metadata", result_type=WorkflowMetadata
        )
        return str(described.current_details)

    async def reaches(self, case: str, stage: Stage) -> None:
        async def there() -> bool:
            return bool(await self.attribute(case, STAGE) == stage.value)

        await until(there)

    async def comes_back(self, case: str) -> None:
        """Returned, and the draft is unlocked."""
        await self.reaches(case, Stage.RETURNED)
        await self.at_rest(case)

    async def opened(self, case: str, step: int, turn: int = 1) -> None:
        async def there() -> bool:
            return self.approval.is_open(case, self.drafting.round_of(case), step, turn)

        await until(there)

    async def laid_on_desk(self, case: str) -> None:
        async def there() -> bool:
            return self.distribution.waits(case, self.drafting.round_of(case))

        await until(there)

    async def called(self, case: str, activity: str, times: int = 1) -> None:
        async def there() -> bool:
            return self.ledger.calls[case, activity] >= times

        await until(there)

    async def at_rest(self, case: str) -> None:
        """People are slower than the engine: nothing runs, everything waits for somebody."""

        async def there() -> bool:
            seen = (await self.flow(case).describe()).raw_description
            return not seen.pending_activities and not seen.HasField("pending_workflow_task")

        await until(there)

    # At work

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """The three offices; whose the flows are is somebody else's business."""
        async with AsyncExitStack() as staff:
            for queue, own in self._staff().items():
                activities = (*own, *self.reconciling.activities(queue))
                worker = Worker(self.client, task_queue=queue, activities=activities)
                await staff.enter_async_context(worker)
            yield

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        async with self.open():
            self.flows = await self._begin()
            yield
            await self.flows.shutdown()

    @asynccontextmanager
    async def flows_away(self) -> AsyncIterator[None]:
        """The flows' worker is away; another one begins afterwards."""
        await self.flows.shutdown()
        yield
        self.flows = await self._begin()

    @asynccontextmanager
    async def flows_remember_nothing(self) -> AsyncIterator[None]:
        """Every step of a flow is run again from its beginning."""
        await self.flows.shutdown()
        self.flows = await self._begin(cached=0)
        yield
        await self.flows.shutdown()
        self.flows = await self._begin()

    async def _begin(self, cached: int = CACHED) -> Worker:
        worker = flow_worker(self.client, cached=cached)
        await worker.__aenter__()
        return worker

    def _staff(self) -> dict[str, Sequence[Callable[..., Any]]]:
        return {
            drafting.QUEUE: self.drafting.activities(),
            approval.QUEUE: self.approval.activities(),
            distribution.QUEUE: (
                *self.distribution.activities(),
                *self.recalls.activities(),
                *self.renewals.activities(),
            ),
        }
