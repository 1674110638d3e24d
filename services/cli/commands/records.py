"""What the records desk does, and what everybody may read of it."""

from pathlib import Path
from typing import Annotated, Any

import typer

from deploy.local.troubles import Trouble
from services.cli.commands.common import (
    Account,
    Case,
    Json,
    api_of,
    console,
    said_plainly,
    show_json,
    table,
    when,
)
from services.cli.progress import progress_of
from services.cli.words import STAGES, day

Year = Annotated[int | None, typer.Option("--year", help="Năm của sổ; mặc định năm nay.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="Tệp ghi ra.")]
PdfFile = Annotated[Path, typer.Argument(metavar="TỆP_PDF")]
ROLES = {"person": "Người ký", "agency": "Cơ quan", "other": "Khác"}


def issue(case: Case, account: Account) -> None:
    """Văn thư cấp số, đăng ký và cho đóng dấu."""
    with said_plainly():
        done = api_of(account).act("distribution", f"/dispatches/{case}/issue")
        console.print(f"{case}: số {done['printed']}, ngày {day(done['date'])}.")


def register(account: Account, year: Year = None, *, as_json: Json = False) -> None:
    """Sổ đăng ký văn bản đi."""
    with said_plainly():
        book = api_of(account).get("distribution", "/register", year=year)
        if as_json:
            show_json(book)
            return
        shown = table("Số, ký hiệu", "Ngày", "Trích yếu", "Người ký", "Nơi nhận", "Ghi chú")
        for entry in book["entries"]:
            shown.add_row(
                entry["printed"],
                day(entry["date"]),
                entry["subject"],
                entry["signer"],
                "; ".join(entry["recipients"]),
                entry["note"],
            )
        console.print(f"Sổ đăng ký văn bản đi năm {book['year']}", style="bold")
        console.print(shown)


def pdf(case: Case, account: Account, out: Out = None) -> None:
    """Lấy tệp PDF đã phát hành."""
    with said_plainly():
        data = api_of(account).file("distribution", f"/dispatches/{case}/pdf")
        file = (out or Path(f"{case}.pdf")).resolve()
        try:
            file.write_bytes(data)
        except OSError as fault:
            raise Trouble(f"Không ghi được {file}: {fault.strerror}.") from None
        console.print(str(file), markup=False)


def verify(file: PdfFile, account: Account, *, as_json: Json = False) -> None:
    """Kiểm tra một tệp PDF: ai ký, khi nào, còn nguyên hay không, có trong sổ hay không."""
    with said_plainly():
        try:
            data = file.read_bytes()
        except OSError as fault:
            raise Trouble(f"Không đọc được {file}: {fault.strerror}.") from None
        said = api_of(account).post_file("distribution", "/verify", data, "application/pdf")
        if as_json:
            show_json(said)
        else:
            show_verification(said)
    if said["problems"]:
        raise typer.Exit(1)


def show_verification(said: dict[str, Any]) -> None:
    for signature in said["signatures"]:
        good = signature["intact"] and signature["trusted"]
        role = ROLES.get(signature["role"], signature["role"])
        state = "hợp lệ" if good else "KHÔNG hợp lệ"
        who = f"  {role}: {signature['subject']}, {when(signature['signed_at'])}"
        console.print(f"{who}: chữ ký {state}", markup=False)
    console.print(f"  Toàn vẹn: {'còn nguyên' if said['whole'] else 'ĐÃ BỊ SỬA hoặc không đủ'}")
    if said["registered"]:
        console.print(f"  Sổ đăng ký: số {said['number']}, ngày {day(said['date'])}", markup=False)
    else:
        console.print("  Sổ đăng ký: không có")
    if said["test_keys"]:
        console.print("  Khóa thử: chữ ký không có giá trị pháp lý")
    for problem in said["problems"]:
        console.print(f"  - {problem['message']}", style="red", markup=False)


def progress(case: Case, account: Account, *, as_json: Json = False) -> None:
    """Văn bản đang ở đâu, ai giữ, đến khi nào."""
    with said_plainly():
        api = api_of(account)
        stands = progress_of(api, case)
        if as_json:
            parts = {name: getattr(stands, name) for name in ("drafting", "approval")}
            show_json({"stage": stands.stage, **parts, "distribution": stands.distribution})
            return
        console.print(f"{case}: {STAGES[stands.stage]} ({stands.stage}), lần {stands.round}")
        console.print(stands.drafting["subject"], markup=False)
        for held in stands.approval.get("rounds", []):
            for step in held["taken"]:
                comment = f": {step['comment']}" if step["comment"] else ""
                who = f"{when(step['at'])}  {step['title']}"
                console.print(f"  {who}, lần {held['round']}, {step['act']}{comment}", markup=False)
        if waiting := stands.approval.get("waiting"):
            console.print(waiting, markup=False)
        if number := stands.distribution.get("number"):
            console.print(f"Số {number}, ngày {day(stands.distribution['date'])}")
        console.print(f"Temporal UI: {api.addresses.workflow(case)}", markup=False)
