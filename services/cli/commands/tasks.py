"""A task as commands name and show it: by its own code, or by the case code."""

from typing import Any

from deploy.local.troubles import Trouble
from services.cli.api import Api
from services.cli.commands.common import CASE


def is_case(named: str) -> bool:
    return CASE.fullmatch(named) is not None


def waiting_task(api: Api, named: str) -> str:
    """The task itself, or the one that waits for this account in the case that was named."""
    if not is_case(named):
        return named
    waiting = api.get("approval", "/tasks")["tasks"]
    found = [str(one["id"]) for one in waiting if one["case"] == named]
    if not found:
        raise Trouble(
            f"Không có việc nào của {named} đang chờ tài khoản {api.account}; "
            f"xem hồ sơ đang ở đâu: ./congvan progress {named} --as {api.account}"
        )
    return found[0]


def open_task(api: Api, case: str) -> str | None:
    """The task that waits in a case for whomever, for a decision or for the signature."""
    waits = api.get("approval", f"/dispatches/{case}")["open"]
    return str(waits["task"]) if waits else None


def prepared_lines(seen: dict[str, Any]) -> list[str]:
    """For whom a signature step's PDF was prepared, how it is signed, and which bytes it is."""
    made = seen["prepared"]
    if not made:
        return []
    return [
        f"Bản trình ký lập cho {made['name']} ({made['account']}), {made['title']}:",
        *(f"    {line}" for line in made["signing_lines"]),
        f"    {made['name']}",
        f"SHA-256: {made['prepared']}",
    ]
