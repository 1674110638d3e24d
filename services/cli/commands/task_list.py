"""The list of tasks: mine, my unit's, those I substitute for, done; filtered, page by page."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

import typer

from services.cli.api import Api, Said
from services.cli.commands.clerk import show_desk
from services.cli.commands.common import (
    Account,
    Json,
    api_of,
    console,
    said_plainly,
    show_json,
    show_more,
    show_table,
    table,
    when,
)
from services.cli.sentences import on_behalf
from services.cli.words import ACTS
from shared.domain.four_eyes import ROLES
from shared.domain.route import StepKind
from shared.domain.urgency import WORDS, Urgency


class Whose(StrEnum):
    """Whose tasks, in the words of approval's API."""

    MINE = "mine"
    UNIT = "unit"
    SUBSTITUTE = "substitute"
    DONE = "done"


Of = Annotated[
    Whose,
    typer.Option(
        "--of",
        metavar="CỦA_AI",
        help="mine (của tôi), unit (của đơn vị), substitute (tôi thay), done (đã xong).",
    ),
]
Kind = Annotated[
    StepKind | None,
    typer.Option("--kind", metavar="BƯỚC", help="Chỉ bước này: content_check, office_review, ..."),
]
Level = Annotated[
    Urgency | None,
    typer.Option("--urgency", metavar="MỨC_ĐỘ", help="thuong, khan, thuong_khan, hoa_toc."),
]
Overdue = Annotated[bool, typer.Option("--overdue", help="Chỉ việc quá hạn.")]
Unit = Annotated[str | None, typer.Option("--unit", metavar="MÃ", help="Đơn vị soạn thảo.")]
Text = Annotated[
    str | None, typer.Option("--text", metavar="TỪ", help="Tìm theo từ, không cần dấu.")
]
After = Annotated[
    str | None, typer.Option("--after", metavar="CHỖ_DỪNG", help="Xem tiếp từ chỗ đã dừng.")
]
Whole = Annotated[bool, typer.Option("--all", help="Xem hết, không dừng ở từng trang.")]


def tasks(
    *,
    account: Account,
    of: Of = Whose.MINE,
    kind: Kind = None,
    urgency: Level = None,
    unit: Unit = None,
    text: Text = None,
    after: After = None,
    overdue: Overdue = False,
    whole: Whole = False,
    as_json: Json = False,
) -> None:
    """Việc đang chờ tôi, chờ đơn vị tôi, tôi làm thay hoặc đã làm; lọc và tìm được."""
    asked = {"kind": kind, "urgency": urgency, "unit": unit, "text": text, "after": after}
    if overdue:
        asked["overdue"] = "true"
    with said_plainly():
        api = api_of(account)
        found, more = _found(api, {"of": of} | asked, whole=whole)
        if as_json:
            show_json(found)
            return
        desk = _desk(api) if of is Whose.MINE and not any(asked.values()) else {}
        if found:
            _show_tasks(found)
            show_more(more)
        if any(desk.values()):
            show_desk(desk)
        if not found and not any(desk.values()):
            console.print("Không có việc nào.")


def _found(
    api: Api, asked: dict[str, Any], *, whole: bool
) -> tuple[list[dict[str, Any]], str | None]:
    """The tasks of one page or of all, and where the next page begins."""
    found: list[dict[str, Any]] = []
    more: str | None = None
    for page in _pages(api, asked):
        found += page["tasks"]
        more = page.get("next")
        if not whole:
            break
    return found, more


def _pages(api: Api, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    while True:
        page = api.get("approval", "/tasks", **asked)
        yield page
        if not page.get("next"):
            return
        asked = asked | {"after": page["next"]}


def _desk(api: Api) -> dict[str, list[Any]]:
    """What waits for a clerk; nothing for those who are no clerks."""
    try:
        found: dict[str, list[Any]] = api.get("distribution", "/desk")
    except Said as said:
        if said.status == 403:
            return {}
        raise
    return found


def _show_tasks(found: list[dict[str, Any]]) -> None:
    shown = table("Hồ sơ", "Bước", "Trích yếu", "Hạn", whole=("Hồ sơ",))
    for one in found:
        shown.add_row(one["case"], step_words(one), _subject(one), _due(one))
    show_table(shown)


def step_words(one: dict[str, Any]) -> str:
    """The step, and whom it waits for, or what I decided and when."""
    step = ROLES[StepKind(one["kind"])] + on_behalf(one)
    if one.get("verdict"):
        return f"{step}: {ACTS[one['verdict']]} {when(one['decided_at'])}"
    holder = one.get("claimed_by") or one.get("waits_for")
    return f"{step} ({holder})" if holder else step


def _subject(one: dict[str, Any]) -> str:
    """The subject, after its urgency where it has one above the ordinary."""
    urgency = Urgency(one["urgency"])
    mark = "" if urgency is Urgency.NORMAL else f"[{WORDS[urgency].upper()}] "
    return f"{mark}{one['subject']}"


def _due(one: dict[str, Any]) -> str:
    stands = " đứng yên, chờ trả lời" if one.get("asked_since") else ""
    return when(one["due_at"]) + (" QUÁ HẠN" if one["overdue"] else stands)
