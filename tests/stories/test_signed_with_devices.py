"""A deputy with a token, an agency with an HSM: a wrong PIN, a lost device, a silent one."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from shared.domain.lifecycle import Stage
from tests.stories.papers import CHECK, CHECKER, CLERK, DEPUTY, DRAFTER, OFFICE, REVIEW, SIGN, TEXT
from tests.stories.whole_office import Desk, WholeOffice
from tests.support.devices import PASSWORD, KeyPair, key_pair
from tests.support.histories import keep
from tests.support.token import PIN, SoftHsm, soft_hsm
from tests.support.waiting import until

OFFICER, HEAD = "chanh-van-phong", "giam-doc"
TOKEN, HSM = "thẻ phó giám đốc", "HSM cơ quan"


@dataclass
class Devices:
    office: WholeOffice
    hsm: SoftHsm
    person: KeyPair
    agency: KeyPair

    @property
    def pin(self) -> Path:
        """Where the records desk has the PIN of the agency's device."""
        return self.office.secrets / "SVHTTDL.pin"

    async def sign(self, task: str, pin: str = PIN) -> tuple[int, Any]:
        deputy = self.office.desk(DEPUTY)
        return await deputy.tried("approval", f"/tasks/{task}/signature", {"pin": pin})

    async def submitted(self) -> str:
        drafter = self.office.desk(DRAFTER)
        case = await drafter.drafted(TEXT)
        await drafter.submit(case)
        return case

    async def to_sign(self) -> str:
        """A dispatch that waits for nothing but the deputy's decision."""
        case = await self.submitted()
        await self.office.desk(CHECKER).approve(case, CHECK)
        await self.office.desk(OFFICE).approve(case, REVIEW)
        return case

    async def issued(self, case: str) -> tuple[int, Any]:
        """What the clerk is told who issues it, once it lies on the desk."""
        clerk = self.office.desk(CLERK)
        await clerk.laid(case)
        return await clerk.tried("distribution", f"/dispatches/{case}/issue")

    async def filed(self, case: str) -> None:
        """Its end, with both signatures by the devices and none by itself."""
        assert await self.office.ended(case) is Stage.FILED
        sealed = await self.office.desk(CLERK).file("distribution", f"/dispatches/{case}/pdf")
        async with self.office.client("distribution", CLERK) as clerk:
            found = (await clerk.post("/verify", content=sealed)).json()
        assert found["problems"] == []
        signed_by = {one["fingerprint"] for one in found["signatures"]}
        assert signed_by == {self.person.key.fingerprint, self.agency.key.fingerprint}
        assert "approval.sign" not in await self.office.activities(case)


@pytest.fixture(scope="module")
async def devices(
    open_office: WholeOffice, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Devices]:
    """Both certificates are registered for these stories, and revoked after them."""
    officer, made = open_office.desk(OFFICER), []
    with soft_hsm(tmp_path_factory.mktemp("hsm") / "made") as hsm:
        person = key_pair(open_office.keys, "Dương Minh Tuệ")
        agency = key_pair(open_office.keys, "Sở Văn hóa, Thể thao và Du lịch")
        hsm.add(TOKEN, person.pkcs12, PASSWORD)
        hsm.add(HSM, agency.pkcs12, PASSWORD)
        devices = Devices(open_office, hsm, person, agency)
        devices.pin.parent.mkdir(exist_ok=True)
        devices.pin.write_text(PIN)
        of_person = {"account": DEPUTY, "kind": "token", "certificate": person.pem, "token": TOKEN}
        of_agency = {"kind": "token", "certificate": agency.pem, "token": HSM}
        for service, said in (("approval", of_person), ("distribution", of_agency)):
            done = await officer.act(service, "/certificates", said)
            made.append((service, done["id"]))
        yield devices
    for service, id_ in made:
        await officer.act(service, f"/certificates/{id_}/revoke", {"reason": "Hết chuyện"})


async def decided(desk: Desk, case: str) -> str:
    seen = await desk.task(case, SIGN)
    await desk.decide(seen)
    await desk.comes_to(case, Stage.SIGNING)
    return str(seen["id"])


async def test_a_wrong_pin_costs_neither_the_signature_nor_the_number(
    devices: Devices, whole: WholeOffice
) -> None:
    case = await devices.to_sign()
    task = await decided(whole.desk(DEPUTY), case)
    status, said = await devices.sign(task, "000000")
    assert (status, said["code"]) == (422, "pin_wrong")
    await whole.desk(DEPUTY).comes_to(case, Stage.SIGNING)
    assert (await devices.sign(task))[0] == 200

    devices.pin.write_text("000000")
    status, said = await devices.issued(case)
    assert (status, said["code"]) == (409, "pin_wrong")
    status, said = await devices.issued(case)  # the device is not asked with it again
    assert (status, said["code"]) == (409, "seal_pin_refused")
    devices.pin.write_text(PIN)
    assert (await devices.issued(case))[0] == 200
    await devices.filed(case)
    await keep(whole.flow(case), "signed_and_sealed_after_a_wrong_pin")


async def test_a_lost_token_is_signed_with_again_and_a_lost_hsm_seals_when_it_is_back(
    devices: Devices, whole: WholeOffice
) -> None:
    case = await devices.to_sign()
    task = await decided(whole.desk(DEPUTY), case)
    devices.hsm.remove(TOKEN)
    status, said = await devices.sign(task)
    assert (status, said["code"]) == (503, "device_gone")
    devices.hsm.add(TOKEN, devices.person.pkcs12, PASSWORD)

    why = {"reason": "Xem lại câu cuối"}
    await whole.desk(HEAD).act("approval", f"/tasks/{task}/cancel-signing", why)
    status, said = await devices.sign(task)
    assert (status, said["code"]) == (409, "signing_cancelled")
    again = await decided(whole.desk(DEPUTY), case)
    assert again != task
    answers = await asyncio.gather(devices.sign(again), devices.sign(again))
    assert sorted(status for status, _ in answers) == [200, 409]

    await whole.desk(CLERK).laid(case)
    async with whole.flows_away():
        assert (await devices.issued(case))[0] == 200
        devices.hsm.remove(HSM)

    async def tried_again() -> bool:
        described = (await whole.flow(case).describe()).raw_description
        return any(one.attempt > 1 for one in described.pending_activities)

    await until(tried_again)
    await whole.desk(CLERK).comes_to(case, Stage.NUMBERED)
    devices.hsm.add(HSM, devices.agency.pkcs12, PASSWORD)
    await devices.filed(case)
    await keep(whole.flow(case), "signed_and_sealed_after_the_device_was_gone")


async def test_a_silent_token_holds_up_nobody_else_and_is_signed_with_again(
    devices: Devices, whole: WholeOffice
) -> None:
    case = await devices.to_sign()
    task = await decided(whole.desk(DEPUTY), case)
    with devices.hsm.hanging():
        waiting = asyncio.create_task(devices.sign(task))
        other = await devices.submitted()  # the rest of the office goes on meanwhile
        await whole.desk(CHECKER).approve(other, CHECK)
        status, said = await waiting
    assert (status, said["code"]) == (503, "device_silent")
    await whole.desk(DEPUTY).comes_to(case, Stage.SIGNING)
    assert (await devices.sign(task))[0] == 200
    assert (await devices.issued(case))[0] == 200
    await devices.filed(case)
    await keep(whole.flow(case), "signed_and_sealed_after_the_device_was_silent")
