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
from services.cli.api import Addresses, Api, find_addresses
from services.cli.commands.common import console
from services.cli.commands.drafter import read_text
from services.cli.commands.records import show_verification
from services.cli.demo.cast import Cast
from services.cli.demo.play import Play, Scene
from services.cli.organisation_file import content_of, ensure_trial_keys, load
from services.cli.progress import progress_of
from services.cli.words import STAGES, day
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
        case, desk = Play(cast, _tell_scene).run(text, None)
        _show_end(settings, addresses, case, desk)


def _tell_scene(scene: Scene) -> None:
    stage = STAGES[scene.stage]
    console.print(f"  {scene.seconds:5.2f} s  {stage:<17}  {scene.who}: {scene.what}", markup=False)


def _show_end(settings: Settings, addresses: Addresses, case: str, desk: Api) -> None:
    stands = progress_of(desk, case)
    filed: dict[str, Any] = stands.distribution
    data = desk.file("distribution", f"/dispatches/{case}/pdf")
    folder = settings.var / "issued"
    folder.mkdir(parents=True, exist_ok=True)
    pdf = (folder / f"{case}.pdf").resolve()
    pdf.write_bytes(data)
    console.print(f"Số {filed['number']}, ngày {day(filed['date'])}", style="bold", markup=False)
    for delivery in filed["deliveries"]:
        boxes = ", ".join(delivery["mailboxes"])
        console.print(f"  đã chuyển: {delivery['recipient']} ({boxes})", markup=False)
    said = desk.post_file("distribution", "/verify", data, "application/pdf")
    show_verification(said)
    if said["problems"]:
        raise Trouble("Tệp PDF vừa phát hành không qua được kiểm tra.")
    console.print(f"PDF: {pdf}", markup=False)
    console.print(f"Temporal UI: {addresses.workflow(case)}", markup=False)
    print(f"FILED {case} {filed['number']} {pdf}", flush=True)  # noqa: T201 -- for machines: never wrapped or coloured
