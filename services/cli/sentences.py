"""What is said of a dispatch's standing: one sentence by stage, and its history in office words."""

from collections.abc import Iterator
from typing import Any

from services.cli.progress import Progress
from services.cli.words import ACCESS, ACTS, AMENDS, local_time
from shared.domain.four_eyes import ROLES
from shared.domain.lifecycle import Owner, Stage
from shared.domain.route import StepKind, Verdict
from shared.domain.urgency import WORDS, Urgency


def standing(stands: Progress) -> str:
    """For whom or what the dispatch waits, or how it ended."""
    match stands.stage:
        case Stage.RETURNED:
            return f"{_returned(stands)} Đang chờ người soạn thảo sửa và trình lại."
        case Stage.REJECTED:
            return _decided(stands, Verdict.REJECT) or "Văn bản đã bị từ chối, không trình tiếp."
        case Stage.WITHDRAWN:
            return "Người soạn thảo đã rút văn bản."
        case _ if stands.told_by is Owner.DISTRIBUTION:
            return _at_desk(stands.stage, stands.distribution)
        case _ if stands.told_by is Owner.APPROVAL:
            return _in_review(stands)
        case _:
            return _with_drafter(stands)


def withdrawal(stands: Progress) -> str:
    """What is said of a request to withdraw that nobody has answered; else empty."""
    asked = stands.drafting.get("withdrawal")
    if not asked:
        return ""
    return f"Đã xin rút lúc {local_time(asked['at'])}, đang chờ trả lời. Lý do: {asked['reason']}"


def history(rounds: list[dict[str, Any]]) -> Iterator[str]:
    """One line for each thing that somebody decided or took back, the first round first."""
    for held in rounds:
        for step in held["taken"]:
            comment = f". {step['comment']}" if step["comment"] else ""
            late = " (quá hạn)" if step["late"] else ""
            yield (
                f"{local_time(step['at'])}  {who(step)}, lần {held['round']}, "
                f"{deed(step)}{late}{comment}"
            )


def deed(step: dict[str, Any]) -> str:
    """A step taken, in the office's words: "kiểm tra thể thức: trả lại"."""
    act = f"{ACTS.get(step['act'], step['act'])}{_whither(step)}"
    return f"{ROLES[StepKind(step['kind'])]}: {act}" if step["kind"] else act


def _whither(step: dict[str, Any]) -> str:
    """The earlier step that a return went to, the account of a task, the urgency that was set."""
    if step.get("to_step"):
        return f" về bước {step['to_step']}"
    to = step.get("to")
    if not to:
        return ""
    return f" ({WORDS[Urgency(to)] if step['act'] == 'urgency' else to})"


def who(step: dict[str, Any]) -> str:
    """A name and a post, and on whose behalf; a post that stands as the name is said once."""
    name, title = str(step["name"]), str(step["title"])
    said = name if name.startswith(title) else f"{name}, {title}"
    return said + on_behalf(step)


def on_behalf(step: dict[str, Any]) -> str:
    """In whose place something was done, or may be: ", thay mặt Trần Thị B"; else empty."""
    behalf = step.get("on_behalf_of")
    return f", thay mặt {behalf}" if behalf else ""


def _with_drafter(stands: Progress) -> str:
    if stands.stage is Stage.DRAFT:
        return "Người soạn thảo chưa trình."
    return f"Đã trình{_since(stands.drafting, 'submitted_at')}; hệ thống đang mở bước đầu."


def _in_review(stands: Progress) -> str:
    if stands.stage is Stage.TO_ISSUE:  # approval does not know what the desk has done since
        return "Văn bản đã được ký; hệ thống đang chuyển văn thư."
    return str(stands.approval["waiting"])


def _at_desk(stage: Stage, record: dict[str, Any]) -> str:
    match stage:
        case Stage.TO_ISSUE:
            return _waits_for_clerk(record)
        case Stage.NUMBERED if not record.get("seal_ordered", True):
            return (
                f"Đã tự động cấp số{_since(record, 'issued_at')}; đang chờ văn thư cho đóng dấu, "
                f"{_due(record)}."
            )
        case Stage.NUMBERED:
            did, waits = f"Văn thư đã cấp số{_since(record, 'issued_at')}", "ký số của cơ quan"
        case Stage.SEALED:
            did, waits = f"Đã ký số của cơ quan{_since(record, 'sealed_at')}", "phát hành"
        case Stage.DISTRIBUTING:
            did, waits = f"Đã phát hành tới {len(record['deliveries'])} nơi nhận", "lưu bản lưu"
        case _:
            return _filed(record)
    return f"{did}; đang chờ hệ thống {waits}."


def _waits_for_clerk(record: dict[str, Any]) -> str:
    because = record.get("waits_because")
    waits = (
        f"Đang chờ văn thư cấp số{_since(record, 'opened_at', 'từ')}, {_due(record)}."
        f"{f' {because}' if because else ''}"
    )
    voids = [one for one in record.get("voids", ()) if one["round"] == record["round"]]
    if not voids:
        return waits
    last = voids[-1]
    done = f"Số {last['number']} đã bị {last['name']} hủy{_since(last, 'at')}"
    return f"{done}{_why(last, 'reason')} {waits}"


