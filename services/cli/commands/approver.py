"""What an approver does: look at what waits, and decide."""

from typing import Annotated, Any

import typer

from deploy.local.troubles import Trouble
from services.cli.api import Api
from services.cli.commands.common import (
    Account,
    Json,
    api_of,
    console,
    said_plainly,
    show_findings,
    show_json,
    table,
    when,
)
from services.cli.words import STEPS, VERDICTS
from shared.domain.route import StepKind, Verdict

Task = Annotated[str, typer.Argument(metavar="VIỆC", help="Mã việc, hoặc mã hồ sơ của việc.")]
Choice = Annotated[Verdict, typer.Argument(metavar="Ý_KIẾN", help="approve, return hoặc reject.")]
Comment = Annotated[str, typer.Option("--comment", "-m", help="Ý kiến; trả lại, từ chối phải có.")]


def tasks(account: Account, *, as_json: Json = False) -> None:
    """Việc đang chờ tôi."""
    with said_plainly():
        waiting = api_of(account).get("approval", "/tasks")["tasks"]
        if as_json:
            show_json(waiting)
            return
        shown = table("Việc", "Hồ sơ", "Bước", "Trích yếu", "Hạn")
        for one in waiting:
            late = " (QUÁ HẠN)" if one["overdue"] else ""
            step = STEPS[StepKind(one["kind"])]
            shown.add_row(one["id"], one["case"], step, one["subject"], when(one["due_at"]) + late)
        console.print(shown if waiting else "Không có việc nào.")


def decide(task: Task, verdict: Choice, account: Account, comment: Comment = "") -> None:
    """Cho ý kiến về một việc: đồng ý (ký), trả lại, từ chối."""
    with said_plainly():
        api = api_of(account)
        seen = api.get("approval", f"/tasks/{task_id(api, task)}")
        show_findings(seen["findings"])
        done = decide_on(api, seen, verdict, comment)
        console.print(f"{seen['case']}: {VERDICTS[verdict]}, {done['title']}.")


def task_id(api: Api, named: str) -> str:
    """The task itself, or the one that waits for this account in the case that was named."""
    waiting = api.get("approval", "/tasks")["tasks"]
    found = [one["id"] for one in waiting if named in {one["id"], one["case"]}]
    if not found and "-" in named and named.isupper():
        raise Trouble(f"Không có việc nào của {named} đang chờ tài khoản {api.account}.")
    return str(found[0] if found else named)


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
