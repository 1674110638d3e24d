"""Seals with stamps and proof, and files stamped again before the proof runs out."""

import asyncio
from datetime import timedelta

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from services.distribution.domain.renewal import LEAD
from shared.document.revocation import RevocationFault
from shared.document.stamping import TimeStampFault
from shared.domain.lifecycle import Stage
from shared.domain.refusals import Invalid
from tests.services.distribution.lasting_desk import LastingDesk, lasting, well
from tests.shared.document.lasting import serial_of
from tests.support.moods import Mood
from tests.support.trust_server import Server

__all__ = ["lasting", "well"]

DAY = timedelta(days=1)


async def issued(lasting: LastingDesk, case: str) -> bytes:
    async with lasting.desk.client() as clerk:
        return (await clerk.get(f"/dispatches/{case}/pdf")).content


async def number(lasting: LastingDesk, case: str) -> httpx.Response:
    async with lasting.desk.client() as clerk:
        return await clerk.post(f"/dispatches/{case}/issue", json={})


async def test_the_record_says_how_long_a_seal_proves_itself(lasting: LastingDesk) -> None:
    case = await lasting.sealed()

    told = await lasting.record(case)
    assert told["level"] == "B-LT"
    assert told["proven_until"] is not None
    assert told["newest"] == told["sealed"]
    said = await lasting.verified(await issued(lasting, case))
    assert (said["problems"], said["whole"], said["level"]) == ([], True, "B-LT")
    assert said["proven_until"] == told["proven_until"]


async def test_keys_of_the_stack_are_sealed_without_stamps_and_never_due(
    lasting: LastingDesk,
) -> None:
    desk = lasting.desk
    case = await desk.lay()
    await desk.issue(case)
    await desk.flow.seal(desk.ref(case))

    told = await lasting.record(case)
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
        said = await lasting.verified(await issued(lasting, case))
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
    told = await lasting.record(case)
    assert (told["level"], told["sealed"] != told["newest"]) == ("B-LTA", True)
    for file in (sealed, renewed):
        said = await lasting.verified(file)
        assert (said["problems"], said["whole"], said["registered"]) == ([], True, True)
        assert said["case"] == case


async def test_a_file_is_due_again_some_weeks_before_its_proof_ends(lasting: LastingDesk) -> None:
    lasting.trust.new_stamping_certificate()
    case = await lasting.sealed()
    await lasting.renew((await lasting.due())[case])
    first = await lasting.record(case)
    days = 1000 - LEAD.days

    lasting.later((days - 1) * DAY)
    assert case not in await lasting.due()
    lasting.later(DAY + timedelta(hours=1))
    lasting.trust.new_stamping_certificate()
    await lasting.renew((await lasting.due())[case])

    second = await lasting.record(case)
    assert second["proven_until"] > first["proven_until"]
    lasting.later(10 * 30 * DAY)
    said = await lasting.verified(await issued(lasting, case))
    assert (said["problems"], said["level"]) == ([], "B-LTA")


async def test_a_renewal_stands_in_both_memories(lasting: LastingDesk) -> None:
    case = await lasting.sealed()
    await lasting.renew((await lasting.due())[case])
    newest = (await lasting.record(case))["newest"]

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
