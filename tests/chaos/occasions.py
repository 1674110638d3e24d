"""What comes up seldom in an office: keys, an older register, a restore, stamps put on again."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Final

from sqlalchemy.exc import DBAPIError
from temporalio.client import Client, ScheduleHandle
from temporalio.service import RPCError

from deploy.local.local_secrets import read_secrets
from deploy.local.postgres import database_urls
from deploy.local.settings import OWNER
from services.distribution import restored
from shared.contracts import reconciling, renewals
from shared.domain.dates import vietnam_date
from tests.chaos.around import CLERK, HEAD, HEAD_OF_SPORT, OFFICE, REASON, Around
from tests.chaos.desk import Answer
from tests.chaos.outside import CREDENTIAL
from tests.chaos.staff import Staff
from tests.support.devices import key_pair
from tests.support.office import SAMPLE

TRIES: Final = 5
"""How often somebody begins anew who finds that others changed it meanwhile."""
COLUMNS: Final = "Số, ký hiệu;Ngày tháng;Tên loại và trích yếu;Người ký\n"
IN_TEN_MONTHS: Final = timedelta(days=300)
PATIENCE: Final = 60.0
LOOK_EVERY: Final = 0.5


async def mend_the_form(around: Around) -> None:
    """One finding is corrected, and another may stand."""
    path = f"/drafts/{around.case}"
    seen = await around.desk(around.drafter).get("drafting", f"{path}/findings")
    mendable = [one["id"] for one in seen["findings"] if one["replacement"]]
    if mendable:
        said: Answer = {"findings": mendable[:1]}
        await around.act(around.drafter, "correct", "drafting", f"{path}/corrections", said)
    if mendable[1:]:
        said = {"findings": mendable[1:2], "reason": "Tên gọi do Giám đốc quy định như vậy."}
        to = (around.drafter, "let_stand", "drafting", f"{path}/acknowledgements")
        await around.act(*to, said)


async def put_a_file_in_its_place(around: Around) -> None:
    """The drafter wrote it elsewhere after all."""
    sent = {"files": {"file": (SAMPLE.name, SAMPLE.read_bytes())}}
    path = f"/drafts/{around.case}/file"
    await around.act(around.drafter, "rewrite", "drafting", path, sent=sent, method="PUT")


async def give_the_head_a_credential(around: Around) -> None:
    """From then on he signs by a second act; it is known already where somebody did this before."""
    said = {"account": HEAD, "kind": "remote", "credential": CREDENTIAL}
    await around.act(OFFICE, "register_certificate", "approval", "/certificates", said)


async def register_and_revoke(around: Around) -> None:
    """A certificate of somebody who never signs, and one that the agency never comes to use."""
    later = (around.town.clock.now() + IN_TEN_MONTHS).isoformat()
    owned = {"account": HEAD_OF_SPORT, "kind": "own_device"}
    agencys = {"kind": "remote", "credential": "co-quan", "since": later}
    for service, said in (("approval", owned), ("distribution", agencys)):
        certificate = (await asyncio.to_thread(key_pair, around.town.settings.keys)).pem
        to = (OFFICE, "register_certificate", service, "/certificates")
        made = await around.act(*to, said | {"certificate": certificate})
        if made:
            path = f"/certificates/{made['id']}/revoke"
            await around.act(OFFICE, "revoke_certificate", service, path, REASON)


async def take_over_a_register(around: Around) -> None:
    """One line that was written by hand; others may take its number first."""
    desk, today = around.desk(CLERK), vietnam_date(around.town.clock.now())
    for _ in range(TRIES):
        book = await desk.get("distribution", "/register")
        number = max((int(one["number"]) for one in book["entries"]), default=0) + 1
        line = f"{number:02}/SVHTTDL-VP;{today:%d/%m/%Y};Báo cáo tháng;Dương Minh Tuệ\n"
        sent = {"content": (COLUMNS + line).encode()}
        to = ("import", "", "distribution", "/register/import")
        status, _ = await desk.act(*to, sent=sent)
        if status < 300:
            return


async def go_on_after_a_restore(around: Around) -> None:
    """The record is said to be restored, with nothing lost; clerks confirm every series."""
    town = around.town
    url = database_urls(town.settings, read_secrets(town.settings))[OWNER]
    with suppress(DBAPIError, OSError):  # PostgreSQL is away
        await restored.record(url, town.clock.now())
    for staff in town.staffs:
        await _confirm_all(around, staff)


async def _confirm_all(around: Around, staff: Staff) -> None:
    desk = around.desk(staff.clerk)
    for _ in range(TRIES):
        closed = (await desk.get("distribution", "/desk"))["closed_series"]
        if not closed:
            return
        for one in closed:
            restore = one["restored_at"].replace("-", "").replace(":", "").partition(".")[0]
            name = f"{staff.agency}-{one['series']}-{restore.removesuffix('Z')}Z"
            path = f"/register/series/{one['series']}/confirm"
            await desk.act("confirm_series", name, "distribution", path, _last(around, one))


def _last(around: Around, closed: Answer) -> Answer:
    """The book has every number that was issued."""
    this_year = vietnam_date(around.town.clock.now()).year
    first = closed["year"] or this_year
    last = [
        {"year": year, "number": closed["last_number"] if year == closed["year"] else 0}
        for year in range(first, this_year + 1)
    ]
    return {"last": last} | REASON


async def do_the_nights_work(around: Around) -> None:
    """What is filed is noted and what has stamps gets another one, at once and to its end."""
    settings = around.town.settings
    with suppress(RPCError, RuntimeError, TimeoutError):  # the engine is away
        client = await Client.connect(settings.temporal_address, namespace=settings.namespace)
        for schedule in (reconciling.SCHEDULE, renewals.SCHEDULE):
            await _done(client.get_schedule_handle(schedule))


async def _done(nightly: ScheduleHandle) -> None:
    await nightly.trigger()
    async with asyncio.timeout(PATIENCE):
        await asyncio.sleep(LOOK_EVERY)
        while (await nightly.describe()).info.running_actions:  # noqa: ASYNC110 -- no event
            await asyncio.sleep(LOOK_EVERY)
