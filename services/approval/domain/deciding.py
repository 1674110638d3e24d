"""When a decision is refused: each rule on its own, in the order in which they are asked."""

from services.approval.domain.facts import Change, ChangeKind, Decision, Prepared, Turn
from services.approval.domain.holder import Signer, is_made_for, seat_title, seats_named
from services.approval.domain.round import Round
from services.approval.domain.seating import InForce, Seated, free_seats, had_alone, seatings
from services.approval.domain.sentences import actor_details, decided, did, when
from shared.domain.four_eyes import ROLES, refuse_second_part
from shared.domain.organisation import Account, Organisation
from shared.domain.people import Person
from shared.domain.refusals import Invalid, NotYours, Stale, WrongMoment
from shared.domain.route import ALLOWED, PlanStep, StepKind, Verdict


def refuse_over(held: Round, turn: Turn, organisation: Organisation) -> None:
    """Refuse an act on a task that is over, naming who ended it, how and when.

    The organisation is the one in force: it knows the name of who withdrew.
    """
    if withdrawn := held.withdrawal:
        who = withdrawn.asked_by
        raise WrongMoment(
            "withdrawn",
            f"{name_of(organisation, who)} đã rút văn bản này, phê duyệt ghi nhận lúc "
            f"{when(withdrawn.at)}; không còn gì để quyết định.",
            details={"at": withdrawn.at.isoformat()} | ({"account": who} if who else {}),
        )
    if cancelled := held.cancellation(turn.step, turn.turn):
        raise WrongMoment(
            "already_cancelled",
            f"{cancelled.by} đã hủy quyết định ký này lúc {when(cancelled.at)}; hãy mở việc ký "
            "mới của hồ sơ.",
            details=actor_details(cancelled.by, cancelled.at),
        )
    if ended := _ended_by(held, turn):
        raise WrongMoment(
            "set_aside",
            f"{did(ended)}; việc này không còn chờ ý kiến, hãy xem lại hồ sơ.",
            details={"change": ended.kind} | actor_details(ended.by, ended.at),
        )
    decision = held.decision(turn.step, turn.turn)
    if decision and held.open_turn() != turn:
        raise WrongMoment(
            "already_decided",
            f"{decided(decision)}{_kept(held, decision)}; việc này không còn chờ ý kiến.",
            details={"verdict": decision.verdict} | actor_details(decision.by, decision.at),
        )
    if held.open_turn() != turn:
        latest = held.latest_decision()
        before = f"{decided(latest)}. " if latest else ""
        raise WrongMoment("not_open", f"{before}Bước này không còn chờ ý kiến; hãy xem lại hồ sơ.")


def _ended_by(held: Round, turn: Turn) -> Change | None:
    """The change that ended the turn, whoever of several had decided on it before."""
    ends = (ChangeKind.CONSULT, ChangeKind.REPLAN, ChangeKind.BYPASS)
    return next((one for one in held.changes_of(turn) if one.kind in ends), None)


def name_of(organisation: Organisation, account: str | None) -> str:
    known = organisation.account(account) if account else None
    return known.name if known else account or "Người soạn thảo"


def _kept(held: Round, decision: Decision) -> str:
    """That the signature which was decided on is kept, and since when."""
    kept = held.signature
    if kept is None or (kept.step, kept.turn) != (decision.step, decision.turn):
        return ""
    return f" và chữ ký đã được lưu lúc {when(kept.kept_at)}"


def seat_for(held: Round, turn: Turn, me: Person, now: InForce, *, pinned: Organisation) -> Seated:
    """The seat in which somebody acts on a task; refused with the reason why there is none.

    Of one's own right first, then in another's place; holders are those in force, `pinned` made
    the plan.
    """
    step = held.step(turn.step)
    found, may_not_sign = seatings(step, me.account, now, now.matter(held.submission, step.kind))
    if not found:
        raise may_not_sign or NotYours(
            "not_candidate",
            f"Việc {ROLES[step.kind]} văn bản này dành cho "
            f"{seats_named(step, (now.organisation, pinned))}.",
        )
    refuse_second_part(held.parts(), me.id, step.kind)
    refuse_second_vote(held, turn, me)
    refuse_claimed_by_other(held, turn, me, now)
    free = free_seats(held, turn, found)
    for seated in free:
        if seated.behalf is None or not _took_part(held, step, seated.behalf.id):
            return seated
    if free:
        refuse_part_of_absent(held, step, free[0])
    raise _seat_taken(held, turn, found[0], (now.organisation, pinned))


