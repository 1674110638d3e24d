"""Checking a PDF: by the records that have it, or at one's own machine without them."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from deploy.local.troubles import Trouble
from services.cli.commands.common import (
    Json,
    api_of,
    complain,
    said_plainly,
    show,
    show_json,
    when,
)
from services.cli.files import read_bytes
from services.cli.words import day, ways_back
from shared.runtime.clock import SystemClock

PdfFile = Annotated[Path, typer.Argument(metavar="TỆP_PDF")]
Trust = Annotated[
    Path | None,
    typer.Option(
        "--trust",
        metavar="THƯ_MỤC_HOẶC_TỆP",
        help="Chứng thư gốc được tin cậy; có tùy chọn này thì kiểm tra tại máy, không hỏi ai.",
    ),
]
Asker = Annotated[
    str | None,
    typer.Option(
        "--as",
        envvar="CONGVAN_ACCOUNT",
        metavar="TÀI_KHOẢN",
        help="Tài khoản hỏi dịch vụ văn thư (hoặc đặt biến CONGVAN_ACCOUNT).",
    ),
]
WRONG, COULD_NOT_CHECK = 1, 3
ROLES: Final = {"person": "Người ký", "agency": "Cơ quan", "other": "Khác"}


def verify(
    file: PdfFile, account: Asker = None, trust: Trust = None, *, as_json: Json = False
) -> None:
    """Kiểm tra một tệp PDF: ai ký, khi nào, còn nguyên hay không, có trong sổ hay không.

    Với --as thì hỏi dịch vụ văn thư. Với --trust thì kiểm tra tại máy này, không
    cần hệ thống; sổ đăng ký và nội dung đã duyệt khi đó ghi là "chưa kiểm tra".

    Mã thoát: 0 mọi điều đã kiểm tra đều tốt; 1 tệp có vấn đề; 2 lệnh viết sai;
    3 chưa kiểm tra được (không đọc được tệp hay danh sách tin cậy, dịch vụ không
    trả lời hoặc từ chối).
    """
    if trust is None and account is None:
        raise Trouble(
            "Hãy nêu chứng thư gốc được tin cậy để kiểm tra tại máy (--trust THƯ_MỤC_HOẶC_TỆP), "
            "hoặc tài khoản để hỏi dịch vụ văn thư (--as TÀI_KHOẢN)."
        )
    with said_plainly(COULD_NOT_CHECK):
        data = read_bytes(file)
        said = _offline(data, trust) if trust else _asked(data, str(account))
    if as_json:
        show_json(said)
    else:
        show_verification(said)
    if said["problems"]:
        raise typer.Exit(WRONG)


def _offline(data: bytes, trust: Path) -> dict[str, Any]:
    from services.cli.offline import check_offline  # noqa: PLC0415 -- only this needs them
    from services.cli.trust_list import read_trust_list  # noqa: PLC0415 -- as above

    return check_offline(data, read_trust_list(trust), SystemClock().now())


def _asked(data: bytes, account: str) -> dict[str, Any]:
    said: dict[str, Any] = api_of(account).post_file(
        "distribution", "/verify", data, "application/pdf"
    )
    return said


def show_verification(said: dict[str, Any]) -> None:
    if said.get("annex"):
        show("  Đây là phụ lục có chữ ký số của cơ quan, không phải tệp văn bản.")
    for signature in said["signatures"]:
        good = signature["intact"] and signature["trusted"]
        role = ROLES.get(signature["role"], signature["role"])
        state = "hợp lệ" if good else "KHÔNG hợp lệ"
        show(f"  {role}: {signature['subject']}, {when(signature['signed_at'])}: chữ ký {state}")
    show(f"  Toàn vẹn: {'còn nguyên' if said['whole'] else 'ĐÃ BỊ SỬA hoặc không đủ'}")
    if said["signatures"]:
        show(f"  Mức chữ ký: {level_line(said)}")
    for line in _records(said):
        show(f"  {line}")
    if said["test_keys"]:
        show("  Khóa thử: chữ ký không có giá trị pháp lý")
    for problem in said["problems"]:
        complain(f"  - {problem['message']}")


def level_line(said: dict[str, Any]) -> str:
    """The level of the signatures, and until when the file proves itself."""
    level, until = said.get("level"), said.get("proven_until")
    if not until:
        return f"{level}, không có dấu thời gian: kiểm tra được khi chứng thư số còn hiệu lực"
    return f"{level}, có dấu thời gian: tự chứng minh được đến {when(until)}"


def _records(said: dict[str, Any]) -> list[str]:
    """What the records say; of a check without them, that nobody asked."""
    if "checks" in said:
        lines = [line for line in (said["number_line"], said["date_line"]) if line]
        return [
            *([f"Ghi trên tệp: {'; '.join(lines)}"] if lines else []),
            "Nội dung đã duyệt: CHƯA KIỂM TRA (phải hỏi cơ quan ban hành)",
            "Sổ đăng ký: CHƯA KIỂM TRA (phải hỏi cơ quan ban hành)",
        ]
    back = ways_back(said)
    if said["registered"]:
        return [f"Sổ đăng ký: số {said['number']}, ngày {day(said['date'])}{back}"]
    if said["number"]:
        return [f"Sổ đăng ký: có số {said['number']}, nhưng không phải tệp này{back}"]
    return ["Sổ đăng ký: không có", *map(_lost, said.get("gaps", ()))]


def _lost(gap: dict[str, str]) -> str:
    return (
        f"Sổ mất phần ghi từ {when(gap['since'])} đến {when(gap['until'])} khi phục hồi dữ liệu; "
        "văn bản của những ngày đó có thể là thật: hãy hỏi văn thư."
    )
