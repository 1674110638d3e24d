"""Engine and tables compared, and what is open woken: for operators."""

import time
from collections.abc import Iterator
from typing import Annotated, Any, Final

import typer

from deploy.local.settings import ROLES
from deploy.local.troubles import Trouble
from services.cli.api import Api, Said
from services.cli.commands.common import (
    Json,
    api_of,
    case_code,
    complain,
    said_plainly,
    show,
    show_json,
    when,
)
from shared.domain.organisation_forms import POST

COMPARED_WITHIN: Final = 120.0
"""Seconds that a comparison asked for may take."""
PAUSE: Final = 0.3
"""Seconds between two looks whether it is there."""
NOT_FOUND: Final = 404

Operator = Annotated[
    str,
    typer.Option("--as", envvar="CONGVAN_ACCOUNT", metavar="TÀI_KHOẢN", help="Quản trị viên."),
]
Open = Annotated[bool, typer.Option("--all-open", help="Mọi luồng đang mở của cả ba dịch vụ.")]
Which = Annotated[
    str | None,
    typer.Argument(metavar="MÃ_HỒ_SƠ", help="Chỉ hồ sơ này.", parser=case_code),
]
Now = Annotated[bool, typer.Option("--now", help="Đối chiếu ngay, rồi mới in kết quả.")]


def post_code(named: str) -> str:
    """The code of a post as agencies' files write it; Trouble for anything else."""
    if not POST.fullmatch(named):
        raise Trouble(f"“{named}” không phải mã chức vụ; ví dụ: giam-doc.")
    return named


def status(
    post: Annotated[
        str | None,
        typer.Option(
            metavar="CHỨC_VỤ", help="Liên kết tới việc đang ở chức vụ này.", parser=post_code
        ),
    ] = None,
) -> None:
    """Xem có gì cần người vận hành: cảnh báo, hồ sơ đang dừng, quá hạn; có thì thoát với mã 1."""
    from deploy.local.doctor_alarms import status as examine  # noqa: PLC0415 -- only operators need it

    with said_plainly():
        code = examine(post)
    raise typer.Exit(code)


def rebuild(case: Which = None, *, all_open: Open = False, account: Operator = "quan-tri") -> None:
    """Đánh thức một hồ sơ, hoặc mọi luồng đang mở, khi bộ điều phối (Temporal) bị mất dữ liệu."""
    with said_plainly():
        if (case is None) != all_open:
            raise Trouble("Hãy nêu một mã hồ sơ, hoặc --all-open để đánh thức mọi luồng đang mở.")
        api, total = api_of(account), 0
        for service in ROLES:
            woken = sum(_woken(api, service, case))
            show(f"{service}: đã đánh thức {woken} luồng đang mở.")
            total += woken
        if case and not total:
            raise Trouble(f"Hồ sơ {case} không có luồng nào đang mở.")


def _woken(api: Api, service: str, case: str | None) -> Iterator[int]:
    """How many by each page."""
    after = None
    while True:
        page = api.act(service, "/engine/wake", {"case": case, "after": after})
        yield page["woken"]
        after = page["after"]
        if after is None:
            return


def reconcile(*, now: Now = False, as_json: Json = False, account: Operator = "quan-tri") -> None:
    """In kết quả đối chiếu bộ điều phối với các bảng lần gần nhất; lệch thì thoát với mã 1."""
    with said_plainly():
        api = api_of(account)
        reports = _made_now(api) if now else {one: _report(api, one) for one in ROLES}
        if as_json:
            show_json(reports)
        for service, report in reports.items():
            if not as_json:
                _show(service, report)
    if any(report is None or not report["whole"] for report in reports.values()):
        raise typer.Exit(1)


def _made_now(api: Api) -> dict[str, Any]:
    """Reports newer than those that were there before it was asked for."""
    before = {service: _report(api, service) for service in ROLES}
    api.act("drafting", "/engine/compare")
    end = time.monotonic() + COMPARED_WITHIN
    while time.monotonic() < end:
        reports = {service: _report(api, service) for service in ROLES}
        if all(reports[one] != before[one] for one in ROLES):
            return reports
        time.sleep(PAUSE)
    raise Trouble("Đã yêu cầu đối chiếu nhưng chưa có kết quả; hãy xem lại sau ít phút.")


def _report(api: Api, service: str) -> Any:
    """None before the first comparison."""
    try:
        return api.get(service, "/engine/report")
    except Said as said:
        if said.status == NOT_FOUND:
            return None
        raise


def _show(service: str, report: Any) -> None:
    if report is None:
        complain(f"{service}: chưa đối chiếu lần nào; hệ thống tự đối chiếu 15 phút một lần.")
        return
    if report["whole"]:
        show(f"{service}: khớp, đối chiếu lúc {when(report['at'])}.")
        return
    complain(f"{service}: có chỗ lệch, đối chiếu lúc {when(report['at'])}:")
    for id_ in report["asleep"]:
        show(f"  nằm yên, đã đánh thức: {id_}")
    for id_ in report["stray"]:
        show(f"  chạy lạc, không có gì đang mở: {id_}")
    for one in report["waiting"]:
        show(f"  chưa báo được bộ điều phối: {one['kind']} {one['case']}, từ {when(one['at'])}")
