"""A records desk for tests: signed dispatches with real signatures, and the flow's calls."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any

import httpx

from services.distribution.activities import DistributionActivities
from services.distribution.operations import acts
from services.distribution.operations.inspecting import inspect_cases, inspect_register
from services.distribution.operations.papers import Examined
from services.distribution.seal_keys import SoftSealKeys
from shared.contracts import attestations
from shared.contracts.distribution import IssuePosition, IssueRef, SignedDispatch
from shared.document.keys import SigningKey, load_key
from shared.document.model import DispatchText, Letterhead, Paper, SignatureBlock
from shared.document.prepare import prepare
from shared.document.sign import sign_by_person
from shared.document.version import FrozenAttachment, FrozenVersion, freeze
from shared.domain.amendments import Amends, Way, target_of
from shared.domain.people import Person
from shared.runtime.attesting import attest
from shared.runtime.database import Work
from shared.runtime.organisations import read_organisation
from shared.runtime.process import Process
from tests.support.office import Office
from tests.support.trial_keys import keep_keys

CLERK, SIGNER, SECOND_DEPUTY = "van-thu", "duong-minh-tue", "pho-giam-doc-2"
POST = "pho-giam-doc"
LINES, NAME = ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Dương Minh Tuệ"
HEAD = Letterhead(
    parent="UBND TỈNH LẠNG SƠN",
    issuer_lines=("Sở Văn hóa, Thể thao", "và Du lịch"),
    issuer="Sở Văn hóa, Thể thao và Du lịch",
    symbol="SVHTTDL-VP",
    place="Lạng Sơn",
)
TEXT = DispatchText(
    subject="Triển khai Chiến lược chuyển đổi số báo chí",
    addressees=("Các phòng chuyên môn", "Các đơn vị sự nghiệp trực thuộc Sở"),
    paragraphs=("Yêu cầu các phòng, đơn vị triển khai thực hiện.",),
    recipients=("Như trên", "GĐ, các PGĐ Sở"),
    file_copy="VT, VP",
    signature_lines=LINES,
    signer_name=NAME,
)


@cache
def prepared_for(name: str) -> bytes:
    """The paper that all cases share, as it is prepared for a signer of this name."""
    block = SignatureBlock(lines=LINES, name=name)
    return prepare(Paper(letterhead=HEAD, text=TEXT, signature=block))


class AfterApproval(DistributionActivities):
    """The desk's activities, where approval attested whatever the flow says of it."""

    async def open_issue(self, ref: SignedDispatch) -> IssuePosition:
        kept = attestations.signed(ref.case, ref.round, ref.version, ref)
        await attest(self._database.blobs, kept)
        return await super().open_issue(ref)


