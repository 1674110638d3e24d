"""What an operator reads on a recall's page, in the lines of a dispatch's.

Codes, posts and instants only, never a word of the document nor of the reasons.
"""

from collections.abc import Iterable

from shared.contracts.recall import flow_id
from workflows.details import Trouble, block, in_vietnam
from workflows.recall_standing import RecallStanding


def details(case: str, standing: RecallStanding | None, troubles: Iterable[Trouble]) -> str:
    """Markdown; a recall whose position nobody answered yet has no standing."""
    lines = (
        f"**Hồ sơ:** {_what(case, standing)}",
        f"**Ai đang giữ:** {_who(standing)}",
        f"**Đến khi nào:** {_until(standing)}",
        f"**Tiếp theo:** {_next(standing)}",
    )
    return "\n".join(
        [f"- {line}" for line in lines] + [block(trouble, flow_id(case)) for trouble in troubles]
    )


def _what(case: str, standing: RecallStanding | None) -> str:
    if standing is None:
        return f"thu hồi {case}, chưa rõ đến đâu"
    stands = standing.position
    answered = stands.asked - len(stands.waiting)
    refused = f", {stands.refused} nơi không đồng ý" if stands.refused else ""
    return (
        f"thu hồi {case}, số {stands.number} của {stands.unit} ({stands.agency}): "
        f"{answered} trên {stands.asked} nơi nhận đã trả lời{refused}"
    )


def _who(standing: RecallStanding | None) -> str:
    if standing is None:
        return "chưa rõ"
    if standing.over:
        return "không ai"
    return f"các hộp thư chưa trả lời: {', '.join(standing.position.waiting)}"


def _until(standing: RecallStanding | None) -> str:
    if standing is None or standing.over:
        return "không có hạn"
    reminders = standing.position.reminders
    late = f", ĐÃ NHẮC {reminders} LẦN" if reminders else ""
    return in_vietnam(standing.position.due_at) + late


def _next(standing: RecallStanding | None) -> str:
    if standing is None:
        return "hệ thống đọc lại việc thu hồi."
    if standing.position.closed:
        return "văn thư đã kết thúc việc thu hồi; không còn việc gì."
    if standing.over:
        return "mọi nơi nhận đã trả lời; không còn việc gì."
    stands = standing.position
    return (
        "đủ trả lời thì xong; đến hạn thì hệ thống nhắc nơi nhận còn thiếu; "
        f"{stands.holder} ({stands.holder_post}) có thể kết thúc việc chờ, kèm lý do."
    )
