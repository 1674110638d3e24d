"""Signatures by devices get their time stamp when they are made, those sent when they come."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.document.long_term import person_stamp
from shared.document.sign import sign_by_person
from shared.document.trust import LongTerm
from shared.runtime.settings import TimeStampSettings
from tests.services.approval.conftest import DEPUTY, Approval, Submitted
from tests.services.approval.signing_desk import Desk, signing_desk
from tests.shared.document.lasting_attacks import without_stamp
from tests.support.devices import PASSWORD, KeyPair
from tests.support.moods import Mood
from tests.support.signing_service import OTP
from tests.support.signing_service import PIN as REMOTE_PIN
from tests.support.token import PIN
from tests.support.trust_server import Server, TrustServer

SIGNER = "Dương Minh Tuệ"
WITHIN = 15.0


class StampedDesk(Desk):
    """The same, with a time-stamp authority and keys that name servers for their revocation."""

    trust: TrustServer

    def pair(self) -> KeyPair:
        begin = self.trust.now - timedelta(days=1)
        issue = self.trust.authority.key_for
        return KeyPair(issue(SIGNER, password=PASSWORD, now=begin, days=365))

    async def with_own_device(self) -> tuple[KeyPair, Submitted]:
        pair = self.pair()
        await self.register(pair, "own_device")
        return pair, await self.decided()

    async def stamped_elsewhere(self, round_: Submitted, pair: KeyPair) -> bytes:
        """The prepared PDF as a device signs and stamps it that knows the authority."""
        return await sign_by_person(
            await self.prepared(round_),
            pair.key,
            None,
            reason="Ký",
            at=self.trust.now,
            long_term=LongTerm(
                authority=self.trust.url(Server.STAMPS),
                within=WITHIN,
                trust_roots=(self.trust.authority.root_der,),
            ),
        )

    async def kept_stamp(self, round_: Submitted) -> datetime | None:
        """What the stamp on the one signature that was kept proves."""
        (kept,) = await self.signatures(round_)
        blobs = self.approval.office.process("approval").database.blobs
        return person_stamp(await blobs.get("SVHTTDL", kept["signed"]))

    async def recorded(self, round_: Submitted) -> dict[str, Any]:
        (event,) = [e for e in await self.approval.events(round_.case) if e["act"] == "sign"]
        return dict(event["details"])


@pytest.fixture(scope="module")
async def desk(
    approval: Approval, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[StampedDesk]:
    process = approval.office.process("approval")
    with TrustServer(approval.now().replace(microsecond=0)).running() as trust:
        (approval.office.keys / "roots" / "kiem-thu.pem").write_bytes(trust.authority.root_pem)
        process.time_stamps = TimeStampSettings(url=trust.url(Server.STAMPS), within=WITHIN)
        async with signing_desk(approval, tmp_path_factory.mktemp("devices")) as opened:
            stamped = StampedDesk(opened.approval, opened.hsm, opened.remote)
            stamped.trust = trust
            yield stamped


@pytest.fixture(autouse=True)
def well(desk: StampedDesk) -> None:
    desk.trust.moods = dict.fromkeys(Server, Mood.ACCEPTS)
    desk.trust.now = desk.approval.now().replace(microsecond=0)


async def test_a_signature_by_a_token_gets_its_stamp(desk: StampedDesk) -> None:
    pair = desk.pair()
    desk.hsm.add("thẻ có dấu", pair.pkcs12, PASSWORD)
    await desk.register(pair, "token", token="thẻ có dấu")
    round_ = await desk.decided()
    desk.trust.moods[Server.STAMPS] = Mood.BUSY
    away = await desk.sign(round_, pin=PIN)
    assert (away.status_code, away.json()["code"]) == (503, "time_stamps_away")
    assert "lại sau ít phút" in away.json()["detail"]
    assert await desk.signatures(round_) == []

    desk.trust.moods[Server.STAMPS] = Mood.ACCEPTS
    done = await desk.sign(round_, pin=PIN)
    assert done.status_code == 200, done.text
    assert await desk.kept_stamp(round_) == desk.trust.now
    assert datetime.fromisoformat(done.json()["stamped_at"]) == desk.trust.now
    assert (await desk.recorded(round_))["stamped_at"] == desk.trust.now.isoformat()


async def test_without_an_authority_no_otp_is_spent_on_a_signing_service(
    desk: StampedDesk,
) -> None:
    desk.remote.add("pgd-dau", desk.pair().pkcs12, PASSWORD)
    await desk.register(None, "remote", credential="pgd-dau")
    round_ = await desk.decided()
    deputy = await desk.approval.person(DEPUTY)
    await deputy.post(f"/tasks/{await round_.task()}/signature/otp")
    desk.trust.moods[Server.STAMPS] = Mood.LIES
    away = await desk.sign(round_, pin=REMOTE_PIN, otp=OTP)
    assert (away.status_code, away.json()["code"]) == (503, "time_stamps_away")

    desk.trust.moods[Server.STAMPS] = Mood.ACCEPTS
    done = await desk.sign(round_, pin=REMOTE_PIN, otp=OTP)
    assert done.status_code == 200, done.text
    assert await desk.kept_stamp(round_) == desk.trust.now


async def test_a_file_signed_elsewhere_gets_its_stamp_when_it_comes(desk: StampedDesk) -> None:
    pair, round_ = await desk.with_own_device()
    signed = without_stamp(await desk.stamped_elsewhere(round_, pair), 0)
    desk.trust.moods[Server.STAMPS] = Mood.DROPS
    away = await desk.send(round_, signed)
    assert (away.status_code, away.json()["code"]) == (503, "time_stamps_away")
    assert await desk.signatures(round_) == []

    desk.trust.moods[Server.STAMPS] = Mood.ACCEPTS
    done = await desk.send(round_, signed)
    assert done.status_code == 200, done.text
    assert await desk.kept_stamp(round_) == desk.trust.now
    assert datetime.fromisoformat(done.json()["stamped_at"]) == desk.trust.now


async def test_a_stamp_that_a_file_brings_along_is_kept(desk: StampedDesk) -> None:
    pair, round_ = await desk.with_own_device()
    signed = await desk.stamped_elsewhere(round_, pair)
    desk.trust.moods[Server.STAMPS] = Mood.BUSY
    assert (await desk.send(round_, signed)).status_code == 200
    assert await desk.kept_stamp(round_) == desk.trust.now


async def test_a_container_without_room_is_taken_and_said_to_have_no_stamp(
    desk: StampedDesk,
) -> None:
    pair, round_ = await desk.with_own_device()
    signed = await desk.signed_elsewhere(round_, pair)
    done = await desk.send(round_, signed)
    assert done.status_code == 200, done.text
    assert done.json()["stamped_at"] is None
    assert await desk.kept_stamp(round_) is None
    assert "stamped_at" not in await desk.recorded(round_)
