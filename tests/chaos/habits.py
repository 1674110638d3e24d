"""What people do beside the way of a dispatch: so that more than its way is done under faults.

A habit is one or a few acts on one dispatch, done once, at the stage that it belongs to. What is
refused to them is no fault of anybody: they try.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from datetime import timedelta

from temporalio.client import Client
from temporalio.service import RPCError

from services.cli.organisation_file import ACTIVATION_ORDER
from services.drafting.schemas.drafts import DraftIn
from shared.contracts import register_check, renewals
from shared.document.layout import render_draft
from shared.domain.dates import VIETNAM
from tests.chaos.around import (
    CLERK,
    HEAD,
    HEAD_OF_SPORT,
    HEAD_OF_TOURISM,
    INSPECTOR,
    OFFICE,
    REASON,
    Around,
    At,
    Habit,
)
from tests.chaos.desk import Answer
from tests.chaos.staff import DEPARTMENT
from tests.chaos.town import Town
from tests.shared.document.dispatch import sample_paper
from tests.support.office import ADMINISTRATOR

PAPER = "12/QĐ-SVHTTDL ngày 05/01/2026"
BEFORE_A_LEAP = timedelta(days=40)
"""So far ahead that New Year does not come before it is asked for."""
HURRIED = {"urgency": "khan"} | REASON


async def attach(around: Around) -> None:
    """A file for the reviewers, another that is taken off again, and an annex."""
    path = f"/drafts/{around.case}/attachments"
    annex = await asyncio.to_thread(render_draft, sample_paper(subject=f"phụ lục {around.case}"))
    files = (("Số liệu.txt", b"so lieu"), ("Nháp.txt", b"nhap"), ("Phụ lục.pdf", annex))
    for file in files:
        kind = "annex" if file[0].endswith("pdf") else "supporting"
        sent = {"data": {"kind": kind}, "files": {"file": file}}
        made = await around.act(around.drafter, "attach", "drafting", path, sent=sent)
        if made and file[0] == "Nháp.txt":
            one = f"{path}/{made['attachment']['id']}"
            await around.act(around.drafter, "detach", "drafting", one, method="DELETE")


async def rewrite(around: Around) -> None:
    """It is urgent, all of a sudden."""
    path = f"/drafts/{around.case}"
    seen = await around.desk(around.drafter).get("drafting", path)
    text = {name: seen[name] for name in DraftIn.model_fields if name in seen} | {"urgency": "khan"}
    await around.act(around.drafter, "rewrite", "drafting", path, text, method="PUT")


async def ask_and_answer(around: Around) -> None:
    question = {"kind": "question", "said": "Số liệu này lấy từ đâu?"}
    answer = {"kind": "answer", "said": "Từ báo cáo quý III."}
    await around.on_task(around.decider, "messages", question)
    await around.on_task(around.drafter, "messages", answer)


async def take_and_give_back(around: Around) -> None:
    await around.on_task(around.decider, "claim")
    await around.on_task(around.decider, "release")


async def consult(around: Around) -> None:
    wanted = {"unit_heads": ["QLDL"], "hours": 8} | REASON
    await around.on_task(around.decider, "consultations", wanted)


async def reassign(around: Around) -> None:
    await around.on_task(HEAD, "reassign", {"to": around.decider} | REASON)


async def forward(around: Around) -> None:
    await around.on_task(around.decider, "forward", {"to": HEAD} | REASON)


async def replan(around: Around) -> None:
    path = f"/dispatches/{around.case}/replan"
    await around.act(HEAD, "replan", "approval", path, REASON)


async def count_deadlines(around: Around) -> None:
    said = {"case": around.case} | REASON
    await around.act(OFFICE, "deadlines", "approval", "/deadlines", said)


async def pass_by(around: Around) -> None:
    """Only what was rewritten as urgent can be."""
    await around.on_task(HEAD, "bypass", REASON)


async def hurry(around: Around) -> None:
    await around.on_task(around.decider, "urgency", HURRIED)


async def sign_myself(around: Around) -> None:
    """The head has the PDF made for himself; who was to sign finds another signer's."""
    await around.on_task(HEAD, "prepared")


async def restrict(around: Around) -> None:
    path, changed = f"/dispatches/{around.case}/access", {}
    for change in ("restricted", "opened"):
        said = {"change": change} | REASON
        changed = await around.act(HEAD, "access", "distribution", path, said)
    if changed:
        seen = {"number": changed["changes"][-1]["number"]}
        await around.act(CLERK, "confirm", "distribution", f"{path}/confirm", seen)


async def refuse_and_send_again(around: Around) -> None:
    path = f"/mailboxes/QLDL/{around.case}/refuse"
    await around.act(HEAD_OF_TOURISM, "acknowledge", "distribution", path, REASON)
    path, instead = f"/dispatches/{around.case}/send-again", {"instead_of": "QLDL", "to": "VP"}
    await around.act(CLERK, "send_again", "distribution", path, instead)


