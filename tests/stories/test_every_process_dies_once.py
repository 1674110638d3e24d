"""Each process is killed with -9 while a dispatch is under way; it is filed once all the same."""

import asyncio
import signal
from itertools import count

from services.cli.demo.play import Play, Scene
from services.cli.progress import progress_of
from shared.domain.lifecycle import Stage
from tests.stories.conftest import Town
from tests.support.office import SAMPLE

PARTS = ("drafting", "workflows", "approval", "temporal", "postgres", "distribution", "issuer")


async def test_a_dispatch_is_filed_once_although_every_process_died_on_its_way(town: Town) -> None:
    before = {part: town.stack.restarts(part) for part in PARTS}
    number = count()

    def kill_one(_scene: Scene) -> None:
        position = next(number)
        if position < len(PARTS):
            town.stack.kill(PARTS[position], signal.SIGKILL)

    play = Play(town.cast, kill_one)
    case, desk = await asyncio.to_thread(play.run, SAMPLE.read_text(encoding="utf-8"), "VP")
    for part in PARTS:
        await town.stack.wait_ready(part)
        assert town.stack.restarts(part) > before[part], part

    stands = await asyncio.to_thread(progress_of, desk, case)
    assert stands.stage is Stage.FILED
    book = await asyncio.to_thread(desk.get, "distribution", "/register")
    assert [entry["case"] for entry in book["entries"]].count(case) == 1
    numbers = [int(entry["number"]) for entry in book["entries"]]
    assert numbers == list(range(1, len(numbers) + 1))
    check = await asyncio.to_thread(desk.get, "distribution", "/register/verify")
    assert check["whole"], check
    head = town.desk("truong-phong-qlvh")
    mailbox = await asyncio.to_thread(head.get, "distribution", "/mailboxes/QLVH")
    assert [item["case"] for item in mailbox["items"]].count(case) == 1
