"""Other plans than the plain one of three steps."""

from dataclasses import replace
from typing import Final

from shared.domain.route import Escalated, Escalation, StepKind
from tests.support.approval_round import PLAN, seat

SHORT: Final = (PLAN[0], replace(PLAN[2], step=2))

REMINDED: Final = tuple(replace(step, remind_before=2) for step in PLAN)
"""Every step has a reminder ahead of its deadline."""

WATCHED: Final = (
    replace(
        PLAN[0],
        remind_before=2,
        escalation=Escalation(after=4, how=Escalated.TOLD, seats=(seat("GD"),), again=24),
    ),
    *PLAN[1:],
)
"""Step 1 after 8 hours: reminded at 6, late at 8, escalated at 12, 36, 60, ..."""

TOLD_ONCE: Final = (
    replace(PLAN[0], escalation=Escalation(after=0, how=Escalated.TOLD, seats=(seat("GD"),))),
    *PLAN[1:],
)

CONSULTED: Final = (
    PLAN[0],
    replace(
        PLAN[1],
        kind=StepKind.CONSULTATION,
        seats=(seat("PCVP"), seat("PGD2"), seat("GD")),
        needs=2,
    ),
    PLAN[2],
)
"""Two of three are heard before the signature."""
