"""Signing with one's own device, after deciding to sign: a PIN, or a file signed elsewhere."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from deploy.local.troubles import Trouble
from services.cli.api import Api
from services.cli.commands.common import Account, Out, Task, api_of, said_plainly, show
from services.cli.commands.tasks import waiting_task
from services.cli.files import keep, read_bytes
from services.cli.words import local_time
from shared.domain.devices import KeyKind
from shared.domain.lifecycle import WORDS, Stage

Signed = Annotated[
    Path | None,
    typer.Option("--file", metavar="TỆP", help="Bản trình ký đã ký bằng thiết bị riêng."),
]
Otp = Annotated[bool, typer.Option("--otp", help="Nhờ dịch vụ ký số từ xa gửi mã OTP, rồi hỏi.")]


def sign(
    task: Task,
    *,
    account: Account,
    file: Signed = None,
    otp: Otp = False,
    out: Out = None,
) -> None:
    """Ký bằng thiết bị của mình văn bản đã quyết định ký: hỏi PIN, hoặc gửi tệp đã ký (--file)."""
    with said_plainly():
        api = api_of(account)
        seen = api.get("approval", f"/tasks/{waiting_task(api, task)}")
        kind = seen["signs_with"]
        if kind is None:
            raise Trouble(f"{seen['case']} không chờ chữ ký bằng thiết bị riêng: {seen['waiting']}")
        if file is None and kind == KeyKind.OWN_DEVICE:
            take_along(api, seen, out)
            return
        done = send(api, seen, file) if file else sign_with_pin(api, seen, kind, otp=otp)
        stage = WORDS[Stage(done["stage"])]
        stamp = done.get("stamped_at")
        stamped = f", có dấu thời gian {local_time(stamp)}" if stamp else ""
        show(f"{done['case']}: đã ký lúc {local_time(done['signed_at'])}{stamped}. Nay {stage}.")


def take_along(api: Api, seen: dict[str, Any], out: Path | None) -> None:
    """Put the prepared PDF where its signer can sign it."""
    data = api.file("approval", f"/tasks/{seen['id']}/document")
    name = f"{seen['case']}-{seen['prepared']['prepared'][:8]}.pdf"
    show(f"Bản trình ký: {keep(data, out, 'to-sign', name)}")
    show(
        "Hãy ký bằng thiết bị của mình vào đúng ô chữ ký có sẵn (chữ ký chứng nhận, chỉ cho phép "
        f"điền biểu mẫu), rồi gửi: ./congvan sign {seen['case']} --file TỆP --as {api.account}"
    )


def send(api: Api, seen: dict[str, Any], file: Path) -> dict[str, Any]:
    path = f"/tasks/{seen['id']}/signature/file"
    done: dict[str, Any] = api.post_file("approval", path, read_bytes(file), "application/pdf")
    return done


def sign_with_pin(api: Api, seen: dict[str, Any], kind: str, *, otp: bool) -> dict[str, Any]:
    """Ask for what the device asks; it goes out once, whatever happens then."""
    path = f"/tasks/{seen['id']}/signature"
    said = {"pin": hidden("Mã PIN của thẻ ký" if kind == KeyKind.TOKEN else "Mã PIN ký số từ xa")}
    if otp:
        api.once("approval", f"{path}/otp", {})
        said["otp"] = hidden("Mã OTP vừa được gửi")
    done: dict[str, Any] = api.once("approval", path, said)
    return done


def hidden(asked: str) -> str:
    """What somebody types unseen; a line of the input where nobody sits at a terminal."""
    if sys.stdin.isatty():
        return str(typer.prompt(asked, hide_input=True, default="", show_default=False))
    return sys.stdin.readline().rstrip("\n")
