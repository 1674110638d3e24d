"""Lists of flows that operators keep at hand, as the engine's query language and its UI have them.

Of running ones: a run that was ended by hand keeps what it last said.
"""

from typing import Final
from urllib.parse import quote

from shared.contracts.attribute_names import HOLDER_POST, NEEDS_ATTENTION, OVERDUE

RUNNING: Final = 'ExecutionStatus = "Running"'
ATTENTION: Final = (
    f"{RUNNING} AND ({NEEDS_ATTENTION} = true"
    " OR TemporalReportedProblems IS NOT NULL OR TemporalPauseInfo IS NOT NULL)"
)
"""Parked by itself, stopped by the engine because its code does not fit what was recorded, or held
back by an operator, whose pause no time ends."""
LATE: Final = f"{RUNNING} AND {OVERDUE} = true"
HELD: Final = f"{RUNNING} AND {HOLDER_POST} IS NOT NULL"


def held_by(post: str) -> str:
    """What lies with the holders of one post, by its code."""
    return f'{RUNNING} AND {HOLDER_POST} = "{post}"'


def link(ui: str, namespace: str, query: str) -> str:
    """The address of that list in the engine's UI."""
    return f"{ui.rstrip('/')}/namespaces/{namespace}/workflows?query={quote(query, safe='')}"
