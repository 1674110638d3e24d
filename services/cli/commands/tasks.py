"""A task as commands name and show it: by its own code, or by the case code."""

from typing import Any

from deploy.local.troubles import Trouble
from services.cli.api import Api, Said
from services.cli.commands.common import CASE
from services.cli.sentences import on_behalf


def is_case(named: str) -> bool:
    return CASE.fullmatch(named) is not None


def waiting_task(api: Api, named: str) -> str:
    """The task itself, or the one that waits in the case that was named.

    Whether it waits for this account approval says itself, and for whom if not.
    """
    found = open_task(api, named) if is_case(named) else named
    if found is None:
        raise Trouble(
            f"Không có việc nào của {named} đang chờ tài khoản {api.account}; "
            f"xem hồ sơ đang ở đâu: ./congvan progress {named} --as {api.account}"
        )
    return found


def open_task(api: Api, case: str) -> str | None:
    """The task that waits in a case for whomever, for a decision or for the signature."""
    try:
        waits = api.get("approval", f"/dispatches/{case}")["open"]
    except Said as said:
        if said.status == 404:
            return None
        raise
    return str(waits["task"]) if waits else None


def act_on(api: Api, named: str, act: str, said: dict[str, Any] | None = None) -> Any:
    """One act on the task that was named; the answer."""
    return api.act("approval", f"/tasks/{waiting_task(api, named)}/{act}", said)


def prepared_lines(seen: dict[str, Any]) -> list[str]:
    """For whom a signature step's PDF was prepared, how it is signed, and which bytes it is."""
    made = seen["prepared"]
    if not made:
        return []
    whose = f"{made['name']} ({made['account']}), {made['title']}{on_behalf(made)}"
    return [
        f"Bản trình ký lập cho {whose}:",
        *(f"    {line}" for line in made["signing_lines"]),
        f"    {made['name']}",
        f"SHA-256: {made['prepared']}",
    ]
