"""Every command of `congvan`, in one table."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from deploy.local.settings import read_settings
from deploy.local.tokens import token_for
from services.cli.api import Api, find_addresses
from services.cli.commands import (
    access,
    approver,
    archive,
    backups,
    books,
    bulk,
    certificates,
    clerk,
    confirming,
    dispatches,
    drafter,
    engine,
    figures,
    form,
    grants,
    handling,
    mailboxes,
    parse,
    planning,
    recalls,
    records,
    register,
    reservations,
    signing,
    task_list,
    verification,
)
from services.cli.commands.common import said_plainly, show

HELP: Final = "Công Văn: đưa văn bản đi của cơ quan từ dự thảo đến bản lưu."


def up() -> None:
    """Chạy cả hệ thống trên máy này cho đến khi Ctrl-C; dữ liệu ở lại."""
    from deploy.local.stack import up as run_stack  # noqa: PLC0415 -- only the stack needs it

    raise typer.Exit(run_stack())


def doctor() -> None:
    """Xem từng phần: có chưa, phiên bản, địa chỉ, có trả lời không, sửa thế nào."""
    from deploy.local.doctor import doctor as examine  # noqa: PLC0415 -- as above

    raise typer.Exit(examine())


def demo(
    file: Annotated[Path | None, typer.Argument(metavar="TỆP", help="Văn bản của bạn.")] = None,
    *,
    leave: Annotated[bool, typer.Option("--exit", help="Dừng hệ thống khi xong.")] = False,
) -> None:
    """Đưa một công văn thật từ dự thảo đến bản lưu."""
    import asyncio  # noqa: PLC0415 -- only the demo needs them

    from services.cli.demo.run import run_demo  # noqa: PLC0415 -- as above

    with said_plainly():
        asyncio.run(run_demo(file, leave=leave))


def token(account: Annotated[str, typer.Argument(metavar="TÀI_KHOẢN")]) -> None:
    """In mã truy cập của một tài khoản, từ máy cấp mã của hệ thống tại chỗ."""
    with said_plainly():
        print(token_for(account, read_settings()))  # noqa: T201 -- for machines


def organisation_load(
    file: Annotated[Path, typer.Argument(metavar="TỆP")],
    account: Annotated[
        str,
        typer.Option("--as", envvar="CONGVAN_ACCOUNT", metavar="TÀI_KHOẢN", help="Quản trị viên."),
    ] = "quan-tri",
) -> None:
    """Kiểm tra rồi nạp tệp tổ chức vào cả ba dịch vụ; sai chỗ nào thì nêu hết và không nạp gì."""
    from services.cli.organisation_file import (  # noqa: PLC0415 -- it needs a third of a second
        content_of,
        ensure_trial_keys,
        load,
    )

    with said_plainly():
        content = content_of(file)
        version = load(Api(find_addresses(), account), content)
        ensure_trial_keys(read_settings().keys, content)
        show(f"Đã nạp {content['agency']['code']}, phiên bản {version[:12]}.")


def test(context: typer.Context) -> None:
    """Chạy mọi kiểm tra và mọi bài thử; nhận thêm đối số của pytest."""
    raise typer.Exit(_checks("test", *context.args))


def chaos(context: typer.Context) -> None:
    """Hành hạ cả hệ thống theo một hạt giống rồi xem có mất, thừa hay trùng gì không."""
    raise typer.Exit(_checks("chaos", *context.args))


def check() -> None:
    """Chạy các kiểm tra nhanh: định dạng, kiểu, luật nhập, bài thử thuần túy."""
    raise typer.Exit(_checks("check"))


def _checks(*arguments: str) -> int:
    """What the launcher runs by itself, with the tools that it installs first."""
    from deploy.local.checks import main  # noqa: PLC0415 -- as above

    return main(arguments)


COMMANDS: Final[dict[str, dict[str, Callable[..., None]]]] = {
    "Hệ thống": {"demo": demo, "up": up, "doctor": doctor, "token": token},
    "Người soạn thảo": {
        "draft": drafter.draft,
        "drafts": drafter.drafts,
        "parse": parse.parse,
        "preview": drafter.preview,
        "docx": drafter.docx,
        "revise": drafter.revise,
        "attach": drafter.attach,
        "correct": form.correct,
        "acknowledge": form.acknowledge,
        "submit": drafter.submit,
        "answer": handling.answer,
        "withdraw": drafter.withdraw,
    },
    "Người kiểm tra, người ký": {
        "tasks": task_list.tasks,
        "decide": approver.decide,
        "decide-all": bulk.decide_all,
        "prepare": approver.prepare,
        "sign": signing.sign,
        "cancel-signing": approver.cancel_signing,
        "claim": handling.claim,
        "release": handling.release,
        "forward": handling.forward,
        "consult": handling.consult,
        "ask": handling.ask,
        "urgency": handling.urgency,
    },
    "Người phụ trách": {
        "reassign": handling.reassign,
        "bypass": handling.bypass,
        "replan": planning.replan,
        "recalculate-deadlines": planning.recalculate_deadlines,
        "statistics": figures.statistics,
    },
    "Văn thư": {
        "desk": clerk.desk,
        "issue": clerk.issue,
        "issue-all": clerk.issue_all,
        "order-seal": clerk.order_seal,
        "order-seal-all": clerk.order_all_seals,
        "reserve": reservations.reserve,
        "cancel-reservation": reservations.cancel_reservation,
        "import-register": books.import_register,
        "close-year": books.close_year,
        "confirm-series": confirming.confirm_series,
        "send-back": clerk.send_back,
        "void": clerk.void,
        "send-again": clerk.send_again,
        "recall": recalls.recall,
        "close-recall": recalls.close_recall,
    },
    "Mọi người": {
        "progress": dispatches.progress,
        "show": dispatches.show_case,
        "notices": figures.notices,
        "register": register.register,
        "mailbox": mailboxes.mailbox,
        "pdf": records.pdf,
        "annexes": records.annexes,
        "access": access.access,
        "views": access.views,
        "verify": verification.verify,
    },
    "Người vận hành": {
        "status": engine.status,
        "reconcile": engine.reconcile,
        "rebuild": engine.rebuild,
        "backup": backups.backup,
        "restore": backups.restore,
    },
    "Người phát triển": {"test": test, "check": check, "chaos": chaos},
}
GROUPS: Final[dict[str, tuple[str, str, dict[str, Callable[..., None]]]]] = {
    "organisation": ("Hệ thống", "Tệp tổ chức của cơ quan.", {"load": organisation_load}),
    "certificates": (
        "Người phụ trách",
        "Chứng thư số của người ký và của cơ quan.",
        {
            "list": certificates.list_certificates,
            "register": certificates.register,
            "revoke": certificates.revoke,
        },
    ),
    "archive": (
        "Văn thư",
        "Hồ sơ lưu trữ của văn bản đã lưu: xuất ra, và kiểm tra không cần hệ thống.",
        {"export": archive.export, "check": archive.check},
    ),
    "absence": (
        "Người phụ trách",
        "Ai vắng mặt và ai thay.",
        {"add": grants.add_absence, "list": grants.list_absences, "end": grants.end_absence},
    ),
    "delegation": (
        "Người phụ trách",
        "Ủy quyền ký (TUQ.).",
        {
            "add": grants.add_delegation,
            "list": grants.list_delegations,
            "end": grants.end_delegation,
        },
    ),
}
"""Commands of one thing: whose they are, what it is, and each act."""
PASSED_ON: Final[dict[str, Any]] = {"allow_extra_args": True, "ignore_unknown_options": True}


def application() -> typer.Typer:
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help=HELP,
    )
    for people, commands in COMMANDS.items():
        for name, command in commands.items():
            settings = PASSED_ON if name in {"test", "chaos"} else None
            app.command(name, rich_help_panel=people, context_settings=settings)(command)
    for name, (people, help_, commands) in GROUPS.items():
        group = typer.Typer(no_args_is_help=True, help=help_)
        for act, command in commands.items():
            group.command(act)(command)
        app.add_typer(group, name=name, rich_help_panel=people)
    return app
