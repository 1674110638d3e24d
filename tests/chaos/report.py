"""Writes docs/durability.md: what was done to the system, what was checked, and the result."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from deploy.local.settings import ROOT
from docs.pages import table
from tests.chaos.outcomes import CHANGED, Outcome
from tests.chaos.schedule import LONG, Kind, keeps_away

PAGE: Final = ROOT / "docs/durability.md"
TOP: Final = """\
# Durability · Không mất hồ sơ nào

Written by `./congvan chaos --report`. Each run begins anew: the whole system on data of its own,
people who act through the public HTTP APIs only and ask again, with the same idempotency key,
until they are answered, and a schedule of faults drawn from a seed. The same seed draws the same
schedule: `./congvan chaos --seed SEED --dispatches DISPATCHES --faults FAULTS` does one run again.
When all is quiet a checker reads tables, blobs and the engine, and asks no service. Quiet must
come within 30 s of the last hand-over to the engine, not counting the time for which the process
that waited longest could have gone on and got no processor, and within 60 s in any case.

"""


def page(outcomes: Sequence[Outcome]) -> str:
    """The whole page."""
    parts = [TOP, _together(outcomes)]
    parts += ["\n## What people did\n\n", _runs(outcomes), "\n", _trees(outcomes)]
    parts += ["\n## What was done to the system\n\n", _faults(outcomes), "\n", _late(outcomes)]
    parts += ["\n## Kill points\n\n", *_kill_points(outcomes)]
    parts += ["\n## What was checked, and the result\n\n", _checked(outcomes), "\n"]
    return "".join(parts) + "".join(_findings(outcomes))


def _together(outcomes: Sequence[Outcome]) -> str:
    dispatches = sum(one.plan.dispatches for one in outcomes)
    acts = sum(one.accepted for one in outcomes)
    faults = sum(len(one.injected) for one in outcomes)
    deaths = sum(len(one.killed_at) for one in outcomes)
    return (
        f"{len(outcomes)} runs: {dispatches} dispatches, {acts} acts accepted, {faults} faults, "
        f"{deaths} deaths at kill points.\n"
    )


def _runs(outcomes: Sequence[Outcome]) -> str:
    head = (
        "seed",
        "commit",
        "dispatches",
        "acts accepted",
        "refused",
        "asked again",
        "faults",
        "processes begun anew",
        "seconds",
        "quiet after, s",
    )
    rows = [
        (
            one.plan.seed,
            one.commit or "earlier",
            one.plan.dispatches,
            one.accepted,
            one.refused,
            one.asked_again,
            len(one.injected),
            sum(one.restarts.values()),
            round(one.seconds),
            round(one.quiet_after, 1),
        )
        for one in outcomes
    ]
    return table(head, *(tuple(map(str, row)) for row in rows))


def _trees(outcomes: Sequence[Outcome]) -> str:
    """On what each ran, where the table alone does not say it."""
    said = []
    if not all(one.commit for one in outcomes):
        said.append(
            "Where no commit stands, the run was on an earlier tree, with the faults and the "
            "judgements of then: the same seed may draw another schedule today, and no run tells "
            "of what was judged only later."
        )
    if any(one.commit.endswith(CHANGED) for one in outcomes):
        said.append(f'"{CHANGED}" behind a commit: with changes that were in none.')
    return "\n" + "\n".join(said) + "\n" if said else ""


def _faults(outcomes: Sequence[Outcome]) -> str:
    done = Counter((fault.kind, fault.target) for one in outcomes for fault in one.injected)
    rows = []
    for kind in Kind:
        targets = {target: times for (of, target), times in done.items() if of is kind}
        told = ", ".join(f"{target} {times}" for target, times in sorted(targets.items()))
        rows.append((kind.value, str(sum(targets.values())), told))
    return table(("fault", "times", "of which"), *rows)


def _late(outcomes: Sequence[Outcome]) -> str:
    """How often somebody could be late."""
    away = (one for outcome in outcomes for one in outcome.injected)
    times = sum(keeps_away(one.kind, one.target) and one.seconds >= LONG[0] for one in away)
    if not times:
        return ""
    return (
        f"\n{times} times a service or the engine was away for {LONG[0]:.0f} s or more, which is "
        "longer than a lease: what it goes on with then is late.\n"
    )


def _kill_points(outcomes: Sequence[Outcome]) -> Iterator[str]:
    armed = {point for one in outcomes for point in one.plan.kill_points}
    deadly = {point for one in outcomes for point in one.killed_at}
    times = sum(len(one.killed_at) for one in outcomes)
    yield (
        "Every act and every activity that the services register has a kill point, between its "
        "commit and the moment when somebody is told of it: the process that passes it first ends "
        f"there with -9. Of {len(armed)} points people and flows passed {len(deadly)}, "
        f"{times} times in all.\n"
    )
    yield from _list("Deadly", deadly)
    yield from _list("Not passed, for nobody in these runs did that", armed - deadly)


def _checked(outcomes: Sequence[Outcome]) -> str:
    rows = []
    for name in dict.fromkeys(name for one in outcomes for name in one.findings):
        judged = [one for one in outcomes if name in one.findings]
        broken = [str(one.plan.seed) for one in judged if one.findings[name]]
        result = f"broken: seed {', '.join(broken)}" if broken else "holds"
        rows.append((name.capitalize(), str(len(judged)), result))
    return table(("always", "runs", "result"), *rows)


def _findings(outcomes: Sequence[Outcome]) -> Iterator[str]:
    left = sum(one.orphans for one in outcomes)
    yield (
        f"\nProcesses that ended between writing bytes and the row that names them left {left} "
        "blobs that nothing names: they cost room and nothing else "
        "([0040](decisions/0040-bytes-that-nothing-names-stay.md)).\n"
    )
    for one in outcomes:
        for name, findings in one.findings.items():
            yield from _list(f"Seed {one.plan.seed}: {name}", findings)
        if one.became:
            yield f"\n{one.became}\n"


def _list(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = sorted(lines)
    if found:
        yield f"\n{title}:\n\n" + "".join(f"- {line}\n" for line in found)
