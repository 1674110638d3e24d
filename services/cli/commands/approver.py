"""What an approver does: see what waits, decide, have a PDF prepared, take a signing back."""

import sys
from typing import Annotated, Any

import typer

from deploy.local.troubles import Trouble
from services.cli.api import Api, Said
from services.cli.commands.clerk import show_desk
from services.cli.commands.common import (
    Account,
    Case,
    Json,
    Out,
    Reason,
    Task,
    api_of,
    console,
    said_plainly,
    show,
    show_findings,
    show_json,
    show_table,
    table,
    when,
)
from services.cli.commands.tasks import open_task, prepared_lines, waiting_task
from services.cli.files import keep
from services.cli.words import ACTS
from shared.domain.canonical import sha256
from shared.domain.four_eyes import ROLES
from shared.domain.lifecycle import WORDS, Stage
from shared.domain.route import StepKind, Verdict

Choice = Annotated[
    Verdict,
    typer.Argument(metavar="Ý_KIẾN", help="approve (đồng ý, ký), return (trả lại), reject."),
]
Comment = Annotated[
    str,
    typer.Option("--comment", "-m", metavar="Ý_KIẾN", help="Trả lại, từ chối thì phải có."),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Ký mà không hỏi lại.")]


def tasks(account: Account, *, as_json: Json = False) -> None:
    """Việc đang chờ tôi; với văn thư thì cả văn bản đang chờ phát hành."""
    with said_plainly():
        api = api_of(account)
        waiting = api.get("approval", "/tasks")["tasks"]
        if as_json:
            show_json(waiting)
            return
        desk = _desk(api)
        if waiting:
            _show_tasks(api, waiting)
        if desk:
            show_desk(desk)
        if not waiting and not desk:
            console.print("Không có việc nào.")


def _desk(api: Api) -> list[dict[str, Any]]:
    """What waits to be issued; nothing for those who are no clerks."""
    try:
        found: list[dict[str, Any]] = api.get("distribution", "/desk")["waiting"]
    except Said as said:
        if said.status == 403:
            return []
        raise
    return found


def _show_tasks(api: Api, waiting: list[dict[str, Any]]) -> None:
    shown = table("Hồ sơ", "Bước", "Trích yếu", "Hạn", whole=("Hồ sơ",))
    for one in waiting:
        step = ROLES[StepKind(one["kind"])]
        if StepKind(one["kind"]) is StepKind.SIGNATURE:
            step += _prepared_for(api, one["case"])
        late = " QUÁ HẠN" if one["overdue"] else ""
        shown.add_row(one["case"], step, one["subject"], when(one["due_at"]) + late)
    show_table(shown)


def _prepared_for(api: Api, case: str) -> str:
    """Of a signature step; asked of the dispatch, since a look at the task would be recorded."""
    waits = api.get("approval", f"/dispatches/{case}")["open"]
    if not waits:
        return ""
    made = "đã lập bản cho" if waits["prepared"] else "sẽ lập bản cho"
    return f" ({made} {waits['holder']})"


def decide(
    task: Task,
    verdict: Choice,
    account: Account,
    comment: Comment = "",
    out: Out = None,
    *,
    yes: Yes = False,
) -> None:
    """Cho ý kiến về một việc: đồng ý (ký), trả lại, từ chối."""
    with said_plainly():
        api = api_of(account)
        seen = api.get("approval", f"/tasks/{waiting_task(api, task)}")
        show_findings(seen["findings"])
        if seen["prepared"] and verdict is Verdict.APPROVE:
            _look_before_signing(api, seen, out, ask=not yes)
        done = decide_on(api, seen, verdict, comment)
        stage = WORDS[Stage(done["stage"])]
        show(f"{seen['case']}: {ACTS[verdict.value]}, {done['title']}. Nay {stage}.")


def _look_before_signing(api: Api, seen: dict[str, Any], out: Out, *, ask: bool) -> None:
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


def decide_on(api: Api, seen: dict[str, Any], verdict: Verdict, comment: str) -> dict[str, Any]:
    """Decide on a task as it was seen: its version, and the prepared PDF where it is signed."""
    said: dict[str, Any] = {
        "verdict": verdict.value,
        "comment": comment,
        "version": seen["version"],
    }
    if seen["prepared"] and verdict is Verdict.APPROVE:
        said["prepared"] = seen["prepared"]["prepared"]
    done: dict[str, Any] = api.act("approval", f"/tasks/{seen['id']}/decision", said)
    return done


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
