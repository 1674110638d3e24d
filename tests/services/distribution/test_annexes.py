"""Annexes are issued with their dispatch: signed where a file can carry it, by their hash else."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from shared.document.fields import ANNEX
from shared.domain.canonical import sha256
from shared.domain.dates import VIETNAM
from tests.services.distribution.annex_files import TABLE, attached, scan
from tests.services.distribution.records_desk import RecordsDesk
from tests.shared.document.measure import Measured

PDF = {"Content-Type": "application/pdf"}
BOX, HOLDER = "QLVH", "chuyen-vien-qlvh"


class Issued:
    """A dispatch with a PDF, a workbook, and a paper that only reviewers saw."""

    def __init__(self, desk: RecordsDesk) -> None:
        self.desk, self.pdf = desk, scan()

    async def issue(self) -> "Issued":
        desk = self.desk
        desk.serial += 1
        self.case = f"SVHTTDL-2026-{desk.serial:06d}"
        attachments = (
            await attached(desk, "Tài liệu.pdf", "supporting", scan()),
            await attached(desk, "Phụ lục I.pdf", "annex", self.pdf),
            await attached(desk, "Phụ lục II.xlsx", "annex", TABLE),
        )
        ref = await desk.signed_round(self.case, 1, attachments=attachments)
        await desk.flow.open_issue(ref)
        self.number = await desk.issue(self.case)
        await desk.send_out(self.case)
        return self


@pytest.fixture(scope="module")
async def issued(desk: RecordsDesk) -> Issued:
    return await Issued(desk).issue()


async def got(desk: RecordsDesk, path: str, account: str = "van-thu") -> Any:
    async with desk.client(account) as client:
        return await client.get(path)


async def test_the_record_names_every_annex_and_no_supporting_paper(
    desk: RecordsDesk, issued: Issued
) -> None:
    first, second = (await got(desk, f"/dispatches/{issued.case}")).json()["annexes"]

    assert (first["place"], first["name"], first["stamped"]) == (1, "Phụ lục I.pdf", True)
    assert first["file"] != sha256(issued.pdf)
    assert (second["place"], second["name"], second["stamped"]) == (2, "Phụ lục II.xlsx", False)
    assert second["file"] == sha256(TABLE)


async def test_a_pdf_carries_number_and_time_of_the_seal_and_the_agencys_signature(
    desk: RecordsDesk, issued: Issued
) -> None:
    annex = (await got(desk, f"/dispatches/{issued.case}/annexes/1")).content
    main = (await got(desk, f"/dispatches/{issued.case}/pdf")).content
    *_, seal = PdfFileReader(BytesIO(main)).embedded_signatures
    (signature,) = PdfFileReader(BytesIO(annex)).embedded_signatures
    at = signature.self_reported_timestamp

    assert annex.startswith(issued.pdf)
    assert signature.field_name == ANNEX
    assert signature.signer_cert.dump() == seal.signer_cert.dump()
    assert at == seal.self_reported_timestamp
    words = f"{issued.number}; {at.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}+07:00"
    assert [line.size for line in Measured(annex).lines if line.text == words] == [10]


async def test_the_main_file_has_no_block_of_words(desk: RecordsDesk, issued: Issued) -> None:
    main = (await got(desk, f"/dispatches/{issued.case}/pdf")).content

    assert not [line for line in Measured(main).lines if "+07:00" in line.text]
    with pikepdf.open(BytesIO(main)) as pdf:
        for field in list(pdf.Root.AcroForm.Fields)[2:]:
            assert b" Tf" not in field.AP.N.read_bytes()


async def test_the_register_names_the_hash_of_every_file_that_is_issued(
    desk: RecordsDesk, issued: Issued
) -> None:
    listed = (await got(desk, f"/dispatches/{issued.case}/annexes")).json()["annexes"]
    async with desk.work() as (work, me):
        events = work.table("register_events")
        query = events.select().where(events.c.case == issued.case, events.c.kind == "SEALED")
        sealed = (await work.db.execute(query)).one()

    assert me.agency == sealed.agency
    assert [one["file"] for one in sealed.details["annexes"]] == [one["file"] for one in listed]
    assert (await desk.check())["whole"] is True


async def test_annexes_lie_in_the_mailboxes_with_the_main_file(
    desk: RecordsDesk, issued: Issued
) -> None:
    path = f"/mailboxes/{BOX}/{issued.case}/annexes"
    assert len((await got(desk, path, HOLDER)).json()["annexes"]) == 2
    table = await got(desk, f"{path}/2", HOLDER)
    assert (table.status_code, table.content) == (200, TABLE)
    assert table.headers["content-disposition"].startswith("attachment; filename*=UTF-8''Ph%E1")
    assert table.headers["etag"] == f'"{sha256(TABLE)}"'
    assert (await got(desk, path, "chuyen-vien-vp")).status_code == 403


async def test_who_asks_for_an_annex_that_is_none_is_told_so(
    desk: RecordsDesk, issued: Issued
) -> None:
    answer = await got(desk, f"/dispatches/{issued.case}/annexes/3")

    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_annex")
    assert (await got(desk, "/dispatches/SVHTTDL-2026-999999/annexes")).status_code == 404


async def test_a_view_of_an_annex_is_recorded(desk: RecordsDesk, issued: Issued) -> None:
    await got(desk, f"/dispatches/{issued.case}/annexes/2", "chuyen-vien-vp")
    async with desk.work() as (work, _):
        events = work.table("events")
        query = events.select().where(events.c.case == issued.case, events.c.act == "file_viewed")
        *_, last = (await work.db.execute(query.order_by(events.c.seq))).all()

    assert (last.account, last.object) == ("chuyen-vien-vp", sha256(TABLE))
    assert last.details["annex"] == 2


async def test_the_public_check_knows_an_annex_by_its_bytes(
    desk: RecordsDesk, issued: Issued
) -> None:
    async with desk.office.client("distribution") as public:
        for content, registered in (
            ((await got(desk, f"/dispatches/{issued.case}/annexes/1")).content, True),
            (TABLE, True),
            (issued.pdf, False),
        ):
            said = (await public.post("/public/check", content=content, headers=PDF)).json()
            assert (said["known"], said["registered"]) == (registered, registered)


async def test_a_dispatch_without_annexes_says_nothing_of_them_in_the_register(
    desk: RecordsDesk,
) -> None:
    case = await desk.lay()
    await desk.issue(case)
    await desk.send_out(case)
    async with desk.work() as (work, _):
        events = work.table("register_events")
        query = events.select().where(events.c.case == case, events.c.kind == "SEALED")
        sealed = (await work.db.execute(query)).one()

    assert "annexes" not in sealed.details
    assert (await got(desk, f"/dispatches/{case}/annexes")).json() == {"annexes": []}


async def test_after_all_these_annexes_every_row_says_what_the_register_says(
    desk: RecordsDesk,
) -> None:
    assert await desk.faults() == []
