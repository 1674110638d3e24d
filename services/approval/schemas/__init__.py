"""What approval's API takes and gives, field by field."""

from services.approval.schemas.acts import (
    CancelledOut,
    CancelSigningIn,
    DecidedOut,
    DecisionIn,
    PreparedOut,
)
from services.approval.schemas.changes import (
    ChangedOut,
    ConsultationIn,
    DeadlineOut,
    DeadlinesIn,
    DeadlinesOut,
    DecisionOf,
    DecisionsIn,
    DecisionsOut,
    GiveIn,
    MessageIn,
    MessageOut,
    ReasonIn,
    UrgencyIn,
)
from services.approval.schemas.dispatches import PartOut
from services.approval.schemas.tasks import TaskOut
from services.approval.schemas.versions import VersionOut

__all__ = [
    "CancelSigningIn",
    "CancelledOut",
    "ChangedOut",
    "ConsultationIn",
    "DeadlineOut",
    "DeadlinesIn",
    "DeadlinesOut",
    "DecidedOut",
    "DecisionIn",
    "DecisionOf",
    "DecisionsIn",
    "DecisionsOut",
    "GiveIn",
    "MessageIn",
    "MessageOut",
    "PartOut",
    "PreparedOut",
    "ReasonIn",
    "TaskOut",
    "UrgencyIn",
    "VersionOut",
]
