"""What people and the flow do with a round; each in one transaction that the edge commits."""

from services.approval.operations.cancelling import cancel_signing
from services.approval.operations.deciding import Order, decide
from services.approval.operations.documents import Page, attachment, document, version_of
from services.approval.operations.opening import Opening, is_known, open_step, read_version
from services.approval.operations.overdue import mark_overdue
from services.approval.operations.preparing import (
    Drawing,
    Drawn,
    draw,
    drawing_for_me,
    drawing_for_signer,
    keep_for_signer,
    keep_mine,
)
from services.approval.operations.reading import (
    DispatchView,
    TaskView,
    dispatch,
    my_tasks,
    summary,
    task,
)
from services.approval.operations.rounds import Standing
from services.approval.operations.signing import (
    SigningJob,
    keep_signature,
    make_signature,
    signing_job,
)
from services.approval.operations.withdrawing import answer_withdrawal

__all__ = [
    "DispatchView",
    "Drawing",
    "Drawn",
    "Opening",
    "Order",
    "Page",
    "SigningJob",
    "Standing",
    "TaskView",
    "answer_withdrawal",
    "attachment",
    "cancel_signing",
    "decide",
    "dispatch",
    "document",
    "draw",
    "drawing_for_me",
    "drawing_for_signer",
    "is_known",
    "keep_for_signer",
    "keep_mine",
    "keep_signature",
    "make_signature",
    "mark_overdue",
    "my_tasks",
    "open_step",
    "read_version",
    "signing_job",
    "summary",
    "task",
    "version_of",
]