async def check_in_public(around: Around) -> None:
    path = f"/dispatches/{around.case}/pdf"
    sent = {"content": await around.desk(CLERK).file("distribution", path)}
    await around.act(CLERK, "check", "distribution", "/public/check", sent=sent)


async def reserve_and_cancel(around: Around) -> None:
    kept = await around.act(CLERK, "reserve", "distribution", "/reservations", wish(around.town))
    if kept:
        path = f"/reservations/{kept['id']}/cancel"
        await around.act(CLERK, "cancel", "distribution", path, REASON)


async def be_away(around: Around) -> None:
    """Somebody without a task here is to be away for an hour, and takes it back."""
    away = {"substitute": INSPECTOR} | _an_hour(around.town) | REASON
    made = await around.act(HEAD_OF_SPORT, "absence", "approval", "/absences", away)
    if made:
        path = f"/absences/{made['id']}/end"
        await around.act(HEAD_OF_SPORT, "end_absence", "approval", path, REASON)


async def close_the_year(around: Around) -> Answer:
    """Taken once New Year is over, and nothing of the old year waits for its seal."""
    path = f"/register/{around.town.clock.now().astimezone(VIETNAM).year - 1}/close"
    return await around.act(CLERK, "close_year", "distribution", path)


async def delegate(around: Around) -> None:
    given = {"delegate": INSPECTOR, "types": ["giay_moi"], "paper": PAPER}
    given |= _an_hour(around.town)
    made = await around.act(HEAD, "delegate", "approval", "/delegations", given)
    if made:
        path = f"/delegations/{made['id']}/end"
        await around.act(HEAD, "end_delegation", "approval", path, REASON)


async def look_after_the_engine(around: Around) -> None:
    """Have it compared and woken, and have done at once what comes every night."""
    for service in ACTIVATION_ORDER:
        await around.act(ADMINISTRATOR, "compare", service, "/engine/compare")
        await around.act(ADMINISTRATOR, "wake", service, "/engine/wake", {"case": around.case})
    address, namespace = around.town.settings.temporal_address, around.town.settings.namespace
    with suppress(RPCError, RuntimeError):  # the engine is away
        client = await Client.connect(address, namespace=namespace)
        for schedule in (register_check.SCHEDULE, renewals.SCHEDULE):
            await client.get_schedule_handle(schedule).trigger()


async def change_the_file(around: Around) -> None:
    """From now on numbers come by themselves, or are a clerk's again: it was his turn to say."""
    await (number_by_itself if int(around.case[-1]) % 2 else number_by_clerk)(around)


async def number_by_itself(around: Around) -> None:
    await _put_in_force(around, "automatic")


async def number_by_clerk(around: Around) -> None:
    await _put_in_force(around, "clerk")


async def _put_in_force(around: Around, issue: str) -> None:
    content = {**deepcopy(around.town.content), "issue": issue}
    path = "/organisations/SVHTTDL/active"
    async with _ONE_FILE_AT_A_TIME:
        version = await _stored(around, content)
        for service in ACTIVATION_ORDER:
            await around.act(ADMINISTRATOR, "activate", service, path, version, method="PUT")


async def _stored(around: Around, content: Answer) -> Answer:
    """In all services as the same version: over New Year the nation's holidays come to differ."""
    versions = set[str]()
    while len(versions) != 1:
        stored = [
            await around.act(ADMINISTRATOR, "store", service, "/organisations/versions", content)
            for service in ACTIVATION_ORDER
        ]
        versions = {one["version"] for one in stored}
    return {"version": versions.pop()}


_ONE_FILE_AT_A_TIME = asyncio.Lock()

HABITS: Mapping[At, Sequence[Habit]] = {
    At.DRAFTED: (attach, rewrite, be_away, delegate, look_after_the_engine, change_the_file),
    At.REVIEWED: (
        *(ask_and_answer, take_and_give_back, consult, reassign, replan),
        *(count_deadlines, pass_by),
    ),
    At.TO_SIGN: (hurry, sign_myself, forward),
    At.ISSUED: (reserve_and_cancel,),
    At.FILED: (restrict, refuse_and_send_again, check_in_public, close_the_year),
}


def wish(town: Town, unit: str = DEPARTMENT.office) -> Answer:
    """A number to be kept for a day."""
    until = town.clock.now() + timedelta(days=1)
    wanted = {"unit": unit, "doc_type": "cong_van", "purpose": "Họp giao ban"}
    return wanted | {"expires_at": until.isoformat()}


def _an_hour(town: Town) -> Answer:
    begins = town.clock.now() + BEFORE_A_LEAP
    ends = begins + timedelta(hours=1)
    return {"starts_at": begins.isoformat(), "ends_at": ends.isoformat()}
