"""What everybody asks of a dispatch: where it stands, and what it says."""

from typing import Any

from services.cli.api import Addresses, Api
from services.cli.commands.common import (
    Account,
    Case,
    Json,
    Out,
    Task,
    api_of,
    said_plainly,
    show,
    show_findings,
    show_form,
    show_json,
    when,
)
from services.cli.commands.tasks import is_case, open_task, prepared_lines
from services.cli.files import keep
from services.cli.progress import Progress, progress_of
from services.cli.sentences import (
    access_lines,
    amendment_lines,
    answers,
    history,
    lasting,
    recall_lines,
    standing,
    withdrawal,
)
from services.cli.task_sentences import (
    bypass_lines,
    difference_lines,
    standing_lines,
    thread_lines,
)
from services.cli.words import ATTACHED, day, ways_back
from shared.domain.document_types import DISPATCH, type_name
from shared.domain.four_eyes import ROLES
from shared.domain.lifecycle import WORDS
from shared.domain.route import StepKind


def progress(case: Case, account: Account, *, as_json: Json = False) -> None:
    """Văn bản đang ở đâu, ai giữ, đến khi nào."""
    with said_plainly():
        api = api_of(account)
        stands = progress_of(api, case)
        if as_json:
            parts = {name: getattr(stands, name) for name in ("drafting", "approval")}
            show_json({"stage": stands.stage, **parts, "distribution": stands.distribution})
            return
        for line in progress_lines(stands):
            show(line)
        if stands.was_submitted:
            show(operators_page(api.addresses, case))


def progress_lines(stands: Progress) -> list[str]:
    back = ways_back(stands.distribution)
    lines = [
        f"{stands.case}: {WORDS[stands.stage]} ({stands.stage}){back}, lần {stands.round}",
        _subject(stands),
        *bypass_lines(stands.approval),
        *(f"  {line}" for line in history(stands.approval.get("rounds", []))),
    ]
    record = stands.distribution
    if record.get("number") and record["round"] == stands.round:
        lines.append(f"Số {record['number']}, ngày {day(record['date'])}")
    lines += [
        standing(stands),
        *lasting(record),
        *answers(record),
        *amendment_lines(record),
        *recall_lines(record),
        *access_lines(record),
    ]
    if asks := withdrawal(stands):
        lines.append(asks)
    return lines


def _subject(stands: Progress) -> str:
    """As the first service says that may tell it."""
    parts = (stands.drafting, stands.approval, stands.distribution)
    told = [part["subject"] for part in parts if part.get("subject") is not None]
    if not told:
        return "(chỉ người liên quan được xem trích yếu)"
    return next(filter(None, told), "(chưa có trích yếu)")


def operators_page(addresses: Addresses, case: str) -> str:
    """The page of a dispatch; its tabs have addresses only below a run, which nobody keeps."""
    return f"Temporal UI (thẻ User Metadata): {addresses.workflow(case)}"


def show_case(named: Task, account: Account, out: Out = None, *, as_json: Json = False) -> None:
    """Nội dung, nhận xét thể thức và quá trình của một hồ sơ; với --out thì cả tệp PDF."""
    with said_plainly():
        api = api_of(account)
        task = open_task(api, named) if is_case(named) else named
        if task is None:
            _show_draft(api, named, out, as_json=as_json)
            return
        seen = api.get("approval", f"/tasks/{task}")
        if as_json:
            show_json(seen)
        else:
            _show_task(seen)
        if out is not None:
            data = api.file("approval", f"/tasks/{task}/document")
            _show_file(keep(data, out, "previews", f"{seen['case']}.pdf"), as_json=as_json)


def _show_task(seen: dict[str, Any]) -> None:
    late = ", QUÁ HẠN" if seen["overdue"] else ""
    step = ROLES[StepKind(seen["kind"])]
    show(f"{seen['case']}, lần {seen['round']}: {seen['holder']} {step}")
    show(f"Hạn {when(seen['due_at'])}{late}. Soạn thảo: {seen['drafter']}")
    for line in (*bypass_lines(seen), *standing_lines(seen)):
        show(line)
    for line in (*text_lines(seen["text"]), *difference_lines(seen), *prepared_lines(seen)):
        show(line)
    for line in attachment_lines(seen["attachments"]):
        show(line)
    show_form(seen)
    for line in (*history(seen["rounds"]), *thread_lines(seen)):
        show(f"  {line}")


def _show_draft(api: Api, case: str, out: Out, *, as_json: bool) -> None:
    """Nothing of it waits with approval: the draft, for its unit's people."""
    seen = api.get("drafting", f"/drafts/{case}")
    found = api.get("drafting", f"/drafts/{case}/findings")["findings"]
    if as_json:
        show_json({"draft": seen, "findings": found})
    else:
        stands = progress_of(api, case)
        files = api.get("drafting", f"/drafts/{case}/attachments")["attachments"]
        for line in (*progress_lines(stands), *text_lines(seen), *attachment_lines(files)):
            show(line)
        show_findings(found)
    if out is not None:
        data = api.file("drafting", f"/drafts/{case}/preview")
        _show_file(keep(data, out, "previews", f"{case}.pdf"), as_json=as_json)


def _show_file(file: object, *, as_json: bool) -> None:
    if not as_json:
        show(str(file))


def attachment_lines(files: list[dict[str, Any]]) -> list[str]:
    """The files of a version or a draft, in order, each with what it is for."""
    return [
        f"{ATTACHED.get(one['kind'], one['kind'])} {place}: {one['name']} ({one['size']} byte)"
        for place, one in enumerate(files, start=1)
    ]


def text_lines(text: dict[str, Any]) -> list[str]:
    """A dispatch's text from trích yếu to nơi nhận, a line for each part."""
    return [
        "",
        *_opening_lines(text),
        *text["paragraphs"],
        *(f"    {line}" for line in text["signature_lines"]),
        f"    {text['signer_name']}",
        f"Nơi nhận: {'; '.join(text['recipients'])}; Lưu: {text['file_copy']}",
        *(line for annex in text["annexes"] for line in _annex_lines(annex)),
        "",
    ]


def _opening_lines(text: dict[str, Any]) -> list[str]:
    """What stands above the body."""
    is_dispatch = text["doc_type"] == DISPATCH
    name = "V/v" if is_dispatch else f"{type_name(text['doc_type']).upper()}:"
    to = text["addressees"]
    return [
        f"{name} {text['subject']}",
        *filter(None, (text["authority"],)),
        *text["bases"],
        *([f"Kính gửi: {'; '.join(to)}"] if to or is_dispatch else []),
    ]


def _annex_lines(annex: dict[str, Any]) -> list[str]:
    return [f"PHỤ LỤC: {annex['title']}", *annex["paragraphs"]]
