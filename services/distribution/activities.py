"""The records desk's side of the flow; keeps the promises of `shared/contracts/distribution.py`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from temporalio import activity

from services.distribution.domain.desk import Arrival, Position, agency_of
from services.distribution.domain.recall import Answer
from services.distribution.domain.sent import Annex
from services.distribution.operations import automatic, flow, papers, recalling, renewing
from services.distribution.operations.flow import ToSeal
from services.distribution.operations.looking import look, with_the_way_out
from services.distribution.operations.renewing import Stamped, ToRenew
from services.distribution.seal_keys import SealedFile, SealKeys
from shared.contracts import attestations
from shared.contracts.distribution import IssuePosition, IssueRef, SignedDispatch
from shared.contracts.recall import RecallActivities, RecallPosition, RecallRef
from shared.contracts.renewals import DueFile, DuePage, DueQuery, RenewalRef
from shared.document.version import thaw
from shared.domain.lifecycle import Stage
from shared.domain.refusals import Invalid
from shared.domain.urgency import Urgency
from shared.runtime.attesting import attest, demand_attested
from shared.runtime.database import Database, Work
from shared.runtime.settings import TimeStampSettings


class DistributionActivities:
    def __init__(
        self,
        database: Database,
        keys: Path | None,
        seal_keys: SealKeys,
        time_stamps: TimeStampSettings | None = None,
    ) -> None:
        self._database, self._keys, self._seal_keys = database, keys, seal_keys
        self._time_stamps = time_stamps

    @activity.defn(name="distribution.open_issue")
    async def open_issue(self, ref: SignedDispatch) -> IssuePosition:
        arrival = Arrival(
            case=ref.case,
            round=ref.round,
            version=ref.version,
            prepared=ref.prepared,
            signed=ref.signed,
            signed_at=ref.signed_at,
            signer=ref.signer,
            signer_post=ref.signer_post,
            certificate=ref.certificate,
            at=ref.at,
            capacity=ref.capacity,
            urgency=Urgency(ref.urgency) if ref.urgency else None,
        )
        async with self._work() as work:
            laid = await flow.is_laid(work, arrival)
        if not laid:
            agency, blobs = agency_of(ref.case), self._database.blobs
            kept = attestations.signed(ref.case, ref.round, ref.version, ref)
            await demand_attested(blobs, kept)
            frozen = await blobs.get(agency, ref.version)
            code = await papers.check_code(await blobs.get(agency, ref.prepared))
            async with self._work() as work:
                await flow.lay(work, arrival, thaw(frozen), code)
        await self._issue_by_itself(ref.case, ref.round)
        return await self._position(ref.case, ref.round, ref.at)

    @activity.defn(name="distribution.mark_overdue")
    async def mark_overdue(self, ref: IssueRef) -> IssuePosition:
        async with self._work() as work:
            await flow.mark_overdue(work, ref.case, ref.round, ref.at)
        return await self._position(ref.case, ref.round, ref.at)

    @activity.defn(name="distribution.seal")
    async def seal(self, ref: IssueRef) -> IssuePosition:
        async with self._work() as work:
            wanted = await flow.to_seal(work, ref.case, ref.round)
        if wanted is not None:
            try:
                made = await self._fill_and_seal(wanted)
                annexes = await self._stamp_annexes(wanted, lasts=made.lasts)
            except Invalid as refusal:
                raise with_the_way_out(refusal) from None
            file = await self._database.blobs.put(wanted.order.agency, made.pdf)
            async with self._work() as work:
                await flow.keep_seal(work, wanted, file, made, annexes)
        return await self._position(ref.case, ref.round, ref.at)

    @activity.defn(name="distribution.deliver")
    async def deliver(self, ref: IssueRef) -> IssuePosition:
        async with self._work() as work:
            await flow.deliver(work, ref.case, ref.round)
        return await self._position(ref.case, ref.round, ref.at)

    @activity.defn(name="distribution.file_copy")
    async def file_copy(self, ref: IssueRef) -> IssuePosition:
        async with self._work() as work:
            await flow.file_copy(work, ref.case, ref.round)
        return await self._position(ref.case, ref.round, ref.at)

    async def _issue_by_itself(self, case: str, round_: int) -> None:
        """Where the agency's file says so; the seal waits for a clerk all the same."""
        async with self._work() as work:
            wanted = await automatic.to_issue(work, case, round_)
        if wanted is None:
            return
        found = await look(self._database.blobs, self._keys, self._seal_keys, wanted)
        async with self._work() as work:
            await automatic.issue(work, case, round_, *found)

    @activity.defn(name="distribution.due_for_renewal")
    async def due_for_renewal(self, query: DueQuery) -> DuePage:
        async with self._work() as work:
            found = await renewing.due(work, query.at, after=query.after)
        files = tuple(DueFile(case=case, file=file) for case, file in found.files)
        return DuePage(files=files, after=found.after)

    @activity.defn(name="distribution.renew")
    async def renew(self, ref: RenewalRef) -> None:
        async with self._work() as work:
            wanted = await renewing.to_renew(work, ref.case, ref.file, ref.at)
        if wanted is None:
            return
        main = await self._stamp_again(wanted, wanted.file)
        annexes = {
            annex.place: await self._stamp_again(wanted, annex.newest, annex.place)
            for annex in wanted.annexes
        }
        async with self._work() as work:
            await renewing.keep(work, wanted, main, annexes)

    async def _stamp_again(self, wanted: ToRenew, file: str, annex: int | None = None) -> Stamped:
        """The blob before the row that names it."""
        blobs = self._database.blobs
        made = await renewing.stamp(
            await blobs.get(wanted.agency, file),
            wanted,
            keys=self._keys,
            time_stamps=self._time_stamps,
            at=self._database.clock.now(),
            annex=annex,
        )
        return Stamped(file=await blobs.put(wanted.agency, made.pdf), stamp=made.stamp)

    async def _fill_and_seal(self, wanted: ToSeal) -> SealedFile:
        """The agency signs only what the authorised person signed (ND30 Đ.32.2.d).

        The person's certificate is judged for the instant of the signature, the agency's for now.
        """
        laid, order = wanted.desk.laid, wanted.order
        signed = await self._database.blobs.get(laid.agency, laid.signed)
        prepared = await self._database.blobs.get(laid.agency, laid.prepared)
        examined = await papers.examine(
            signed,
            prepared,
            digest=laid.signed,
            certificate=laid.certificate,
            keys=self._keys,
            test_keys=wanted.test_keys,
            at=laid.signed_at,
        )
        if examined.problems:
            raise Invalid(
                "signature_not_valid",
                "Không đóng dấu: chữ ký của người có thẩm quyền không hợp lệ. "
                + " ".join(examined.problems),
            )
        return await self._seal_keys.seal(signed, order)

    async def _stamp_annexes(self, wanted: ToSeal, *, lasts: bool) -> list[Annex]:
        """Every annex as it will be issued; blobs before the rows that name them."""
        agency, blobs = wanted.order.agency, self._database.blobs
        frozen = thaw(await blobs.get(agency, wanted.desk.laid.version))
        issued = []
        for place, annex in enumerate(frozen.annexes, start=1):
            content = await blobs.get(agency, annex.sha256)
            as_submitted = Annex(
                place=place,
                name=annex.name,
                media_type=annex.media_type,
                submitted=annex.sha256,
                file=annex.sha256,
            )
            made = await self._seal_keys.stamp(content, wanted.order, lasts=lasts)
            if made is None:
                issued.append(as_submitted)
                continue
            file = await blobs.put(agency, made.pdf)
            signed = replace(as_submitted, file=file, level=made.level)
            issued.append(replace(signed, proven_until=made.proven_until))
        return issued

    async def _position(self, case: str, round_: int, at: datetime) -> IssuePosition:
        """What the engine hears; that a round was sent back drafting will want attested."""
        async with self._work() as work:
            told = _told(await flow.position(work, case, round_, at))
        if told.stage is Stage.RETURNED:
            await attest(self._database.blobs, attestations.sent_back(case, round_))
        return told

    @asynccontextmanager
    async def _work(self) -> AsyncIterator[Work]:
        async with self._database.work(_attempt()) as work:
            yield work


