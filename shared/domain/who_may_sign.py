"""How somebody signs a dispatch, and by what ground, or why not (ND30 Đ.13, PL1 II.7).

One decision, `signing_block`, by the tables of `shared.domain.authority`; how it is written:
`shared.domain.capacities`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.domain.authority import (
    DELEGATES,
    HEADS,
    LAW,
    NO_AUTHORITY,
    NOT_PASSED_ON,
    Held,
    Lack,
    own_right,
    substitute_right,
)
from shared.domain.capacities import (
    Capacity,
    academic_title,
    block_lines,
    ground_of,
)
from shared.domain.dates import VIETNAM
from shared.domain.grants import Absence, Delegation, Matter
from shared.domain.organisation import Account, Organisation
from shared.domain.refusals import NotYours
from shared.domain.seats import Seat, SeatKind

__all__ = [
    "Capacity",
    "SigningBlock",
    "academic_title",
    "block_in_seats",
    "block_lines",
    "eligible_signers",
    "signing_block",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningBlock:
    """The title lines above the name, the ground in law, and in whose place it is signed."""

    post: str
    """The signer's own post."""
    lines: tuple[str, ...]
    ground: str
    capacity: Capacity | None = None
    on_behalf_of: str | None = None
    """Account of the absent or delegating person."""
    granted_by: str | None = None
    """Id of the absence or delegation."""


def signing_block(
    organisation: Organisation,
    account: Account,
    matter: Matter,
    *,
    post: str | None = None,
    absence: Absence | None = None,
    delegation: Delegation | None = None,
) -> SigningBlock:
    """How this account signs: by its own post, by an absence, or by a delegation.

    `post` is the one whose authority is used: the account's own, or the absent person's; None: the
    first that may. A delegation has its own. Raises NotYours: `may_not_sign`, `other_field`,
    `type_not_by_order`, `absence_not_in_force`, `delegation_not_in_force`,
    `delegation_not_of_head`, `delegate_not_unit_head`, `no_passing_on`, `academic_title`.
    """
    if absence and delegation:
        lack = Lack("no_passing_on", f"không ký được: {NOT_PASSED_ON} (khoản 3 Điều 13 {LAW})")
        raise _refusal(account, lack)
    if absence:
        block = _in_place_of(organisation, account, matter, absence, post)
    elif delegation:
        block = _delegated(organisation, account, matter, delegation)
    else:
        held = own_right(organisation, account, matter, post)
        if isinstance(held, Lack):
            raise _refusal(account, held)
        block = _block(organisation, held)
    _refuse_academic_title(organisation, account, block.post)
    return block


def _in_place_of(
    organisation: Organisation,
    account: Account,
    matter: Matter,
    absence: Absence,
    post: str | None,
) -> SigningBlock:
    """As a substitute, who has the absent person's own right and nothing that was given to it."""
    absent = organisation.account(absence.account)
    if absent is None or account.id != absence.substitute:
        raise _refusal(account, NO_AUTHORITY)
    if not absence.covers(matter):
        raise _refusal(
            account,
            Lack(
                "absence_not_in_force",
                f"chỉ ký thay {absent.name} {_term(absence.starts_at, absence.ends_at)} và trong "
                "phạm vi đã ghi khi giao thay; văn bản này nằm ngoài thời gian hoặc phạm vi đó",
            ),
        )
    theirs = own_right(organisation, absent, matter, post)
    if isinstance(theirs, Lack):
        raise _refusal(account, _not_theirs(absent, theirs))
    held = substitute_right(organisation, account, matter, theirs)
    if isinstance(held, Lack):
        raise _refusal(account, held)
    return _block(organisation, held, on_behalf_of=absent, granted_by=absence.id)


def _not_theirs(absent: Account, lack: Lack) -> Lack:
    """The absent person may not sign either; what others gave it does not count."""
    code = "no_passing_on" if lack is NO_AUTHORITY else lack.code
    end = f"; {NOT_PASSED_ON}" if lack is NO_AUTHORITY else ""
    return Lack(code, f"không ký thay {absent.name} được: người vắng {lack.reason}{end}")


