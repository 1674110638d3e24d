"""Who holds the turn that waits, and for whom a signature is prepared."""

from dataclasses import dataclass

from services.approval.domain.facts import ChangeKind, Prepared, Turn
from services.approval.domain.round import Round
from services.approval.domain.seating import InForce, Seated, had_alone, is_away, open_to
from shared.domain.organisation import Account, Organisation, Rank
from shared.domain.route import PlanStep, StepKind
from shared.domain.seats import Seat, SeatKind
from shared.domain.who_may_sign import SigningBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A post's code, and its title as people are shown it."""

    post: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Whose signature a turn waits for, and how it would be written."""

    account: Account
    seated: Seated


def signer_for(held: Round, turn: Turn, now: InForce) -> Signer | None:
    """The person who is to sign: the first of these who may.

    Whoever has the task; for whom the current PDF is, unless he left since it was made; the named
    signer, then who acts in his place, if he is away; everybody else in the order of the file.
    """
    matter = now.matter(held.submission, StepKind.SIGNATURE)
    accounts = now.organisation.accounts
    able = {one.id: seat for one in accounts if (seat := open_to(held, turn, one, now))}
    away = {one for one in able if is_away(one, now.grants, matter)}
    named = held.submission.signer
    instead = [one for one, seat in able.items() if seat.behalf and seat.behalf.id == named]
    in_order = [
        *_assigned(held, turn),
        *_prepared_for(held, turn, now),
        *([named] if named not in away else instead),
        *(one for one in able if one not in away),
        *able,
    ]
    chosen = next((one for one in in_order if one in able), None)
    account = now.organisation.account(chosen) if chosen else None
    return Signer(account=account, seated=able[account.id]) if account else None


def is_prepared(held: Round, turn: Turn, now: InForce) -> bool:
    """The current PDF is the one to be decided on, or the step needs none."""
    if held.step(turn.step).kind is not StepKind.SIGNATURE:
        return True
    made = held.current_prepared(turn.step, turn.turn)
    if made is None or held.to_sign():
        return made is not None
    signer = signer_for(held, turn, now)
    return signer is not None and is_made_for(held, made, signer)


def is_made_for(held: Round, made: Prepared, signer: Signer) -> bool:
    """A PDF names this person, signs in this capacity, and shows the urgency that counts."""
    urgency = made.urgency or held.submission.urgency
    account = signer.account
    return (
        (made.signer.account, made.signer.name) == (account.id, account.name)
        and _as_written(made.block) == _as_written(signer.seated.block)
        and urgency is held.urgency
    )


def _as_written(block: SigningBlock | None) -> tuple[object, ...] | None:
    """What of a block stands on the paper, and in whose place; grounds may be worded anew."""
    if block is None:
        return None
    return block.post, block.lines, block.on_behalf_of, block.granted_by


def holder_of(held: Round, turn: Turn, pinned: Organisation, now: InForce) -> Holder:
    """Of a signature whose it is, decided or not; else who has the task, or the seats by title."""
    step = held.step(turn.step)
    if decision := held.to_sign():
        return Holder(post=decision.by.post, title=decision.by.title)
    if step.kind is StepKind.SIGNATURE and (signer := signer_for(held, turn, now)):
        post = signer.seated.post
        return Holder(post=post.code, title=post.title)
    assigned = had_alone(held, turn, now)
    account = now.organisation.account(str(assigned.to)) if assigned else None
    if account:
        post = now.organisation.posts_of(account)[0]
        return Holder(post=post.code, title=post.title)
    organisations = (now.organisation, pinned)
    return Holder(
        post=seat_post(step.seats[0], organisations), title=seats_named(step, organisations)
    )


def holder_title(held: Round, turn: Turn, pinned: Organisation, now: InForce) -> str:
    """By title: of a signature whose it is, of other steps every seat."""
    return holder_of(held, turn, pinned, now).title


def seats_named(step: PlanStep, organisations: tuple[Organisation, ...]) -> str:
    """The seats of a step by title; the first organisation that knows one names it."""
    titles = [seat_title(seat, organisations) for seat in step.seats]
    return (" hoặc " if step.needs == 1 else ", ").join(dict.fromkeys(titles))


def seat_title(seat: Seat, organisations: tuple[Organisation, ...]) -> str:
    for organisation in organisations:
        if title := _title(seat, organisation):
            return title
    return seat.of


def seat_post(seat: Seat, organisations: tuple[Organisation, ...]) -> str:
    """Code of the post that a seat stands for, as far as one does."""
    for organisation in organisations:
        for account in organisation.sitters(seat):
            if post := organisation.post_in(seat, account):
                return post.code
    return seat.of


def _title(seat: Seat, organisation: Organisation) -> str | None:
    match seat.kind:
        case SeatKind.POST:
            return next((post.title for post in organisation.posts if post.code == seat.of), None)
        case SeatKind.UNIT_HEAD:
            head = organisation.unit_head(seat.of)
            return head.title if head else None
        case SeatKind.FIELD:
            deputies = (post.title for post in organisation.posts if post.rank is Rank.DEPUTY)
            title = next(deputies, None)
            names = {field.code: field.name for field in organisation.fields}
            return f"{title} phụ trách {names.get(seat.of, seat.of)}" if title else None
        case SeatKind.ACCOUNT:
            account = organisation.account(seat.of)
            posts = organisation.posts_of(account) if account else ()
            return posts[0].title if posts else None


def _assigned(held: Round, turn: Turn) -> list[str]:
    assigned = held.assignment(turn)
    return [assigned.to] if assigned and assigned.to else []


def _prepared_for(held: Round, turn: Turn, now: InForce) -> list[str]:
    """Whom the current PDF names, unless he went away or gave the task back since it was made."""
    made = held.current_prepared(turn.step, turn.turn)
    if made is None:
        return []
    matter = now.matter(held.submission, StepKind.SIGNATURE)
    left = any(
        one.account == made.signer.account and one.covers(matter) and one.starts_at > made.made_at
        for one in now.grants.absences
    )
    gave_back = any(
        one.kind is ChangeKind.RELEASE
        and one.by.account == made.signer.account
        and one.at > made.made_at
        for one in held.changes_of(turn)
    )
    return [] if left or gave_back else [made.signer.account]
