"""Certificates of people and of the agency: list, register, revoke."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from deploy.local.troubles import Trouble
from services.cli.commands.common import (
    Account,
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
from services.cli.commands.grants import Id
from services.cli.files import read_bytes
from services.cli.instants import beginning
from shared.domain.devices import KeyKind

Agency = Annotated[
    bool, typer.Option("--agency", help="Của cơ quan (con dấu số), thay vì của người ký.")
]
Owner = Annotated[
    str | None, typer.Option("--account", metavar="TÀI_KHOẢN", help="Chứng thư của ai.")
]
Kind = Annotated[
    KeyKind,
    typer.Option(
        "--kind",
        metavar="LOẠI",
        help="token (thẻ ký, HSM), remote (ký số từ xa), own_device (thiết bị riêng), soft (thử).",
    ),
]
CertificateFile = Annotated[
    Path | None,
    typer.Option("--file", metavar="TỆP", help="Chứng thư dạng PEM hoặc DER; kèm cả chuỗi nếu có."),
]
Token = Annotated[str, typer.Option("--token", metavar="TÊN", help="Tên (label) của thẻ ký.")]
Key = Annotated[str, typer.Option("--key", metavar="TÊN", help="Tên khóa trong thẻ.")]
Credential = Annotated[
    str, typer.Option("--credential", metavar="MÃ", help="Mã chứng thư ở dịch vụ ký số từ xa.")
]
Since = Annotated[
    datetime | None,
    typer.Option(
        "--since",
        metavar="NGÀY",
        help="Dùng từ ngày này; mặc định từ nay.",
        parser=beginning,
    ),
]
KINDS: Final = {
    KeyKind.SOFT: "tệp (thử)",
    KeyKind.TOKEN: "thẻ ký, HSM",
    KeyKind.REMOTE: "ký số từ xa",
    KeyKind.OWN_DEVICE: "thiết bị riêng",
}


def list_certificates(*, account: Account, agency: Agency = False, as_json: Json = False) -> None:
    """Ai ký bằng chứng thư số nào, đến khi nào; --agency: của cơ quan."""
    with said_plainly():
        found = api_of(account).get(_service(agency=agency), "/certificates")["certificates"]
        if as_json:
            show_json(found)
            return
        if not found:
            show("Chưa có chứng thư số nào được đăng ký.")
            return
        shown = table("Mã", "Của", "Khóa", "Chứng thư", "Hết hạn", "Ghi chú", whole=("Mã",))
        for one in found:
            owner = one.get("account", "cơ quan")
            kind = KINDS[KeyKind(one["kind"])]
            shown.add_row(
                one["id"], owner, kind, one["subject"], when(one["valid_until"]), _remark(one)
            )
        show_table(shown)


def register(
    *,
    account: Account,
    kind: Kind,
    owner: Owner = None,
    agency: Agency = False,
    file: CertificateFile = None,
    token: Token = "",
    key: Key = "",
    credential: Credential = "",
    since: Since = None,
) -> None:
    """Đăng ký chứng thư số cho một tài khoản, hoặc cho cơ quan (--agency)."""
    with said_plainly():
        if agency == (owner is not None):
            raise Trouble("Hãy nêu của ai: --account TÀI_KHOẢN, hoặc --agency.")
        if file is None and kind is not KeyKind.REMOTE:
            raise Trouble("Hãy nêu tệp chứng thư số (PEM hoặc DER): --file TỆP.")
        said: dict[str, Any] = {
            "kind": kind.value,
            "certificate": _pem(read_bytes(file)) if file else "",
            "token": token,
            "key": key,
            "credential": credential,
            "since": since.isoformat() if since else None,
        }
        if owner is not None:
            said["account"] = owner
        made = api_of(account).act(_service(agency=agency), "/certificates", said)
        show(
            f"Đã đăng ký {made['subject']}, hết hạn {when(made['valid_until'])}; "
            f"mã {made['id']}, SHA-256 {made['fingerprint']}."
        )


def revoke(certificate: Id, *, account: Account, reason: Reason, agency: Agency = False) -> None:
    """Ghi nhận một chứng thư số không dùng nữa: mất thẻ, lộ PIN, thôi giữ chức vụ."""
    with said_plainly():
        path = f"/certificates/{certificate}/revoke"
        api_of(account).act(_service(agency=agency), path, {"reason": reason})
        show("Đã ghi nhận thu hồi. Hãy báo cả nơi cấp chứng thư số để thu hồi chính thức.")


def _service(*, agency: bool) -> str:
    return "distribution" if agency else "approval"


def _remark(one: dict[str, Any]) -> str:
    if one["revoked_at"]:
        return f"thu hồi {when(one['revoked_at'])}: {one['reason']}"
    return "sắp hết hạn" if one["ends_soon"] else ""


def _pem(data: bytes) -> str:
    """PEM as it is; of a DER file what it would be as PEM."""
    if data.lstrip().startswith(b"-----BEGIN"):
        return data.decode("ascii", "replace")
    from ssl import DER_cert_to_PEM_cert  # noqa: PLC0415 -- only for files in DER

    return DER_cert_to_PEM_cert(data)
