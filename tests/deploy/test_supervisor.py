"""Parts are started in order, kept alive, and never left behind."""

import asyncio
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.local.settings import ROOT
from deploy.local.supervisor import News, State, Supervisor
from deploy.local.troubles import Trouble
from tests.deploy.small_parts import FOLDER, is_alive, small_part, until


async def until_gone(*pids: int) -> None:
    await until(lambda: not any(map(is_alive, pids)))


async def no(_pid: int) -> bool:
    return False


async def test_parts_become_ready_in_the_order_of_their_needs(tmp_path: Path) -> None:
    told: list[News] = []
    parts = [
        small_part(tmp_path, "base"),
        small_part(tmp_path, "middle", needs=("base",)),
        small_part(tmp_path, "top", needs=("middle",)),
    ]
    supervisor = Supervisor(parts, tell=told.append)
    await supervisor.start()
    await supervisor.stop()
    seen = [(news.part, news.state) for news in told if news.state is not State.STOPPED]
    assert seen == [
        (part, state)
        for part in ("base", "middle", "top")
        for state in (State.STARTING, State.READY)
    ]


async def test_a_dead_part_is_started_again_and_its_dependants_go_on(tmp_path: Path) -> None:
    told: list[News] = []
    parts = [small_part(tmp_path, "base"), small_part(tmp_path, "top", needs=("base",))]
    supervisor = Supervisor(parts, tell=told.append)
    await supervisor.start()
    try:
        before, top = supervisor.pid("base"), supervisor.pid("top")
        for _ in range(2):
            supervisor.kill("base")
            await supervisor.wait_ready("base")
        assert supervisor.restarts("base") == 2
        assert supervisor.pid("base") != before
        assert supervisor.pid("top") == top
        assert News(part="base", state=State.DIED, detail="was ended by SIGKILL") in told
    finally:
        await supervisor.stop()
    await until_gone(before, top)


async def test_a_part_that_does_not_come_up_is_told_with_the_end_of_its_log(
    tmp_path: Path,
) -> None:
    parts = [small_part(tmp_path, "good"), small_part(tmp_path, "bad", words=("fails.py",))]
    supervisor = Supervisor(parts, tell=lambda _news: None)
    with pytest.raises(Trouble, match=r"bad ended with exit code 1[\s\S]*the cupboard is empty"):
        await supervisor.start()
    with pytest.raises(Trouble):
        supervisor.pid("good")


async def test_a_part_deaf_to_the_polite_signal_is_killed_when_its_grace_is_over(
    tmp_path: Path,
) -> None:
    part = small_part(tmp_path, "deaf", words=("polls.py", "deaf"))
    supervisor = Supervisor([part], tell=lambda _news: None)
    await supervisor.start()
    pid = supervisor.pid("deaf")
    await supervisor.stop()
    assert not is_alive(pid)


async def test_stopping_while_parts_are_starting_leaves_nothing(tmp_path: Path) -> None:
    told: list[News] = []
    never = replace(small_part(tmp_path, "never"), ready=no)
    supervisor = Supervisor([small_part(tmp_path, "base"), never], tell=told.append)
    starting = asyncio.create_task(supervisor.start())
    await until(lambda: any(news.state is State.READY for news in told))
    pid = supervisor.pid("base")
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    await until_gone(pid)


def test_a_need_that_is_named_later_is_refused(tmp_path: Path) -> None:
    parts = [small_part(tmp_path, "top", needs=("base",)), small_part(tmp_path, "base")]
    with pytest.raises(ValueError, match="base"):
        Supervisor(parts, tell=lambda _news: None)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
async def test_no_process_outlives_a_killed_supervisor(
    tmp_path: Path, number: signal.Signals
) -> None:
    with subprocess.Popen(  # noqa: ASYNC220 -- nothing else runs in this test
        [sys.executable, FOLDER / "supervise.py", "parts", tmp_path],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as supervisor:
        assert supervisor.stdout
        pids = [int(word) for word in supervisor.stdout.readline().split()]
        assert len(pids) == 2
        assert all(map(is_alive, pids))
        supervisor.send_signal(number)
    await until_gone(*pids)
