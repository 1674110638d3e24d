"""`congvan chaos --seed N --runs K`: torment the system, judge what is left of it, and tell."""

import argparse
import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from shared.runtime.ending import let_go
from tests.chaos.outcomes import KEPT, Outcome, keep, kept
from tests.chaos.registered import every_point
from tests.chaos.report import PAGE, page
from tests.chaos.run import plan, run

console = Console(highlight=False, soft_wrap=True, markup=False)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="congvan chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the first run")
    parser.add_argument("--runs", type=int, default=1, help="each with the next seed")
    parser.add_argument("--dispatches", type=int, default=50, help="in each run")
    parser.add_argument("--faults", type=int, default=40, help="in each run, beside kill points")
    parser.add_argument(
        "--report", action="store_true", help=f"write {PAGE} of every run in {KEPT}"
    )
    return parser.parse_args()


def new_folder(seed: int) -> Path:
    """One that every account may enter: as root, PostgreSQL runs under another one."""
    folder = Path(tempfile.mkdtemp(prefix=f"congvan-chaos-{seed}-"))
    folder.chmod(0o755)
    return folder


async def torment(said: argparse.Namespace) -> bool:
    """Whether every run held; each is kept as soon as it is over."""
    held, points = True, await every_point()
    for seed in range(said.seed, said.seed + said.runs):
        drawn = plan(seed, dispatches=said.dispatches, faults=said.faults, kill_points=points)
        console.print(f"seed {seed}: {said.dispatches} dispatches, {len(drawn.faults)} faults")
        folder = new_folder(seed)
        outcome = await run(drawn, folder, console.print)
        keep(outcome)
        tell(outcome)
        if outcome.whole:
            shutil.rmtree(folder)
        else:
            console.print(f"  its data stay in {folder}")
        held = held and outcome.whole
    return held


def tell(outcome: Outcome) -> None:
    console.print(
        f"  {outcome.accepted} acts accepted, {len(outcome.injected)} faults, killed at "
        f"{len(outcome.killed_at)} points, {outcome.seconds:.0f} s, quiet after "
        f"{outcome.quiet_after:.1f} s"
    )
    for name, findings in outcome.findings.items():
        console.print(f"  {'holds' if not findings else 'BROKEN'}: {name}")
        for finding in findings:
            console.print(f"    {finding}")


def main() -> int:
    said = arguments()
    held = asyncio.run(torment(said))
    if said.report:
        PAGE.write_text(page(kept()), encoding="utf-8")
        console.print(f"written: {PAGE}")
    return 0 if held else 1


if __name__ == "__main__":
    status = main()
    let_go()
    sys.exit(status)
