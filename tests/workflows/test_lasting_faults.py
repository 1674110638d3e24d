"""Small flows whose one errand fails for minutes stand before the operators until it is done."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from temporalio import activity
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from shared.contracts import certificates, notices, reservations
from shared.contracts.attributes import NEEDS_ATTENTION
from shared.contracts.certificates import CertificateActivities, CertificateRef, Look, Watched
from shared.contracts.dispatch_flow import QUEUE
from shared.contracts.notices import Channel, NoticeActivities, SendingRef
from shared.contracts.reservations import ReservationRef
from shared.domain.alarms import Alarm
from tests.support.histories import keep
from tests.support.ledger import Ledger
from tests.support.offices import Offices
from tests.support.waiting import until
from tests.workflows.test_reconcile_flow import details
from tests.workflows.test_renewal_flow import is_shown

ENDS = datetime(2026, 1, 1, tzinfo=UTC)
MINUTES = timedelta(minutes=10)
"""Twice the patience, and more than any wait between two attempts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    flow: str
    start: Callable[[str], object]
    """What the flow is told, by an id."""
    activity: str
    sentence: str
    alarm: Alarm = Alarm.FAULT


ERRANDS = {
    "notice": Errand(
        flow=notices.FLOW,
        start=lambda id_: SendingRef(id=id_, channel=Channel.MAIL),
        activity="approval.send_notice",
        sentence="chưa gửi thông báo được",
        alarm=Alarm.NOTICES,
    ),
    "reserved_number": Errand(
        flow=reservations.FLOW,
        start=lambda id_: ReservationRef(agency="SVHTTDL", id=id_, expires_at=ENDS),
        activity="distribution.expire_reservation",
        sentence="chưa hủy số hết hạn giữ được",
    ),
    "certificate": Errand(
        flow=certificates.FLOW,
        start=lambda id_: CertificateRef(id=id_),
        activity="approval.warn_of_certificate",
        sentence="chưa xem hạn chứng thư số được",
    ),
}


class Approval(NoticeActivities, CertificateActivities):
    """Sends whatever it is told to, and knows of no certificate that ends."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @activity.defn(name="approval.send_notice")
    async def send_notice(self, ref: SendingRef) -> None:
        await self._ledger.enter(ref.id, "approval.send_notice")

    @activity.defn(name="approval.warn_of_certificate")
    async def warn_of_certificate(self, look: Look) -> Watched:
        await self._ledger.enter(look.id, "approval.warn_of_certificate")
        return Watched(next_at=None)


@pytest.fixture
async def at_work(office: Offices) -> AsyncIterator[Offices]:
    approval, client = Approval(office.ledger), office.client
    watches = Worker(
        client, task_queue=certificates.QUEUE, activities=[approval.warn_of_certificate]
    )
    mails = Worker(
        client, task_queue=notices.queue_of(Channel.MAIL), activities=[approval.send_notice]
    )
    async with watches, mails:
        yield office


async def test_what_fails_for_minutes_asks_for_attention_until_it_is_done(
    at_work: Offices, engine: WorkflowEnvironment
) -> None:
    await asyncio.gather(*(stands_until_done(at_work, engine, kind) for kind in ERRANDS))


async def stands_until_done(at_work: Offices, engine: WorkflowEnvironment, kind: str) -> None:
    errand, id_ = ERRANDS[kind], uuid4().hex
    at_work.ledger.break_down(id_, errand.activity)
    flow: WorkflowHandle[Any, None] = await at_work.client.start_workflow(
        errand.flow, errand.start(id_), id=f"{kind}/{id_}", task_queue=QUEUE
    )
    await engine.fast_forward(flow, MINUTES)
    await until(partial(is_shown, flow))
    page = await details(flow)
    assert f"{errand.sentence} (ConnectionError); hệ thống vẫn tự thử lại" in page
    assert errand.alarm.page in page

    at_work.ledger.mend(id_, errand.activity)
    await engine.fast_forward(flow, MINUTES)
    await flow.result()
    attention = (await flow.describe()).typed_search_attributes.get(NEEDS_ATTENTION)
    assert (kind, attention) == (kind, False)
    assert await details(flow) == ""
    await keep(flow, f"{kind}_in_trouble")
