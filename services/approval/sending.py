"""Sending notices: a flow for each sending, and the activity that hands it to its channel."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity
from temporalio.client import Client
from temporalio.common import Priority, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from services.approval.channels import mail, webhook
from services.approval.domain.notices import Channel, mailbox_of, webhook_of
from services.approval.operations import noticing
from services.approval.operations.noticing import Outgoing
from services.approval.store.notices import channel_of
from shared.contracts import notices as contract
from shared.contracts.dispatch_flow import QUEUE
from shared.contracts.notices import FLOW, NoticeActivities, SendingRef, queue_of
from shared.runtime.database import Database
from shared.runtime.process import Process
from shared.runtime.relay import ANSWER_WITHIN, Fact
from shared.runtime.settings import MailSettings

QUEUES: Final = tuple(queue_of(channel) for channel in contract.Channel)
AFTER_DISPATCHES: Final = Priority(priority_key=5)
"""The last of the engine's five: whatever waits in the same queue goes first."""
NOBODY: Final = "nobody to send it to"
"""Instead of the other side's answer, where the organisation knows of no address any more."""

log = structlog.get_logger(__name__)


class Sender(NoticeActivities):
    def __init__(
        self, database: Database, *, mail: MailSettings | None, secrets: Path | None
    ) -> None:
        self._database, self._mail, self._secrets = database, mail, secrets
        self._accepted: dict[str, str] = {}
        """Answers not recorded yet: a database that is away for a while makes no second copy."""

    @activity.defn(name="approval.send_notice")
    async def send_notice(self, ref: SendingRef) -> None:
        async with self._database.work() as work:
            waits = await noticing.outgoing(work, ref.id)
        if waits is None:
            return
        if ref.id not in self._accepted:
            self._accepted[ref.id] = await self._send(waits)
        async with self._database.work() as work:
            await noticing.settle(work, ref.id, self._accepted[ref.id])
        self._accepted.pop(ref.id, None)
        log.info("notice.sent", channel=ref.channel.value, kind=waits.notice.kind.value)

    async def _send(self, waits: Outgoing) -> str:
        """By the addresses of the organisation in force: a mended one helps what waits."""
        sending, notice, office = waits.sending, waits.notice, waits.organisation
        match sending.channel:
            case Channel.MAIL:
                to = mailbox_of(notice, office)
                if to is None:
                    return NOBODY
                letter = mail.Letter(id=sending.id, notice=notice, to=to, office=office.agency.name)
                return await mail.send(self._mail, letter)
            case Channel.WEBHOOK:
                hook = webhook_of(sending, office)
                if hook is None:
                    return NOBODY
                post = webhook.Post(id=sending.id, notice=notice, to=hook)
                return await webhook.send(self._secrets, post, self._database.clock.now())


def activities(process: Process) -> Sequence[Callable[..., Any]]:
    """What each channel's worker can do."""
    sender = Sender(process.database, mail=process.mail, secrets=process.secrets)
    return (sender.send_notice,)


def flow_id(sending: str, _case: str) -> str:
    return f"notice/{sending}"


async def wake(engine: AsyncEngine, client: Client, fact: Fact) -> None:
    """Start the flow of a sending; one that runs or has ended well needs no other."""
    async with engine.connect() as db:
        channel = contract.Channel(await channel_of(db, fact.id))
    with suppress(WorkflowAlreadyStartedError):
        await client.start_workflow(
            FLOW,
            SendingRef(id=fact.id, channel=channel),
            id=flow_id(fact.id, fact.case),
            task_queue=QUEUE,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
            static_summary=f"Thông báo về hồ sơ {fact.case}, gửi qua {channel.value}",
            priority=AFTER_DISPATCHES,
            rpc_timeout=ANSWER_WITHIN,
        )
