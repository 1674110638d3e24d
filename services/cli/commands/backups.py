"""The record taken aside and brought back: for operators, on the machine of the stack itself."""

from pathlib import Path
from typing import Annotated

import typer

from deploy.local.settings import read_settings
from services.cli.commands.common import said_plainly, show, when

Into = Annotated[
    Path,
    typer.Option(
        "--out", metavar="THƯ_MỤC", help="Thư mục sao lưu; dùng lại thì chỉ chép tệp mới."
    ),
]

From = Annotated[
    Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục sao lưu; lấy bản mới nhất trong đó.")
]


def backup(out: Into) -> None:
    """Sao lưu cơ sở dữ liệu và mọi tệp của hệ thống đang chạy; không sao lưu khóa và mật khẩu."""
    import asyncio  # noqa: PLC0415 -- only this command needs them

    from deploy.backup.making import back_up  # noqa: PLC0415 -- as above

    with said_plainly():
        made = asyncio.run(back_up(read_settings(), out.expanduser().resolve()))
        show(f"Đã sao lưu: {made.files} tệp, trong đó {made.copied} tệp mới. Bản kê:")
        show(str(made.manifest))


def restore(folder: From) -> None:
    """Phục hồi bản sao lưu mới nhất vào hệ thống trống và đang dừng; mọi hệ số đóng chờ văn thư."""
    import asyncio  # noqa: PLC0415 -- as above

    from deploy.backup.restoring import restore as bring_back  # noqa: PLC0415 -- as above

    with said_plainly():
        done = asyncio.run(bring_back(read_settings(), folder.expanduser().resolve()))
        if done.already:
            show("Bản sao lưu này đã được phục hồi trọn vẹn từ lần trước; lần này không ghi gì.")
        at = when(done.manifest.at.isoformat())
        show(f"Đã phục hồi dữ liệu như lúc {at}. Việc tiếp theo:")
        show("  ./congvan up                      chạy hệ thống; hồ sơ đang mở tự đi tiếp")
        show("  ./congvan desk --as van-thu       văn thư xem các hệ số đang đóng")
        show("  ./congvan confirm-series HỆ_SỐ    văn thư xác nhận số cuối cùng đã cấp thật")
