"""What an approver decides: to agree or not, to have a PDF prepared, to take a signing back."""

import sys
from typing import Annotated, Any

import typer

from deploy.local.troubles import Trouble
from services.cli.api import Api
from services.cli.commands.common import (
    Account,
    Case,
    Out,
    Reason,
    Task,
    api_of,
    said_plainly,
    show,
    show_form,
)
from services.cli.commands.tasks import open_task, prepared_lines, waiting_task
from services.cli.files import keep
from services.cli.words import ACTS
from shared.domain.canonical import sha256
from shared.domain.lifecycle import WORDS, Stage
from shared.domain.route import Verdict

Choice = Annotated[
    Verdict,
    typer.Argument(
        metavar="Ý_KIẾN",
        help="approve (đồng ý, ký), return (trả lại), reject (từ chối); khi được xin ý kiến: "
        "approve, opinion (có ý kiến); hand_on (chuyển lại người soạn thảo).",
    ),
]
Comment = Annotated[
    str,
    typer.Option("--comment", "-m", metavar="Ý_KIẾN", help="Trả lại, từ chối thì phải có."),
]
ToStep = Annotated[
    int | None,
    typer.Option("--to-step", min=1, metavar="BƯỚC", help="Trả lại về bước này của lần trình."),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Ký mà không hỏi lại.")]


def decide(
    task: Task,
    verdict: Choice,
    *,
    account: Account,
    comment: Comment = "",
    to_step: ToStep = None,
    out: Out = None,
    yes: Yes = False,
) -> None:
    """Cho ý kiến về một việc: đồng ý (ký), trả lại, từ chối, góp ý, chuyển lại."""
    with said_plainly():
        if to_step is not None and verdict is not Verdict.RETURN:
            raise Trouble("--to-step chỉ dùng khi trả lại (return).")
        api = api_of(account)
        seen = api.get("approval", f"/tasks/{waiting_task(api, task)}")
        show_form(seen)
        if seen["prepared"] and verdict is Verdict.APPROVE:
            look_before_signing(api, seen, out, ask=not yes)
        done = decide_on(api, seen, verdict, comment, to_step=to_step)
        stage = WORDS[Stage(done["stage"])]
        show(f"{seen['case']}: {ACTS[verdict.value]}, {done['title']}. Nay {stage}.")
        if done.get("second_act"):
            show(f"Ký bằng thiết bị của mình: ./congvan sign {seen['case']} --as {account}")


def look_before_signing(api: Api, seen: dict[str, Any], out: Out, *, ask: bool) -> None:
    """Say what is signed and for whom, and put the very bytes where they can be looked at."""
    for line in prepared_lines(seen):
        show(line)
    made = seen["prepared"]
    if made["account"] != api.account:
        raise Trouble(
            f"Bản trình ký này lập cho {made['name']}, không phải {api.account}; "
            f"để tự ký, hãy lập bản cho mình: ./congvan prepare {seen['case']} --as {api.account}"
        )
    data = api.file("approval", f"/tasks/{seen['id']}/document")
    if sha256(data) != made["prepared"]:
        raise Trouble("Bản trình ký vừa được lập lại; hãy xem lại rồi cho ý kiến lần nữa.")
    name = f"{seen['case']}-{made['prepared'][:8]}.pdf"
    show(f"Xem trước khi ký: {keep(data, out, 'to-sign', name)}")
    if ask and sys.stdin.isatty():
        said = typer.prompt("Ký đúng bản này? Gõ “có” để ký", default="", show_default=False)
        if not means_yes(said):
            raise Trouble("Chưa ký.")


def means_yes(said: str) -> bool:
    """Whether somebody who was asked said yes, with or without Vietnamese letters."""
    return said.strip().lower() in {"có", "co", "c", "ký", "ky", "y", "yes"}


def decide_on(
    api: Api, seen: dict[str, Any], verdict: Verdict, comment: str, *, to_step: int | None = None
) -> dict[str, Any]:
    """Decide on a task as it was seen."""
    said = decision_on(seen, verdict, comment)
    if to_step is not None:
        said["to_step"] = to_step
    done: dict[str, Any] = api.act("approval", f"/tasks/{seen['id']}/decision", said)
    return done


def decision_on(seen: dict[str, Any], verdict: Verdict, comment: str) -> dict[str, Any]:
    """A decision: it names the version that was seen, and the prepared PDF where it is signed."""
    said = {"verdict": verdict.value, "comment": comment, "version": seen["version"]}
    if seen["prepared"] and verdict is Verdict.APPROVE:
        said["prepared"] = seen["prepared"]["prepared"]
    return said


def prepare(task: Task, account: Account) -> None:
    """Lập bản trình ký cho chính tôi, khi tôi ký thay người được nêu tên."""
    with said_plainly():
        api = api_of(account)
        made = api.act("approval", f"/tasks/{waiting_task(api, task)}/prepared")
        for line in prepared_lines({"prepared": made}):
            show(line)
        show(f"Xem và ký: ./congvan decide {task} approve --as {account}")


def cancel_signing(case: Case, account: Account, reason: Reason) -> None:
    """Hủy quyết định ký khi chữ ký chưa được ghi nhận; bước ký mở lại."""
    with said_plainly():
        api = api_of(account)
        task = open_task(api, case)
        if task is None:
            raise Trouble(f"{case} không có việc ký nào đang chờ để hủy.")
        done = api.act("approval", f"/tasks/{task}/cancel-signing", {"reason": reason})
        show(f"{case}: đã hủy ký, nay {WORDS[Stage(done['stage'])]}.")
