"""A certificate is looked at when it is registered and at each warning; skipped time."""

from datetime import datetime, timedelta
from uuid import uuid4

from temporalio import activity
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from shared.contracts.certificates import (
    FLOW,
    QUEUE,
    CertificateActivities,
    CertificateRef,
    Look,
    Watched,
)
from shared.contracts.dispatch_flow import QUEUE as FLOWS
from shared.domain.certificates import next_warning
from tests.support.histories import keep
from tests.support.offices import Offices, until


class Office(CertificateActivities):
    """Keeps one certificate, and when it was looked at."""

    def __init__(self) -> None:
        self.looks: list[datetime] = []
        self.ends: datetime | None = None

    @activity.defn(name="approval.warn_of_certificate")
    async def warn_of_certificate(self, look: Look) -> Watched:
        self.looks.append(look.at)
        self.ends = self.ends or look.at + timedelta(days=20)
        return Watched(next_at=next_warning(self.ends, look.at))


async def test_a_certificate_is_looked_at_at_each_warning_until_the_last(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    mine = Office()
    id_ = str(uuid4())
    async with Worker(engine.client, task_queue=QUEUE, activities=[mine.warn_of_certificate]):
        flow = await engine.client.start_workflow(
            FLOW, CertificateRef(id=id_), id=f"certificate/{id_}", task_queue=FLOWS
        )
        for number, days in enumerate((7, 7, 7), start=1):

            async def looked(number: int = number) -> bool:
                return len(mine.looks) >= number

            await until(looked)
            await office.at_rest(flow.id)
            await engine.fast_forward(flow, timedelta(days=days))
        await flow.result()
    first = mine.looks[0]
    days_after = [round((look - first) / timedelta(days=1)) for look in mine.looks]
    assert days_after == [0, 6, 13, 19]
    await keep(flow, "certificate_watched")
