"""Search attributes by which operators find a dispatch; the engine's store must know them.

Never a title, never a name: search attributes are the one thing that no codec encrypts.
SQL stores take 10 keywords, 3 instants and 3 booleans per namespace.
"""

from datetime import datetime
from typing import Final

from temporalio.common import SearchAttributeKey

from shared.contracts import attribute_names as names

AGENCY: Final[SearchAttributeKey[str]] = SearchAttributeKey.for_keyword(names.AGENCY)
UNIT: Final[SearchAttributeKey[str]] = SearchAttributeKey.for_keyword(names.UNIT)
STAGE: Final[SearchAttributeKey[str]] = SearchAttributeKey.for_keyword(names.STAGE)
URGENCY: Final[SearchAttributeKey[str]] = SearchAttributeKey.for_keyword(names.URGENCY)
HOLDER_POST: Final[SearchAttributeKey[str]] = SearchAttributeKey.for_keyword(names.HOLDER_POST)
DUE_AT: Final[SearchAttributeKey[datetime]] = SearchAttributeKey.for_datetime(names.DUE_AT)
OVERDUE: Final[SearchAttributeKey[bool]] = SearchAttributeKey.for_bool(names.OVERDUE)
NEEDS_ATTENTION: Final[SearchAttributeKey[bool]] = SearchAttributeKey.for_bool(
    names.NEEDS_ATTENTION
)

RECALLING: Final = "RECALLING"
RECALLED: Final = "RECALLED"
"""The stages of a recall's flow, which no dispatch has: while answers are missing, and after."""

SEARCH_ATTRIBUTES: Final = tuple(
    (key, names.TYPES[key.name])
    for key in (AGENCY, UNIT, STAGE, URGENCY, HOLDER_POST, DUE_AT, OVERDUE, NEEDS_ATTENTION)
)
"""Each typed key with its type as the engine's command line writes it; the name is `key.name`."""
