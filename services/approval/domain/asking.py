"""Who asks in the thread of a task, and who answers."""

from services.approval.domain.facts import MessageKind, Turn
from services.approval.domain.round import Round
from services.approval.domain.sentences import when
from shared.domain.people import Person
from shared.domain.refusals import Invalid, NotYours, WrongMoment
from shared.domain.route import StepKind


def refuse_wordless(said: str) -> None:
    if not said.strip():
        sentence = "Phải ghi nội dung câu hỏi hay câu trả lời."
        raise Invalid("said_needed", sentence, details={"said": sentence})


def refuse_question(held: Round, turn: Turn) -> None:
    """One question at a time: the deadline stands still until it is answered."""
    if held.step(turn.step).kind is StepKind.HAND_ON:
        raise WrongMoment("no_question_here", "Bước này chỉ chuyển văn bản trả lại.")
    if since := held.asked_since(turn):
        asked = [one for one in held.thread(turn) if one.kind is MessageKind.QUESTION][-1]
        raise WrongMoment(
            "already_asked",
            f"{asked.by} đã hỏi lúc {when(since)} và người soạn thảo chưa trả lời.",
            details={"account": asked.by.account, "at": since.isoformat()},
        )


def refuse_answer(held: Round, turn: Turn, me: Person) -> None:
    """The drafter, whoever wrote with him, or the submitter answers what was asked."""
    submission = held.submission
    if me.id not in {submission.drafter, submission.submitter, *submission.authors}:
        raise NotYours("not_author", "Chỉ người soạn thảo hoặc người trình trả lời câu hỏi này.")
    if held.asked_since(turn) is None:
        raise WrongMoment("nothing_asked", "Không có câu hỏi nào đang chờ trả lời ở việc này.")