def refuse_author(held: Round, me: Person) -> None:
    """Nobody shapes the way of his own dispatch, whatever else he is allowed."""
    wrote = {part.account for part in held.parts() if part.kind is None}
    if me.id in wrote:
        raise NotYours(
            "own_dispatch",
            "Người soạn, sửa hoặc trình văn bản này không được giao việc, bỏ qua bước hay lập lại "
            "luồng của chính văn bản đó; cần một người khác.",
        )


def refuse_second_vote(held: Round, turn: Turn, me: Person) -> None:
    for vote in held.votes(turn.step, turn.turn):
        if me.id in {vote.by.account, vote.by.on_behalf_of}:
            raise WrongMoment(
                "already_said",
                f"{decided(vote)}; mỗi người chỉ có một ý kiến trong một bước.",
                details={"verdict": vote.verdict} | actor_details(vote.by, vote.at),
            )


def _took_part(held: Round, step: PlanStep, account: str) -> bool:
    try:
        refuse_second_part(held.parts(), account, step.kind)
    except NotYours:
        return True
    return False


def refuse_part_of_absent(held: Round, step: PlanStep, seated: Seated) -> None:
    """In the place of somebody who may not decide himself, nobody else may either."""
    if seated.behalf and _took_part(held, step, seated.behalf.id):
        raise NotYours(
            "second_part_of_absent",
            f"{seated.behalf.name} đã tham gia văn bản này ở việc khác nên không được "
            f"{ROLES[step.kind]}, người thay cũng vậy; cần một người khác.",
        )


def _seat_taken(
    held: Round, turn: Turn, seated: Seated, organisations: tuple[Organisation, ...]
) -> WrongMoment:
    votes = held.votes(turn.step, turn.turn)
    behalf = {seated.behalf.id} if seated.behalf else set()
    of_seat = (one for one in votes if one.seat == seated.seat)
    of_owner = (one for one in votes if behalf & {one.by.account, one.by.on_behalf_of})
    vote = next(of_seat, None) or next(of_owner)
    return WrongMoment(
        "seat_taken",
        f"{decided(vote)} với tư cách {seat_title(seated.seat, organisations)}; ý kiến này chỉ "
        "có một.",
        details={"verdict": vote.verdict} | actor_details(vote.by, vote.at),
    )


def refuse_claimed_by_other(held: Round, turn: Turn, me: Person, now: InForce) -> None:
    """A task that one person has is his alone, and his who acts in his place.

    It is nobody's alone while that person could not decide it himself.
    """
    assigned = had_alone(held, turn, now)
    if assigned is None or assigned.to == me.id:
        return
    matter = now.matter(held.submission, held.step(turn.step).kind)
    instead = {
        one.substitute
        for one in now.grants.absences
        if one.account == assigned.to and one.covers(matter)
    }
    if me.id in instead:
        return
    raise WrongMoment(
        "claimed",
        f"{name_of(now.organisation, assigned.to)} đang giữ việc này từ {when(assigned.at)} "
        f"({did(assigned)}); hãy đợi, hoặc đề nghị người đó hay cấp trên giao lại.",
        details={"account": str(assigned.to), "at": assigned.at.isoformat()},
    )


def refuse_unseen_version(held: Round, version: str) -> None:
    if version != held.submission.version:
        raise Stale(
            "version_differs",
            "Phiên bản đã xem không phải là phiên bản đang trình; "
            f"hãy mở lại văn bản (lần trình {held.key.round}) rồi quyết định.",
            details={"version": held.submission.version},
        )


