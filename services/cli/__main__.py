"""`congvan ...`: every command of the project but those that the launcher itself runs."""

import asyncio
import atexit
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from deploy.local.doctor import doctor as examine
from deploy.local.settings import read_settings
from deploy.local.stack import up as run_stack
from deploy.local.tokens import token_for
from services.cli.api import Api, find_addresses
from services.cli.commands import approver, drafter, records
from services.cli.commands.common import console, said_plainly
from services.cli.organisation_file import content_of, ensure_trial_keys, load

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
organisation = typer.Typer(no_args_is_help=True, help="Tệp tổ chức của cơ quan.")
app.add_typer(organisation, name="organisation")

for command in (
    drafter.draft,
    drafter.correct,
    drafter.submit,
    drafter.withdraw,
    approver.tasks,
    approver.decide,
    records.progress,
    records.issue,
    records.register,
    records.pdf,
    records.verify,
):
    app.command()(command)


@app.command()
def up() -> None:
    """Run the whole system on this machine, in the foreground, until Ctrl-C."""
    raise typer.Exit(run_stack())


@app.command()
def doctor() -> None:
    """Look at each part: found, version, address, reachable, and how to mend it."""
    raise typer.Exit(examine())


@app.command()
def demo(
    file: Annotated[Path | None, typer.Argument(metavar="TỆP", help="Văn bản của bạn.")] = None,
    *,
    leave: Annotated[bool, typer.Option("--exit", help="Dừng hệ thống khi xong.")] = False,
) -> None:
    """Đưa một công văn thật từ dự thảo đến bản lưu."""
    from services.cli.demo.run import run_demo  # noqa: PLC0415 -- only the demo needs it

    with said_plainly():
        asyncio.run(run_demo(file, leave=leave))


@app.command()
def token(account: Annotated[str, typer.Argument(metavar="TÀI_KHOẢN")]) -> None:
    """In mã truy cập của một tài khoản, từ máy cấp mã của hệ thống tại chỗ."""
    with said_plainly():
        print(token_for(account, read_settings()))  # noqa: T201 -- for machines


@organisation.command("load")
def organisation_load(
    file: Annotated[Path, typer.Argument(metavar="TỆP")],
    account: Annotated[
        str, typer.Option("--as", envvar="CONGVAN_ACCOUNT", help="Quản trị viên.")
    ] = "quan-tri",
) -> None:
    """Kiểm tra rồi nạp tệp tổ chức vào cả ba dịch vụ; sai chỗ nào thì nêu hết và không nạp gì."""
    with said_plainly():
        content = content_of(file)
        version = load(Api(find_addresses(), account), content)
        ensure_trial_keys(read_settings().keys, content)
        console.print(f"Đã nạp {content['agency']['code']}, phiên bản {version[:12]}.")


if __name__ == "__main__":
    atexit.register(time.sleep, 0.1)  # the engine's threads must end before the interpreter does
    sys.exit(app())
