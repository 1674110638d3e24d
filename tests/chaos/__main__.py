"""`congvan chaos --seed N --runs K`: torment the system, judge what is left of it, and tell."""

import argparse
import asyncio
import sys
import time

from rich.console import Console

from tests.chaos.registered import every_point
from tests.chaos.report import PAGE, page
from tests.chaos.run import Outcome, plan, run
from tests.deploy.conftest import new_place

console = Console(highlight=False, soft_wrap=True, markup=False)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="congvan chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the first run")
    parser.add_argument("--runs", type=int, default=1, help="each with the next seed")
    parser.add_argument("--dispatches", type=int, default=50, help="in each run")
    parser.add_argument("--faults", type=int, default=40, help="in each run, beside kill points")
    parser.add_argument("--report", action="store_true", help=f"write {PAGE}")
    return parser.parse_args()


async def torment(said: argparse.Namespace) -> list[Outcome]:
    outcomes, points = [], await every_point()
    for seed in range(said.seed, said.seed + said.runs):
        drawn = plan(seed, dispatches=said.dispatches, faults=said.faults, kill_points=points)
        console.print(f"seed {seed}: {said.dispatches} dispatches, {len(drawn.faults)} faults")
        with new_place() as folder:
            outcomes.append(await run(drawn, folder, console.print))
        tell(outcomes[-1])
    return outcomes


def command(said: argparse.Namespace) -> str:
    names = ("seed", "runs", "dispatches", "faults")
    return " ".join(["./congvan chaos", *(f"--{name} {getattr(said, name)}" for name in names)])


def tell(outcome: Outcome) -> None:
    for name, findings in outcome.findings.items():
        console.print(f"  {'holds' if not findings else 'BROKEN'}: {name}")
        for finding in findings:
            console.print(f"    {finding}")


def main() -> int:
    said = arguments()
    outcomes = asyncio.run(torment(said))
    if said.report:
        PAGE.write_text(page(command(said), outcomes), encoding="utf-8")
        console.print(f"written: {PAGE}")
    return 0 if all(one.whole for one in outcomes) else 1


if __name__ == "__main__":
    status = main()
    time.sleep(0.1)  # the engine's threads must end before the interpreter does
    sys.exit(status)
