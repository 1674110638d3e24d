"""Seals with stamps and proof, and files stamped again before the proof runs out."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from services.distribution.domain.renewal import LEAD
from shared.document.revocation import RevocationFault
from shared.document.stamping import TimeStampFault
from shared.document.verify_annex import verify_annex
from shared.domain.canonical import sha256
from shared.domain.lifecycle import Stage
from shared.domain.refusals import Invalid
from tests.services.distribution.lasting_desk import LastingDesk
from tests.services.distribution.records_desk import RecordsDesk
from tests.shared.document.lasting import serial_of
from tests.support.moods import Mood
from tests.support.trust_server import Server, TrustServer

DAY = timedelta(days=1)
PDF = {"Content-Type": "application/pdf"}


@pytest.fixture(scope="module")
async def lasting(desk: RecordsDesk) -> AsyncIterator[LastingDesk]:
    with TrustServer(desk.now.replace(microsecond=0)).running() as trust:
        opened = await LastingDesk.open(desk, trust)
        desk.process.time_stamps = opened.settings
        yield opened


@pytest.fixture(autouse=True)
def well(lasting: LastingDesk) -> None:
    lasting.trust.moods = dict.fromkeys(Server, Mood.ACCEPTS)
    lasting.later(timedelta())


async def record(lasting: LastingDesk, case: str) -> dict[str, Any]:
    async with lasting.desk.client() as clerk:
        told: dict[str, Any] = (await clerk.get(f"/dispatches/{case}")).json()
    return told


async def issued(lasting: LastingDesk, case: str) -> bytes:
    async with lasting.desk.client() as clerk:
        return (await clerk.get(f"/dispatches/{case}/pdf")).content


async def number(lasting: LastingDesk, case: str) -> httpx.Response:
    async with lasting.desk.client() as clerk:
        return await clerk.post(f"/dispatches/{case}/issue", json={})


async def verified(lasting: LastingDesk, pdf: bytes) -> dict[str, Any]:
    async with lasting.desk.client() as anybody:
        said: dict[str, Any] = (await anybody.post("/verify", content=pdf, headers=PDF)).json()
    return said


async def test_the_record_says_how_long_a_seal_proves_itself(lasting: LastingDesk) -> None:
    case = await lasting.sealed()

    told = await record(lasting, case)
    assert told["level"] == "B-LT"
    assert told["proven_until"] is not None
    assert told["newest"] == told["sealed"]
    said = await verified(lasting, await issued(lasting, case))
    assert (said["problems"], said["whole"], said["level"]) == ([], True, "B-LT")
    assert said["proven_until"] == told["proven_until"]


async def test_keys_of_the_stack_are_sealed_without_stamps_and_never_due(
    lasting: LastingDesk,
) -> None:
    desk = lasting.desk
    case = await desk.lay()
    await desk.issue(case)
    await desk.flow.seal(desk.ref(case))

    told = await record(lasting, case)
    assert (told["level"], told["proven_until"]) == ("B-B", None)
    assert case not in await lasting.due()


async def test_nothing_is_sealed_while_the_authority_is_away_and_all_of_it_afterwards(
    lasting: LastingDesk,
) -> None:
    case = await lasting.desk.lay()
    await lasting.desk.issue(case)
    lasting.trust.moods[Server.STAMPS] = Mood.DROPS
    with pytest.raises(TimeStampFault):
        await lasting.flow.seal(lasting.desk.ref(case))
    lasting.trust.moods |= {
        Server.STAMPS: Mood.ACCEPTS,
        Server.CRL: Mood.BUSY,
        Server.OCSP: Mood.BUSY,
    }
    with pytest.raises(RevocationFault):
        await lasting.flow.seal(lasting.desk.ref(case))
    assert (await lasting.desk.stands(case)).stage is Stage.NUMBERED

    lasting.trust.moods = dict.fromkeys(Server, Mood.ACCEPTS)
    assert (await lasting.flow.seal(lasting.desk.ref(case))).stage is Stage.SEALED


async def test_a_signer_whose_certificate_was_revoked_stops_the_seal_with_a_sentence(
    lasting: LastingDesk,
) -> None:
    case = await lasting.desk.lay()
    await lasting.desk.issue(case)
    serial = serial_of(lasting.desk.key("duong-minh-tue"))
    lasting.trust.authority.revoked[serial] = lasting.trust.now - DAY
    try:
        with pytest.raises(Invalid) as refused:
            await lasting.flow.seal(lasting.desk.ref(case))
    finally:
        del lasting.trust.authority.revoked[serial]

    assert refused.value.code == "certificate_revoked"
    assert "Dương Minh Tuệ" in refused.value.sentence
    assert "hãy hủy số rồi trả lại văn bản" in refused.value.sentence


async def test_a_stamped_signature_outlives_its_certificate_up_to_the_number_and_the_seal(
    lasting: LastingDesk,
) -> None:
    before_number = await lasting.lay_signed_for_a_day(stamped=True)
    before_seal = await lasting.lay_signed_for_a_day(stamped=True)
    assert (await number(lasting, before_seal)).status_code == 200
    lasting.later(2 * DAY)
    assert (await number(lasting, before_number)).status_code == 200
    for case in (before_number, before_seal):
        assert (await lasting.flow.seal(lasting.desk.ref(case))).stage is Stage.SEALED
        said = await verified(lasting, await issued(lasting, case))
        assert (said["problems"], said["level"]) == ([], "B-LT")


async def test_a_signature_without_a_stamp_ends_with_its_certificate_and_costs_no_number(
    lasting: LastingDesk,
) -> None:
    before_number = await lasting.lay_signed_for_a_day(stamped=False)
    before_seal = await lasting.lay_signed_for_a_day(stamped=False)
    assert (await number(lasting, before_seal)).status_code == 200
    spent = len(await lasting.desk.register())
    lasting.later(2 * DAY)
    refused = await number(lasting, before_number)
    assert (refused.status_code, refused.json()["code"]) == (409, "certificate_expired")
    assert "“Dương Minh Tuệ” đã hết hạn lúc" in refused.json()["detail"]
    assert "chưa có dấu thời gian" in refused.json()["detail"]
    assert "hãy trả lại văn bản" in refused.json()["detail"]
    assert len(await lasting.desk.register()) == spent

    with pytest.raises(Invalid) as unsealed:
        await lasting.flow.seal(lasting.desk.ref(before_seal))
    assert unsealed.value.code == "certificate_expired"
    assert "hãy hủy số rồi trả lại văn bản" in unsealed.value.sentence
    reason = {"reason": "Chứng thư số của người ký đã hết hạn."}
    async with lasting.desk.client() as clerk:
        assert (await clerk.post(f"/dispatches/{before_seal}/void", json=reason)).status_code == 200
        back = await clerk.post(f"/dispatches/{before_seal}/send-back", json=reason)
    assert back.status_code == 200
    assert (await lasting.desk.stands(before_seal)).stage is Stage.RETURNED


async def test_no_number_is_spent_on_a_revoked_signer_nor_while_nobody_tells(
    lasting: LastingDesk,
) -> None:
    case, before = await lasting.desk.lay(), len(await lasting.desk.register())
    serial = serial_of(lasting.desk.key("duong-minh-tue"))
    lasting.trust.authority.revoked[serial] = lasting.trust.now - DAY
    try:
        revoked = await number(lasting, case)
    finally:
        del lasting.trust.authority.revoked[serial]
    lasting.trust.moods |= {Server.CRL: Mood.BUSY, Server.OCSP: Mood.BUSY}
    unknown = await number(lasting, case)
    lasting.trust.moods = dict.fromkeys(Server, Mood.ACCEPTS) | {Server.STAMPS: Mood.LIES}
    unstamped = await number(lasting, case)

    told = [(one.status_code, one.json()["code"]) for one in (revoked, unknown, unstamped)]
    assert told == [
        (409, "certificate_revoked"),
        (409, "revocation_unknown"),
        (409, "time_stamps_away"),
    ]
    assert "Dương Minh Tuệ" in revoked.json()["detail"]
    assert "trả lại văn bản" in revoked.json()["detail"]
    assert len(await lasting.desk.register()) == before
    lasting.trust.moods[Server.STAMPS] = Mood.ACCEPTS
    assert (await number(lasting, case)).status_code == 200


async def test_a_sealed_file_is_stamped_once_and_then_not_due_for_years(
    lasting: LastingDesk,
) -> None:
    case = await lasting.sealed()
    sealed = await issued(lasting, case)
    due = (await lasting.due())[case]

    await lasting.renew(due)
    await lasting.renew(due)

    renewed = await issued(lasting, case)
    assert renewed.startswith(sealed)
    assert case not in await lasting.due()
    told = await record(lasting, case)
    assert (told["level"], told["sealed"] != told["newest"]) == ("B-LTA", True)
    for file in (sealed, renewed):
        said = await verified(lasting, file)
        assert (said["problems"], said["whole"], said["registered"]) == ([], True, True)
        assert said["case"] == case


async def test_a_file_is_due_again_some_weeks_before_its_proof_ends(lasting: LastingDesk) -> None:
    lasting.trust.new_stamping_certificate()
    case = await lasting.sealed()
    await lasting.renew((await lasting.due())[case])
    first = await record(lasting, case)
    days = 1000 - LEAD.days

    lasting.later((days - 1) * DAY)
    assert case not in await lasting.due()
    lasting.later(DAY + timedelta(hours=1))
    lasting.trust.new_stamping_certificate()
    await lasting.renew((await lasting.due())[case])

    second = await record(lasting, case)
    assert second["proven_until"] > first["proven_until"]
    lasting.later(10 * 30 * DAY)
    said = await verified(lasting, await issued(lasting, case))
    assert (said["problems"], said["level"]) == ([], "B-LTA")


async def test_a_renewal_stands_in_both_memories(lasting: LastingDesk) -> None:
    case = await lasting.sealed()
    await lasting.renew((await lasting.due())[case])
    newest = (await record(lasting, case))["newest"]

    async with lasting.desk.process.database.work() as work:
        events = work.table("events")
        query = sa.select(events.c.object).where(events.c.case == case, events.c.act == "renewed")
        assert (await work.db.execute(query)).scalars().all() == [newest]
    (entry,) = [one for one in await lasting.desk.register() if one["case"] == case]
    assert "Gia hạn dấu thời gian lần 1" in str(entry)
    assert (await lasting.desk.check())["whole"]


async def test_two_renewals_at_once_keep_one(lasting: LastingDesk) -> None:
    case = await lasting.sealed()
    due = (await lasting.due())[case]

    await asyncio.gather(lasting.renew(due), lasting.renew(due))

    async with lasting.desk.process.database.work() as work:
        made = work.metadata.tables["distribution.renewals"]
        query = sa.select(made.c.number).where(made.c.case == case)
        assert (await work.db.execute(query)).scalars().all() == [1]


async def test_an_authority_that_is_away_leaves_the_file_as_it_is(lasting: LastingDesk) -> None:
    case = await lasting.sealed()
    due = (await lasting.due())[case]
    lasting.trust.moods[Server.STAMPS] = Mood.LIES
    with pytest.raises(TimeStampFault):
        await lasting.renew(due)

    assert (await lasting.due())[case] == due


async def test_a_renewal_is_never_changed_nor_removed(lasting: LastingDesk) -> None:
    case = await lasting.sealed()
    await lasting.renew((await lasting.due())[case])
    made = lasting.desk.process.database.metadata.tables["distribution.renewals"]
    for forbidden in (made.delete(), made.update().values(file="0" * 64)):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with lasting.desk.process.database.work() as work:
                await work.db.execute(forbidden)


# ---- annexes


async def annexes(lasting: LastingDesk, case: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = (await record(lasting, case))["annexes"]
    return listed


async def annex(lasting: LastingDesk, case: str) -> bytes:
    async with lasting.desk.client() as reader:
        return (await reader.get(f"/dispatches/{case}/annexes/1")).content


@pytest.fixture(scope="module")
async def with_annexes(lasting: LastingDesk) -> str:
    """Sent out with a PDF and a workbook, and renewed once."""
    lasting.trust.moods = dict.fromkeys(Server, Mood.ACCEPTS)
    case = await lasting.lay_with_annexes()
    await lasting.send_out(case)
    before = await record(lasting, case)
    first, second = before["annexes"]
    assert (first["level"], first["newest"]) == ("B-LT", first["file"])
    assert (second["level"], second["newest"]) == (None, second["file"])
    await lasting.renew((await lasting.due())[case])
    return case


async def test_annexes_are_stamped_again_with_the_main_file(
    lasting: LastingDesk, with_annexes: str
) -> None:
    first, second = await annexes(lasting, with_annexes)
    assert (first["level"], second["level"]) == ("B-LTA", None)
    assert first["newest"] != first["file"]
    assert second["newest"] == second["file"]
    (entry,) = [one for one in await lasting.desk.register() if one["case"] == with_annexes]
    assert "lần 1; tệp và 1 phụ lục tự chứng minh được đến" in str(entry)
    roots, agency = lasting.long_term.trust_roots, lasting.agency
    found = await verify_annex(
        await annex(lasting, with_annexes),
        trust_roots=roots,
        at=lasting.desk.now,
        certificate=agency,
    )
    assert (found.problems, found.level) == ((), "B-LTA")


async def test_readers_get_the_newest_annex_and_a_mailbox_keeps_the_delivered_one(
    lasting: LastingDesk, with_annexes: str
) -> None:
    path = f"/mailboxes/QLVH/{with_annexes}/annexes"
    async with lasting.desk.client("chuyen-vien-qlvh") as holder:
        (listed, _), delivered = (
            (await holder.get(path)).json()["annexes"],
            (await holder.get(f"{path}/1")).content,
        )
    newest = await annex(lasting, with_annexes)
    first, _ = await annexes(lasting, with_annexes)

    assert newest.startswith(delivered)
    assert (sha256(delivered), sha256(newest)) == (first["file"], first["newest"])
    assert (listed["newest"], listed["level"]) == (first["file"], "B-LT")
    async with lasting.desk.office.client("distribution") as public:
        for content, known in ((delivered, True), (newest, True), (newest + b" ", False)):
            said = (await public.post("/public/check", content=content, headers=PDF)).json()
            assert (said["known"], said["registered"]) == (known, known)


async def test_the_records_desk_verifies_an_annex_as_issued_and_as_renewed(
    lasting: LastingDesk, with_annexes: str
) -> None:
    newest = await annex(lasting, with_annexes)
    first, _ = await annexes(lasting, with_annexes)
    issued = await lasting.desk.bytes_of(first["file"])
    for content, level in ((issued, "B-LT"), (newest, "B-LTA")):
        said = await verified(lasting, content)
        assert (said["annex"], said["whole"], said["registered"]) == (True, True, True)
        assert (said["problems"], said["case"], said["level"]) == ([], with_annexes, level)
    altered = await verified(lasting, newest + b" ")
    assert (altered["annex"], altered["whole"], altered["registered"]) == (True, False, False)
    assert {one["code"] for one in altered["problems"]} >= {"not_registered", "changed_after_seal"}


async def test_the_archive_gets_both_files_of_a_renewed_annex(
    lasting: LastingDesk, with_annexes: str
) -> None:
    first, _ = await annexes(lasting, with_annexes)
    path = f"/dispatches/{with_annexes}/archive"
    async with lasting.desk.client() as clerk:
        for digest in (first["file"], first["newest"]):
            assert sha256((await clerk.get(f"{path}/{digest}")).content) == digest


async def test_a_renewed_annex_that_was_tampered_with_is_named(
    lasting: LastingDesk, with_annexes: str
) -> None:
    assert await lasting.desk.faults() == []
    first, _ = await annexes(lasting, with_annexes)
    path = lasting.desk.office.folder / "blobs" / "SVHTTDL" / first["newest"]
    kept = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(kept[:-1] + b" ")
    try:
        faults = await lasting.desk.faults()
    finally:
        path.write_bytes(kept)
    assert faults == [f"Tệp {first['newest'][:12]}, hồ sơ {with_annexes}: bị sửa."]


async def test_an_authority_that_goes_away_among_the_annexes_costs_nothing(
    lasting: LastingDesk,
) -> None:
    """The main file is sealed by then; it is kept together with its annexes, or not at all."""
    case = await lasting.lay_with_annexes()
    lasting.goes_away_after(2)
    with pytest.raises(TimeStampFault):
        await lasting.flow.seal(lasting.desk.ref(case))
    assert (await lasting.desk.stands(case)).stage is Stage.NUMBERED
    assert await annexes(lasting, case) == []
    lasting.trust.moods[Server.STAMPS] = Mood.ACCEPTS
    await lasting.flow.seal(lasting.desk.ref(case))
    due = (await lasting.due())[case]

    lasting.goes_away_after(2)
    with pytest.raises(TimeStampFault):
        await lasting.renew(due)
    first, _ = await annexes(lasting, case)
    assert ((await lasting.due())[case], first["level"]) == (due, "B-LT")
    lasting.trust.moods[Server.STAMPS] = Mood.ACCEPTS
    await lasting.renew(due)
    await lasting.renew(due)
    first, _ = await annexes(lasting, case)
    assert first["level"] == "B-LTA"
