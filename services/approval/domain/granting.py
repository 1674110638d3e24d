"""Who may let somebody act in another's place, for what and how long, and who ends it early.

What such a grant lets one do is judged when somebody acts, by `seating` and `who_may_sign`.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from services.approval.domain.deciding import name_of
from services.approval.domain.sentences import when
from shared.domain import document_types
from shared.domain.dates import VIETNAM
from shared.domain.grants import Absence, Delegation, Grants
from shared.domain.organisation import Organisation, Rank
from shared.domain.people import Person, is_superior
from shared.domain.refusals import Invalid, NotYours, WrongMoment

LONGEST: Final = timedelta(days=366)
"""Of a term, and how far ahead one may begin."""
HEADS: Final = (Rank.HEAD, Rank.ACTING_HEAD)
LAW: Final = "khoản 3 Điều 13 Nghị định 30/2020/NĐ-CP"

_NUMBERED_AND_DATED: Final = re.compile(r"\d.*ngày\s+\d")

Grant = TypeVar("Grant", Absence, Delegation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted(Generic[Grant]):
    """A grant as it is kept: who made it, and who ended it before its time."""

    grant: Grant
    made_by: str
    made_at: datetime
    organisation: str
    reason: str = ""
    ended_at: datetime | None = None
    ended_by: str | None = None

    def in_force(self, at: datetime) -> bool:
        return self.ended_at is None and self.grant.starts_at <= at < self.grant.ends_at


def refuse_absence(absence: Absence, me: Person, grants: Grants, now: datetime) -> None:
    """Refuse an absence that this person may not declare, or that can't be as it is said.

    `grants` are those in force or coming. Raises NotYours `not_superior`; Invalid
    `no_such_account`, `own_substitute`, `no_such_field`, `no_such_type` and those of `refuse_term`;
    WrongMoment `overlaps`, `substitute_away`.
    """
    office = me.organisation
    _refuse_unknown(office, account=absence.account, substitute=absence.substitute)
    refuse_others_absence(absence, me)
    if absence.account == absence.substitute:
        raise _wrong("own_substitute", substitute="Người thay phải là một người khác.")
    refuse_term(absence.starts_at, absence.ends_at, now)
    _refuse_unknown_fields(office, absence.fields)
    _refuse_unknown_types(absence.types)
    for other in grants.absences:
        if share(absence, other):
            _refuse_second_substitute(absence, other, office)
            _refuse_away(absence, other, office)


def refuse_others_absence(absence: Absence, me: Person) -> None:
    """An absence is declared and ended by who is away, or by a superior of that person."""
    absent = me.organisation.account(absence.account)
    if absence.account == me.id or (absent and is_superior(me.organisation, me.account, absent)):
        return
    raise NotYours(
        "not_superior",
        f"Chỉ {name_of(me.organisation, absence.account)} hoặc cấp trên của người đó ghi và kết "
        "thúc lần vắng mặt này.",
    )


def refuse_delegation(delegation: Delegation, me: Person, grants: Grants, now: datetime) -> None:
    """Refuse a delegation that is not the head's own, in writing, limited in time and content.

    ND30 Đ.13.3. Raises NotYours `no_passing_on`, `not_head`; Invalid `no_such_account`,
    `delegate_not_unit_head`, `content_needed`, `paper_needed`, `no_such_field`, `no_such_type` and
    those of `refuse_term`.
    """
    refuse_not_head(me, grants, now)
    _refuse_unknown(me.organisation, delegate=delegation.delegate)
    delegate = me.organisation.account(delegation.delegate)
    heads_unit = delegate and me.organisation.has_rank(delegate, Rank.UNIT_HEAD)
    if delegation.delegate == me.id or not heads_unit:
        raise _wrong(
            "delegate_not_unit_head",
            delegate=f"Chỉ ủy quyền được cho người đứng đầu một đơn vị của cơ quan ({LAW}).",
        )
    refuse_term(delegation.starts_at, delegation.ends_at, now)
    if not (delegation.types or delegation.fields):
        sentence = f"Ủy quyền phải giới hạn nội dung: ghi loại văn bản hoặc lĩnh vực ({LAW})."
        raise _wrong("content_needed", types=sentence, fields=sentence)
    if not _NUMBERED_AND_DATED.search(delegation.paper):
        sentence = (
            "Ủy quyền phải bằng văn bản: ghi số và ngày, như “12/QĐ-SVHTTDL ngày 05/01/2026” "
            f"({LAW})."
        )
        raise _wrong("paper_needed", paper=sentence)
    _refuse_unknown_fields(me.organisation, delegation.fields)
    _refuse_unknown_types(delegation.types)


def refuse_not_head(me: Person, grants: Grants, now: datetime) -> None:
    """Only the head, or the acting head, delegates; whoever acts for him passes nothing on."""
    if any(me.organisation.has_rank(me.account, rank) for rank in HEADS):
        return
    head = me.organisation.head().title
    if _acts_for_head(me, grants, now):
        raise NotYours(
            "no_passing_on",
            f"{me.account.name} đang làm thay {head} nên không ủy quyền tiếp được ({LAW}); chỉ "
            f"{head} ủy quyền.",
        )
    raise NotYours("not_head", f"Chỉ {head} (hoặc quyền {head}) ghi và kết thúc ủy quyền ({LAW}).")


def _acts_for_head(me: Person, grants: Grants, now: datetime) -> bool:
    """By an absence or a delegation in force, or as the deputy in charge."""
    acts_for = {one.account for one in grants.absences if _holds(one.substitute, one, me, now)}
    acts_for |= {one.delegator for one in grants.delegations if _holds(one.delegate, one, me, now)}
    owners = [me.organisation.account(one) for one in acts_for]
    return me.account.in_charge or any(
        me.organisation.has_rank(one, rank) for one in owners if one for rank in HEADS
    )


def _holds(holder: str, grant: Absence | Delegation, me: Person, now: datetime) -> bool:
    return holder == me.id and grant.starts_at <= now < grant.ends_at


def refuse_term(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """From today on, for at most 366 days; Invalid `term_wrong` or `term_past`."""
    if ends_at <= starts_at:
        raise _wrong("term_wrong", ends_at="Lúc kết thúc phải sau lúc bắt đầu.")
    if ends_at - starts_at > LONGEST or starts_at - now > LONGEST:
        sentence = (
            f"Thời hạn dài nhất {LONGEST.days} ngày, và bắt đầu trong {LONGEST.days} ngày tới."
        )
        raise _wrong("term_wrong", ends_at=sentence)
    if ends_at <= now:
        raise _wrong("term_past", ends_at="Lúc kết thúc đã qua; chỉ ghi cho thời gian sắp tới.")
    today = now.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    if starts_at < today:
        sentence = f"Không ghi lùi ngày: sớm nhất là từ hôm nay, {when(today)}."
        raise _wrong("term_past", starts_at=sentence)


def share(one: Absence, other: Absence) -> bool:
    """Whether some matter, at some instant, is within both."""
    return (
        one.starts_at < other.ends_at
        and other.starts_at < one.ends_at
        and _meet(one.kinds, other.kinds)
        and _meet(one.fields, other.fields)
        and _meet(one.types, other.types)
    )


def _meet(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two limits have something in common; an empty one is none."""
    return not one or not other or not set(one).isdisjoint(other)


