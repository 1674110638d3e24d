"""The record taken aside and brought back: for operators, on the machine of the stack itself."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from deploy.local.settings import read_settings
from services.cli.commands.common import said_plainly, show

Into = Annotated[
    Path,
    typer.Option(
        "--out", metavar="THƯ_MỤC", help="Thư mục sao lưu; dùng lại thì chỉ chép tệp mới."
    ),
]


def backup(out: Into) -> None:
    """Sao lưu cơ sở dữ liệu và mọi tệp của hệ thống đang chạy; không sao lưu khóa và mật khẩu."""
    from deploy.backup.making import back_up  # noqa: PLC0415 -- only this command needs it

    with said_plainly():
        made = asyncio.run(back_up(read_settings(), out.expanduser().resolve()))
        show(f"Đã sao lưu: {made.files} tệp, trong đó {made.copied} tệp mới. Bản kê:")
        show(str(made.manifest))
