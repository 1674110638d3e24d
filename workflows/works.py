"""What the flow has done for it: each activity with its owner, its label and its policy."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from shared.contracts import approval, distribution, drafting
from shared.contracts.approval import ApprovalActivities
from shared.contracts.distribution import DistributionActivities
from shared.contracts.drafting import DraftingActivities
from shared.contracts.recall import RecallActivities
from shared.domain.lifecycle import Stage
from workflows.policies import DATABASE, MAIL, PDF, SEAL, Policy

Order = TypeVar("Order")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work(Generic[Order, Answer]):
    activity: Callable[[Any, Order], Awaitable[Answer]]
    queue: str
    """The owner's queue, which is also the owner's name."""
    label: str
    """Vietnamese, for the operators' timeline."""
    policy: Policy = DATABASE
    asks: bool = False
    """It only asks how things stand: that it worked says nothing of a step that did not."""


OPEN_CASE: Final = Work(
    activity=DraftingActivities.open_case, queue=drafting.QUEUE, label="xem hồ sơ soạn thảo"
)
REOPEN: Final = Work(
    activity=DraftingActivities.reopen, queue=drafting.QUEUE, label="trả lại người soạn thảo"
)
TOO_LATE: Final = Work(
    activity=DraftingActivities.answer_withdrawal,
    queue=drafting.QUEUE,
    label="báo đề nghị rút đến muộn",
)
CLOSE_ROUND: Final = Work(
    activity=DraftingActivities.close_round, queue=drafting.QUEUE, label="khép lần trình"
)

OPEN_STEP: Final = Work(
    activity=ApprovalActivities.open_step,
    queue=approval.QUEUE,
    label="mở bước trình ký",
    asks=True,
)
ANSWER_WITHDRAWAL: Final = Work(
    activity=ApprovalActivities.answer_withdrawal,
    queue=approval.QUEUE,
    label="trả lời đề nghị rút",
    asks=True,
)
PREPARE: Final = Work(
    activity=ApprovalActivities.prepare,
    queue=approval.QUEUE,
    label="lập bản trình ký",
    policy=PDF,
)
SIGN: Final = Work(
    activity=ApprovalActivities.sign,
    queue=approval.QUEUE,
    label="ký bằng khóa của người ký",
    policy=PDF,
)
MARK_TURN: Final = Work(
    activity=ApprovalActivities.mark_overdue,
    queue=approval.QUEUE,
    label="ghi mốc thời hạn của bước",
)

OPEN_ISSUE: Final = Work(
    activity=DistributionActivities.open_issue,
    queue=distribution.QUEUE,
    label="chuyển văn thư",
    policy=PDF,
    asks=True,
)
DESK_OVERDUE: Final = Work(
    activity=DistributionActivities.mark_overdue,
    queue=distribution.QUEUE,
    label="đánh dấu văn thư quá hạn",
)

OPEN_RECALL: Final = Work(
    activity=RecallActivities.open_recall,
    queue=distribution.QUEUE,
    label="xem nơi nhận nào đã trả lời",
    asks=True,
)
REMIND_RECALL: Final = Work(
    activity=RecallActivities.remind_recall,
    queue=distribution.QUEUE,
    label="nhắc nơi nhận chưa trả lời",
)

AT_DESK: Final = {
    Stage.NUMBERED: Work(
        activity=DistributionActivities.seal,
        queue=distribution.QUEUE,
        label="điền số, ngày và đóng dấu",
        policy=SEAL,
    ),
    Stage.SEALED: Work(
        activity=DistributionActivities.deliver,
        queue=distribution.QUEUE,
        label="phát hành tới nơi nhận",
        policy=MAIL,
    ),
    Stage.DISTRIBUTING: Work(
        activity=DistributionActivities.file_copy,
        queue=distribution.QUEUE,
        label="lưu bản lưu",
    ),
}
"""What the records desk does by itself, by the stage that it starts from."""
