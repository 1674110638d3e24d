"""`congvan demo`: the stack if it is not up, the play, and what came of it."""

import asyncio
import signal
import time
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from deploy.local.settings import ROOT, Settings, read_settings
from deploy.local.stack import LocalStack, is_up
from deploy.local.supervisor import News, State
from deploy.local.troubles import Trouble
from services.cli.api import Addresses, Api, Said, find_addresses
from services.cli.commands.common import complain, console, show
from services.cli.commands.dispatches import operators_page
from services.cli.commands.verification import show_verification
from services.cli.demo.cast import Cast
from services.cli.demo.play import Play, Scene
from services.cli.files import keep, read_text
from services.cli.organisation_file import content_of, ensure_trial_keys, load
from services.cli.progress import progress_of
from services.cli.words import clock_time, day
from shared.domain.lifecycle import WORDS
from shared.runtime.organisations import read_organisation

ORGANISATION: Final = ROOT / "deploy/organisation/svhttdl-langson.yaml"
SAMPLE: Final = ROOT / "deploy/samples/dispatch-svhttdl-2023.txt"


async def run_demo(file: Path | None, *, leave: bool) -> None:
    """Play one dispatch; without `leave` a stack that was started here stays in the foreground."""
    settings = read_settings()
    text = read_text(file or SAMPLE)
    if is_up(settings):
        await asyncio.to_thread(_play, settings, text)
        return
    stack = LocalStack(settings, tell=_tell_start)
    started = time.perf_counter()
    async with stack:
        console.print(f"Hệ thống sẵn sàng sau {time.perf_counter() - started:.1f} giây.")
        await asyncio.to_thread(_play, settings, text)
        if not leave:
            console.print("Hệ thống vẫn chạy; Ctrl-C để dừng.")
            await _until_stopped()


async def _until_stopped() -> None:
    asked = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    await asked.wait()


def _tell_start(news: News) -> None:
    if news.state is State.READY:
        console.print(f"  {news.seconds:5.2f} s  {news.part}", style="dim", markup=False)


def _play(settings: Settings, text: str) -> None:
    addresses = find_addresses(settings)
    content = content_of(ORGANISATION)
    ensure_trial_keys(settings.keys, content)
    with closing(Api(addresses, settings.administrators.split(",")[0])) as administrator:
        load(administrator, content)
    organisation = read_organisation(content)
    console.print(f"{organisation.agency.name}, {organisation.agency.place}", style="bold")
    with closing(Cast(organisation, addresses, settings)) as cast:
        play = Play(cast, _tell_scene)
        try:
            case, desk = play.run(text, None)
        except Said:
            _say_what_was_kept(play.case, cast)
            raise
        _show_end(addresses, case, desk)


def _say_what_was_kept(case: str | None, cast: Cast) -> None:
    """Of a text that was refused on its way."""
    if case is None:
        complain("Văn bản không được nhận, không có dự thảo nào được giữ:")
        return
    drafter = cast.drafter(None).id
    complain(f"Dự thảo {case} vẫn được giữ (./congvan show {case} --as {drafter}), nhưng:")


def _tell_scene(scene: Scene) -> None:
    show(scene_line(scene))


def scene_line(scene: Scene) -> str:
    """When or how long, which round, who did what, and where the dispatch stands since then."""
    took = f"{scene.seconds:6.2f} s" if scene.seconds is not None else clock_time(scene.at)
    stage = WORDS[scene.stage]
    return f"  {took:>8}  lần {scene.round}  {scene.who}: {scene.what} → {stage}"


def _show_end(addresses: Addresses, case: str, desk: Api) -> None:
    stands = progress_of(desk, case)
    filed: dict[str, Any] = stands.distribution
    data = desk.file("distribution", f"/dispatches/{case}/pdf")
    pdf = keep(data, None, "issued", f"{case}.pdf")
    console.print(f"Số {filed['number']}, ngày {day(filed['date'])}", style="bold", markup=False)
    for delivery in filed["deliveries"]:
        boxes = ", ".join(delivery["mailboxes"])
        console.print(f"  đã chuyển: {delivery['recipient']} ({boxes})", markup=False)
    said = desk.post_file("distribution", "/verify", data, "application/pdf")
    show_verification(said)
    if said["problems"]:
        raise Trouble("Tệp PDF vừa phát hành không qua được kiểm tra.")
    console.print(f"PDF: {pdf}", markup=False)
    show(operators_page(addresses, case))
    print(f"FILED {case} {filed['number']} {pdf}", flush=True)  # noqa: T201 -- for machines: never wrapped or coloured