def _due(record: dict[str, Any]) -> str:
    due = "quá hạn từ" if record["overdue"] else "hạn"
    return f"{due} {local_time(record['due_at'])}"


def _filed(record: dict[str, Any]) -> str:
    copy = record.get("file_copy") or {}
    units = ", ".join(copy.get("units", ()))
    return f"Đã lưu{_since(copy, 'kept_at')}{f' tại {units}' if units else ''}; không còn việc gì."


def lasting(record: dict[str, Any]) -> Iterator[str]:
    """How long the issued file proves itself; nothing before the seal."""
    level, until = record.get("level"), record.get("proven_until")
    if until:
        yield f"Chữ ký mức {level}: tệp tự chứng minh được đến {local_time(until)}."
    elif level:
        yield f"Chữ ký mức {level}: không có dấu thời gian."


def answers(record: dict[str, Any]) -> Iterator[str]:
    """What receivers answered: how many mailboxes received it, and who refused, and why."""
    given = record.get("acknowledgements") or ()
    boxes = {box for delivery in record.get("deliveries", ()) for box in delivery["mailboxes"]}
    accepted = sum(one["receipt"] == "accepted" for one in given)
    if given:
        yield f"Báo nhận: {accepted} trên {len(boxes)} hộp thư."
    for one in given:
        if one["receipt"] == "refused":
            why = f"{_since(one, 'at')}{_why(one, 'reason')}"
            yield f"{one['mailbox']}: {one['name']} từ chối nhận{why}"


def amendment_lines(record: dict[str, Any]) -> Iterator[str]:
    """What it corrects or replaces, and what corrects or replaces it."""
    for way, word in AMENDS.items():
        if target := record.get(way):
            yield f"Văn bản này {word} {target}."
    for way, word in (("replaced_by", "THAY THẾ"), ("corrected_by", "đính chính")):
        for one in record.get(way) or ():
            recalled = ", nhưng văn bản đó đã bị thu hồi" if one["recalled"] else ""
            yield f"Đã được {word} bằng văn bản số {one['number']} ({one['case']}){recalled}."


def access_lines(record: dict[str, Any]) -> Iterator[str]:
    """That it is restricted, and the changes of rights that the reader has yet to confirm."""
    access = record.get("access")
    if not access:
        return
    if access["restricted"]:
        readers = ", ".join(access["readers"])
        yield f"HẠN CHẾ TIẾP CẬN{f'; được xem thêm: {readers}' if readers else ''}."
    for one in access["warnings"]:
        yield f"CẢNH BÁO thay đổi quyền xem: {access_change(one)}"
    if access["warnings"]:
        yield f"Đã biết thì xác nhận: access {record['case']} --confirm"


def access_change(one: dict[str, Any]) -> str:
    """One change of rights: who, when, what, why."""
    did = " ".join(part for part in (ACCESS[one["change"]], one["reader"]) if part)
    return f"{one['name']} {did}{_since(one, 'at')}{_why(one, 'reason')}"


def recall_lines(record: dict[str, Any]) -> Iterator[str]:
    """That it was recalled, by whom and why; who keeps it; who has not answered yet."""
    recall = record.get("recall")
    if not recall:
        return
    yield (
        f"ĐÃ THU HỒI{_since(recall, 'at')} theo quyết định của {recall['ordered_by_name']} "
        f"({recall['paper']}){_why(recall, 'reason')}"
    )
    for one in recall["replies"]:
        if one["answer"] == "refused":
            yield f"{one['mailbox']}: {one['name']} không đồng ý thu hồi{_why(one, 'reason')}"
    if closing := recall["closing"]:
        yield f"{closing['name']} đã kết thúc việc thu hồi{_why(closing, 'reason')}"
    elif recall["waiting"]:
        due = local_time(recall["due_at"])
        yield f"Chưa trả lời thu hồi: {', '.join(recall['waiting'])}; hạn {due}."


def _returned(stands: Progress) -> str:
    """By the clerk or by a reviewer: whoever did it last, and why."""
    back = stands.distribution.get("sent_back")
    if back and back["round"] == stands.approval.get("round"):
        return f"{back['name']} đã trả lại{_since(back, 'at')}{_why(back, 'reason')}"
    said = _decided(stands, Verdict.RETURN)
    return said or "Văn bản đã được trả lại."


def _decided(stands: Progress, verdict: Verdict) -> str:
    rounds = stands.approval.get("rounds") or [{"taken": []}]
    taken = [step for step in rounds[-1]["taken"] if step["act"] == verdict.value]
    if not taken:
        return ""
    step = taken[-1]
    return f"{who(step)} đã {ACTS[step['act']]}{_since(step, 'at')}{_why(step, 'comment')}"


def _why(said: dict[str, Any], key: str) -> str:
    why = str(said.get(key) or "").strip()
    if not why:
        return "."
    return f": {why}" if why.endswith((".", "!", "?", "…")) else f": {why}."


def _since(said: dict[str, Any], key: str, word: str = "lúc") -> str:
    return f" {word} {local_time(said[key])}" if said.get(key) else ""
