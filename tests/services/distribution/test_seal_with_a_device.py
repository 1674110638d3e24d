"""The agency seals with its token or its signing service; no PIN is tried twice."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.distribution.activities import DistributionActivities
from services.distribution.seal_keys import AgencySealKeys
from shared.document.verify_annex import verify_annex
from shared.domain.devices import DeviceAway
from shared.domain.lifecycle import Stage
from shared.runtime.settings import DeviceSettings, RemoteSigningSettings, TimeStampSettings
from tests.services.distribution.lasting_desk import LastingDesk
from tests.services.distribution.records_desk import RecordsDesk
from tests.support.devices import PASSWORD, KeyPair, key_pair
from tests.support.moods import Mood
from tests.support.office import LANG_SON, content_of
from tests.support.signing_service import PASSWORD as SERVICE_PASSWORD
from tests.support.signing_service import PIN as REMOTE_PIN
from tests.support.signing_service import USER, SigningServer, running_signing_server
from tests.support.token import DRIVER, PIN, SoftHsm, soft_hsm
from tests.support.trust_server import TrustServer

OFFICER = "chanh-van-phong"
AGENCY = "Sở Văn hóa, Thể thao và Du lịch"


@dataclass
class Sealing:
    """A records desk whose agency has devices."""

    desk: RecordsDesk
    hsm: SoftHsm
    remote: SigningServer
    pin: Path

    async def register(
        self, pair: KeyPair | None, kind: str, account: str = OFFICER, **device: str
    ) -> httpx.Response:
        said = {"kind": kind, "certificate": pair.pem if pair else ""} | device
        async with self.desk.client(account) as person:
            return await person.post("/certificates", json=said)

    async def register_pem(self, pem: str) -> httpx.Response:
        said = {"kind": "token", "certificate": pem, "token": "HSM"}
        async with self.desk.client(OFFICER) as person:
            return await person.post("/certificates", json=said)

    async def with_token(self, label: str, *, days: int = 365) -> dict[str, Any]:
        pair = key_pair(self.desk.office.keys, AGENCY, days=days)
        self.hsm.add(label, pair.pkcs12, PASSWORD)
        made = await self.register(pair, "token", token=label)
        assert made.status_code == 200, made.text
        return dict(made.json())

    async def issue(self, case: str) -> httpx.Response:
        async with self.desk.client() as clerk:
            return await clerk.post(f"/dispatches/{case}/issue", json={})

    @property
    def flow(self) -> DistributionActivities:
        return self._flow(None)

    def stamped_by(self, lasting: LastingDesk) -> DistributionActivities:
        return self._flow(lasting.settings)

    def _flow(self, time_stamps: TimeStampSettings | None) -> DistributionActivities:
        process = self.desk.process
        keys = AgencySealKeys(process.keys, process.devices, process.secrets, time_stamps)
        return DistributionActivities(process.database, process.keys, keys, time_stamps)


@pytest.fixture(scope="module")
async def sealing(
    desk: RecordsDesk, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Sealing]:
    folder = tmp_path_factory.mktemp("devices")
    (folder / "password").write_text(SERVICE_PASSWORD)
    pin = folder / "SVHTTDL.pin"
    with soft_hsm(folder / "hsm") as hsm:
        async with running_signing_server("v2") as remote:
            service = RemoteSigningSettings(
                url=remote.url, user=USER, password_file=folder / "password", within=5
            )
            process = desk.process
            process.devices = DeviceSettings(token_driver=DRIVER, remote=service, within=15)
            process.secrets = folder
            yield Sealing(desk, hsm, remote, pin)


@pytest.fixture(autouse=True)
async def right_pin(sealing: Sealing) -> None:
    sealing.pin.write_text(f"{PIN}\n")


async def test_the_agency_seals_with_its_token(sealing: Sealing) -> None:
    made = await sealing.with_token("HSM 1")
    case = await sealing.desk.lay()
    assert (await sealing.issue(case)).status_code == 200
    assert (await sealing.flow.seal(sealing.desk.ref(case))).stage is Stage.SEALED
    async with sealing.desk.client() as clerk:
        sealed = (await clerk.get(f"/dispatches/{case}/pdf")).content
        found = (await clerk.post("/verify", content=sealed)).json()
    assert found["problems"] == []
    assert made["fingerprint"] in {one["fingerprint"] for one in found["signatures"]}


async def test_without_test_keys_a_registered_token_seals(sealing: Sealing) -> None:
    await sealing.with_token("HSM 2")
    desk, content = sealing.desk, content_of(LANG_SON)
    case = await desk.lay()
    await desk.office.load("distribution", content | {"test_keys": "false"})
    refused = await sealing.issue(case)
    await desk.office.load("distribution", content)
    # the person's certificate is a trial's, so that alone is refused, not the agency's key
    assert refused.json()["code"] == "signature_not_valid"


async def test_a_wrong_pin_costs_no_number_and_is_tried_once(sealing: Sealing) -> None:
    await sealing.with_token("HSM 3")
    case, before = await sealing.desk.lay(), len(await sealing.desk.register())
    sealing.pin.write_text("000000")
    first, second = await sealing.issue(case), await sealing.issue(case)
    assert (first.status_code, first.json()["code"]) == (409, "pin_wrong")
    assert (second.status_code, second.json()["code"]) == (409, "seal_pin_refused")
    assert "không thử lại" in second.json()["detail"]
    assert len(await sealing.desk.register()) == before
    sealing.pin.write_text(PIN)
    assert (await sealing.issue(case)).status_code == 200


async def test_without_a_pin_no_number_is_given(sealing: Sealing) -> None:
    await sealing.with_token("HSM 4")
    case = await sealing.desk.lay()
    sealing.pin.unlink()
    refused = await sealing.issue(case)
    assert (refused.status_code, refused.json()["code"]) == (409, "no_seal_pin")


async def test_a_token_that_is_away_or_hangs_costs_no_number(sealing: Sealing) -> None:
    await sealing.with_token("HSM 5")
    case, before = await sealing.desk.lay(), len(await sealing.desk.register())
    devices = sealing.desk.process.devices
    sealing.desk.process.devices = replace(devices, within=1)
    try:
        with sealing.hsm.hanging():
            silent = await sealing.issue(case)
    finally:
        sealing.desk.process.devices = devices
    sealing.hsm.remove("HSM 5")
    gone = await sealing.issue(case)
    assert (silent.status_code, silent.json()["code"]) == (409, "device_silent")
    assert (gone.status_code, gone.json()["code"]) == (409, "device_gone")
    assert gone.json()["detail"].startswith("Chưa cấp số")
    assert len(await sealing.desk.register()) == before


async def test_a_token_lost_after_the_number_seals_when_it_is_back(sealing: Sealing) -> None:
    pair = key_pair(sealing.desk.office.keys, AGENCY)
    sealing.hsm.add("HSM 6", pair.pkcs12, PASSWORD)
    assert (await sealing.register(pair, "token", token="HSM 6")).status_code == 200
    case = await sealing.desk.lay()
    assert (await sealing.issue(case)).status_code == 200
    sealing.hsm.remove("HSM 6")
    with pytest.raises(DeviceAway):
        await sealing.flow.seal(sealing.desk.ref(case))
    sealing.hsm.add("HSM 6", pair.pkcs12, PASSWORD)
    assert (await sealing.flow.seal(sealing.desk.ref(case))).stage is Stage.SEALED


async def test_the_agency_seals_with_a_signing_service(sealing: Sealing) -> None:
    pair = key_pair(sealing.desk.office.keys, AGENCY)
    sealing.remote.add("co-quan", pair.pkcs12, PASSWORD)
    sealing.remote.otp = ""
    made = await sealing.register(None, "remote", credential="co-quan")
    assert made.status_code == 200, made.text
    sealing.pin.write_text(REMOTE_PIN)
    case = await sealing.desk.lay()
    sealing.remote.enabled = False
    disabled = await sealing.issue(case)
    sealing.remote.enabled = True
    assert (disabled.status_code, disabled.json()["code"]) == (409, "credential_disabled")
    assert (await sealing.issue(case)).status_code == 200
    sealing.remote.mood = Mood.BUSY
    with pytest.raises(DeviceAway):
        await sealing.flow.seal(sealing.desk.ref(case))
    sealing.remote.mood = Mood.ACCEPTS
    assert (await sealing.flow.seal(sealing.desk.ref(case))).stage is Stage.SEALED


async def test_the_desk_says_that_the_certificate_ends_soon(sealing: Sealing) -> None:
    await sealing.with_token("HSM 7", days=20)
    async with sealing.desk.client() as clerk:
        told = (await clerk.get("/desk")).json()["warning"]
    assert told.startswith("Chứng thư số của cơ quan hết hạn lúc")
    await sealing.with_token("HSM 8")
    async with sealing.desk.client() as clerk:
        assert (await clerk.get("/desk")).json()["warning"] == ""


async def test_a_certificate_revoked_with_a_reason_seals_no_more(sealing: Sealing) -> None:
    await sealing.with_token("HSM 9")
    newer = await sealing.with_token("HSM 10")
    path = f"/certificates/{newer['id']}/revoke"
    async with sealing.desk.client(OFFICER) as officer:
        refused = await officer.post(path, json={"reason": "  "})
        gone = await officer.post(path, json={"reason": "Hỏng thiết bị"})
        listed = (await officer.get("/certificates")).json()["certificates"]
    assert (refused.status_code, refused.json()["code"]) == (422, "reason_missing")
    assert gone.status_code == 200
    assert listed[0]["revoked_by"] == OFFICER
    case = await sealing.desk.lay()
    sealing.hsm.remove("HSM 10")
    assert (await sealing.issue(case)).status_code == 200  # by the earlier one


@pytest.mark.parametrize("account", ["van-thu", "giam-doc", "chuyen-vien-vp"])
async def test_only_posts_with_the_permission_register(sealing: Sealing, account: str) -> None:
    pair = key_pair(sealing.desk.office.keys, AGENCY)
    refused = await sealing.register(pair, "token", account, token="HSM")
    assert (refused.status_code, refused.json()["code"]) == (403, "no_permission")


async def test_what_could_not_seal_is_not_registered(sealing: Sealing) -> None:
    keys = sealing.desk.office.keys
    ended = key_pair(keys, AGENCY, now=sealing.desk.now - timedelta(days=400))
    answers = {
        "certificate_expired": await sealing.register(ended, "token", token="HSM"),
        "device_missing": await sealing.register(key_pair(keys, AGENCY), "token"),
        "no_own_device": await sealing.register(key_pair(keys, AGENCY), "own_device"),
        "certificate_unreadable": await sealing.register(None, "token", token="HSM"),
        "certificate_not_for_signing": await sealing.register_pem(
            (keys / "roots" / "ca.pem").read_text()
        ),
    }
    assert {code: answer.json()["code"] for code, answer in answers.items()} == {
        code: code for code in answers
    }
    assert {answer.status_code for answer in answers.values()} == {422}


async def test_annexes_signed_by_a_token_are_stamped_and_prove_themselves(sealing: Sealing) -> None:
    desk = sealing.desk
    with TrustServer(desk.now.replace(microsecond=0)).running() as trust:
        lasting = await LastingDesk.open(desk, trust)
        begin = trust.now - timedelta(days=1)
        pair = KeyPair(trust.authority.key_for(AGENCY, password=PASSWORD, now=begin, days=365))
        sealing.hsm.add("HSM 11", pair.pkcs12, PASSWORD)
        made = await sealing.register(pair, "token", token="HSM 11")
        assert made.status_code == 200, made.text
        case = await lasting.lay_with_annexes()
        await sealing.stamped_by(lasting).seal(desk.ref(case))
        async with desk.client() as clerk:
            told = (await clerk.get(f"/dispatches/{case}")).json()
            annex = (await clerk.get(f"/dispatches/{case}/annexes/1")).content
        found = await verify_annex(
            annex,
            trust_roots=lasting.long_term.trust_roots,
            at=desk.now,
            certificate=made.json()["fingerprint"],
        )
    assert (told["level"], [one["level"] for one in told["annexes"]]) == ("B-LT", ["B-LT", None])
    assert (found.problems, found.level, len(found.stamps)) == ((), "B-LT", 1)
