"""A deputy with a token, an agency with an HSM: everything that goes wrong, and the file copy."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from shared.domain.lifecycle import Stage
from tests.stories.papers import CHECK, CHECKER, CLERK, DEPUTY, DRAFTER, OFFICE, REVIEW, SIGN, TEXT
from tests.stories.whole_office import Desk, WholeOffice
from tests.support.devices import PASSWORD, KeyPair, key_pair
from tests.support.histories import keep
from tests.support.token import PIN, SoftHsm, soft_hsm

OFFICER, HEAD = "chanh-van-phong", "giam-doc"
TOKEN, HSM = "thẻ phó giám đốc", "HSM cơ quan"


@dataclass
class Devices:
    office: WholeOffice
    hsm: SoftHsm
    person: KeyPair

    async def sign(self, task: str, pin: str = PIN) -> tuple[int, Any]:
        deputy = self.office.desk(DEPUTY)
        return await deputy.tried("approval", f"/tasks/{task}/signature", {"pin": pin})


@pytest.fixture
async def devices(
    whole: WholeOffice, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Devices]:
    """Both certificates are registered for this story, and revoked after it."""
    officer, made = whole.desk(OFFICER), []
    with soft_hsm(tmp_path_factory.mktemp("hsm") / "made") as hsm:
        person = key_pair(whole.keys, "Dương Minh Tuệ")
        agency = key_pair(whole.keys, "Sở Văn hóa, Thể thao và Du lịch")
        hsm.add(TOKEN, person.pkcs12, PASSWORD)
        hsm.add(HSM, agency.pkcs12, PASSWORD)
        whole.secrets.mkdir(exist_ok=True)
        (whole.secrets / "SVHTTDL.pin").write_text(PIN)
        of_person = {"account": DEPUTY, "kind": "token", "certificate": person.pem, "token": TOKEN}
        of_agency = {"kind": "token", "certificate": agency.pem, "token": HSM}
        for service, said in (("approval", of_person), ("distribution", of_agency)):
            done = await officer.act(service, "/certificates", said)
            made.append((service, done["id"]))
        yield Devices(whole, hsm, person)
    for service, id_ in made:
        await officer.act(service, f"/certificates/{id_}/revoke", {"reason": "Hết chuyện"})


async def decided(desk: Desk, case: str) -> str:
    seen = await desk.task(case, SIGN)
    await desk.decide(seen)
    await desk.comes_to(case, Stage.SIGNING)
    return str(seen["id"])


async def test_wrong_pin_silent_and_lost_token_then_signed_sealed_and_filed(
    devices: Devices,
) -> None:
    office, desk = devices.office, devices.office.desk
    case = await desk(DRAFTER).drafted(TEXT)
    await desk(DRAFTER).submit(case)
    await desk(CHECKER).approve(case, CHECK)
    await desk(OFFICE).approve(case, REVIEW)
    task = await decided(desk(DEPUTY), case)

    status, said = await devices.sign(task, "000000")
    assert (status, said["code"]) == (422, "pin_wrong")
    with devices.hsm.hanging():
        waiting = asyncio.create_task(devices.sign(task))
        other = await desk(DRAFTER).drafted(TEXT)
        await desk(DRAFTER).submit(other)  # the rest of the office goes on meanwhile
        status, said = await waiting
    assert (status, said["code"]) == (503, "device_silent")
    devices.hsm.remove(TOKEN)
    status, said = await devices.sign(task)
    assert (status, said["code"]) == (503, "device_gone")
    devices.hsm.add(TOKEN, devices.person.pkcs12, PASSWORD)

    why = {"reason": "Xem lại câu cuối"}
    await desk(HEAD).act("approval", f"/tasks/{task}/cancel-signing", why)
    status, said = await devices.sign(task)
    assert (status, said["code"]) == (409, "signing_cancelled")
    again = await decided(desk(DEPUTY), case)
    assert again != task
    answers = await asyncio.gather(devices.sign(again), devices.sign(again))
    assert sorted(status for status, _ in answers) == [200, 409]

    await desk(CLERK).issue(case)
    assert await office.ended(case) is Stage.FILED
    sealed = await desk(CLERK).file("distribution", f"/dispatches/{case}/pdf")
    async with office.client("distribution", CLERK) as clerk:
        found = (await clerk.post("/verify", content=sealed)).json()
    assert found["problems"] == []
    assert devices.person.key.fingerprint in {one["fingerprint"] for one in found["signatures"]}
    assert "approval.sign" not in await office.activities(case)
    await keep(office.flow(case), "signed_with_a_token_and_sealed_with_an_hsm")
