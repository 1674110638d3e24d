"""When a decision is refused: each rule on its own, in the order in which they are asked."""

from services.approval.domain.facts import Decision, Prepared, Turn
from services.approval.domain.holder import titles
from services.approval.domain.round import Round
from services.approval.domain.sentences import actor_details, decided, when
from shared.domain.four_eyes import ROLES, refuse_second_part
from shared.domain.organisation import Organisation, Post
from shared.domain.people import Person
from shared.domain.refusals import Invalid, NotYours, Stale, WrongMoment
from shared.domain.route import StepKind, Verdict
from shared.domain.who_may_sign import SigningBlock, signing_block


def refuse_over(held: Round, turn: Turn, organisation: Organisation) -> None:
    """Refuse an act on a task that is over, naming who ended it, how and when.

    The organisation is the one in force: it knows the name of who withdrew.
    """
    if withdrawn := held.withdrawal:
        who = withdrawn.asked_by
        raise WrongMoment(
            "withdrawn",
            f"{_name(organisation, who)} đã rút văn bản này, phê duyệt ghi nhận lúc "
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
    if decision := held.decision(turn.step, turn.turn):
        raise WrongMoment(
            "already_decided",
            f"{decided(decision)}{_kept(held, decision)}; việc này không còn chờ ý kiến.",
            details={"verdict": decision.verdict} | actor_details(decision.by, decision.at),
        )
    if held.open_turn() != turn:
        latest = held.latest_decision()
        did = f"{decided(latest)}. " if latest else ""
        raise WrongMoment("not_open", f"{did}Bước này không còn chờ ý kiến; hãy xem lại hồ sơ.")


def _name(organisation: Organisation, account: str | None) -> str:
    known = organisation.account(account) if account else None
    return known.name if known else account or "Người soạn thảo"


def _kept(held: Round, decision: Decision) -> str:
    """That the signature which was decided on is kept, and since when."""
    kept = held.signature
    if kept is None or (kept.step, kept.turn) != (decision.step, decision.turn):
        return ""
    return f" và chữ ký đã được lưu lúc {when(kept.kept_at)}"


def acting_post(held: Round, turn: Turn, me: Person, pinned: Organisation) -> Post:
    """The post in which somebody acts on a task; refuse who holds none of the step's posts.

    Posts are held by the organisation in force; `pinned` made the plan.
    """
    step = held.step(turn.step)
    for post in me.organisation.posts_of(me.account):
        if post.code in step.posts:
            return post
    raise NotYours(
        "not_candidate",
        f"Việc {ROLES[step.kind]} văn bản này dành cho {titles(pinned, step)}.",
    )


def refuse_unseen_version(held: Round, version: str) -> None:
    if version != held.submission.version:
        raise Stale(
            "version_differs",
            "Phiên bản đã xem không phải là phiên bản đang trình; "
            f"hãy mở lại văn bản (lần trình {held.key.round}) rồi quyết định.",
            details={"version": held.submission.version},
        )


def refuse_without_reason(verdict: Verdict, comment: str) -> None:
    """Return needs a comment, reject a reason: the drafter must know what to do."""
    if comment.strip() or verdict is Verdict.APPROVE:
        return
    sentence = (
        "Trả lại thì phải ghi ý kiến để người soạn thảo biết cần sửa gì."
        if verdict is Verdict.RETURN
        else "Từ chối thì phải ghi rõ lý do."
    )
    raise Invalid("comment_needed", sentence, details={"comment": sentence})


def refuse_second_part_of(held: Round, turn: Turn, me: Person) -> None:
    """Authors, submitters, content checker, form checker and signer are different people."""
    refuse_second_part(held.parts(), me.id, held.step(turn.step).kind)


def signing_block_of(held: Round, turn: Turn, me: Person) -> SigningBlock:
    """How this person signs on this task; refused on tasks that are no signature."""
    step = held.step(turn.step)
    if step.kind is not StepKind.SIGNATURE:
        raise WrongMoment(
            "no_signature_step", f"Bước này là {ROLES[step.kind]}, không phải bước ký."
        )
    return signing_block(me.organisation, me.account, step.posts)


def prepared_seen(held: Round, turn: Turn, me: Person, seen: str | None) -> Prepared:
    """The prepared PDF that a decision to sign is about: the current one, made for this person."""
    block = signing_block_of(held, turn, me)
    current = held.current_prepared(turn.step, turn.turn)
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
    if current.signer.account != me.id:
        raise Stale(
            "prepared_for_other",
            f"Bản trình ký này lập cho {current.signer}; muốn ký thay, hãy tạo bản trình ký "
            "cho mình và xem lại trước khi ký.",
            details={"account": current.signer.account},
        )
    if (current.block, current.signer.name) != (block, me.account.name):
        raise Stale(
            "prepared_outdated",
            f"Chức vụ hoặc thẩm quyền ký của {me.account.name} đã thay đổi từ khi lập bản trình "
            "ký; hãy tạo bản trình ký mới và xem lại trước khi ký.",
        )
    return current
