"""What an activity tells a real engine: that it lives, or its kind or sentence, and no text."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from pydantic import TypeAdapter
from temporalio import activity, workflow
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from shared.domain.refusals import Invalid
from shared.runtime.temporal import work
from tests.shared.runtime.engine import engine_at, free_port, running_engine
from tests.support.waiting import until

CANARY = "Canh yeu trong mot cong van mat"
FOR_ENGINE = "Không biết chuyển đến đâu: nơi nhận thứ 2 của văn bản."
QUEUE = "edge"
SILENCE = timedelta(seconds=1)


@activity.defn
async def validate() -> None:
    TypeAdapter(dict[str, int]).validate_python({"subject": CANARY})


def quote() -> None:
    raise ValueError(f"DETAIL:  Key (subject)=({CANARY}) already exists.")


@activity.defn
async def write() -> None:
    try:
        quote()
    except ValueError as cause:
        raise RuntimeError(f"[SQL: insert into drafts ...]\n{CANARY}") from cause


@activity.defn
async def fail_within() -> None:
    try:
        quote()
    except ValueError:
        raise LookupError(CANARY)  # noqa: B904 -- what was being handled must not go out either


@activity.defn
async def refuse() -> None:
    try:
        quote()
    except ValueError as cause:
        raise Invalid(
            "unknown_recipient",
            f"Không biết chuyển đến đâu: {CANARY}.",
            details={CANARY: CANARY},
            for_engine=FOR_ENGINE,
        ) from cause


@activity.defn
async def take_long() -> int:
    """Longer than the flow bears silence; tells which attempt it was."""
    await asyncio.sleep(1.6 * SILENCE.total_seconds())
    return activity.info().attempt


@workflow.defn
class Listening:
    @workflow.run
    async def run(self) -> int:
        return await workflow.execute_activity(
            take_long,
            start_to_close_timeout=timedelta(seconds=30),
            heartbeat_timeout=SILENCE,
        )


@workflow.defn
class Asking:
    @workflow.run
    async def run(self, asked: str, attempts: int) -> None:
        await workflow.execute_activity(
            asked,
            start_to_close_timeout=timedelta(seconds=10),
            retry_policy=RetryPolicy(
                initial_interval=timedelta(milliseconds=20), maximum_attempts=attempts
            ),
        )


Ask = Callable[[str, int], Awaitable[WorkflowHandle[Asking, None]]]


@pytest.fixture(scope="module")
async def client() -> AsyncIterator[Client]:
    """Of an engine whose flows ask for activities, which the product's worker serves."""
    port = free_port()
    async with (
        running_engine(port) as client,
        Worker(
            client,
            task_queue=QUEUE,
            workflows=[Asking, Listening],
            workflow_runner=UnsandboxedWorkflowRunner(),
        ),
    ):
        served = asyncio.create_task(
            work(engine_at(port), QUEUE, (validate, write, fail_within, refuse, take_long))
        )
        yield client
        served.cancel()
        await asyncio.wait([served])


@pytest.fixture
def ask(client: Client) -> Ask:
    return lambda asked, attempts: _start(client, asked, attempts)


async def _start(client: Client, asked: str, attempts: int) -> WorkflowHandle[Asking, None]:
    return await client.start_workflow(
        Asking.run, args=[asked, attempts], id=uuid4().hex, task_queue=QUEUE
    )


async def _failure(flow: WorkflowHandle[Asking, None]) -> ApplicationError:
    """How the flow failed, after its whole history was searched."""
    with pytest.raises(WorkflowFailureError) as failed:
        await flow.result()
    history = await flow.fetch_history()
    assert history.events
    assert all(CANARY.encode() not in event.SerializeToString() for event in history.events)
    activity_failed = failed.value.cause
    assert isinstance(activity_failed, ActivityError)
    cause = activity_failed.cause
    assert isinstance(cause, ApplicationError)
    assert cause.cause is None
    return cause


@pytest.mark.parametrize(
    ("asked", "kind"),
    [("validate", "ValidationError"), ("write", "RuntimeError"), ("fail_within", "LookupError")],
)
async def test_of_a_fault_the_history_has_the_kind_and_nothing_of_its_message(
    ask: Ask, asked: str, kind: str
) -> None:
    cause = await _failure(await ask(asked, 2))
    assert (cause.type, cause.message, cause.non_retryable) == (kind, kind, False)


@pytest.mark.parametrize("asked", ["validate", "write", "fail_within"])
async def test_an_attempt_that_will_be_made_again_shows_no_text_either(
    ask: Ask, asked: str
) -> None:
    flow = await ask(asked, 0)

    async def failed_twice() -> bytes:
        shown = (await flow.describe()).raw_description
        attempts = [one.attempt for one in shown.pending_activities if one.HasField("last_failure")]
        return shown.SerializeToString() if attempts and attempts[0] > 1 else b""

    assert CANARY.encode() not in await until(failed_twice)
    await flow.terminate()


async def test_a_refusal_tells_the_engine_the_sentence_that_is_meant_for_it(ask: Ask) -> None:
    cause = await _failure(await ask("refuse", 0))
    assert (cause.type, cause.message) == ("unknown_recipient", FOR_ENGINE)
    assert cause.non_retryable
    assert not cause.details


def test_a_refusal_without_a_sentence_for_the_engine_tells_it_its_own() -> None:
    assert Invalid("wrong", "Có chỗ sai.").for_engine == "Có chỗ sai."


async def test_our_own_log_keeps_what_the_engine_is_not_told(
    ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        await _failure(await ask("fail_within", 1))
    assert "activity.failed" in caplog.text


async def test_an_activity_that_takes_long_gives_signs_of_life(client: Client) -> None:
    name = uuid4().hex
    assert await client.execute_workflow(Listening.run, id=name, task_queue=QUEUE) == 1