@dataclass
class RecordsDesk:
    office: Office
    organisation: str
    serial: int = 0
    prepared: str = ""
    signed: str = ""
    certificate: str = ""
    symbol: str = HEAD.symbol
    """Of what is laid from now on."""
    refs: dict[str, SignedDispatch] = field(default_factory=dict)

    @classmethod
    async def open(cls, office: Office, content: dict[str, Any]) -> "RecordsDesk":
        """Load the organisation, make its keys, and one signed paper that all cases share."""
        desk = cls(office, await office.load("distribution", content))
        keep_keys(office.keys, read_organisation(content))
        paper = prepared_for(NAME)
        desk.prepared = await desk.blob(paper)
        desk.signed = await desk.blob(await desk.sign(paper))
        desk.certificate = desk.key(SIGNER).fingerprint
        return desk

    @property
    def process(self) -> Process:
        return self.office.process("distribution")

    @property
    def without_approval(self) -> DistributionActivities:
        """Those who believe nothing that approval does not attest."""
        keys = self.office.keys
        return DistributionActivities(self.process.database, keys, SoftSealKeys(keys))

    @property
    def flow(self) -> DistributionActivities:
        keys = self.office.keys
        return AfterApproval(self.process.database, keys, SoftSealKeys(keys))

    @property
    def now(self) -> datetime:
        return self.office.clock.now()

    def client(self, account: str = CLERK) -> httpx.AsyncClient:
        return self.office.client("distribution", account)

    async def blob(self, data: bytes, agency: str = "SVHTTDL") -> str:
        return await self.process.database.blobs.put(agency, data)

    async def bytes_of(self, digest: str, agency: str = "SVHTTDL") -> bytes:
        return await self.process.database.blobs.get(agency, digest)

    async def sign(self, paper: bytes, account: str = SIGNER) -> bytes:
        return await sign_by_person(
            paper, self.key(account), None, reason="Ký ban hành", at=self.now
        )

    def key(self, account: str) -> SigningKey:
        pkcs12 = (self.office.keys / "people" / f"{account}.p12").read_bytes()
        return load_key(pkcs12, (self.office.keys / "password").read_text().strip())

    async def lay(self, **changes: Any) -> str:
        """A new signed dispatch, laid on the desk; `changes` are of its text."""
        self.serial += 1
        case = f"SVHTTDL-2026-{self.serial:06d}"
        await self.flow.open_issue(await self.signed_round(case, 1, **changes))
        return case

    async def signed_by(self, account: str, name: str, case: str) -> SignedDispatch:
        """What the flow says of a round that was prepared for and signed by another deputy."""
        paper = prepared_for(name)
        ref = replace(
            await self.signed_round(case, 1),
            prepared=await self.blob(paper),
            signed=await self.blob(await self.sign(paper, account)),
            signer=account,
            certificate=self.key(account).fingerprint,
        )
        self.refs[case] = ref
        return ref

    async def signed_round(
        self,
        case: str,
        round_: int,
        attachments: tuple[FrozenAttachment, ...] = (),
        amends: Amends | None = None,
        **changes: Any,
    ) -> SignedDispatch:
        """What the flow says of a signed round; `changes` are of its text."""
        frozen = FrozenVersion(
            case=case,
            round=round_,
            agency="SVHTTDL",
            organisation=self.organisation,
            unit="VP",
            field="VP",
            drafter="chuyen-vien-vp",
            authors=("chuyen-vien-vp",),
            submitter="chuyen-vien-vp",
            signer=SIGNER,
            letterhead=replace(HEAD, symbol=self.symbol),
            text=replace(TEXT, **changes),
            attachments=attachments,
            corrects=target_of(amends, Way.CORRECTS),
            replaces=target_of(amends, Way.REPLACES),
        )
        ref = SignedDispatch(
            case=case,
            round=round_,
            version=await self.blob(freeze(frozen)),
            prepared=self.prepared,
            signed=self.signed,
            signed_at=self.now,
            signer=SIGNER,
            signer_post=POST,
            certificate=self.certificate,
            at=self.now,
        )
        self.refs[case] = ref
        return ref

    def ref(self, case: str, round_: int = 1) -> IssueRef:
        return IssueRef(case=case, round=round_, at=self.now)

    async def stands(self, case: str, round_: int = 1) -> IssuePosition:
        """How the flow sees it: asking again changes nothing."""
        return await self.flow.open_issue(replace(self.refs[case], round=round_, at=self.now))

    async def send_out(self, case: str) -> IssuePosition:
        """Seal, deliver, file."""
        ref = self.ref(case)
        await self.flow.seal(ref)
        await self.flow.deliver(ref)
        return await self.flow.file_copy(ref)

    @asynccontextmanager
    async def work(self, account: str = CLERK) -> AsyncIterator[tuple[Work, Person]]:
        """One transaction of a person, past the HTTP door."""
        async with self.process.database.work() as work:
            yield work, await work.organisations.person(work.db, account)

    async def issue(self, case: str) -> str:
        """Issue past the look at the signature; the number as printed."""
        async with self.work() as (work, me):
            issued = await acts.issue(work, me, case, self.looked_at(case))
        return issued.number.printed if issued.number else ""

    def looked_at(self, case: str, *problems: str) -> Examined:
        """As if somebody had looked at the signed file, and found these problems."""
        ref = self.refs[case]
        return Examined(
            signed=ref.signed, certificate=ref.certificate, test_keys=True, problems=problems
        )

    async def register(self, year: int | None = None) -> list[dict[str, Any]]:
        async with self.client() as clerk:
            answer = await clerk.get("/register", params={"year": year} if year else {})
        assert answer.status_code == 200, answer.text
        entries: list[dict[str, Any]] = answer.json()["entries"]
        return entries

    async def check(self) -> dict[str, Any]:
        async with self.client() as clerk:
            answer = await clerk.get("/register/verify")
        assert answer.status_code == 200, answer.text
        checked: dict[str, Any] = answer.json()
        return checked

    async def faults(self) -> list[str]:
        """What the whole check of the register finds amiss."""
        database = self.process.database
        found = list((await inspect_register(database, "SVHTTDL")).faults)
        after: str | None = ""
        while after is not None:
            part = await inspect_cases(database, "SVHTTDL", after=after)
            found += part.faults
            after = part.after
        return found
