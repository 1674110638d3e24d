"""What follows from people's acts: each a compare-and-set that tells how the round stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.distribution.domain.desk import (
    Arrival,
    Desk,
    Laid,
    Position,
    agency_of,
    demand_seal_key,
    issue_deadline,
)
from services.distribution.domain.numbering import Number
from services.distribution.domain.published import ANNEXES
from services.distribution.domain.recipients import expand, file_copy_units
from services.distribution.domain.register import Recorded
from services.distribution.domain.sent import Annex, FileCopy, Sealed, earliest
from services.distribution.domain.signer import signer_of
from services.distribution.operations import amending
from services.distribution.operations.acts import numbered
from services.distribution.operations.certificates import seal_key
from services.distribution.operations.noting import enter, note
from services.distribution.seal_keys import SealedFile, SealOrder
from services.distribution.store import desk as store
from services.distribution.store import sent
from shared.document.model import DispatchText
from shared.document.version import FrozenVersion
from shared.domain.amendments import amends
from shared.domain.dates import date_line
from shared.domain.lifecycle import Act, Stage, follows
from shared.domain.refusals import Invalid, Unknown, WrongMoment
from shared.domain.words import fold
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSeal:
    """Everything that filling and sealing needs, so that it can happen outside of the lock."""

    desk: Desk
    number: Number
    order: SealOrder
    test_keys: bool
    """Whether the organisation in force lets the roots of trials count."""


async def is_laid(work: Work, ref: Arrival) -> bool:
    """Whether this round, or a later one, reached the desk before."""
    desk = await store.find(work, agency_of(ref.case), ref.case)
    return desk is not None and desk.laid.round >= ref.round


async def lay(
    work: Work, ref: Arrival, version: FrozenVersion, check_code: str | None = None
) -> None:
    """Lay a signed round on the desk; a later round only after the earlier was sent back.

    `check_code` is what the prepared PDF carries.

    Raises `Invalid` (`other_dispatch`) where the version is not this round's, and `WrongMoment`
    (`earlier_round_open`).
    """
    if (version.case, version.round, version.agency) != (ref.case, ref.round, agency_of(ref.case)):
        raise Invalid(
            "other_dispatch", f"Phiên bản {ref.version} không phải của {ref.case} lần {ref.round}."
        )
    laid = await _laid(work, ref, version, check_code)
    if not await store.lay(work, laid):
        desk = await _locked(work, laid.case)
        if desk.laid.round >= ref.round:
            return
        if desk.state is not Stage.RETURNED:
            raise WrongMoment(
                "earlier_round_open",
                f"Lần trình {desk.laid.round} của {ref.case} chưa được trả lại nên chưa nhận được "
                f"lần trình {ref.round}.",
            )
        await store.lay_again(work, laid)
    in_force, _ = await work.organisations.in_force(work.db, laid.agency)
    fresh = Desk(laid=laid, state=Stage.TO_ISSUE)
    details = {"signer": ref.signer, "post": ref.signer_post, "certificate": ref.certificate}
    details |= {"urgency": laid.urgency.value} if laid.urgency else {}
    await note(
        work,
        fresh,
        "laid_on_desk",
        organisation=in_force,
        object_hash=laid.signed,
        details=details,
    )


async def _laid(work: Work, ref: Arrival, version: FrozenVersion, check_code: str | None) -> Laid:
    """Hours and calendar are those pinned at submission; the signer is named as of now.

    What the signer set goes before what the drafter proposed (ND30 PL1 III.2.b).
    """
    pinned = await work.organisations.get(work.db, version.organisation)
    _, in_force = await work.organisations.in_force(work.db, version.agency)
    text, head = version.text, version.letterhead
    urgency = ref.urgency or text.urgency
    return Laid(
        case=ref.case,
        agency=version.agency,
        round=ref.round,
        version=ref.version,
        prepared=ref.prepared,
        signed=ref.signed,
        signed_at=ref.signed_at,
        certificate=ref.certificate,
        organisation=version.organisation,
        unit=version.unit,
        symbol=head.symbol,
        place=head.place,
        doc_type=text.doc_type,
        subject=text.subject,
        urgency=urgency,
        signer=signer_of(ref.signer, ref.signer_post, ref.capacity, (in_force, pinned)),
        addressees=text.addressees,
        recipients=text.recipients,
        file_copy=text.file_copy,
        amends=amends(corrects=version.corrects, replaces=version.replaces),
        opened_at=ref.at,
        due_at=issue_deadline(pinned, urgency, ref.at),
        check_code=check_code,
        words=fold(" ".join(_words(text))),
    )


def _words(text: DispatchText) -> Iterator[str]:
    """What a search finds the dispatch by, besides its subject."""
    yield from (*text.addressees, *text.bases, *text.paragraphs)
    for annex in text.annexes:
        yield from (annex.title, *annex.paragraphs)


async def position(work: Work, case: str, round_: int, at: datetime) -> Position:
    """How a round stands, with what the engine learns by it marked as handed over.

    `at` is the instant of the engine's order.
    """
    desk = await _locked(work, case)
    if desk.laid.round < round_:
        raise Unknown("unknown_round", f"Lần trình {round_} của {case} chưa đến văn thư.")
    await store.hand_over(work, case, round_, until=at)
    _, organisation = await work.organisations.in_force(work.db, desk.laid.agency)
    current = desk.laid.round == round_
    return Position(
        stage=desk.state if current else Stage.RETURNED,
        holder=organisation.clerk_post(),
        due_at=desk.laid.due_at,
        overdue=desk.overdue_at is not None,
        number=desk.number.printed if desk.number and current else "",
        seal_ordered=desk.seal_ordered,
    )


async def mark_overdue(work: Work, case: str, round_: int, at: datetime) -> None:
    desk = await _locked(work, case)
    if desk.laid.round != round_ or not desk.waits_for_clerk:
        return
    if desk.overdue_at is not None or at < desk.laid.due_at:
        return
    marked = await store.mark_overdue(work, desk, at)
    in_force, _ = await work.organisations.in_force(work.db, desk.laid.agency)
    await note(work, marked, "overdue", organisation=in_force)


async def to_seal(work: Work, case: str, round_: int) -> ToSeal | None:
    """What to write and seal; None where that is not, or no longer, to be done.

    Raises `WrongMoment` (`soft_seal_forbidden`): soft keys are for test certificates only.
    """
    desk = await _at(work, case, round_, Stage.NUMBERED)
    if desk is None or not desk.seal_ordered:
        return None
    _, organisation = await work.organisations.in_force(work.db, desk.laid.agency)
    key = await seal_key(work, desk.laid.agency)
    demand_seal_key(key, test_keys=organisation.test_keys)
    number = numbered(desk)
    order = SealOrder(
        agency=desk.laid.agency,
        number_line=number.line,
        date_line=date_line(desk.laid.place, number.dated),
        at=work.clock.now(),
        number=number.printed,
        key=key,
    )
    return ToSeal(desk=desk, number=number, order=order, test_keys=organisation.test_keys)


async def keep_seal(
    work: Work, done: ToSeal, file: str, made: SealedFile, annexes: Sequence[Annex] = ()
) -> None:
    """Keep the sealed file with its annexes, unless its number was voided while it was made."""
    laid = done.desk.laid
    desk = await _locked(work, laid.case)
    if follows(desk.state, Act.SEAL) is None or desk.laid.round != laid.round:
        return
    if desk.number != done.number:
        return
    in_force, _ = await work.organisations.in_force(work.db, laid.agency)
    sealed = Sealed(
        case=laid.case,
        agency=laid.agency,
        round=laid.round,
        file=file,
        certificate=made.certificate,
        at=done.order.at,
        organisation=in_force,
        level=made.level,
        proven_until=earliest([made.proven_until, *(one.proven_until for one in annexes)]),
    )
    await sent.keep_seal(work, sealed)
    await sent.keep_annexes(work, sealed, annexes)
    now = await store.seal(work, desk, at=sealed.at)
    proven = {"certificate": made.certificate, "level": made.level}
    details = {"number": done.number.printed} | proven
    await note(
        work,
        now,
        "sealed",
        organisation=in_force,
        on_behalf_of=desk.issued_by,
        object_hash=file,
        details=details,
    )
    issued = {ANNEXES: [annex.recorded() for annex in annexes]} if annexes else {}
    link = await amending.link(work, now, sealed)
    await enter(
        work,
        now,
        Recorded.SEALED,
        done.number,
        file=file,
        organisation=in_force,
        details={**proven, **issued},
    )
    if link is not None:
        await amending.enter_link(work, link)


async def deliver(work: Work, case: str, round_: int) -> None:
    """Every recipient's delivery and mailboxes in one go; refused whole for an unknown name.

    Names are those of the organisation in force, or else those pinned at submission.
    """
    desk = await _at(work, case, round_, Stage.SEALED)
    if desk is None:
        return
    sealed = await _sealed(work, desk)
    in_force, organisation = await work.organisations.in_force(work.db, desk.laid.agency)
    pinned = await work.organisations.get(work.db, desk.laid.organisation)
    expanded = expand(desk.laid.recipients, desk.laid.addressees, organisation, pinned)
    at = work.clock.now()
    mailboxes = await sent.deliver(work, sealed, expanded, at, organisation=in_force)
    now = await store.advance(work, desk, Stage.DISTRIBUTING)
    gone = {code for one in expanded for code in one.gone} - set(mailboxes)
    details = {"mailboxes": list(mailboxes)} | ({"gone": sorted(gone)} if gone else {})
    await note(
        work, now, "delivered", organisation=in_force, object_hash=sealed.file, details=details
    )
    await enter(
        work,
        now,
        Recorded.SENT,
        numbered(desk),
        file=sealed.file,
        organisation=in_force,
        details=details,
    )


async def file_copy(work: Work, case: str, round_: int) -> None:
    """The file copy of the units that the Lưu line names (ND30 Đ.19)."""
    desk = await _at(work, case, round_, Stage.DISTRIBUTING)
    if desk is None:
        return
    sealed = await _sealed(work, desk)
    in_force, _ = await work.organisations.in_force(work.db, desk.laid.agency)
    copy = FileCopy(
        units=file_copy_units(desk.laid.file_copy),
        file=sealed.file,
        kept_at=work.clock.now(),
        organisation=in_force,
    )
    await sent.keep_copy(work, desk.laid.agency, desk.laid.case, copy)
    now = await store.advance(work, desk, Stage.FILED)
    await note(work, now, "filed", organisation=in_force, object_hash=sealed.file)
    details = {"units": list(copy.units)}
    await enter(
        work,
        now,
        Recorded.FILED,
        numbered(desk),
        file=sealed.file,
        organisation=in_force,
        details=details,
    )


async def _at(work: Work, case: str, round_: int, stage: Stage) -> Desk | None:
    """The locked dispatch if this round is the desk's and stands in this stage."""
    desk = await _locked(work, case)
    return desk if desk.laid.round == round_ and desk.state is stage else None


async def _locked(work: Work, case: str) -> Desk:
    desk = await store.find(work, agency_of(case), case, lock=True)
    if desk is None:
        raise Unknown("unknown_dispatch", f"Văn bản {case} chưa đến văn thư.")
    return desk


async def _sealed(work: Work, desk: Desk) -> Sealed:
    sealed = await sent.seal_of(work, desk.laid.agency, desk.laid.case)
    if sealed is None:
        raise RuntimeError(f"{desk.laid.case} is {desk.state} and has no seal")
    return sealed
