"""What people and the flow do with a round; each in one transaction that the edge commits."""

from services.approval.operations.asking import say
from services.approval.operations.assigning import claim, forward, reassign, release
from services.approval.operations.cancelling import cancel_signing
from services.approval.operations.deciding import Order, decide
from services.approval.operations.documents import Page, attachment, document, version_of
from services.approval.operations.marking import mark_due
from services.approval.operations.opening import Opening, is_known, open_step, read_version
from services.approval.operations.planning import (
    Recounted,
    bypass,
    consult,
    open_cases,
    recount,
    replan,
    set_urgency,
)
from services.approval.operations.preparing import (
    Drawing,
    Drawn,
    draw,
    drawing_for_me,
    drawing_for_signer,
    keep_for_signer,
    keep_mine,
)
from services.approval.operations.reading import DispatchView, TaskView, dispatch, summary, task
from services.approval.operations.second_act import (
    SecondAct,
    keep_mine_signed,
    second_act,
    sign_with_device,
    take_signed,
    to_sign_now,
)
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
    "Recounted",
    "SecondAct",
    "SigningJob",
    "TaskView",
    "answer_withdrawal",
    "attachment",
    "bypass",
    "cancel_signing",
    "claim",
    "consult",
    "decide",
    "dispatch",
    "document",
    "draw",
    "drawing_for_me",
    "drawing_for_signer",
    "forward",
    "is_known",
    "keep_for_signer",
    "keep_mine",
    "keep_mine_signed",
    "keep_signature",
    "make_signature",
    "mark_due",
    "open_cases",
    "open_step",
    "read_version",
    "reassign",
    "recount",
    "release",
    "replan",
    "say",
    "second_act",
    "set_urgency",
    "sign_with_device",
    "signing_job",
    "summary",
    "take_signed",
    "task",
    "to_sign_now",
    "version_of",
]
