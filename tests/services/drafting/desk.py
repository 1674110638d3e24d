"""Drafting as the outside sees it, and the texts that its tests send."""

from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from services.drafting.activities import Activities
from services.drafting.tables import metadata
from shared.contracts import attestations
from shared.contracts.approval import Review
from shared.contracts.drafting import (
    CaseRef,
    CloseRound,
    Closing,
    DraftPosition,
    LateWithdrawal,
    RoundRef,
)
from shared.runtime.attesting import attest
from shared.runtime.database import Work
from tests.support.office import Office

SAMPLE = Path(__file__).parents[3] / "deploy/samples/dispatch-svhttdl-2023.txt"
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)

SEEN = {"If-Match": "*"}
"""Whatever revision it is: for tests that are about something else."""

COMPLETE: dict[str, Any] = {
    "place": "Lạng Sơn",
    "subject": "triển khai Chiến lược chuyển đổi số báo chí",
    "addressees": ["Các phòng chuyên môn", "Các đơn vị sự nghiệp trực thuộc Sở"],
    "paragraphs": ["Sở yêu cầu các phòng, đơn vị triển khai thực hiện./."],
    "recipients": ["Như trên", "GĐ, các PGĐ Sở"],
    "file_copy": "VT, VP",
    "signature_lines": ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
    "signer_name": "Dương Minh Tuệ",
}


@dataclass
class Drafting:
    """The service as the outside sees it: HTTP for people, activities for the flow."""

    office: Office
    clients: AsyncExitStack

    async def person(self, account: str | None) -> httpx.AsyncClient:
        return await self.clients.enter_async_context(self.office.client("drafting", account))

    @property
    def activities(self) -> Activities:
        return Activities(self.office.process("drafting").database)

    async def open_case(self, case: str, at: datetime | None = None) -> DraftPosition:
        asked_at = at or self.office.clock.now()
        return await self.activities.open_case(CaseRef(case=case, at=asked_at))

    async def attested(self, one: attestations.Attestation) -> None:
        """As another service would."""
        await attest(self.office.process("drafting").database.blobs, one)

    async def reopen(self, case: str, round_: int) -> DraftPosition:
        await self.attested(attestations.ended(case, round_, Review.RETURNED, None))
        return await self.activities.reopen(RoundRef(case=case, round=round_, at=AT))

    async def too_late(self, case: str, withdrawal: str, decided_by: str) -> DraftPosition:
        await self.attested(attestations.came_late(case, 1, withdrawal, decided_by, AT))
        ref = LateWithdrawal(
            case=case, round=1, withdrawal=withdrawal, decided_by=decided_by, decided_at=AT, at=AT
        )
        return await self.activities.answer_withdrawal(ref)

    async def close(
        self, case: str, round_: int, closing: Closing, by: str | None = None
    ) -> DraftPosition:
        await self.attested(attestations.ended(case, round_, Review(closing.value), by))
        ref = CloseRound(case=case, round=round_, closing=closing, by=by, at=AT)
        return await self.activities.close_round(ref)

    async def rows(self, table: str, case: str | None = None) -> list[dict[str, Any]]:
        """All rows of a table, or those of one case."""
        which = metadata.tables[f"drafting.{table}"]
        query = which.select()
        if case is not None:
            query = query.where(which.c.case == case)
        async with self.office.process("drafting").database.work() as work:
            return [dict(row) for row in (await work.db.execute(query)).mappings()]

    async def subject_of(self, case: str) -> str:
        summary = self.office.service("drafting").summary
        async with self.office.process("drafting").database.work() as work:
            return await summary(work.db, case)

    def work(self) -> AbstractAsyncContextManager[Work]:
        return self.office.process("drafting").database.work()

    def blobs(self) -> set[str]:
        """The bytes that are kept, by hash."""
        folder = self.office.folder / "blobs"
        return {file.name for file in folder.rglob("*") if file.is_file()}