def _refuse_second_substitute(absence: Absence, other: Absence, office: Organisation) -> None:
    if other.account != absence.account or other.substitute == absence.substitute:
        return
    raise WrongMoment(
        "overlaps",
        f"{name_of(office, other.account)} đã có {name_of(office, other.substitute)} thay "
        f"{_term(other)} trong cùng phạm vi; hãy kết thúc lần đó trước, hoặc chọn thời gian, phạm "
        "vi khác.",
        details={"absence": other.id, "substitute": other.substitute},
    )


def _refuse_away(absence: Absence, other: Absence, office: Organisation) -> None:
    """A substitute who is away himself could do nothing, for nothing is passed on."""
    if other.account != absence.substitute:
        return
    raise WrongMoment(
        "substitute_away",
        f"{name_of(office, other.account)} cũng vắng mặt {_term(other)}, và người thay không giao "
        "tiếp cho người khác; hãy chọn người thay khác hoặc thời gian khác.",
        details={"absence": other.id, "until": other.ends_at.isoformat()},
    )


def _term(absence: Absence) -> str:
    return f"từ {when(absence.starts_at)} đến {when(absence.ends_at)}"


def refuse_over(granted: Granted[Grant], office: Organisation, now: datetime) -> None:
    """What is over is not ended once more; WrongMoment `already_ended` or `already_over`."""
    if granted.ended_at:
        by = name_of(office, granted.ended_by)
        raise WrongMoment(
            "already_ended",
            f"{by} đã kết thúc lúc {when(granted.ended_at)}; không còn gì để kết thúc.",
            details={"account": str(granted.ended_by), "at": granted.ended_at.isoformat()},
        )
    if granted.grant.ends_at <= now:
        ended = granted.grant.ends_at
        raise WrongMoment(
            "already_over",
            f"Đã hết hạn lúc {when(ended)}; không còn gì để kết thúc.",
            details={"at": ended.isoformat()},
        )


def _refuse_unknown(office: Organisation, **accounts: str) -> None:
    for field, account in accounts.items():
        if office.account(account) is None:
            raise _wrong("no_such_account", **{field: f"Cơ quan không có tài khoản “{account}”."})


def _refuse_unknown_fields(office: Organisation, fields: tuple[str, ...]) -> None:
    """An agency without a list of fields has none to compare with."""
    known = [one.code for one in office.fields]
    if known and (lost := [one for one in fields if one not in known]):
        sentence = f"Cơ quan không có lĩnh vực {', '.join(lost)}; chỉ có: {', '.join(known)}."
        raise _wrong("no_such_field", fields=sentence)


def _refuse_unknown_types(types: tuple[str, ...]) -> None:
    """What no document can be would limit a grant to nothing, and nobody would notice."""
    if lost := [one for one in types if one not in document_types.NAMES]:
        known = ", ".join(document_types.NAMES)
        sentence = f"Không có loại văn bản {', '.join(lost)}; chỉ có: {known}."
        raise _wrong("no_such_type", types=sentence)


def _wrong(code: str, **fields: str) -> Invalid:
    """The refusal of what was sent; the sentence of the first field speaks for all."""
    return Invalid(code, next(iter(fields.values())), details=fields)
