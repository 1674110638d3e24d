"""Who took which part in the rounds of a case, for the separation of duties."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from services.approval import tables
from services.approval.domain.round import parts_of
from services.approval.store import rows
from shared.domain.four_eyes import Part
from shared.domain.route import StepKind
from shared.runtime.database import Work

Parts = Mapping[str, Mapping[int, tuple[Part, ...]]]
"""By case, then by round."""


async def parts_in(work: Work, agency: str, cases: Collection[str]) -> Parts:
    """The parts of every round of these cases.

    Only a case's latest round can still gain some, and whoever acts there holds its lock.
    """
    rounds = tables.rounds
    wanted = (rounds.c.agency == agency) & rounds.c.case.in_(cases)
    found = (await work.db.execute(rounds.select().where(wanted))).mappings()
    decided = await _decided(work, agency, cases)
    parts: dict[str, dict[int, tuple[Part, ...]]] = {}
    for one in map(rows.submission, found):
        case, number = one.key.case, one.key.round
        parts.setdefault(case, {})[number] = parts_of(one, decided.get((case, number), []))
    return parts


def until(parts: Parts, case: str, number: int) -> tuple[Part, ...]:
    """Everything that people did for a case, up to and with this round."""
    return tuple(
        part
        for round_, taken in sorted(parts.get(case, {}).items())
        if round_ <= number
        for part in taken
    )


async def _decided(
    work: Work, agency: str, cases: Collection[str]
) -> dict[tuple[str, int], list[tuple[str, StepKind]]]:
    table = tables.decisions
    who = (table.c.account, table.c.on_behalf_of)
    query = sa.select(table.c.case, table.c.round, table.c.kind, *who)
    query = query.where(table.c.agency == agency, table.c.case.in_(cases)).order_by(table.c.at)
    decided: dict[tuple[str, int], list[tuple[str, StepKind]]] = {}
    for case, number, kind, *accounts in await work.db.execute(query):
        parts = [(account, StepKind(kind)) for account in accounts if account]
        decided.setdefault((case, number), []).extend(parts)
    return decided
