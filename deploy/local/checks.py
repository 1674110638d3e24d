"""What the developers' commands run: `python -m deploy.local.checks check|test|chaos`."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from deploy.local.settings import ROOT
from deploy.local.spawn import children_environment

SOURCES = ("services", "shared", "workflows", "deploy", "tests")
PURE = ("tests/services/*/domain", "tests/shared/domain", "tests/architecture")
SPREAD = ("-n", "2", "--dist", "loadgroup")
"""The whole suite on two cores, shared out by tests/support/shares.py."""
OF_TESTS = ("CONGVAN_REQUIRE_TOOLS", "CONGVAN_RECORD")
"""What a caller may ask of the tests: to fail without the Debian tools, to write golden files."""
AT_ONCE = 2
"""More than the two cores of a small machine only makes each slower."""


@dataclass(frozen=True, slots=True)
class Check:
    """One tool over the whole project; `argv` begins with the tool's name in .venv/bin."""

    name: str
    argv: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    check: Check
    passed: bool
    seconds: float
    output: str


def static_checks() -> list[Check]:
    """The longest first, so that the short ones run beside it."""
    return [
        Check("types", ("mypy",)),
        Check("imports", ("lint-imports",)),
        Check("format", ("ruff", "format", "--check", "--quiet", ".", "congvan")),
        Check("lint", ("ruff", "check", "--quiet", ".", "congvan")),
    ]


def pure_tests() -> list[Check]:
    """The tests that need no server, in a run for each folder: workers would each read them all.

    Of what they make by the thousand a sample is enough here: `test` tries all of it.
    """
    folders = [folder for each in PURE for folder in sorted(ROOT.glob(each), reverse=True)]
    return [
        Check(str(folder.relative_to(ROOT)), ("pytest", "-q", "--sample", str(folder)))
        for folder in folders
        if any(folder.rglob("test_*.py"))
    ]


async def run_all(checks: Sequence[Check], console: Console) -> bool:
    """Run checks, show each verdict when it is there; whether all passed."""
    began = time.monotonic()
    places = asyncio.Semaphore(AT_ONCE)

    async def one(check: Check) -> bool:
        async with places:
            verdict = await run_one(check)
        _show(verdict, console)
        return verdict.passed

    results = await asyncio.gather(*(one(check) for check in checks))
    failed = results.count(False)
    end = "all passed" if not failed else f"{failed} of {len(results)} failed"
    console.print(f"{end} ({time.monotonic() - began:.1f} s)")
    return not failed


async def run_one(check: Check) -> Verdict:
    """Run one tool of .venv in the project's folder and keep what it says."""
    began = time.monotonic()
    program = Path(sys.executable).with_name(check.argv[0])
    process = await asyncio.create_subprocess_exec(
        str(program),
        *check.argv[1:],
        cwd=ROOT,
        env=environment(os.environ),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return Verdict(
        check, process.returncode == 0, time.monotonic() - began, output.decode(errors="replace")
    )


def check(console: Console) -> int:
    """Format, lint, types, import contracts, pure tests; returns the exit code.

    The first of the pure tests takes nearly as long as all the rest, which runs beside it.
    """
    pure = pure_tests()
    checks = [*pure[:1], *static_checks(), *pure[1:]]
    return 0 if asyncio.run(run_all(checks, console)) else 1


def test(console: Console, arguments: Sequence[str]) -> int:
    """Every test and, beside them, the static checks; the exit code of both."""
    chosen = any(not argument.startswith("-") for argument in arguments)
    return asyncio.run(_test(console, ([] if chosen else SPREAD), arguments))


async def _test(console: Console, spread: Sequence[str], arguments: Sequence[str]) -> int:
    """What the checks say is shown when the tests have ended: the two would write into another."""
    said = StringIO()
    aside = Console(file=said, highlight=False, soft_wrap=True)
    program = Path(sys.executable).with_name("pytest")
    tests = await asyncio.create_subprocess_exec(
        str(program), *spread, *arguments, cwd=ROOT, env=environment(os.environ)
    )
    passed, code = await asyncio.gather(run_all(static_checks(), aside), tests.wait())
    console.print(escape(said.getvalue().rstrip()), style="" if passed else "red")
    return code or (0 if passed else 1)


def chaos(arguments: Sequence[str]) -> int:
    """Torment a whole system of its own and judge what is left of it; the exit code."""
    argv = [sys.executable, "-m", "tests.chaos", *arguments]
    return subprocess.run(argv, cwd=ROOT, env=environment(os.environ), check=False).returncode


def main(arguments: Sequence[str]) -> int:
    console = Console(highlight=False, soft_wrap=True)
    match arguments:
        case ["check"]:
            return check(console)
        case ["test", *others]:
            return test(console, others)
        case ["chaos", *others]:
            return chaos(others)
        case _:
            console.print(
                "usage: congvan check | congvan test [what pytest takes] | congvan chaos [--help]"
            )
            return 2


def environment(caller: Mapping[str, str]) -> dict[str, str]:
    """What tools and tests get: they find the project by its folder, never a stack to test."""
    return {
        name: value
        for name, value in children_environment(caller).items()
        if name != "PYTHONPATH" and (name in OF_TESTS or not name.startswith("CONGVAN_"))
    }


def _show(verdict: Verdict, console: Console) -> None:
    word = "[green]passed[/green]" if verdict.passed else "[red]FAILED[/red]"
    console.print(f"{verdict.check.name:<32}{word}  {verdict.seconds:5.1f} s")
    if not verdict.passed:
        console.print(escape(verdict.output.rstrip()))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
