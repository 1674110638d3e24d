"""What a drafter does: write, look, correct, attach, submit, take back."""

from pathlib import Path
from typing import Annotated, Any

import typer

from services.cli.commands.common import (
    Account,
    After,
    Case,
    Json,
    Out,
    Reason,
    api_of,
    case_code,
    console,
    said_plainly,
    show,
    show_findings,
    show_json,
    show_more,
    show_table,
    table,
)
from services.cli.files import keep, read_bytes
from services.cli.progress import progress_of
from services.cli.words import field_words
from services.drafting.domain.attachment_kinds import ANNEX, SUPPORTING
from shared.document.forms import form_of, required_parts
from shared.domain.amendments import amends
from shared.domain.lifecycle import WORDS, Stage

TextFile = Annotated[Path, typer.Argument(metavar="TỆP", help="Văn bản thuần túy hoặc .docx.")]
Version = Annotated[
    int | None,
    typer.Option("--version", metavar="LẦN", min=1, help="Bản đã trình lần ấy, thay vì bản thảo."),
]
Paper = Annotated[Path, typer.Argument(metavar="TỆP", help="pdf, docx, xlsx, png, jpg hoặc txt.")]

Annexes = Annotated[
    list[Path] | None,
    typer.Option(
        "--annex",
        metavar="TỆP",
        help="Phụ lục (PDF) ban hành kèm văn bản; nêu nhiều lần theo thứ tự.",
    ),
]
AsAnnex = Annotated[
    bool, typer.Option("--annex", help="Là phụ lục (PDF) ban hành kèm văn bản, được ký số.")
]
Corrects = Annotated[
    str | None,
    typer.Option(
        "--corrects",
        metavar="MÃ_HỒ_SƠ",
        help="Công văn này đính chính văn bản đã ban hành (sai thể thức, kỹ thuật, thủ tục).",
        parser=case_code,
    ),
]
Replaces = Annotated[
    str | None,
    typer.Option(
        "--replaces",
        metavar="MÃ_HỒ_SƠ",
        help="Văn bản này thay thế văn bản đã ban hành, cùng loại (sai nội dung).",
        parser=case_code,
    ),
]


To = Annotated[
    list[str] | None,
    typer.Option("--to", metavar="TÊN", help='Những ai mà "Như Điều 3" của quyết định nói đến.'),
]


def draft(
    file: TextFile,
    account: Account,
    *,
    annex: Annexes = None,
    corrects: Corrects = None,
    replaces: Replaces = None,
    to: To = None,
    as_json: Json = False,
) -> None:
    """Lập dự thảo từ một tệp văn bản; nêu chỗ không đọc được và lỗi thể thức."""
    with said_plainly():
        data = read_bytes(file)
        annexes = [(one.name, read_bytes(one)) for one in annex or ()]
        wanted, api = amends(corrects=corrects, replaces=replaces), api_of(account)
        if wanted is not None:
            from services.cli.amending import refuse_undone  # noqa: PLC0415 -- few drafts need the desk's rules

            refuse_undone(api, wanted)
        said = {wanted.way.value: wanted.case} if wanted else {}
        made = api.draft_of(file.name, data, ({"addressees": to} if to else {}) | said)
        case = made["draft"]["case"]
        if not as_json:
            show(f"Đã lập dự thảo {case}: {made['draft']['subject'] or '(chưa có trích yếu)'}")
        for name, data in annexes:
            api.attach(case, name, data, ANNEX)
        findings = made["findings"] + api.get("drafting", f"/drafts/{case}/findings")["findings"]
        if as_json:
            show_json({"draft": made["draft"], "findings": findings})
            return
        for name, _ in annexes:
            show(f"Phụ lục ban hành kèm: {name}")
        show_findings(findings)
        show(next_command(made["draft"], findings, account))


def next_command(made: dict[str, Any], findings: list[dict[str, Any]], account: str) -> str:
    """What the drafter does next with a new draft: complete it, have it corrected, or submit."""
    if sentence := form_of(made["doc_type"]).not_issued:
        return sentence
    missing = [field_words(name) for name in required_parts(made["doc_type"]) if not made[name]]
    if missing:
        return (
            f"Chưa trình được, còn thiếu: {', '.join(missing)}. "
            "Hãy bổ sung vào tệp văn bản rồi lập dự thảo mới."
        )
    case = made["case"]
    if any(one["replacement"] is not None for one in findings):
        return f"Sửa các chỗ đã nêu cách sửa: ./congvan correct {case} --as {account}"
    return f"Trình: ./congvan submit {case} --as {account}"