def _delegated(
    organisation: Organisation, account: Account, matter: Matter, delegation: Delegation
) -> SigningBlock:
    """As the delegate of the agency's head, in writing and limited (ND30 Đ.13.3)."""
    if account.id != delegation.delegate:
        raise _refusal(account, NO_AUTHORITY)
    delegator = organisation.account(delegation.delegator)
    if delegator is None or not any(organisation.has_rank(delegator, rank) for rank in HEADS):
        reason = "không ký thừa ủy quyền được: người ủy quyền không phải người đứng đầu cơ quan"
        raise _refusal(account, Lack("delegation_not_of_head", f"{reason} ({_TUQ})"))
    own = next((one for one in organisation.posts_of(account) if one.rank is DELEGATES), None)
    if own is None:
        reason = "không đứng đầu đơn vị nào của cơ quan nên không ký thừa ủy quyền được"
        raise _refusal(account, Lack("delegate_not_unit_head", f"{reason} ({_TUQ})"))
    if not delegation.covers(matter):
        reason = (
            f"chỉ được ủy quyền theo {delegation.paper} "
            f"{_term(delegation.starts_at, delegation.ends_at)} và cho nội dung đã ghi; văn bản "
            "này nằm ngoài thời gian hoặc nội dung đó"
        )
        raise _refusal(account, Lack("delegation_not_in_force", f"{reason} ({_TUQ})"))
    held = Held(own, Capacity.DELEGATED)
    return _block(organisation, held, on_behalf_of=delegator, granted_by=delegation.id)


_TUQ: Final = f"khoản 3 Điều 13 {LAW}"


def _term(starts_at: datetime, ends_at: datetime) -> str:
    return f"từ {_moment(starts_at)} đến {_moment(ends_at)}"


def _moment(instant: datetime) -> str:
    return f"{instant.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"


def _block(
    organisation: Organisation,
    held: Held,
    *,
    on_behalf_of: Account | None = None,
    granted_by: str | None = None,
) -> SigningBlock:
    return SigningBlock(
        post=held.post.code,
        lines=block_lines(organisation, held.post.code, held.capacity),
        ground=ground_of(organisation, held.capacity),
        capacity=held.capacity,
        on_behalf_of=on_behalf_of.id if on_behalf_of else None,
        granted_by=granted_by,
    )


def _refuse_academic_title(organisation: Organisation, account: Account, post: str) -> None:
    titles = academic_title(account.name) or academic_title(organisation.post(post).title)
    if titles and not organisation.academic_titles:
        raise _refusal(
            account,
            Lack(
                "academic_title",
                f"chưa ký được: không ghi học hàm, học vị (“{titles}”) ở phần ký (điểm c khoản 7 "
                f"mục II Phụ lục I {LAW}); hãy sửa họ tên, chức vụ trong tệp tổ chức",
            ),
        )


def _refusal(account: Account, lack: Lack) -> NotYours:
    return NotYours(
        lack.code,
        f"{account.name} {lack.reason}.",
        for_engine=f"Tài khoản {account.id} không ký được văn bản này: {lack.code} "
        f"(Điều 13 {LAW}).",
    )


def block_in_seats(
    organisation: Organisation, account: Account, seats: tuple[Seat, ...], matter: Matter
) -> SigningBlock:
    """How this account signs by its own right in the first of these seats in which it may.

    Raises NotYours: what its first seat lacks, or `may_not_sign` outside of all seats.
    """
    refusals = []
    for seat in seats:
        post = organisation.post_in(seat, account)
        if post is None:
            continue
        named = None if seat.kind is SeatKind.ACCOUNT else post.code
        try:
            return signing_block(organisation, account, matter, post=named)
        except NotYours as refusal:
            refusals.append(refusal)
    raise next(iter(refusals), None) or _outside(organisation, account, matter)


def _outside(organisation: Organisation, account: Account, matter: Matter) -> NotYours:
    """Outside of the seats: the law's reason if it has one, else that the route names others."""
    held = own_right(organisation, account, matter, None)
    if isinstance(held, Lack):
        return _refusal(account, held)
    reason = "không phải là người mà luồng trình ký giao ký văn bản này; hãy chọn người ký khác"
    return _refusal(account, Lack("may_not_sign", reason))


def eligible_signers(
    organisation: Organisation,
    seats: tuple[Seat, ...],
    matter: Matter,
    already: frozenset[str],
) -> tuple[Account, ...]:
    """Accounts that may sign in these seats by their own right, in the order of the file.

    `already` took another part and are left out.
    """

    def signs(account: Account) -> bool:
        try:
            block_in_seats(organisation, account, seats, matter)
        except NotYours:
            return False
        return True

    return tuple(one for one in organisation.accounts if one.id not in already and signs(one))
