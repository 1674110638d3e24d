"""Who may read a dispatch beyond its receivers, and who is warned when that changes (ND30 PL6).

As long as nobody restricts a dispatch, the whole agency reads it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from services.distribution.domain.desk import Desk
from services.distribution.domain.register import Entry
from shared.domain.archiving import HEADS, Parties, decides_on_access, is_archivist
from shared.domain.organisation import Organisation
from shared.domain.people import Person
from shared.domain.refusals import Invalid, NotYours, Stale, WrongMoment

CONCEALED: Final = "(hạn chế tiếp cận)"
"""What the register shows in place of subject and recipients."""
ACCOUNT: Final = "@"
"""What a reader's code begins with where it is an account's."""


class Kind(StrEnum):
    RESTRICTED = "restricted"
    """From now on only who decides on it, who keeps it, and who was granted it reads it."""
    OPENED = "opened"
    """The whole agency reads it again; what was granted stays for the next restriction."""
    GRANTED = "granted"
    WITHDRAWN = "withdrawn"


OF_A_READER: Final = frozenset({Kind.GRANTED, Kind.WITHDRAWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of rights; final."""

    number: int
    """Counted from 1 within the dispatch."""
    kind: Kind
    reader: str
    """Code of a unit or a post, or an account behind an "@"; empty unless of a reader."""
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How the rights stand."""

    restricted: bool
    readers: frozenset[str]
    """Who was granted it, as `Change.reader`."""


def access_of(changes: Iterable[Change]) -> Access:
    """What the changes, the earliest first, amount to."""
    restricted, readers = False, set[str]()
    for change in changes:
        match change.kind:
            case Kind.RESTRICTED:
                restricted = True
            case Kind.OPENED:
                restricted = False
            case Kind.GRANTED:
                readers.add(change.reader)
            case Kind.WITHDRAWN:
                readers.discard(change.reader)
    return Access(restricted=restricted, readers=frozenset(readers))


def parties_of(desk: Desk) -> Parties:
    """Whose a dispatch is; what came to the desk is signed."""
    return Parties(unit=desk.laid.unit, signer=desk.laid.signer.account, signed=True)


def may_read(me: Person, parties: Parties, access: Access) -> bool:
    """Everybody of the agency; a restricted dispatch: whose it is, and who was granted it."""
    if not access.restricted or is_archivist(me) or decides_on_access(me, parties):
        return True
    return any(is_reader(me, one) for one in access.readers)


def is_reader(me: Person, reader: str) -> bool:
    """Whether a code means this person: the account, a post's holder, a unit's member."""
    if reader.startswith(ACCOUNT):
        return reader == f"{ACCOUNT}{me.id}"
    units = {post.unit for post in me.organisation.posts_of(me.account)}
    return reader in me.account.posts or reader in units


def demand_may_read(me: Person, parties: Parties, access: Access, case: str) -> None:
    """Raises `NotYours` (`access_restricted`) naming who may grant it."""
    if not may_read(me, parties, access):
        raise NotYours(
            "access_restricted",
            f"Văn bản {case} hạn chế tiếp cận. Muốn xem, hãy đề nghị "
            f"{_deciders(me.organisation, parties)} cấp quyền.",
        )


def demand_decider(me: Person, parties: Parties) -> None:
    """Raises `NotYours` (`not_your_access`)."""
    if not decides_on_access(me, parties):
        raise NotYours(
            "not_your_access",
            "Chỉ người đứng đầu cơ quan, người ký và trưởng đơn vị soạn thảo được quyết định quyền "
            f"xem văn bản này. Hãy đề nghị {_deciders(me.organisation, parties)}.",
        )


def _deciders(organisation: Organisation, parties: Parties) -> str:
    """Names of who decides on access now: "Nguyễn Văn A hoặc Trần Thị B"."""
    head = organisation.unit_head(parties.unit)
    names = [
        one.name
        for one in organisation.accounts
        if one.id == parties.signer
        or any(organisation.has_rank(one, rank) for rank in HEADS)
        or (head is not None and head.code in one.posts)
    ]
    return " hoặc ".join(names) or "người đứng đầu cơ quan"


def demand_known_reader(organisation: Organisation, reader: str) -> None:
    """Raises `Invalid` (`unknown_reader`) for what the agency's file does not name."""
    known = {
        *(unit.code for unit in organisation.units),
        *(post.code for post in organisation.posts),
        *(f"{ACCOUNT}{one.id}" for one in organisation.accounts),
    }
    if reader not in known:
        named = f"“{reader}”" if reader else "người đọc không tên"
        raise Invalid(
            "unknown_reader",
            "Hãy ghi mã đơn vị, mã chức vụ, hoặc @ và tên tài khoản của người được xem.",
            details={"reader": f"Cơ quan không có {named}."},
        )


def refuse_idle(access: Access, kind: Kind, reader: str, case: str) -> None:
    """A change must change something: raises `WrongMoment` (`nothing_changes`)."""
    sentence = {
        Kind.RESTRICTED: f"Văn bản {case} đang hạn chế tiếp cận rồi." if access.restricted else "",
        Kind.OPENED: "" if access.restricted else f"Văn bản {case} không bị hạn chế tiếp cận.",
        Kind.GRANTED: f"{reader} đã có quyền xem rồi." if reader in access.readers else "",
        Kind.WITHDRAWN: "" if reader in access.readers else f"{reader} chưa được cấp quyền xem.",
    }[kind]
    if sentence:
        raise WrongMoment("nothing_changes", f"{sentence} Quyền xem văn bản giữ nguyên.")


def concerns(me: Person, parties: Parties, change: Change) -> bool:
    """Whether somebody is warned of a change: clerks, who decide, and who got or lost the right."""
    if change.by == me.id:
        return False
    mine = bool(change.reader) and is_reader(me, change.reader)
    return mine or me.is_clerk() or decides_on_access(me, parties)


def warnings(
    me: Person, parties: Parties, changes: Sequence[Change], confirmed: int
) -> tuple[Change, ...]:
    """The changes that this person has yet to confirm; `confirmed` is the last number that was."""
    return tuple(one for one in changes if one.number > confirmed and concerns(me, parties, one))


def demand_warned(pending: Sequence[Change], number: int) -> None:
    """Only what was seen is confirmed: raises `WrongMoment`, and `Stale` for another number."""
    if not pending:
        raise WrongMoment("nothing_to_confirm", "Không còn thay đổi quyền xem nào chờ xác nhận.")
    if number not in {one.number for one in pending}:
        raise Stale(
            "access_changed",
            f"Thay đổi quyền xem thứ {number} không chờ bạn xác nhận; hãy xem lại rồi xác nhận.",
        )


def concealed(entry: Entry) -> Entry:
    """A line of the register as others see it: number, date and type stay (ND30 PL4 I.2)."""
    return replace(
        entry, subject=CONCEALED, recipients=(CONCEALED,), file_copy=(), receipts=(), note=""
    )
