"""Approval on a real database, with two agencies, test keys, and rounds that were submitted."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import httpx
import pytest

from services.approval.activities import Activities
from services.approval.signing_keys import SigningKeys, SoftKeys
from services.approval.tables import metadata
from shared.contracts import attestations
from shared.contracts.approval import RoundPosition, RoundRef, TurnRef, WithdrawalRef
from shared.document.model import AcknowledgedFinding, DispatchText, Finding, Letterhead
from shared.document.version import FrozenAttachment, FrozenForm, FrozenVersion, freeze
from shared.domain.canonical import sha256
from shared.runtime.attesting import attest
from shared.runtime.blobs import Blobs
from shared.runtime.organisations import read_organisation
from tests.support.office import LANG_SON, TINY, Office, content_of
from tests.support.trial_keys import keep_keys

DRAFTER, HEAD_OF_OFFICE, FORM = "chuyen-vien-vp", "chanh-van-phong", "pho-chanh-van-phong"
DEPUTY, SECOND_DEPUTY, HEAD, CLERK = "duong-minh-tue", "pho-giam-doc-2", "giam-doc", "van-thu"
APPENDIX = b"%PDF-1.7 appendix"

TEXT = DispatchText(
    place="Lạng Sơn",
    subject="triển khai Chiến lược chuyển đổi số báo chí",
    addressees=("Các phòng chuyên môn", "Các đơn vị sự nghiệp trực thuộc Sở"),
    paragraphs=("Sở yêu cầu các phòng, đơn vị triển khai thực hiện./.",),
    recipients=("Như trên", "GĐ, các PGĐ Sở"),
    file_copy="VT, VP",
    signature_lines=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    signer_name="Dương Minh Tuệ",
)
REMARK = Finding(
    code="place_differs",
    severity="error",
    field="place",
    message="Địa danh phải là “Lạng Sơn”.",
    rule="ND30 PL1 II.4",
    found="Lang Son",
    replacement="Lạng Sơn",
)

FROZEN = FrozenVersion(
    case="",
    round=1,
    agency="",
    organisation="",
    unit="VP",
    field="hanh-chinh",
    drafter=DRAFTER,
    authors=(DRAFTER,),
    submitter=DRAFTER,
    signer=DEPUTY,
    letterhead=Letterhead(
        parent="UBND TỈNH LẠNG SƠN",
        issuer_lines=("Sở Văn hóa, Thể thao", "và Du lịch"),
        issuer="Sở Văn hóa, Thể thao và Du lịch",
        symbol="SVHTTDL-VP",
        place="Lạng Sơn",
    ),
    text=TEXT,
    attachments=(
        FrozenAttachment(
            name="Phụ lục ý kiến.pdf",
            kind="supporting",
            media_type="application/pdf",
            size=len(APPENDIX),
            sha256=sha256(APPENDIX),
        ),
    ),
    findings=(REMARK,),
    form=FrozenForm(
        rules="2020-03-05",
        settings={"end_mark_missing": "off"},
        acknowledged=(
            AcknowledgedFinding(
                code=REMARK.code,
                field=REMARK.field,
                found=REMARK.found,
                reason="Tên trong văn bản gốc.",
                account=DRAFTER,
                at="2026-11-23T02:00:00+00:00",
            ),
        ),
    ),
)
"""As drafting freezes it; case, agency and organisation come with each round."""


@dataclass
class Approval:
    """The service as the outside sees it: HTTP for people, activities for the flow."""

    office: Office
    clients: AsyncExitStack
    versions: dict[str, str]
    """By agency: the organisation version in force."""
    _known: dict[str, httpx.AsyncClient] = field(default_factory=dict)
    _serial: Any = field(default_factory=lambda: count(1))

    async def person(self, account: str | None) -> httpx.AsyncClient:
        key = account or ""
        if key not in self._known:
            client = self.office.client("approval", account)
            self._known[key] = await self.clients.enter_async_context(client)
        return self._known[key]

    def now(self) -> datetime:
        return self.office.clock.now()

    def activities(self, keys: SigningKeys | None = None) -> Activities:
        process = self.office.process("approval")
        return Activities(process.database, keys or SoftKeys(process.keys))

    @property
    def blobs(self) -> Blobs:
        return self.office.process("approval").database.blobs

    def work(self) -> Any:
        return self.office.process("approval").database.work("test")

    async def rows(self, table: str, case: str) -> list[dict[str, Any]]:
        which = metadata.tables[f"approval.{table}"]
        async with self.work() as work:
            found = await work.db.execute(which.select().where(which.c.case == case))
            return [dict(row) for row in found.mappings()]

    async def events(self, case: str) -> list[dict[str, Any]]:
        return sorted(await self.rows("events", case), key=lambda event: event["seq"])

    async def desk(self, account: str) -> list[dict[str, Any]]:
        """Every open task that an account may decide of its own right, page after page."""
        person, lines, after = await self.person(account), [], None
        while True:
            params = {"limit": 100} | ({"after": after} if after else {})
            answer = await person.get("/tasks", params=params)
            assert answer.status_code == 200, answer.text
            page = answer.json()
            lines += page["tasks"]
            after = page["next"]
            if after is None:
                return lines

    async def submit(self, case: str | None = None, **other: Any) -> "Submitted":
        """Freeze a version and attest it as drafting would, without telling approval."""
        named = case or f"SVHTTDL-2026-{next(self._serial):06d}"
        agency, blobs = named.partition("-")[0], self.blobs
        version = replace(
            FROZEN, case=named, agency=agency, organisation=self.versions[agency], **other
        )
        await blobs.put(agency, APPENDIX)
        frozen = await blobs.put(agency, freeze(version))
        await attest(blobs, attestations.submitted(named, version.round, frozen))
        return Submitted(self, version, frozen)

    async def reach(self, kind: str, **other: Any) -> "Submitted":
        """A round whose steps before this kind were approved; a signature step is prepared."""
        submitted = await self.submit(**other)
        await submitted.open_step()
        for account, before in ((HEAD_OF_OFFICE, "content_check"), (FORM, "office_review")):
            if kind == before:
                return submitted
            await submitted.approve(account)
            await submitted.open_step()
        await submitted.prepare()
        return submitted


@dataclass
class Submitted:
    """One round, as the flow and people meet it."""

    approval: Approval
    frozen: FrozenVersion
    version: str

    @property
    def case(self) -> str:
        return self.frozen.case

    async def open_step(
        self, *, version: str | None = None, at: datetime | None = None
    ) -> RoundPosition:
        """As the flow asks; another `version` is one that drafting attested by mistake."""
        if version:
            mistaken = attestations.submitted(self.case, self.frozen.round, version)
            await attest(self.approval.blobs, mistaken)
        ref = RoundRef(
            case=self.case,
            round=self.frozen.round,
            version=version or self.version,
            at=at or self.approval.now(),
        )
        return await self.approval.activities().open_step(ref)

    async def open_in_vain(self) -> str:
        """Open a step that nobody may take; what operators are told of it."""
        opened = (await self.open_step()).open
        assert opened
        assert opened.nobody
        return opened.nobody

    async def turn(self, at: datetime | None = None) -> TurnRef:
        opened = (await self.open_step()).open
        assert opened is not None
        return TurnRef(
            case=self.case,
            round=self.frozen.round,
            step=opened.step,
            turn=opened.turn,
            at=at or self.approval.now(),
        )

    async def prepare(self) -> RoundPosition:
        return await self.approval.activities().prepare(await self.turn())

    async def sign(self) -> RoundPosition:
        return await self.approval.activities().sign(await self.turn())

    async def withdraw(self, request: str = "w1") -> RoundPosition:
        asked = attestations.wanted_back(self.case, self.frozen.round, request, DRAFTER)
        await attest(self.approval.blobs, asked)
        ref = WithdrawalRef(
            case=self.case,
            round=self.frozen.round,
            version=self.version,
            withdrawal=request,
            by=DRAFTER,
            at=self.approval.now(),
        )
        return await self.approval.activities().answer_withdrawal(ref)

    async def next_round(self, **other: Any) -> "Submitted":
        later = replace(self.frozen, round=self.frozen.round + 1)
        changed = {name: getattr(later, name) for name in ("case", "round", "text")}
        return await self.approval.submit(**(changed | other))

    async def tasks(self) -> list[str]:
        turns = await self.approval.rows("turns", self.case)
        mine = (turn for turn in turns if turn["round"] == self.frozen.round)
        return [turn["id"] for turn in sorted(mine, key=lambda t: (t["step"], t["turn"]))]

    async def task(self) -> str:
        """The latest task of the round."""
        return (await self.tasks())[-1]

    async def prepared(self) -> str:
        made = await self.approval.rows("prepared", self.case)
        latest = max(made, key=lambda row: (row["turn"], row["number"]))
        return str(latest["hash"])

    async def decide(
        self, account: str, verdict: str, task: str | None = None, **more: Any
    ) -> httpx.Response:
        person = await self.approval.person(account)
        said = {"verdict": verdict, "version": self.version} | more
        return await person.post(f"/tasks/{task or await self.task()}/decision", json=said)

    async def approve(self, account: str) -> dict[str, Any]:
        made = await self.decide(account, "approve")
        assert made.status_code == 200, made.text
        return dict(made.json())

    async def decide_to_sign(self, account: str = DEPUTY) -> httpx.Response:
        return await self.decide(account, "approve", prepared=await self.prepared())

    async def cancel(self, account: str, reason: str = "Cần xin thêm ý kiến") -> httpx.Response:
        person = await self.approval.person(account)
        address = f"/tasks/{await self.task()}/cancel-signing"
        return await person.post(address, json={"reason": reason})


@pytest.fixture(scope="module")
async def approval(office: Office) -> AsyncIterator[Approval]:
    contents = [content_of(file) for file in (LANG_SON, TINY)]
    organisations = [read_organisation(content) for content in contents]
    versions = {
        organisation.agency.code: await office.load("approval", content)
        for organisation, content in zip(organisations, contents, strict=True)
    }
    keep_keys(office.keys, *organisations)
    async with AsyncExitStack() as clients:
        yield Approval(office, clients, versions)


@pytest.fixture
async def at_rest(approval: Approval) -> AsyncIterator[Approval]:
    """For tests that move the clock or change the organisation: both are put back."""
    yield approval
    approval.office.clock.ahead = timedelta()
    approval.versions["SVHTTDL"] = await approval.office.load("approval", content_of(LANG_SON))
