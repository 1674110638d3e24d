"""Decisions on a selection at once: each is seen, decided and answered on its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from deploy.local.troubles import Trouble
from services.cli.api import Api, Said
from services.cli.commands.approver import Comment, Yes, decision_on, look_before_signing
from services.cli.commands.common import (
    Account,
    api_of,
    case_or_task,
    complain,
    said_plainly,
    show,
)
from services.cli.commands.tasks import waiting_task
from services.cli.files import read_text
from services.cli.words import ACTS
from shared.domain.lifecycle import WORDS, Stage
from shared.domain.route import Verdict

List = Annotated[
    Path | None,
    typer.Argument(
        metavar="TỆP", help="Mỗi dòng: mã hồ sơ hoặc mã việc, ý kiến, lời; # là ghi chú."
    ),
]
Tasks = Annotated[
    list[str] | None,
    typer.Option("--tasks", metavar="MÃ", help="Mã hồ sơ hoặc mã việc; nhiều thì ghi lại."),
]
Choice = Annotated[
    Verdict, typer.Option("--verdict", metavar="Ý_KIẾN", help="Ý kiến chung, mặc định đồng ý.")
]
_MOST: Final = 100
"""Decisions in one request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What somebody wants decided; `named` is a case or a task."""

    named: str
    verdict: Verdict
    comment: str


def decide_all(
    *,
    file: List = None,
    account: Account,
    tasks: Tasks = None,
    verdict: Choice = Verdict.APPROVE,
    comment: Comment = "",
    yes: Yes = False,
) -> None:
    """Cho ý kiến về nhiều việc một lượt; việc nào không được thì nêu riêng việc ấy."""
    with said_plainly():
        chosen = [
            *(line_of(line, verdict, comment) for line in lines_of_list(file)),
            *(_chosen(one, verdict, comment) for one in tasks or ()),
        ]
        if not chosen:
            raise Trouble("Hãy nêu các việc: một TỆP, hoặc --tasks.")
        results = []
        for one, result in _decided(api_of(account), chosen, ask=not yes):
            tell(one, result)
            results.append(result)
    failed = sum(bool(result.get("problem")) for result in results)
    show(f"Đã xong {len(results) - failed} việc, không được {failed} việc.")
    if failed:
        raise typer.Exit(1)


def lines_of_list(file: Path | None) -> list[str]:
    """The lines that name something, without notes."""
    text = read_text(file) if file else ""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]


def line_of(line: str, verdict: Verdict, comment: str) -> Chosen:
    """`MÃ [Ý_KIẾN [lời]]`; what is not said is as for all."""
    named, word, said = [*line.split(maxsplit=2), "", ""][:3]
    if word and word not in set(Verdict):
        raise Trouble(f"“{word}” không phải ý kiến; hãy chọn một trong: {', '.join(Verdict)}.")
    return _chosen(named, Verdict(word) if word else verdict, said or comment)


def _chosen(named: str, verdict: Verdict, comment: str) -> Chosen:
    return Chosen(named=case_or_task(named), verdict=verdict, comment=comment)


def _decided(
    api: Api, chosen: list[Chosen], *, ask: bool
) -> Iterator[tuple[Chosen, dict[str, Any]]]:
    """The result of each as it comes; one that fails leaves the others alone."""
    for start in range(0, len(chosen), _MOST):
        seen: dict[str, tuple[Chosen, dict[str, Any]]] = {}
        for one in chosen[start : start + _MOST]:
            try:
                decision = _seen(api, one, ask=ask)
            except (Said, Trouble) as fault:
                yield one, {"problem": {"detail": str(fault)}}
                continue
            if decision["task"] in seen:
                yield one, {"problem": {"detail": "Việc này được nêu hai lần trong danh sách."}}
            else:
                seen[decision["task"]] = one, decision
        yield from _sent(api, seen)


def _seen(api: Api, one: Chosen, *, ask: bool) -> dict[str, Any]:
    """The decision on a task as it stands; a signature only on bytes that could be looked at."""
    task: dict[str, Any] = api.get("approval", f"/tasks/{waiting_task(api, one.named)}")
    if task["prepared"] and one.verdict is Verdict.APPROVE:
        look_before_signing(api, task, None, ask=ask)
    return {"task": task["id"], **decision_on(task, one.verdict, one.comment)}


def _sent(
    api: Api, seen: dict[str, tuple[Chosen, dict[str, Any]]]
) -> Iterator[tuple[Chosen, dict[str, Any]]]:
    if not seen:
        return
    said = {"decisions": [decision for _, decision in seen.values()]}
    for result in api.act("approval", "/tasks/decisions", said)["results"]:
        yield seen[result["task"]][0], result


def tell(one: Chosen, result: dict[str, Any]) -> None:
    """One line of what became of it."""
    if result.get("problem"):
        complain(f"{one.named}: {result['problem']['detail']}")
        return
    done = result["decision"]
    stage = WORDS[Stage(done["stage"])]
    show(f"{one.named}: {ACTS[done['verdict']]}, {done['title']}. Nay {stage}.")
