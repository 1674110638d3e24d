"""What commands share: who speaks, and how it is shown."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from deploy.local.troubles import Trouble
from services.cli.api import Api, Said, find_addresses
from services.cli.words import local_time

console = Console(highlight=False, soft_wrap=True)

Account = Annotated[
    str,
    typer.Option(
        "--as",
        envvar="CONGVAN_ACCOUNT",
        help="Tài khoản thực hiện (hoặc đặt biến CONGVAN_ACCOUNT).",
        metavar="TÀI_KHOẢN",
    ),
]
Case = Annotated[str, typer.Argument(metavar="MÃ_HỒ_SƠ", help="Ví dụ SVHTTDL-2026-000123.")]
Json = Annotated[bool, typer.Option("--json", help="In câu trả lời của dịch vụ, cho máy đọc.")]


@contextmanager
def said_plainly() -> Iterator[None]:
    """Whatever is refused or in the way is said in a sentence, and the command fails."""
    try:
        yield
    except Said as said:
        for line in said.lines():
            console.print(line, style="red", markup=False)
        raise typer.Exit(1) from None
    except Trouble as trouble:
        console.print(str(trouble), style="red", markup=False)
        raise typer.Exit(1) from None


def api_of(account: str) -> Api:
    return Api(find_addresses(), account)


def show_json(answer: Any) -> None:
    console.print_json(json.dumps(answer, ensure_ascii=False))


def table(*columns: str) -> Table:
    made = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


def show_findings(findings: list[dict[str, Any]]) -> None:
    """Findings of form, each with its rule and what to write instead."""
    for finding in findings:
        place = f"dòng {finding['line']}, " if finding.get("line") else ""
        instead = ""
        if finding.get("replacement") is not None:
            instead = f" → “{finding['replacement']}”"
        line = f"  [{finding['severity']}] {place}{finding['field']}: {finding['message']}{instead}"
        console.print(f"{line} ({finding['rule']})", markup=False)


def when(instant: str | None) -> str:
    return local_time(instant) if instant else ""
