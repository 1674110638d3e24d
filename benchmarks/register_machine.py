"""Random lives of a register against its model, as many as one has patience for.

`python -m benchmarks.register_machine [--runs N] [--steps N] [--seed S]`; status 1 if one breaks.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

from benchmarks.state_machine import arguments, live
from shared.runtime.logging import set_up
from shared.runtime.settings import LogSettings
from tests.services.distribution.records_desk import RecordsDesk
from tests.services.distribution.register_machine import NUMBERING, register_in
from tests.support.issuer import running_issuer
from tests.support.office import LANG_SON, Office, content_of
from tests.support.server import running_server

console = Console(highlight=False, soft_wrap=True)


async def main() -> int:
    said = arguments()
    with tempfile.TemporaryDirectory() as name, running_issuer() as issuer, running_server() as db:
        folder = Path(name)
        set_up("benchmark", LogSettings(file=folder / "log", level="WARNING"))
        await db.prepare()
        await db.create("lives")
        office, begun = Office(db, "lives", issuer, folder), time.monotonic()
        try:
            desk = await RecordsDesk.open(office, content_of(LANG_SON) | {"numbering": NUMBERING})
            machine = register_in(desk, asyncio.get_running_loop())
            await asyncio.to_thread(live, machine, said)
        except Exception:  # noqa: BLE001 -- whatever a life breaks is what this program looks for
            console.print_exception(max_frames=3)
            return 1
        finally:
            await office.close()
    took = time.monotonic() - begun
    console.print(
        f"{said.runs} registers of up to {said.steps} acts, seed {said.seed}: {took:.0f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
