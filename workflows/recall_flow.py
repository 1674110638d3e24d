"""One recall from its order to the last answer: who has not answered, and until when.

Like a dispatch's flow it remembers nothing that matters: each run begins by asking how far it is.
"""

from functools import partial
from typing import Any

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from shared.contracts import distribution, recall
    from shared.contracts.dispatch_flow import NEWS, RETRY
    from shared.contracts.recall import FLOW, RecallInput, RecallPosition, RecallRef
    from workflows import works
    from workflows.errands import Errands
    from workflows.pages import publish_recall
    from workflows.recall_standing import RecallStanding


@workflow.defn(name=FLOW)
class RecallFlow(recall.RecallFlow):
    @workflow.init
    def __init__(self, start: RecallInput) -> None:
        self._case = start.case
        publish = partial(publish_recall, start.case)
        self._errands: Errands[RecallStanding] = Errands(start.patience, publish)

    @workflow.signal(name=NEWS, description="Có việc mới: xem lại việc thu hồi")
    def news(self, *said: Any) -> None:
        self._errands.inbox.take_in(said)

    @workflow.signal(name=RETRY, description="Người vận hành: thử lại việc đang dừng")
    def retry(self, *said: Any) -> None:
        self._errands.inbox.wake()

    @workflow.run
    async def run(self, start: RecallInput) -> None:
        await self._wait_for_answers()
        while self._errands.has_unread():
            await self._wait_for_answers()

    async def _wait_for_answers(self) -> None:
        """Until everybody answered, or a clerk waits no longer."""
        stands = await self._ask()
        while stands is None or not RecallStanding(position=stands).over:
            stands = await self._next(stands)
        self._errands.end(RecallStanding(position=stands))

    async def _next(self, stands: RecallPosition | None) -> RecallPosition | None:
        if stands is None or self._errands.has_news(distribution.QUEUE):
            return await self._ask()
        shown = RecallStanding(position=stands)
        self._errands.show(shown)
        if shown.has_to_remind(workflow.now()):
            return await self._errands.step(works.REMIND_RECALL, self._ref(), stands)
        await self._errands.sleep(distribution.QUEUE)
        return stands

    async def _ask(self) -> RecallPosition | None:
        return await self._errands.attempt(works.OPEN_RECALL, self._ref())

    def _ref(self) -> RecallRef:
        return RecallRef(case=self._case, at=workflow.now())