def drafts(account: Account, after: After = None, *, as_json: Json = False) -> None:
    """Các dự thảo của tôi, mới nhất trước, và từng hồ sơ đang ở đâu."""
    with said_plainly():
        api = api_of(account)
        page = api.get("drafting", "/drafts", after=after)
        found = page["drafts"]
        if as_json:
            show_json(page)
            return
        shown = table("Hồ sơ", "Lần", "Trạng thái", "Trích yếu", whole=("Hồ sơ", "Lần"))
        for one in found:
            stands = progress_of(api, one["case"])
            shown.add_row(one["case"], str(stands.round), WORDS[stands.stage], one["subject"])
        show_table(shown) if found else console.print("Không có dự thảo nào.")
        show_more(page["after"])


def preview(case: Case, account: Account, out: Out = None) -> None:
    """Xem trước bản thảo: tệp PDF có dòng “DỰ THẢO”."""
    with said_plainly():
        data = api_of(account).file("drafting", f"/drafts/{case}/preview")
        show(str(keep(data, out, "previews", f"{case}-du-thao.pdf")))


def docx(case: Case, account: Account, out: Out = None, version: Version = None) -> None:
    """Lấy bản thảo dạng Word để sửa, rồi đưa tệp đã sửa vào lại: revise MÃ_HỒ_SƠ TỆP."""
    with said_plainly():
        of = f"/versions/{version}" if version else ""
        data = api_of(account).file("drafting", f"/drafts/{case}{of}/docx")
        name = f"{case}-lan-{version}.docx" if version else f"{case}-du-thao.docx"
        show(str(keep(data, out, "previews", name)))


def revise(case: Case, file: TextFile, account: Account, *, as_json: Json = False) -> None:
    """Thay nội dung dự thảo bằng một tệp, như tệp Word lấy từ dự thảo rồi sửa; nêu lỗi thể thức."""
    with said_plainly():
        data = read_bytes(file)
        api = api_of(account)
        seen = api.get("drafting", f"/drafts/{case}")
        made = api.put_file(case, file.name, data, f'"{seen["revision"]}"')
        findings = made["findings"] + api.get("drafting", f"/drafts/{case}/findings")["findings"]
        if as_json:
            show_json({"draft": made["draft"], "findings": findings})
            return
        show(f"{case}: đã thay nội dung dự thảo (lần sửa {made['revision']}).")
        show_findings(findings)
        show(next_command(made["draft"], findings, account))


def attach(case: Case, file: Paper, account: Account, *, annex: AsAnnex = False) -> None:
    """Kèm tài liệu cho người duyệt xem, không gửi ra ngoài; hoặc phụ lục ban hành kèm."""
    with said_plainly():
        data = read_bytes(file)
        done = api_of(account).attach(case, file.name, data, ANNEX if annex else SUPPORTING)
        done = done["attachment"]
        show(f"{case}: đã kèm {done['name']} ({done['size']} byte).")


def submit(case: Case, account: Account, *, as_json: Json = False) -> None:
    """Trình duyệt dự thảo; thiếu gì thì nêu đủ và không trình."""
    with said_plainly():
        api = api_of(account)
        seen = api.get("drafting", f"/drafts/{case}")
        sent = api.act("drafting", f"/drafts/{case}/submit", etag=f'"{seen["revision"]}"')
        if as_json:
            show_json(sent)
        else:
            show(f"Đã trình {case}, lần {sent['round']}.")


def withdraw(case: Case, account: Account, reason: Reason) -> None:
    """Rút văn bản: rút ngay khi chưa trình, xin rút khi đang trình."""
    with said_plainly():
        done = api_of(account).act("drafting", f"/drafts/{case}/withdraw", {"reason": reason})
        waits = done["withdrawal_asked_at"] is not None
        show(f"{case}: {'đã xin rút, chờ trả lời' if waits else WORDS[Stage(done['stage'])]}.")
