"""Who may read a dispatch, and who looked at it."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from deploy.local.settings import ROLES
from deploy.local.troubles import Trouble
from services.cli.api import Api, Said
from services.cli.commands.common import (
    Account,
    Case,
    Json,
    Reason,
    api_of,
    said_plainly,
    show,
    show_json,
    show_table,
    table,
    when,
)
from services.cli.sentences import access_change, access_lines
from services.cli.words import VIEWS

Grant = Annotated[
    str | None,
    typer.Option(
        "--grant", metavar="MÃ", help="Cấp quyền xem cho đơn vị, chức vụ, hoặc @tài khoản."
    ),
]
Withdraw = Annotated[
    str | None, typer.Option("--withdraw", metavar="MÃ", help="Rút quyền xem đã cấp.")
]
Restrict = Annotated[
    bool, typer.Option("--restrict", help="Hạn chế tiếp cận văn bản, kèm --reason.")
]
Open = Annotated[
    bool, typer.Option("--open", help="Bỏ hạn chế, cả cơ quan lại được xem, kèm --reason.")
]
Confirm = Annotated[
    bool, typer.Option("--confirm", help="Xác nhận đã biết các thay đổi quyền xem.")
]


def access(
    case: Case,
    account: Account,
    *,
    grant: Grant = None,
    withdraw: Withdraw = None,
    restrict: Restrict = False,
    reopen: Open = False,
    confirm: Confirm = False,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Ai được xem một văn bản đã phát hành; hạn chế, cấp, rút quyền, xác nhận thay đổi."""
    with said_plainly():
        wanted = [
            *([("granted", grant)] if grant else []),
            *([("withdrawn", withdraw)] if withdraw else []),
            *([("restricted", "")] if restrict else []),
            *([("opened", "")] if reopen else []),
        ]
        if len(wanted) + confirm > 1:
            raise Trouble(
                "Mỗi lần chỉ một việc: --grant, --withdraw, --restrict, --open, --confirm."
            )
        api, path = api_of(account), f"/dispatches/{case}/access"
        if wanted:
            change, reader = wanted[0]
            body = {"change": change, "reader": reader, "reason": reason}
            stands = api.act("distribution", path, body)
        else:
            stands = api.get("distribution", path)
        if confirm:
            stands = _confirmed(api, path, stands)
        if as_json:
            show_json(stands)
        else:
            _show(case, stands)


def _confirmed(api: Api, path: str, stands: dict[str, Any]) -> dict[str, Any]:
    """What is shown now is confirmed, and nothing that was decided after it."""
    if not stands["warnings"]:
        raise Trouble("Không có thay đổi quyền xem nào chờ bạn xác nhận.")
    for one in stands["warnings"]:
        show(access_change(one))
    body = {"number": stands["warnings"][-1]["number"]}
    done: dict[str, Any] = api.act("distribution", f"{path}/confirm", body)
    return done


def _show(case: str, stands: dict[str, Any]) -> None:
    if not stands["restricted"]:
        show(f"{case}: cả cơ quan được xem.")
    for line in access_lines({"case": case, "access": stands}):
        show(line)
    for one in stands["changes"]:
        show(f"  {one['number']}. {access_change(one)}")


def views(case: Case, account: Account, *, as_json: Json = False) -> None:
    """Ai đã xem, đã xuất một văn bản và lúc nào; của cả ba dịch vụ."""
    with said_plainly():
        api = api_of(account)
        seen = sorted(_views(api, case), key=lambda one: str(one["at"]))
        if as_json:
            show_json({"views": seen})
        elif seen:
            shown = table("Lúc", "Ai", "Việc")
            for one in seen:
                shown.add_row(when(one["at"]), one["name"], VIEWS.get(one["act"], one["act"]))
            show_table(shown)
        else:
            show(f"{case}: chưa ai xem.")


def _views(api: Api, case: str) -> Iterator[dict[str, Any]]:
    """Of each service that knows the dispatch; raises what drafting says if it knows none."""
    for service in ROLES:
        try:
            found = api.get(service, f"/dispatches/{case}/views")["views"]
        except Said as said:
            if said.status != 404 or service == "drafting":
                raise
            continue
        yield from (one | {"service": service} for one in found)
