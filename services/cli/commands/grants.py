"""Who acts in whose place: absences with a substitute, and written delegations."""

from datetime import datetime
from typing import Annotated, Any, Final

import typer

from deploy.local.troubles import Trouble
from services.cli.commands.common import (
    TASK,
    Account,
    Json,
    Reason,
    api_of,
    console,
    said_plainly,
    show,
    show_json,
    show_table,
    table,
    when,
)
from services.cli.instants import beginning, end
from shared.domain.document_types import NAMES
from shared.domain.four_eyes import ROLES
from shared.domain.route import StepKind

Absent = Annotated[
    str | None,
    typer.Option("--account", metavar="TÀI_KHOẢN", help="Người vắng mặt; mặc định là tôi."),
]
Substitute = Annotated[str, typer.Option("--substitute", metavar="TÀI_KHOẢN", help="Người thay.")]
Delegate = Annotated[str, typer.Option("--to", metavar="TÀI_KHOẢN", help="Người được ủy quyền.")]
From = Annotated[
    datetime,
    typer.Option(
        "--from",
        metavar="NGÀY",
        help="Từ: 23/11/2026 hoặc “23/11/2026 13:30”.",
        parser=beginning,
    ),
]
TO_THE_END: Final = "Đến hết ngày này, hoặc đến giờ này."
Last = Annotated[datetime, typer.Option("--to", metavar="NGÀY", help=TO_THE_END, parser=end)]
Until = Annotated[datetime, typer.Option("--until", metavar="NGÀY", help=TO_THE_END, parser=end)]
Kinds = Annotated[
    list[StepKind] | None,
    typer.Option("--kinds", metavar="BƯỚC", help="Chỉ những bước này; mặc định mọi bước."),
]
Fields = Annotated[
    list[str] | None, typer.Option("--fields", metavar="MÃ", help="Chỉ những lĩnh vực này.")
]
Types = Annotated[
    list[str] | None,
    typer.Option("--types", metavar="LOẠI", help="Chỉ loại văn bản này: cong_van, giay_moi, ..."),
]
Paper = Annotated[
    str,
    typer.Option(
        "--paper", metavar="VĂN_BẢN", help="Văn bản ủy quyền: “12/QĐ-SVHTTDL ngày 05/01/2026”."
    ),
]
Over = Annotated[bool, typer.Option("--all", help="Cả những gì đã hết hiệu lực.")]
WhyEnded = Annotated[str, typer.Option("--reason", metavar="LÝ_DO", help="Lý do.")]


def grant_code(named: str) -> str:
    """The code of an absence or a delegation; Trouble for anything else."""
    if not TASK.fullmatch(named.lower()):
        raise Trouble(f"“{named}” không phải mã mà lệnh list cho biết.")
    return named.lower()


Id = Annotated[
    str, typer.Argument(metavar="MÃ", help="Mã mà lệnh list cho biết.", parser=grant_code)
]


def add_absence(
    *,
    account: Account,
    substitute: Substitute,
    starts: From,
    last: Last,
    reason: Reason,
    absent: Absent = None,
    kinds: Kinds = None,
    fields: Fields = None,
    types: Types = None,
) -> None:
    """Ghi ai vắng mặt, từ khi nào đến khi nào, ai thay."""
    with said_plainly():
        said = {
            "account": absent,
            "substitute": substitute,
            **_period(starts, last),
            **_scope(fields, types),
            "kinds": [kind.value for kind in kinds or ()],
            "reason": reason,
        }
        made = api_of(account).act("approval", "/absences", said)
        show(
            f"Đã ghi {substitute} thay {absent or account}; "
            f"kết thúc sớm: ./congvan absence end {made['id']}"
        )


def list_absences(account: Account, *, over: Over = False, as_json: Json = False) -> None:
    """Những lần vắng mặt đang và sắp có hiệu lực."""
    with said_plainly():
        found = api_of(account).get("approval", "/absences", all=over or None)["absences"]
        if as_json:
            show_json(found)
            return
        shown = table("Mã", "Vắng mặt", "Người thay", "Từ", "Đến", "Phạm vi", whole=("Mã",))
        for one in found:
            period = when(one["starts_at"]), when(one["ends_at"])
            people = one["name"], one["substitute_name"]
            shown.add_row(one["id"], *people, *period, scope_words(one))
        show_table(shown) if found else console.print("Không có ai vắng mặt.")


def end_absence(id_: Id, account: Account, reason: WhyEnded = "") -> None:
    """Kết thúc một lần vắng mặt trước hạn; việc đã làm thay vẫn giữ nguyên."""
    with said_plainly():
        api_of(account).act("approval", f"/absences/{id_}/end", {"reason": reason})
        show(f"Đã kết thúc lần vắng mặt {id_}.")


def add_delegation(
    *,
    account: Account,
    delegate: Delegate,
    starts: From,
    until: Until,
    paper: Paper,
    types: Types = None,
    fields: Fields = None,
) -> None:
    """Người đứng đầu ủy quyền ký (TUQ.): bằng văn bản, có thời hạn, có nội dung."""
    with said_plainly():
        said = {
            "delegate": delegate,
            **_period(starts, until),
            **_scope(fields, types),
            "paper": paper,
        }
        made = api_of(account).act("approval", "/delegations", said)
        show(f"Đã ủy quyền cho {delegate}; kết thúc sớm: ./congvan delegation end {made['id']}")


def list_delegations(account: Account, *, over: Over = False, as_json: Json = False) -> None:
    """Những ủy quyền ký đang và sắp có hiệu lực."""
    with said_plainly():
        found = api_of(account).get("approval", "/delegations", all=over or None)["delegations"]
        if as_json:
            show_json(found)
            return
        columns = ("Mã", "Ủy quyền", "Người được ủy quyền", "Từ", "Đến", "Phạm vi", "Văn bản")
        shown = table(*columns, whole=("Mã",))
        for one in found:
            period = when(one["starts_at"]), when(one["ends_at"])
            people = one["name"], one["delegate_name"]
            shown.add_row(one["id"], *people, *period, scope_words(one), one["paper"])
        show_table(shown) if found else console.print("Không có ủy quyền nào.")


def end_delegation(id_: Id, account: Account, reason: WhyEnded = "") -> None:
    """Kết thúc một ủy quyền trước hạn; văn bản đã ký vẫn giữ nguyên."""
    with said_plainly():
        api_of(account).act("approval", f"/delegations/{id_}/end", {"reason": reason})
        show(f"Đã kết thúc ủy quyền {id_}.")


def _period(starts: datetime, last: datetime) -> dict[str, str]:
    return {"starts_at": starts.isoformat(), "ends_at": last.isoformat()}


def _scope(fields: list[str] | None, types: list[str] | None) -> dict[str, list[str]]:
    return {"fields": fields or [], "types": types or []}


def scope_words(one: dict[str, Any]) -> str:
    """For which steps, fields and types it is; of what is not named, for all."""
    kinds = [ROLES[StepKind(kind)] for kind in one.get("kinds", ())]
    types = [NAMES.get(code, code).lower() for code in one["types"]]
    named = [
        f"{what}: {', '.join(codes)}"
        for what, codes in (
            ("bước", kinds),
            ("lĩnh vực", one["fields"]),
            ("loại", types),
        )
        if codes
    ]
    return "; ".join(named) or "mọi việc"
