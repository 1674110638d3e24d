"""What is said to people: who did what and when, who is waited for, until when."""

from datetime import datetime
from typing import Final

from services.approval.domain.facts import Actor, Change, ChangeKind, Decision
from shared.domain.four_eyes import ROLES
from shared.domain.lifecycle import Stage
from shared.domain.route import OutcomeKind, StepKind, Verdict
from shared.domain.waiting import when

__all__ = ["CHANGED", "DID", "OVER", "actor_details", "decided", "did", "when"]

DID: Final = {
    OutcomeKind.APPROVED: "duyệt",
    OutcomeKind.TO_SIGN: "quyết định ký",
    OutcomeKind.RETURNED: "trả lại",
    OutcomeKind.SENT_BACK: "trả lại bước trước",
    OutcomeKind.REJECTED: "từ chối",
    OutcomeKind.HANDED_ON: "chuyển trả người soạn thảo",
}
CHANGED: Final = {
    ChangeKind.CLAIM: "nhận việc",
    ChangeKind.RELEASE: "nhả việc",
    ChangeKind.FORWARD: "chuyển việc",
    ChangeKind.REASSIGN: "giao lại việc",
    ChangeKind.CONSULT: "xin thêm ý kiến",
    ChangeKind.URGENCY: "đổi mức độ khẩn",
    ChangeKind.BYPASS: "bỏ qua bước này vì khẩn",
    ChangeKind.REPLAN: "lập lại luồng trình ký",
    ChangeKind.CALENDAR: "tính lại thời hạn",
    ChangeKind.SIGN: "ký",
    ChangeKind.ESCALATE: "báo quá hạn lên trên",
}
OVER: Final = {
    Stage.TO_ISSUE: "Văn bản đã được ký, đang chờ văn thư cấp số.",
    Stage.RETURNED: "Văn bản đã được trả lại để người soạn thảo sửa và trình lần sau.",
    Stage.REJECTED: "Văn bản đã bị từ chối, không trình tiếp.",
    Stage.WITHDRAWN: "Người soạn thảo đã rút văn bản.",
}


def decided(decision: Decision) -> str:
    """Ai đã làm gì, lúc nào."""
    what = DID[decision.outcome]
    if decision.kind is StepKind.CONSULTATION:
        what = "góp ý" if decision.verdict is Verdict.OPINION else "đồng ý khi được hỏi ý kiến"
    return f"{decision.by} đã {what} lúc {when(decision.at)}"


def did(change: Change) -> str:
    return f"{change.by} đã {CHANGED[change.kind]} lúc {when(change.at)}"


def actor_details(by: Actor, at: datetime) -> dict[str, str]:
    """Who acted and when, for machines."""
    said = {"account": by.account, "name": by.name, "title": by.title, "at": at.isoformat()}
    return said | ({"on_behalf_of": by.on_behalf_of} if by.on_behalf_of else {})


def role(kind: StepKind) -> str:
    return ROLES[kind]
