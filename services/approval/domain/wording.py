"""How a notice is worded: what happened, by whom and when, until when, what to do next.

Its facts, all of them plain strings and all of them optional:

- `subject` (trích yếu), `urgency` (a value of Urgency), `doing` (the step, a word of ROLES),
- `task` (its id), `holder` (before whom it lies), `due_at` (an ISO instant),
- `by` (who did it, with title), `on_behalf_of` (a name), `verdict` (a value of Verdict, or of
  ChangeKind for a step that was skipped),
- `comment` (of a decision), `said` (of a question or an answer), `reason` (of everything else),
- `to` (the step that a return goes to), `escalation` (a value of Escalated).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from unicodedata import category

from services.approval.domain.facts import ChangeKind
from services.approval.domain.notices import Notice, NoticeKind
from shared.domain import urgency
from shared.domain.four_eyes import ROLES
from shared.domain.route import Escalated, StepKind, Verdict
from shared.domain.urgency import Urgency, is_urgent
from shared.domain.waiting import when

DID: Final[Mapping[str, str]] = {
    Verdict.APPROVE: "duyệt",
    Verdict.OPINION: "góp ý",
    Verdict.RETURN: "trả lại",
    Verdict.REJECT: "từ chối",
    Verdict.HAND_ON: "chuyển văn bản trả lại cho người soạn thảo",
    ChangeKind.BYPASS: "bỏ qua vì khẩn",
}
SIGNED: Final = "quyết định ký"
ESCALATED: Final[Mapping[str, str]] = {
    Escalated.TOLD: "Báo để biết và đôn đốc.",
    Escalated.ADDED: "Theo luồng trình ký, việc này nay giao thêm cho người xử lý khi quá hạn.",
    Escalated.REPLACED: "Theo luồng trình ký, việc này nay chuyển cho người xử lý khi quá hạn.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    subject: str
    """One line, with the case code; of urgent dispatches the urgency in brackets first."""
    lines: tuple[str, ...]
    """Paragraphs of plain text; only what somebody wrote has line breaks within."""


def wording(notice: Notice) -> Wording:
    """A notice in Vietnamese."""
    if notice.kind is NoticeKind.CERTIFICATE_ENDS:
        return _certificate_ends(notice)
    told = WORDS[notice.kind]
    case = notice.of.of.case
    about = one_line(notice.facts.get("subject", ""))
    dispatch = f"Hồ sơ {case}, lần trình {notice.of.of.round}"
    lines = (f"{dispatch}: {about}" if about else f"{dispatch}.", *filter(None, told.lines(notice)))
    return Wording(subject=one_line(f"{_bracket(notice)}{case}: {told.title(notice)}"), lines=lines)


def one_line(text: str) -> str:
    """Text in which nothing breaks the line or hides: fit for a header."""
    plain = "".join(" " if category(one) in {"Cc", "Zl", "Zp"} else one for one in text)
    return " ".join(plain.split())


@dataclass(frozen=True, slots=True)
class _Told:
    title: Callable[[Notice], str]
    lines: Callable[[Notice], Iterator[str]]


def _new_task(notice: Notice) -> Iterator[str]:
    if notice.facts.get("by"):
        yield f"{_by(notice)} giao việc {_doing(notice)} lúc {when(notice.at)}."
        yield _quoted("Lý do", notice, "reason")
    else:
        yield f"Văn bản đến bước {_doing(notice)}{_holder(notice)} lúc {when(notice.at)}."
    yield _due(notice)
    yield _task(notice)


def _reminder(notice: Notice) -> Iterator[str]:
    yield f"Văn bản vẫn chờ ý kiến ở bước {_doing(notice)}{_holder(notice)}; sắp đến hạn xử lý."
    yield _due(notice)
    yield _task(notice)


def _overdue(notice: Notice) -> Iterator[str]:
    yield f"Văn bản quá hạn xử lý ở bước {_doing(notice)}{_holder(notice)}."
    yield _due(notice)
    yield _task(notice)
    yield "Quá hạn thì việc vẫn chờ: hệ thống không quyết định thay ai."


def _escalation(notice: Notice) -> Iterator[str]:
    how = notice.facts.get("escalation", "")
    yield f"Văn bản quá hạn xử lý ở bước {_doing(notice)}{_holder(notice)}, vẫn chưa có ý kiến."
    yield _due(notice)
    yield ESCALATED.get(how, ESCALATED[Escalated.TOLD])
    yield _task(notice, who="Người giữ việc")


def _returned(notice: Notice) -> Iterator[str]:
    yield f"{_by(notice)} {_returning(notice)} lúc {when(notice.at)}."
    yield _quoted("Ý kiến", notice, "comment", "reason")
    yield "Việc cần làm: người soạn thảo xem ý kiến, sửa bản thảo trong hệ thống rồi trình lại."


def _decided(notice: Notice) -> Iterator[str]:
    did = f"{_by(notice)} {_did(notice)}{_to(notice)}"
    yield f"{did} ở bước {_doing(notice)} lúc {when(notice.at)}."
    yield _quoted("Ý kiến", notice, "comment") or _quoted("Lý do", notice, "reason")
    yield NEXT.get(notice.facts.get("verdict", ""), "")


def _withdrawn(notice: Notice) -> Iterator[str]:
    yield f"{_by(notice, 'Người soạn thảo')} rút văn bản lúc {when(notice.at)}."
    yield _quoted("Lý do", notice, "reason")
    yield "Không phải xử lý văn bản này nữa."


def _question(notice: Notice) -> Iterator[str]:
    yield f"{_by(notice)} hỏi khi {_doing(notice)} lúc {when(notice.at)}."
    yield _quoted("Câu hỏi", notice, "said")
    yield "Hạn xử lý đứng yên cho đến khi có trả lời."
    yield f"Việc cần làm: trả lời câu hỏi của hồ sơ {notice.of.of.case} trong hệ thống."


def _answer(notice: Notice) -> Iterator[str]:
    yield f"{_by(notice, 'Người soạn thảo')} trả lời câu hỏi lúc {when(notice.at)}."
    yield _quoted("Trả lời", notice, "said")
    yield _due(notice)
    yield _task(notice)


def _certificate_ends(notice: Notice) -> Wording:
    """It speaks of no dispatch: `holder` is whose certificate it is, `subject` what it says."""
    holder = one_line(notice.facts.get("holder", "")) or "người ký"
    about = one_line(notice.facts.get("subject", ""))
    until = when(datetime.fromisoformat(notice.facts.get("due_at", notice.at.isoformat())))
    return Wording(
        subject=f"Chứng thư số của {holder} còn chưa đến {notice.ordinal} ngày là hết hạn",
        lines=(
            f"Chứng thư số của {holder}{f' ({about})' if about else ''} hết hạn lúc {until}.",
            "Hết hạn thì không quyết định ký được nữa; văn bản đã ký vẫn giữ nguyên giá trị.",
            "Việc cần làm: xin cấp chứng thư mới và nhờ người phụ trách đăng ký trước ngày đó.",
        ),
    )


NEXT: Final[Mapping[str, str]] = {
    Verdict.APPROVE: "Chưa phải làm gì; hệ thống chuyển văn bản sang bước tiếp theo.",
    Verdict.OPINION: "Chưa phải làm gì; ý kiến góp ý được gửi kèm cho người xử lý sau.",
    Verdict.RETURN: "Chưa phải làm gì; khi văn bản trả lại để sửa thì có thông báo riêng.",
    Verdict.REJECT: "Văn bản không trình tiếp; nếu vẫn cần, hãy soạn một hồ sơ mới.",
    ChangeKind.BYPASS: "Chưa phải làm gì; văn bản sang bước tiếp theo, việc bỏ qua được ghi mãi.",
}
WORDS: Final[Mapping[NoticeKind, _Told]] = {
    NoticeKind.NEW_TASK: _Told(lambda one: f"có việc mới, {_doing(one)}", _new_task),
    NoticeKind.REMINDER: _Told(lambda one: f"sắp đến hạn {_doing(one)}", _reminder),
    NoticeKind.OVERDUE: _Told(lambda one: f"quá hạn {_doing(one)}", _overdue),
    NoticeKind.ESCALATION: _Told(lambda one: f"quá hạn {_doing(one)}, chưa có ý kiến", _escalation),
    NoticeKind.RETURNED: _Told(lambda _: "văn bản bị trả lại để sửa", _returned),
    NoticeKind.DECIDED: _Told(lambda one: f"{_did(one)}, bước {_doing(one)}", _decided),
    NoticeKind.WITHDRAWN: _Told(lambda _: "văn bản đã rút", _withdrawn),
    NoticeKind.QUESTION: _Told(lambda _: "có câu hỏi cần trả lời", _question),
    NoticeKind.ANSWER: _Told(lambda _: "câu hỏi đã có trả lời", _answer),
}


def _bracket(notice: Notice) -> str:
    """[HỎA TỐC] before urgent ones; an urgency that nobody knows is none."""
    said = notice.facts.get("urgency", "")
    known = next((one for one in Urgency if one == said), Urgency.NORMAL)
    return f"[{urgency.WORDS[known].upper()}] " if is_urgent(known) else ""


def _doing(notice: Notice) -> str:
    return one_line(notice.facts.get("doing", "")) or "xử lý"


def _did(notice: Notice) -> str:
    said = notice.facts.get("verdict", "")
    if said == Verdict.APPROVE and notice.facts.get("doing") == ROLES[StepKind.SIGNATURE]:
        return f"đã {SIGNED}"
    return f"đã {DID.get(said, 'cho ý kiến')}"


def _returning(notice: Notice) -> str:
    if notice.facts.get("verdict") == Verdict.HAND_ON:
        return f"đã {DID[Verdict.HAND_ON]}"
    return f"đã trả lại văn bản ở bước {_doing(notice)}"


def _by(notice: Notice, unnamed: str = "Người xử lý") -> str:
    by = one_line(notice.facts.get("by", "")) or unnamed
    behalf = one_line(notice.facts.get("on_behalf_of", ""))
    return f"{by}, thay mặt {behalf}," if behalf else by


def _holder(notice: Notice) -> str:
    holder = one_line(notice.facts.get("holder", ""))
    return f" của {holder}" if holder else ""


def _to(notice: Notice) -> str:
    to = one_line(notice.facts.get("to", ""))
    return f" về bước {to}" if to else ""


def _due(notice: Notice) -> str:
    due = notice.facts.get("due_at")
    return f"Hạn xử lý: {when(datetime.fromisoformat(due))}." if due else ""


def _task(notice: Notice, *, who: str = "Việc cần làm") -> str:
    task = notice.facts.get("task")
    where = f"mở việc {task} trong hệ thống" if task else "mở hồ sơ trong hệ thống"
    return f"{who}: {where}, xem văn bản rồi cho ý kiến."


def _quoted(title: str, notice: Notice, *names: str) -> str:
    said = next((notice.facts[name] for name in names if notice.facts.get(name)), "")
    return f"{title}: {said.strip()}" if said else ""
