"""What is said to people: who did what and when, who is waited for, until when."""

from datetime import datetime
from typing import Final

from services.approval.domain.candidates import stuck_at
from services.approval.domain.facts import Actor, Decision
from services.approval.domain.holder import holders_named, titles
from services.approval.domain.round import Round
from shared.domain.dates import VIETNAM
from shared.domain.four_eyes import ROLES
from shared.domain.lifecycle import Stage
from shared.domain.organisation import Organisation
from shared.domain.route import OutcomeKind, outcome_of

DID: Final = {
    OutcomeKind.APPROVED: "duyệt",
    OutcomeKind.TO_SIGN: "quyết định ký",
    OutcomeKind.RETURNED: "trả lại",
    OutcomeKind.REJECTED: "từ chối",
}
OVER: Final = {
    Stage.TO_ISSUE: "Văn bản đã được ký, đang chờ văn thư cấp số.",
    Stage.RETURNED: "Văn bản đã được trả lại để người soạn thảo sửa và trình lần sau.",
    Stage.REJECTED: "Văn bản đã bị từ chối, không trình tiếp.",
    Stage.WITHDRAWN: "Người soạn thảo đã rút văn bản.",
}


def when(instant: datetime) -> str:
    """14:05 ngày 24/11/2026, by the clock of Viet Nam."""
    return f"{instant.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"


def decided(decision: Decision) -> str:
    """Ai đã làm gì, lúc nào."""
    did = DID[outcome_of(decision.kind, decision.verdict)]
    return f"{decision.by} đã {did} lúc {when(decision.at)}"


def waiting_for(held: Round, now: datetime, *, pinned: Organisation, in_force: Organisation) -> str:
    """One sentence: for whom or what the round waits."""
    stage, turn = held.stage(), held.waiting()
    if stage in OVER:
        return OVER[stage]
    if decision := held.to_sign():
        return f"{decided(decision)}; hệ thống đang ký bằng khóa của {decision.by.name}."
    if turn is None:
        return "Bước tiếp theo đang được mở."
    step = held.step(turn.step)
    until = f"quá hạn từ {when(turn.due_at)}" if now > turn.due_at else f"hạn {when(turn.due_at)}"
    if stuck_at(held, in_force):
        return (
            f"Bước {ROLES[step.kind]} không còn người đủ điều kiện, {until}; quản trị viên hãy bổ "
            f"sung người giữ chức vụ {titles(pinned, step)} vào tệp tổ chức."
        )
    holder = holders_named(held, turn, pinned, in_force)
    return f"Đang chờ {holder} {ROLES[step.kind]}, {until}."


def actor_details(by: Actor, at: datetime) -> dict[str, str]:
    """Who acted and when, for machines."""
    return {"account": by.account, "name": by.name, "title": by.title, "at": at.isoformat()}