def refuse_verdict(step: PlanStep, verdict: Verdict) -> None:
    """Each kind of step takes its own verdicts: who is consulted neither returns nor rejects."""
    if verdict not in ALLOWED[step.kind]:
        allowed = ", ".join(ALLOWED[step.kind])
        sentence = f"Bước {ROLES[step.kind]} chỉ nhận: {allowed}."
        raise Invalid("verdict_not_here", sentence, details={"verdict": sentence})


def refuse_without_reason(verdict: Verdict, comment: str) -> None:
    """Return needs a comment, reject a reason, an opinion words: others must know what to do."""
    if comment.strip() or verdict not in WORDLESS:
        return
    sentence = WORDLESS[verdict]
    raise Invalid("comment_needed", sentence, details={"comment": sentence})


WORDLESS = {
    Verdict.RETURN: "Trả lại thì phải ghi ý kiến để người soạn thảo biết cần sửa gì.",
    Verdict.REJECT: "Từ chối thì phải ghi rõ lý do.",
    Verdict.OPINION: "Có ý kiến khác thì phải ghi nội dung góp ý.",
}


def turn_to_return_to(held: Round, turn: Turn, verdict: Verdict, to_step: int | None) -> int | None:
    """The turn of an earlier step that a return asks for; None for a return to the drafter."""
    if to_step is None:
        return None
    numbers = [step.step for step in held.plan]
    here = numbers.index(turn.step) if turn.step in numbers else 0
    earlier = [step for step in held.plan[:here] if step.kind is not StepKind.HAND_ON]
    if verdict is not Verdict.RETURN or all(step.step != to_step for step in earlier):
        said = ", ".join(f"{step.step} ({ROLES[step.kind]})" for step in earlier) or "không có"
        sentence = f"Chỉ trả lại được về một bước trước bước này: {said}."
        raise Invalid("no_earlier_step", sentence, details={"to_step": sentence})
    return 1 + max((one.turn for one in held.turns if one.step == to_step), default=0)


def prepared_seen(held: Round, turn: Turn, signer: Signer, seen: str | None) -> Prepared:
    """The prepared PDF that a decision to sign is about: the current one, made for this person."""
    current = held.current_prepared(turn.step, turn.turn)
    account = signer.account
    if seen is None:
        sentence = "Quyết định ký phải kèm mã băm của bản trình ký đã xem."
        raise Invalid("prepared_needed", sentence, details={"prepared": sentence})
    if current is None:
        raise WrongMoment(
            "not_prepared", "Chưa có bản trình ký; hãy đợi ít giây, hoặc tạo bản trình ký cho mình."
        )
    if current.hash != seen:
        raise Stale(
            "prepared_stale",
            f"Bản trình ký đã xem không còn dùng; bản hiện tại lập lúc {when(current.made_at)} "
            f"cho {current.signer}. Hãy xem bản hiện tại, hoặc tạo bản trình ký cho mình.",
            details={"prepared": current.hash},
        )
    if current.signer.account != account.id:
        raise Stale(
            "prepared_for_other",
            f"Bản trình ký này lập cho {current.signer}; muốn ký thay, hãy tạo bản trình ký "
            "cho mình và xem lại trước khi ký.",
            details={"account": current.signer.account},
        )
    if not is_made_for(held, current, signer):
        raise _outdated(held, current, account)
    return current


def _outdated(held: Round, current: Prepared, account: Account) -> Stale:
    """Who set another urgency since; else the signer's own authority is another one."""
    later = (one for one in held.changes if one.urgency and one.at > current.made_at)
    changed = max(later, key=lambda one: one.number, default=None)
    why = (
        did(changed)
        if changed
        else f"Chức vụ hay thẩm quyền ký của {account.name} đã thay đổi từ khi lập bản trình ký"
    )
    return Stale(
        "prepared_outdated",
        f"{why}; hãy tạo bản trình ký mới và xem lại trước khi ký.",
        details=actor_details(changed.by, changed.at) if changed else {},
    )
