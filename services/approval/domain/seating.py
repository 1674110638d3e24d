"""Who may take which seat of a step: of one's own right, for somebody absent, or by delegation.

Asked when a task is read and when it is decided, of the organisation and the grants in force
then; so nothing is moved when somebody leaves, nor back when he returns.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from services.approval.domain.facts import Change, Submission, Turn
from services.approval.domain.round import Round
from shared.domain.four_eyes import others
from shared.domain.grants import Absence, Delegation, Grants, Matter
from shared.domain.organisation import Account, Organisation, Post
from shared.domain.refusals import NotYours
from shared.domain.route import PlanStep, StepKind
from shared.domain.seats import Seat, SeatKind
from shared.domain.who_may_sign import SigningBlock, signing_block


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """A seat that somebody may take, as what, and in whose place."""

    seat: Seat
    post: Post
    behalf: Account | None = None
    granted_by: str | None = None
    block: SigningBlock | None = None
    """How it would be signed, in a signature step."""

    def owner(self, account: Account) -> str:
        """The account in whose right somebody sits."""
        return self.behalf.id if self.behalf else account.id


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """What is asked at the instant of an act: the organisation, and who acts for whom."""

    at: datetime
    organisation: Organisation
    version: str
    grants: Grants

    def matter(self, submission: Submission, kind: StepKind) -> Matter:
        """What a step of a round is to the rules of authority now."""
        field = self.organisation.field_in_force(submission.field)
        return Matter(kind=kind, doc_type=submission.doc_type, field=field, at=self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """In whose right an account sits: its own, or that of somebody who lets it."""

    owner: Account
    absence: Absence | None = None
    delegation: Delegation | None = None

    @property
    def grant(self) -> Absence | Delegation | None:
        return self.absence or self.delegation


def seatings(
    step: PlanStep, account: Account, now: InForce, matter: Matter
) -> tuple[tuple[Seated, ...], NotYours | None]:
    """Every seat that an account may take, of its own right first; and why it may not sign."""
    found: list[Seated] = []
    refused: NotYours | None = None
    for way in _ways(account, now, matter):
        for seat in step.seats:
            try:
                seated = _take(step, seat, account=account, way=way, now=now, matter=matter)
            except NotYours as refusal:
                refused = refused or refusal
            else:
                found += [seated] if seated else []
    return tuple(found), refused


def free_seats(held: Round, turn: Turn, seats: tuple[Seated, ...]) -> tuple[Seated, ...]:
    """Those that nobody took in this turn, in the right of somebody who has not spoken in it."""
    taken = {vote.seat for vote in held.votes(turn.step, turn.turn)}
    spoken = spoke(held, turn)
    return tuple(
        one
        for one in seats
        if one.seat not in taken and not (one.behalf and one.behalf.id in spoken)
    )


def spoke(held: Round, turn: Turn) -> frozenset[str]:
    """Accounts that decided on a turn, themselves or by who acted in their place."""
    votes = held.votes(turn.step, turn.turn)
    named = (name for vote in votes for name in (vote.by.account, vote.by.on_behalf_of))
    return frozenset(name for name in named if name)


def open_to(held: Round, turn: Turn, account: Account, now: InForce) -> Seated | None:
    """The seat that an account may take on this turn now, apart from who has claimed it.

    None for who took another part in the dispatch, himself or he in whose place he would act.
    """
    return next(iter(all_open_to(held, turn, account, now)), None)


def all_open_to(held: Round, turn: Turn, account: Account, now: InForce) -> tuple[Seated, ...]:
    """Every seat that an account may take on this turn now; it takes the first."""
    step = held.step(turn.step)
    if account.id in spoke(held, turn):
        return ()
    excluded = others(held.parts(), step.kind)
    found, _ = seatings(step, account, now, now.matter(held.submission, step.kind))
    return tuple(
        one
        for one in free_seats(held, turn, found)
        if excluded.isdisjoint({account.id, one.owner(account)})
    )


def had_alone(held: Round, turn: Turn, now: InForce) -> Change | None:
    """The change by which one person has the task; None while he could not decide it himself."""
    assigned = held.assignment(turn)
    owner = now.organisation.account(assigned.to) if assigned and assigned.to else None
    return assigned if owner and open_to(held, turn, owner, now) else None


def able(held: Round, turn: Turn, now: InForce) -> tuple[Account, ...]:
    """Everybody who may decide on this turn now, apart from who has claimed it."""
    return tuple(
        account for account in now.organisation.accounts if open_to(held, turn, account, now)
    )


def is_away(account: str, grants: Grants, matter: Matter) -> bool:
    """Somebody acts in this account's place now."""
    return any(one.account == account and one.covers(matter) for one in grants.absences)


def _ways(account: Account, now: InForce, matter: Matter) -> Iterator[_Way]:
    """One's own right; then those of absent people, and delegations: never one through another."""
    yield _Way(owner=account)
    known = now.organisation.account
    for absence in now.grants.absences:
        owner = known(absence.account)
        if owner and absence.substitute == account.id and absence.covers(matter):
            yield _Way(owner=owner, absence=absence)
    for delegation in now.grants.delegations:
        owner = known(delegation.delegator)
        if owner and delegation.delegate == account.id and delegation.covers(matter):
            yield _Way(owner=owner, delegation=delegation)


def _take(
    step: PlanStep, seat: Seat, *, account: Account, way: _Way, now: InForce, matter: Matter
) -> Seated | None:
    """The seat taken in this way; None if it is not the owner's; raises NotYours for a signer."""
    organisation = now.organisation
    owns = organisation.post_in(seat, way.owner)
    if owns is None:
        return None
    behalf = way.owner if way.grant else None
    granted_by = way.grant.id if way.grant else None
    if step.kind is not StepKind.SIGNATURE:
        posts = organisation.posts_of(account)
        post = posts[0] if behalf and posts else owns
        return Seated(seat=seat, post=post, behalf=behalf, granted_by=granted_by)
    post_of_seat = owns.code if seat.kind is not SeatKind.ACCOUNT else None
    block = signing_block(
        organisation,
        account,
        matter,
        post=post_of_seat,
        absence=way.absence,
        delegation=way.delegation,
    )
    return Seated(
        seat=seat,
        post=organisation.post(block.post),
        behalf=behalf,
        granted_by=granted_by,
        block=block,
    )
