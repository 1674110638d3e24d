"""The process of the flows: `python -m workflows`, until SIGTERM or SIGINT."""

import asyncio
import logging
import signal
from collections.abc import Sequence

from shared.runtime.ending import let_go
from shared.runtime.logging import set_up
from shared.runtime.settings import EngineSettings, LogSettings
from shared.runtime.temporal import connect_when_up
from workflows.worker import FLOWS, serve

log = logging.getLogger(__name__)


async def main(flows: Sequence[type] = FLOWS) -> None:
    settings = EngineSettings.read()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    log.info("flows.begin", extra={"address": settings.address})
    connecting = asyncio.create_task(connect_when_up(settings))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({connecting, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if connecting.done():
        await serve(connecting.result(), stop, settings.ready_file, settings.build, flows)
    connecting.cancel()
    stopping.cancel()


def run(flows: Sequence[type] = FLOWS) -> None:
    """These flows, with the log and the clean end of a process of its own."""
    set_up("workflows", LogSettings.read())
    asyncio.run(main(flows))
    let_go()


if __name__ == "__main__":
    run()
