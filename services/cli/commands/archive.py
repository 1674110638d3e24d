"""Dispatches as packages for the archive: taken out of the services, checked without them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from deploy.local.troubles import Trouble
from services.cli.api import Api, Said
from services.cli.archive.manifest import PACKAGES
from services.cli.commands.common import (
    Account,
    Json,
    api_of,
    case_code,
    complain,
    said_plainly,
    show,
    show_json,
)
from services.cli.commands.verification import COULD_NOT_CHECK, WRONG, Trust
from services.cli.files import why
from shared.runtime.clock import SystemClock

Year = Annotated[int, typer.Option("--year", metavar="NĂM", min=1945, max=9999, help="Năm của sổ.")]
OneCase = Annotated[
    str | None,
    typer.Option("--case", metavar="MÃ_HỒ_SƠ", help="Chỉ hồ sơ này.", parser=case_code),
]
Into = Annotated[Path, typer.Option("--out", "-o", metavar="THƯ_MỤC", help="Thư mục ghi ra.")]
Exported = Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục đã xuất.")]
AGAIN: Final = (
    "Những hồ sơ đã xuất xong vẫn nguyên; khắc phục rồi hãy chạy lại lệnh này để làm tiếp."
)
OUTCOMES: Final = {"new": "đã xuất", "renewed": "đã xuất lại, thay bản cũ", "kept": "giữ nguyên"}


def export(year: Year, out: Into, account: Account, case: OneCase = None) -> None:
    """Xuất hồ sơ lưu trữ của một năm, mỗi văn bản một thư mục; chạy lại thì làm tiếp.

    Mã thoát: 0 đã xuất hết; 1 có văn bản không xuất được (nêu tên từng văn bản)
    hoặc phải dừng giữa chừng; 2 lệnh viết sai.
    """
    with said_plainly():
        api = api_of(account)
        wanted = _wanted(api, year, case)
        try:
            left = _export(api, year, wanted, out)
        except OSError as fault:
            raise Trouble(f"Không ghi được vào {out}: {_why(fault)}. {AGAIN}") from None
        except Trouble as trouble:
            raise Trouble(f"{trouble} {AGAIN}") from None
        if left:
            complain(f"CHƯA XUẤT {len(left)} văn bản: {', '.join(left)}.")
            raise typer.Exit(1)


def _wanted(api: Api, year: int, case: str | None) -> Sequence[str]:
    from services.cli.archive.taking import filed_in  # noqa: PLC0415 -- lxml and pyHanko

    wanted = [one for one in filed_in(api, year) if case in {None, one}]
    if not wanted:
        raise Trouble(_nothing(year, case))
    return wanted


def _export(api: Api, year: int, wanted: Sequence[str], out: Path) -> Sequence[str]:
    """The dispatches that could not be taken out, each told of with the reason."""
    from services.cli.archive.export import Export  # noqa: PLC0415 -- as above
    from services.cli.archive.taking import register_head  # noqa: PLC0415 -- as above

    left: list[str] = []
    try:
        export = Export(out)
    except ValueError:
        raise Trouble(
            f"Danh sách {PACKAGES} trong {out} đã bị sửa hoặc hỏng; hãy kiểm tra thư mục đó bằng "
            "“archive check” và xuất vào một thư mục mới."
        ) from None
    for place, one in enumerate(wanted, start=1):
        said, done = _one(api, export, one)
        (show if done else complain)(f"[{place}/{len(wanted)}] {one}: {said}")
        left += [] if done else [one]
    export.finish(wanted[0].rsplit("-", 2)[0], register_head(api, year))
    return left


def _one(api: Api, export: Any, case: str) -> tuple[str, bool]:
    """What became of it, and whether it is exported now."""
    from services.cli.archive.taking import AlteredError, Taking  # noqa: PLC0415 -- as above

    try:
        return OUTCOMES[export.write(Taking(api, case), case)], True
    except Said as said:
        return f"KHÔNG xuất được: {said.sentence}", False
    except AlteredError as altered:
        return f"KHÔNG xuất được: nội dung tệp {altered.digest} khác với mã băm của nó.", False


def _nothing(year: int, case: str | None) -> str:
    if case is None:
        return f"Năm {year} không có văn bản nào đã lưu để xuất."
    return f"Sổ năm {year} không có văn bản {case} đã lưu; hãy xem năm của số và trạng thái hồ sơ."


def check(folder: Exported, trust: Trust = None, *, as_json: Json = False) -> None:
    """Kiểm tra thư mục đã xuất, ở bất cứ máy nào, không cần hệ thống.

    Soát mọi mã băm, tệp thiếu và thừa, siêu dữ liệu, chuỗi sự kiện, dòng của sổ;
    có --trust thì kiểm tra cả chữ ký số, không thì chữ ký ghi là "chưa kiểm tra".

    Mã thoát: 0 mọi điều đã kiểm tra đều tốt; 1 có điều sai (nêu từng tệp);
    2 lệnh viết sai; 3 chưa kiểm tra được (không đọc được thư mục hay danh sách
    tin cậy).
    """
    from services.cli.archive.check import check as check_folder  # noqa: PLC0415 -- as above

    with said_plainly(COULD_NOT_CHECK):
        try:
            checked = check_folder(folder, _trusted(trust))
        except OSError as fault:
            raise Trouble(f"Không đọc được thư mục {folder}: {_why(fault)}.") from None
    said = {
        "packages": checked.packages,
        "files": checked.files,
        "signatures": "checked" if checked.signatures else "not_checked",
        "test_keys": checked.test_keys,
        "faults": [
            {"file": one.file, "code": one.code, "message": one.message} for one in checked.faults
        ],
    }
    if as_json:
        show_json(said)
    else:
        for line in _found(said):
            show(line)
        for one in checked.faults:
            complain(f"  - {one.file}: {one.message}")
    if checked.faults:
        raise typer.Exit(WRONG)


def _trusted(trust: Path | None) -> Any:
    from services.cli.archive.signatures import Trusted  # noqa: PLC0415 -- as above
    from services.cli.trust_list import read_trust_list  # noqa: PLC0415 -- as above

    if trust is None:
        return None
    return Trusted(roots=read_trust_list(trust), at=SystemClock().now())


def _found(said: dict[str, Any]) -> Iterator[str]:
    yield f"Đã soát {said['packages']} hồ sơ, {said['files']} tệp."
    if said["signatures"] == "checked":
        yield "Chữ ký số: đã kiểm tra theo danh sách tin cậy"
    else:
        yield "Chữ ký số: CHƯA KIỂM TRA (hãy nêu chứng thư gốc: --trust THƯ_MỤC_HOẶC_TỆP)"
    if said["test_keys"]:
        yield "Khóa thử: chữ ký không có giá trị pháp lý"
    if said["faults"]:
        yield f"Có {len(said['faults'])} điều sai:"
    else:
        yield "Mọi điều đã kiểm tra đều tốt."


def _why(fault: OSError) -> str:
    return "đĩa đã đầy" if fault.errno == 28 else why(fault)
