"""A records desk whose keys name the servers of a certification authority, and which is stamped."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

import pytest

from services.distribution.activities import DistributionActivities
from services.distribution.seal_keys import SoftSealKeys
from shared.contracts.renewals import DueFile, DueQuery, RenewalRef
from shared.document.keys import load_key
from shared.document.sign import sign_by_person
from shared.document.trust import LongTerm
from shared.document.version import ANNEX
from shared.runtime.settings import TimeStampSettings
from tests.services.distribution.annex_files import TABLE, attached, scan
from tests.services.distribution.records_desk import SIGNER, RecordsDesk
from tests.support.moods import Mood
from tests.support.trust_server import Server, TrustServer

PDF: Final = {"Content-Type": "application/pdf"}
YEARS = 365 * 30
WITHIN = 15.0


@dataclass
class LastingDesk:
    desk: RecordsDesk
    trust: TrustServer

    @classmethod
    async def open(cls, desk: RecordsDesk, trust: TrustServer) -> "LastingDesk":
        """Give the signer and the agency keys of this authority, and sign the shared paper anew."""
        keys = desk.office.keys
        password = (keys / "password").read_text().strip()
        begin = trust.now - timedelta(days=1)
        (keys / "roots" / "kiem-thu.pem").write_bytes(trust.authority.root_pem)
        for file, name in ((f"people/{SIGNER}", "Dương Minh Tuệ"), ("agency/SVHTTDL", "Sở VHTTDL")):
            issued = trust.authority.key_for(name, password=password, now=begin, days=YEARS)
            (keys / f"{file}.p12").write_bytes(issued)
        desk.certificate = desk.key(SIGNER).fingerprint
        desk.signed = await desk.blob(await desk.sign(await desk.bytes_of(desk.prepared)))
        return cls(desk, trust)

    @property
    def settings(self) -> TimeStampSettings:
        return TimeStampSettings(url=self.trust.url(Server.STAMPS), within=WITHIN)

    @property
    def long_term(self) -> LongTerm:
        return LongTerm(
            authority=self.settings.url,
            within=WITHIN,
            trust_roots=(self.trust.authority.root_der,),
        )

    @property
    def agency(self) -> str:
        """Fingerprint of the agency's certificate."""
        keys = self.desk.office.keys
        password = (keys / "password").read_text().strip()
        return load_key((keys / "agency/SVHTTDL.p12").read_bytes(), password).fingerprint

    @property
    def flow(self) -> DistributionActivities:
        keys = self.desk.office.keys
        seal_keys = SoftSealKeys(keys, self.settings)
        return DistributionActivities(self.desk.process.database, keys, seal_keys, self.settings)

    async def sealed(self) -> str:
        """A dispatch that has its number and its seal."""
        case = await self.desk.lay()
        await self.desk.issue(case)
        await self.flow.seal(self.desk.ref(case))
        return case

    async def lay_signed_for_a_day(self, *, stamped: bool) -> str:
        """On the desk: a dispatch whose signer's certificate ends a day from now."""
        begin, issue = self.trust.now - timedelta(minutes=1), self.trust.authority.key_for
        key = load_key(issue("Dương Minh Tuệ", password="thu", now=begin, days=1), "thu")
        signed = await sign_by_person(
            await self.desk.bytes_of(self.desk.prepared),
            key,
            None,
            reason="Ký ban hành",
            at=self.trust.now,
            long_term=self.long_term if stamped else None,
        )
        self.desk.serial += 1
        case = f"SVHTTDL-2026-{self.desk.serial:06d}"
        ref = replace(
            await self.desk.signed_round(case, 1),
            signed=await self.desk.blob(signed),
            certificate=key.fingerprint,
            signed_at=self.trust.now,
        )
        self.desk.refs[case] = ref
        await self.desk.flow.open_issue(ref)
        return case

    async def lay_with_annexes(self) -> str:
        """One with a PDF and a workbook that go out with it, on the desk and with its number."""
        self.desk.serial += 1
        case = f"SVHTTDL-2026-{self.desk.serial:06d}"
        attachments = (
            await attached(self.desk, "Phụ lục I.pdf", ANNEX, scan()),
            await attached(self.desk, "Phụ lục II.xlsx", ANNEX, TABLE),
        )
        await self.desk.flow.open_issue(await self.desk.signed_round(case, 1, attachments))
        await self.desk.issue(case)
        return case

    async def send_out(self, case: str) -> None:
        """Seal, deliver, file."""
        ref = self.desk.ref(case)
        await self.flow.seal(ref)
        await self.flow.deliver(ref)
        await self.flow.file_copy(ref)

    def goes_away_after(self, answers: int) -> None:
        """The time-stamp authority answers so many times more."""
        self.trust.drops_from[Server.STAMPS] = self.trust.asked[Server.STAMPS] + answers + 1

    async def due(self) -> dict[str, DueFile]:
        page = await self.flow.due_for_renewal(DueQuery(after=None, at=self.desk.now))
        return {one.case: one for one in page.files}

    async def renew(self, due: DueFile) -> None:
        await self.flow.renew(RenewalRef(case=due.case, file=due.file, at=self.desk.now))

    def later(self, lapse: timedelta) -> None:
        """Let time pass for the service and for the authority alike."""
        self.desk.office.clock.ahead += lapse
        self.trust.now = self.desk.now.replace(microsecond=0)

    async def record(self, case: str) -> dict[str, Any]:
        async with self.desk.client() as clerk:
            told: dict[str, Any] = (await clerk.get(f"/dispatches/{case}")).json()
        return told

    async def verified(self, pdf: bytes) -> dict[str, Any]:
        async with self.desk.client() as anybody:
            said: dict[str, Any] = (await anybody.post("/verify", content=pdf, headers=PDF)).json()
        return said


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
