"""What a drafter does with the findings of form: have them corrected, or let them stand."""

from typing import Annotated, Any

import typer

from services.cli.commands.common import (
    Account,
    Case,
    api_of,
    console,
    finding_line,
    said_plainly,
    show,
    show_findings,
)
from services.cli.words import field_words

Findings = Annotated[
    list[str] | None,
    typer.Argument(metavar="NHẬN_XÉT", help="Mã nhận xét, hoặc mã quy tắc (docs/form-check.md)."),
]
WhyLeft = Annotated[
    str, typer.Option("--reason", metavar="LÝ_DO", help="Vì sao để nguyên, cho người duyệt đọc.")
]


def correct(case: Case, account: Account) -> None:
    """Áp dụng mọi chỗ sửa mà kiểm tra thể thức đề nghị, trừ những chỗ đã để nguyên."""
    with said_plainly():
        api = api_of(account)
        found = api.get("drafting", f"/drafts/{case}/findings")
        decidable = [one for one in found["findings"] if _is_to_correct(one)]
        if not decidable:
            console.print("Không có chỗ nào máy sửa được.")
            return
        named = {"findings": [one["id"] for one in decidable]}
        etag = f'"{found["revision"]}"'
        api.act("drafting", f"/drafts/{case}/corrections", named, etag=etag)
        left = api.get("drafting", f"/drafts/{case}/findings")["findings"]
        waiting = {_what(one) for one in left}
        done = [one for one in decidable if _what(one) not in waiting]
        for one in done:
            show(correction_line(one))
        show(f"Đã sửa {len(done)} chỗ. {_after_correcting(case, account, left)}")


def _is_to_correct(finding: dict[str, Any]) -> bool:
    """It brings its replacement, and nobody let it stand."""
    return finding["replacement"] is not None and not finding["acknowledged"]


def _what(finding: dict[str, Any]) -> tuple[str, ...]:
    return finding["id"], finding["found"], finding["replacement"]


def _after_correcting(case: str, account: str, left: list[dict[str, Any]]) -> str:
    """Where two corrections met in the same words, the second waits for another call."""
    again = sum(map(_is_to_correct, left))
    if again:
        return f"Còn {again} chỗ sửa được: ./congvan correct {case} --as {account}"
    return f"Trình: ./congvan submit {case} --as {account}"


def acknowledge(
    case: Case, account: Account, findings: Findings = None, reason: WhyLeft = ""
) -> None:
    """Để nguyên nhận xét thể thức, nêu lý do cho người duyệt; không nêu nhận xét: xem mã."""
    with said_plainly():
        api = api_of(account)
        found = api.get("drafting", f"/drafts/{case}/findings")
        if not findings:
            for one in found["findings"]:
                show(f"{one['id']}\n{finding_line(one)}")
            show(f"Để nguyên: ./congvan acknowledge {case} MÃ --reason LÝ_DO --as {account}")
            return
        said = {"findings": findings, "reason": reason}
        etag = f'"{found["revision"]}"'
        done = api.act("drafting", f"/drafts/{case}/acknowledgements", said, etag=etag)
        show_findings([one for one in done["findings"] if one["acknowledged"]])


def correction_line(finding: dict[str, Any]) -> str:
    """What a correction changed, and by which rule."""
    field = field_words(finding["field"])
    change = f"“{finding['found']}” → “{finding['replacement']}”"
    return f"  {field}: {change} ({finding['code']}, {finding['rule']})"
