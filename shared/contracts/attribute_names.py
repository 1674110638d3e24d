"""Names of the search attributes, for whoever speaks of them without the engine's library.

Its import takes a third of a second, and a command line that only counts flows needs none of it.
"""

from collections.abc import Mapping
from typing import Final

AGENCY: Final = "CvAgency"
UNIT: Final = "CvUnit"
STAGE: Final = "CvStage"
URGENCY: Final = "CvUrgency"
HOLDER_POST: Final = "CvHolderPost"
DUE_AT: Final = "CvDueAt"
OVERDUE: Final = "CvOverdue"
NEEDS_ATTENTION: Final = "CvNeedsAttention"

TYPES: Final[Mapping[str, str]] = {
    AGENCY: "Keyword",
    UNIT: "Keyword",
    STAGE: "Keyword",
    URGENCY: "Keyword",
    HOLDER_POST: "Keyword",
    DUE_AT: "Datetime",
    OVERDUE: "Bool",
    NEEDS_ATTENTION: "Bool",
}
"""As the engine's command line writes them."""
