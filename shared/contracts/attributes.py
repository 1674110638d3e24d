"""Search attributes by which operators find a dispatch; the engine's store must know them.

Never a title, never a name: search attributes are the one thing that no codec encrypts.
SQL stores take 10 keywords, 3 instants and 3 booleans per namespace.
"""

from datetime import datetime
from typing import Final

from temporalio.common import SearchAttributeKey

AGENCY: Final[SearchAttributeKey[str]] = SearchAttributeKey.for_keyword("CvAgency")
UNIT: Final[SearchAttributeKey[str]] = SearchAttributeKey.for_keyword("CvUnit")
STAGE: Final[SearchAttributeKey[str]] = SearchAttributeKey.for_keyword("CvStage")
URGENCY: Final[SearchAttributeKey[str]] = SearchAttributeKey.for_keyword("CvUrgency")
HOLDER_POST: Final[SearchAttributeKey[str]] = SearchAttributeKey.for_keyword("CvHolderPost")
DUE_AT: Final[SearchAttributeKey[datetime]] = SearchAttributeKey.for_datetime("CvDueAt")
OVERDUE: Final[SearchAttributeKey[bool]] = SearchAttributeKey.for_bool("CvOverdue")
NEEDS_ATTENTION: Final[SearchAttributeKey[bool]] = SearchAttributeKey.for_bool("CvNeedsAttention")

RECALLING: Final = "RECALLING"
RECALLED: Final = "RECALLED"
"""The stages of a recall's flow, which no dispatch has: while answers are missing, and after."""

SEARCH_ATTRIBUTES: Final = (
    (AGENCY, "Keyword"),
    (UNIT, "Keyword"),
    (STAGE, "Keyword"),
    (URGENCY, "Keyword"),
    (HOLDER_POST, "Keyword"),
    (DUE_AT, "Datetime"),
    (OVERDUE, "Bool"),
    (NEEDS_ATTENTION, "Bool"),
)
"""Each typed key with its type as the engine's command line writes it; the name is `key.name`."""
