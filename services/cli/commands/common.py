"""What commands share: who speaks, and how it is shown."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.table import Table

from deploy.local.troubles import Trouble
from services.cli.api import Api, Said, find_addresses, lines_of
from services.cli.words import FORM_SETTINGS, SEVERITIES, day, field_words, local_time
from shared.domain.form_rules import RULE_OF
from shared.domain.refusals import Refusal

console = Console(highlight=False, soft_wrap=True)
errors = Console(highlight=False, soft_wrap=True, stderr=True)

Account = Annotated[
    str,
    typer.Option(
        "--as",
        envvar="CONGVAN_ACCOUNT",
        help="Tài khoản thực hiện (hoặc đặt biến CONGVAN_ACCOUNT).",
        metavar="TÀI_KHOẢN",
    ),
]


def case_code(named: str) -> str:
    """A case code in capitals, as it is written; Trouble for anything else."""
    if not CASE.fullmatch(named.upper()):
        raise Trouble(f"“{named}” không phải mã hồ sơ; ví dụ: SVHTTDL-2026-000123.")
    return named.upper()


def case_or_task(named: str) -> str:
    """A case code, or the code of a task as machines write it."""
    return named.lower() if TASK.fullmatch(named.lower()) else case_code(named)


CASE: Final = re.compile(r"[A-Z][A-Z0-9]{1,19}-[0-9]{4}-[0-9]{6,9}")
TASK: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Case = Annotated[
    str,
    typer.Argument(metavar="MÃ_HỒ_SƠ", help="Ví dụ SVHTTDL-2026-000123.", parser=case_code),
]
Task = Annotated[
    str, typer.Argument(metavar="MÃ_HỒ_SƠ", help="Mã hồ sơ, hoặc mã việc.", parser=case_or_task)
]
Json = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON, cho máy đọc.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="TỆP", help="Tệp ghi ra.")]
After = Annotated[
    str | None, typer.Option("--after", metavar="MÃ_HỒ_SƠ", help="Xem tiếp sau hồ sơ này.")
]
Reason = Annotated[str, typer.Option("--reason", metavar="LÝ_DO", help="Lý do.")]


@contextmanager
def said_plainly(code: int = 1) -> Iterator[None]:
    """Whatever is refused or in the way is said in a sentence; the command ends with `code`."""
    try:
        yield
    except Said as said:
        for line in said.lines():
            complain(line)
        raise typer.Exit(code) from None
    except Refusal as refusal:
        for line in lines_of(refusal.sentence, refusal.details):
            complain(line)
        raise typer.Exit(code) from None
    except Trouble as trouble:
        complain(str(trouble))
        raise typer.Exit(code) from None


def complain(sentence: str) -> None:
    errors.print(sentence, style="red", markup=False)


def api_of(account: str) -> Api:
    return Api(find_addresses(), account)


def show(line: str) -> None:
    """A line with texts of people in it: nothing in them is markup."""
    console.print(line, markup=False)


def show_json(answer: Any) -> None:
    console.print_json(json.dumps(answer, ensure_ascii=False))


def table(*columns: str, whole: tuple[str, ...] = ()) -> Table:
    """A table; the cells of the columns `whole` are never broken."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(column, overflow="fold", no_wrap=column in whole)
    return made


def show_table(made: Table) -> None:
    """Within the width of the terminal: the other columns take the breaks."""
    console.print(made, soft_wrap=False)


def show_more(after: str | None) -> None:
    """How to read on, where a list goes on behind this case."""
    if after:
        console.print(f"Còn nữa; xem tiếp: --after {after}", markup=False)


def show_findings(findings: list[dict[str, Any]]) -> None:
    """Findings of form, each with its rule and what to write instead, or why it stands."""
    for finding in findings:
        show(finding_line(finding))
        if said := finding.get("acknowledged"):
            show(f"      {said['account']} để nguyên, {when(said['at'])}: {said['reason']}")


def show_form(seen: dict[str, Any]) -> None:
    """What the form check said of a version, and by which rules."""
    show_findings(seen["findings"])
    for line in form_lines(seen.get("form")):
        show(line)


def form_lines(form: dict[str, Any] | None) -> list[str]:
    """The rule set of a version, and what the agency had made of its rules."""
    if form is None:
        return []
    lines = [f"Thể thức kiểm tra theo quy tắc hiệu lực từ {day(form['rules'])}."]
    for code, setting in form["settings"].items():
        asks = RULE_OF[code].asks if code in RULE_OF else code
        lines.append(f"Cơ quan quy định {FORM_SETTINGS.get(setting, setting)}: {asks} ({code})")
    return lines


def finding_line(finding: dict[str, Any]) -> str:
    places = [f"dòng {finding['line']}"] if finding.get("line") else []
    if finding["field"]:
        places.append(field_words(finding["field"]))
    place = f"{', '.join(places)}: " if places else ""
    severity = SEVERITIES.get(finding["severity"], finding["severity"])
    instead = finding.get("replacement")
    arrow = f" → “{instead}”" if instead is not None else ""
    return f"  [{severity}] {place}{finding['message']}{arrow} ({finding['rule']})"


def when(instant: str | None) -> str:
    return local_time(instant) if instant else ""
