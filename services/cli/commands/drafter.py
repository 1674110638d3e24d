"""What a drafter does: write, correct, submit, take back."""

from pathlib import Path
from typing import Annotated

import typer

from deploy.local.troubles import Trouble
from services.cli.commands.common import (
    Account,
    Case,
    Json,
    api_of,
    console,
    said_plainly,
    show_findings,
    show_json,
)
from services.cli.words import STAGES
from shared.domain.lifecycle import Stage

TextFile = Annotated[Path, typer.Argument(metavar="TỆP", help="Văn bản thuần túy, UTF-8.")]
Reason = Annotated[str, typer.Option("--reason", help="Lý do.")]


def draft(file: TextFile, account: Account, *, as_json: Json = False) -> None:
    """Lập dự thảo từ một tệp văn bản; nêu chỗ không đọc được và lỗi thể thức."""
    with said_plainly():
        api = api_of(account)
        made = api.act("drafting", "/drafts/from-text", {"text": read_text(file)})
        case = made["draft"]["case"]
        findings = made["findings"] + api.get("drafting", f"/drafts/{case}/findings")["findings"]
        if as_json:
            show_json({"draft": made["draft"], "findings": findings})
            return
        console.print(f"Đã lập dự thảo {case}: {made['draft']['subject']}", markup=False)
        show_findings(findings)
        console.print(f"Trình: ./congvan submit {case} --as {account}", markup=False)


def correct(case: Case, account: Account) -> None:
    """Áp dụng mọi chỗ sửa mà kiểm tra thể thức đề nghị."""
    with said_plainly():
        api = api_of(account)
        found = api.get("drafting", f"/drafts/{case}/findings")
        decidable = [one for one in found["findings"] if one["replacement"] is not None]
        if not decidable:
            console.print("Không có chỗ nào máy sửa được.")
            return
        named = {"findings": [one["id"] for one in decidable]}
        etag = f'"{found["revision"]}"'
        api.act("drafting", f"/drafts/{case}/corrections", named, etag=etag)
        show_findings(decidable)
        console.print(f"Đã sửa {len(decidable)} chỗ.")


def submit(case: Case, account: Account, *, as_json: Json = False) -> None:
    """Trình duyệt dự thảo; thiếu gì thì nêu đủ và không trình."""
    with said_plainly():
        sent = api_of(account).act("drafting", f"/drafts/{case}/submit")
        if as_json:
            show_json(sent)
        else:
            console.print(f"Đã trình {case}, lần {sent['round']}.")


def withdraw(case: Case, account: Account, reason: Reason) -> None:
    """Rút văn bản: rút ngay khi chưa trình, xin rút khi đang trình."""
    with said_plainly():
        done = api_of(account).act("drafting", f"/drafts/{case}/withdraw", {"reason": reason})
        stage = Stage(done["stage"])
        waits = done["withdrawal_asked_at"] is not None
        console.print(f"{case}: {'đã xin rút, chờ trả lời' if waits else STAGES[stage]}.")


def read_text(file: Path) -> str:
    """A text file's content; Trouble where it is no UTF-8 text."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise Trouble(f"Không đọc được tệp {file}: {fault.strerror}.") from None
    except UnicodeDecodeError:
        raise Trouble(f"Tệp {file} không phải văn bản UTF-8; hãy lưu lại ở dạng UTF-8.") from None