class Recalls(RecallActivities):
    """What a recall's flow asks; the promises are those of `shared/contracts/recall.py`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="distribution.open_recall")
    async def open_recall(self, ref: RecallRef) -> RecallPosition:
        async with self._database.work(_attempt()) as work:
            return _how_far(await recalling.position(work, ref.case, ref.at))

    @activity.defn(name="distribution.remind_recall")
    async def remind_recall(self, ref: RecallRef) -> RecallPosition:
        async with self._database.work(_attempt()) as work:
            await recalling.remind(work, ref.case, ref.at)
            return _how_far(await recalling.position(work, ref.case, ref.at))


def _told(position: Position) -> IssuePosition:
    return IssuePosition(
        stage=position.stage,
        holder_post=position.holder.code,
        holder=position.holder.title,
        due_at=position.due_at,
        overdue=position.overdue,
        number=position.number,
        seal_ordered=position.seal_ordered,
    )


def _how_far(standing: recalling.Standing) -> RecallPosition:
    laid, number, recall = standing.desk.laid, standing.desk.number, standing.recall
    return RecallPosition(
        agency=laid.agency,
        unit=laid.unit,
        urgency=laid.urgency.value if laid.urgency else "",
        number=number.printed if number else "",
        holder_post=standing.holder.code,
        holder=standing.holder.title,
        asked=len(recall.asked),
        waiting=recall.waiting,
        refused=sum(reply.answer is Answer.REFUSED for reply in recall.replies),
        reminders=len(recall.reminders),
        due_at=recall.due_at,
        closed=recall.closing is not None,
    )


def _attempt() -> str | None:
    """Id of the activity's attempt, for the events."""
    if not activity.in_activity():
        return None
    info = activity.info()
    return f"{info.workflow_run_id}/{info.activity_id}/{info.attempt}"
