"""Notices on a real engine: from the relay by flows to real servers, one channel beside another."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from temporalio.client import Client, WorkflowExecutionStatus

from services.approval import sending
from services.approval.domain.notices import Channel
from services.approval.tables import metadata
from shared.contracts.dispatch_flow import QUEUE
from shared.runtime.relay import Relay
from shared.runtime.temporal import work
from tests.services.approval.telling import CHECKER, EMAILS, Telling, content
from tests.shared.runtime.engine import engine_at, free_port, running_engine
from tests.support.histories import keep
from tests.support.hook_server import HookServer, running_hook_server
from tests.support.mail_server import MailServer, running_mail_server
from tests.support.moods import Mood
from tests.support.office import Office
from tests.support.waiting import until
from workflows.worker import flow_worker

SENDINGS = metadata.tables["approval.sendings"]
HISTORIES = {Mood.BUSY: "put_off", Mood.REFUSES: "refused", Mood.DROPS: "hung_up_on"}
"""What the recorded history of a mail is called after the server's mood."""


@dataclass
class Post:
    """The office with its relay, its flows and its channels at work."""

    telling: Telling
    client: Client
    relay: Relay
    mail: MailServer
    hook: HookServer

    async def told(self) -> str:
        """The case of one notice, handed over."""
        key = await self.telling.round()
        await self.telling.tell(key, CHECKER)
        await self.relay.drain()
        return key.case

    async def sent(self, case: str, channel: Channel) -> None:
        """Wait until a sending by this channel is recorded as accepted."""

        async def accepted() -> bool:
            return channel in {row["channel"] for row in await self.telling.rows("sent", case)}

        await until(accepted)

    async def failed(self, flow: Any) -> bytes:
        """All that the engine shows of a flow, once an attempt failed."""

        async def tried() -> bytes:
            shown = (await flow.describe()).raw_description
            failures = [one for one in shown.pending_activities if one.HasField("last_failure")]
            return bytes(shown.SerializeToString()) if failures else b""

        return await until(tried)

    async def flow(self, case: str, channel: Channel) -> Any:
        ref = await self.telling.ref(case, channel)
        return self.client.get_workflow_handle(f"notice/{ref.id}")


@pytest.fixture(scope="module")
async def opened(office: Office, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Post]:
    secrets, port = tmp_path_factory.mktemp("secrets"), free_port()
    (secrets / "SVHTTDL-zalo.webhook").write_text("bi mat")
    async with AsyncExitStack() as open_:
        client = await open_.enter_async_context(running_engine(port))
        mail = await open_.enter_async_context(running_mail_server())
        hook = await open_.enter_async_context(running_hook_server())
        await open_.enter_async_context(flow_worker(client))
        await office.load("approval", content(webhooks=({"name": "zalo", "url": hook.url},)))
        telling = Telling(office, secrets, mail.settings)
        served = [
            asyncio.create_task(work(engine_at(port), queue, [telling.sender().send_notice]))
            for queue in sending.QUEUES
        ]
        relay = Relay(
            telling.database.engine, client, office.clock, {"sending": SENDINGS}, sending.wake
        )
        yield Post(telling, client, relay, mail, hook)
        for one in served:
            one.cancel()
        await asyncio.wait(served)


@pytest.fixture
def post(opened: Post) -> Post:
    opened.mail.mood = opened.hook.mood = Mood.ACCEPTS
    opened.mail.letters.clear()
    opened.mail.refused.clear()
    opened.hook.calls.clear()
    return opened


async def test_a_notice_goes_out_by_each_channel_and_its_flows_end(post: Post) -> None:
    case = await post.told()
    for channel in Channel:
        flow = await post.flow(case, channel)
        assert await flow.result() is None
        said = await (await flow.describe()).static_summary()
        assert said == f"Thông báo về hồ sơ {case}, gửi qua {channel}"
    assert len(post.mail.letters) == len(post.hook.calls) == 1
    assert len(await post.telling.rows("sent", case)) == 2
    rows = await post.telling.rows("sendings", case)
    assert all(row["handed_over_at"] for row in rows)


async def test_while_mail_hangs_webhooks_go_out(post: Post) -> None:
    post.mail.mood = Mood.HANGS
    cases = [await post.told() for _ in range(3)]
    for case in cases:
        await post.sent(case, Channel.WEBHOOK)
    assert not post.mail.letters

    async def all_hang() -> bool:
        return len(post.mail.refused) == 3

    await until(all_hang)
    post.mail.mood = Mood.ACCEPTS
    post.mail.let_go()
    for case in cases:
        await post.sent(case, Channel.MAIL)


@pytest.mark.parametrize("mood", [Mood.BUSY, Mood.REFUSES, Mood.DROPS])
async def test_what_is_not_accepted_is_tried_again_and_the_engine_hears_the_kind_alone(
    post: Post, mood: Mood
) -> None:
    post.mail.mood = mood
    case = await post.told()
    flow = await post.flow(case, Channel.MAIL)
    shown = await post.failed(flow)
    assert EMAILS[CHECKER].encode() not in shown
    assert b"again" not in shown
    assert b"nobody" not in shown
    post.mail.mood = Mood.ACCEPTS
    await flow.result()
    assert len(post.mail.letters) == len(await post.telling.rows("notices", case)) == 1
    await keep(flow, f"notice_{HISTORIES[mood]}_then_mailed")


async def test_handed_over_twice_it_is_sent_once(post: Post) -> None:
    case = await post.told()
    await post.sent(case, Channel.MAIL)
    flow = await post.flow(case, Channel.MAIL)
    await flow.result()
    async with post.telling.database.work() as again:
        forgotten = {"handed_over_at": None, "try_after": None}
        mine = SENDINGS.update().where(SENDINGS.c.case == case)
        await again.db.execute(mine.values(forgotten))
    await post.relay.drain()
    assert all(row["handed_over_at"] for row in await post.telling.rows("sendings", case))
    assert len(post.mail.letters) == len(post.hook.calls) == 1


async def test_a_flow_that_an_operator_ended_is_begun_anew(post: Post) -> None:
    post.mail.mood = Mood.REFUSES
    case = await post.told()
    flow = await post.flow(case, Channel.MAIL)
    await post.failed(flow)
    await flow.terminate()
    post.mail.mood = Mood.ACCEPTS
    async with post.telling.database.work() as again:
        mine = SENDINGS.update().where(SENDINGS.c.case == case)
        await again.db.execute(mine.values(handed_over_at=None, try_after=None))
    await post.relay.drain()
    await post.sent(case, Channel.MAIL)
    assert len(post.mail.letters) == 1


async def test_the_flow_of_a_notice_costs_few_events_and_shares_the_flows_queue(
    post: Post,
) -> None:
    case = await post.told()
    flow = await post.flow(case, Channel.MAIL)
    await flow.result()
    described = await flow.describe()
    assert described.status is WorkflowExecutionStatus.COMPLETED
    assert described.task_queue == QUEUE
    assert described.history_length <= 11
    for channel in Channel:
        sent = await post.flow(case, channel)
        await sent.result()
        await keep(sent, f"notice_by_{channel}")
