"""What approval's API takes and gives, field by field."""

from services.approval.schemas.acts import (
    CancelledOut,
    CancelSigningIn,
    DecidedOut,
    DecisionIn,
    PreparedOut,
)
from services.approval.schemas.dispatches import PartOut
from services.approval.schemas.tasks import TaskOut, TasksOut
from services.approval.schemas.versions import VersionOut

__all__ = [
    "CancelSigningIn",
    "CancelledOut",
    "DecidedOut",
    "DecisionIn",
    "PartOut",
    "PreparedOut",
    "TaskOut",
    "TasksOut",
    "VersionOut",
]
