"""What may be done with a task besides deciding it: take, pass on, ask, consult, hurry, skip."""

from typing import Annotated

import typer

from deploy.local.troubles import Trouble
from services.cli.commands.common import Account, Reason, Task, api_of, said_plainly, show
from services.cli.commands.tasks import act_on
from shared.domain.urgency import WORDS, Urgency

To = Annotated[str, typer.Option("--to", metavar="TÀI_KHOẢN", help="Người nhận việc.")]
Question = Annotated[str, typer.Argument(metavar="CÂU_HỎI")]
Answer = Annotated[str, typer.Argument(metavar="TRẢ_LỜI")]
Level = Annotated[
    Urgency, typer.Argument(metavar="MỨC_ĐỘ", help="thuong, khan, thuong_khan hoặc hoa_toc.")
]
Posts = Annotated[
    list[str] | None, typer.Option("--post", metavar="MÃ", help="Chức vụ; nhiều thì ghi lại.")
]
UnitHeads = Annotated[
    list[str] | None, typer.Option("--unit-head", metavar="MÃ", help="Trưởng đơn vị này.")
]
Accounts = Annotated[
    list[str] | None, typer.Option("--account", metavar="TÀI_KHOẢN", help="Người này.")
]
Needs = Annotated[int | None, typer.Option("--needs", min=1, help="Cần mấy ý kiến.")]
Everybody = Annotated[
    bool, typer.Option("--everybody", help="Mọi người đều phải cho ý kiến (mặc định).")
]
Hours = Annotated[int, typer.Option("--hours", min=1, help="Thời hạn, giờ làm việc.")]


def claim(task: Task, account: Account) -> None:
    """Nhận một việc mà nhiều người cùng làm được; người khác thấy ai đã nhận."""
    with said_plainly():
        act_on(api_of(account), task, "claim")
        show(f"{task}: đã nhận việc. Cho ý kiến: ./congvan decide {task} --as {account}")


def release(task: Task, account: Account) -> None:
    """Nhả việc đã nhận; việc lại chờ mọi người làm được."""
    with said_plainly():
        act_on(api_of(account), task, "release")
        show(f"{task}: đã nhả việc.")


def forward(task: Task, to: To, account: Account, reason: Reason) -> None:
    """Chuyển việc cho một người khác cũng làm được."""
    with said_plainly():
        act_on(api_of(account), task, "forward", {"to": to, "reason": reason})
        show(f"{task}: đã chuyển cho {to}.")


def reassign(task: Task, to: To, account: Account, reason: Reason) -> None:
    """Cấp trên giao lại việc của cấp dưới cho người khác."""
    with said_plainly():
        act_on(api_of(account), task, "reassign", {"to": to, "reason": reason})
        show(f"{task}: đã giao lại cho {to}.")


def consult(
    task: Task,
    *,
    account: Account,
    hours: Hours,
    reason: Reason,
    posts: Posts = None,
    unit_heads: UnitHeads = None,
    accounts: Accounts = None,
    needs: Needs = None,
    everybody: Everybody = False,
) -> None:
    """Xin ý kiến trước khi cho ý kiến; đủ ý kiến thì việc trở lại."""
    with said_plainly():
        seats = {"posts": posts, "unit_heads": unit_heads, "accounts": accounts}
        if not any(seats.values()):
            raise Trouble("Hãy nêu xin ý kiến ai: --post, --unit-head hoặc --account.")
        if everybody and needs is not None:
            raise Trouble("Chỉ dùng một trong hai: --needs hoặc --everybody.")
        named = {name: codes or [] for name, codes in seats.items()}
        said = {**named, "needs": needs, "hours": hours, "reason": reason}
        act_on(api_of(account), task, "consultations", said)
        show(f"{task}: đã xin ý kiến, hạn {hours} giờ làm việc.")


def ask(task: Task, question: Question, account: Account) -> None:
    """Hỏi người soạn thảo; thời hạn đứng yên đến khi có trả lời."""
    with said_plainly():
        act_on(api_of(account), task, "messages", {"kind": "question", "said": question})
        show(f"{task}: đã hỏi người soạn thảo; thời hạn đứng yên đến khi có trả lời.")


def answer(task: Task, said: Answer, account: Account) -> None:
    """Người soạn thảo trả lời câu hỏi; thời hạn tính tiếp."""
    with said_plainly():
        act_on(api_of(account), task, "messages", {"kind": "answer", "said": said})
        show(f"{task}: đã trả lời; thời hạn tính tiếp.")


def urgency(task: Task, level: Level, account: Account, reason: Reason) -> None:
    """Người ký đặt lại mức độ khẩn trước khi ký; bản trình ký được lập lại."""
    with said_plainly():
        said = {"urgency": level.value, "reason": reason}
        act_on(api_of(account), task, "urgency", said)
        show(f"{task}: mức độ khẩn nay là {WORDS[level]}; bản trình ký được lập lại.")


def bypass(task: Task, account: Account, reason: Reason) -> None:
    """Bỏ qua bước đang chờ vì khẩn cấp; ghi lại mãi mãi ai bỏ qua và vì sao."""
    with said_plainly():
        act_on(api_of(account), task, "bypass", {"reason": reason})
        show(f"{task}: đã bỏ qua bước này; hồ sơ mang dấu này mãi mãi.")
