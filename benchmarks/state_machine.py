"""Random lives of dispatches on the real flow, as many as one has patience for.

`python -m benchmarks.state_machine [--runs N] [--steps N] [--seed S]`; status 1 if one of them
breaks a rule of the office, which is then shown with the fewest acts that break it.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from rich.console import Console

from shared.runtime.ending import let_go
from shared.runtime.logging import set_up
from shared.runtime.settings import LogSettings
from tests.stories.state_machine.machine import lives_in
from tests.stories.state_machine.staff import skipping_engine, world_at_work
from tests.support.issuer import running_issuer
from tests.support.office import Office
from tests.support.server import running_server

console = Console(highlight=False, soft_wrap=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.state_machine")
    parser.add_argument("--runs", type=int, default=200, help="lives of dispatches")
    parser.add_argument("--steps", type=int, default=40, help="acts in each, at most")
    parser.add_argument("--seed", type=int, default=0, help="the same seed, the same lives")
    return parser.parse_args()


def live(lives: type, said: argparse.Namespace) -> None:
    """All the lives, one after another; raises what the first broken rule raises."""
    bounds = settings(
        max_examples=said.runs,
        stateful_step_count=said.steps,
        deadline=None,
        database=None,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(said.seed)(lives), settings=bounds)


async def main(said: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as name, running_issuer() as issuer, running_server() as db:
        folder = Path(name)
        set_up("benchmark", LogSettings(file=folder / "log", level="WARNING"))
        await db.prepare()
        await db.create("lives")
        office, begun = Office(db, "lives", issuer, folder), time.monotonic()
        try:
            async with skipping_engine() as engine, world_at_work(office, engine) as world:
                lives = lives_in(world, asyncio.get_running_loop())
                await asyncio.to_thread(live, lives, said)
        except Exception:  # noqa: BLE001 -- whatever a life breaks is what this program looks for
            console.print_exception(max_frames=3)
            return 1
        finally:
            await office.close()
    took = time.monotonic() - begun
    console.print(f"{said.runs} lives of up to {said.steps} acts, seed {said.seed}: {took:.0f} s")
    return 0


if __name__ == "__main__":
    status = asyncio.run(main(arguments()))
    let_go()
    sys.exit(status)
