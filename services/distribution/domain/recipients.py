"""Who receives a dispatch: the lines of Nơi nhận as mailboxes (ND30 PL1 II.9)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from shared.domain.organisation import Organisation
from shared.domain.people import Person
from shared.domain.recipients import FINAL_MARKS, NOTE, Directory, is_as_above, plain
from shared.domain.refusals import Invalid, NotYours, Unknown

_COPIES: Final = re.compile(r"\(?\d+( bản)?\)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expanded:
    """One recipient with the mailboxes that its name stands for."""

    recipient: str
    mailboxes: tuple[str, ...]
    gone: tuple[str, ...] = ()
    """Codes that the name stood for at submission, which have no mailbox any more."""


def expand(
    recipients: Iterable[str],
    addressees: Iterable[str],
    organisation: Organisation,
    pinned: Organisation | None = None,
) -> tuple[Expanded, ...]:
    """Every recipient once, in the order of the paper, "Như trên" replaced by the addressees.

    A name that `organisation`, the one in force, no longer has means whom it meant at submission
    (`pinned`), as far as they have mailboxes now: a renamed group or unit still gets what was
    sealed for it. Raises `Invalid` (`unknown_recipient`) naming everybody who can't be reached.
    """
    named: dict[str, str] = {}
    for line in recipients:
        for name in addressees if is_as_above(line) else [line]:
            named.setdefault(plain(name) or name.strip(), name.strip())
    named.pop("", None)
    now, then = Directory.of(organisation), Directory.of(pinned or organisation)
    expanded = tuple(_reached(name, now, then, organisation) for name in named.values())
    unreached = {one.recipient: _unreached(one) for one in expanded if not one.mailboxes}
    if unreached:
        raise Invalid(
            "unknown_recipient",
            f"Không biết chuyển đến đâu: {'; '.join(unreached.values())}. "
            "Hãy bổ sung tên này vào tệp tổ chức (nhóm, đơn vị hay chức danh) rồi nạp lại.",
            details=unreached,
            for_engine=_for_engine(expanded),
        )
    return expanded


def _reached(name: str, now: Directory, then: Directory, organisation: Organisation) -> Expanded:
    if mailboxes := now.find(name):
        return Expanded(recipient=name, mailboxes=mailboxes)
    codes = then.find(name)
    here = tuple(code for code in codes if has_mailbox(organisation, code))
    gone = tuple(code for code in codes if code not in here)
    return Expanded(recipient=name, mailboxes=here, gone=gone)


def _unreached(one: Expanded) -> str:
    name = one.recipient.rstrip(FINAL_MARKS)
    if not one.gone:
        return f"{name} (cơ quan không có nhóm, đơn vị hay chức danh nào có tên này)"
    return f"{name} (khi trình là {', '.join(one.gone)}, nay cơ quan không còn)"


def _for_engine(expanded: Iterable[Expanded]) -> str:
    """The engine is told places: what it is told it keeps, and a recipient may be a person."""
    places = (str(place) for place, one in enumerate(expanded, start=1) if not one.mailboxes)
    return (
        f"Không biết chuyển đến đâu: nơi nhận thứ {', '.join(places)} của văn bản (tính từng nơi "
        "trong «Như trên»). Hãy bổ sung tên này vào tệp tổ chức (nhóm, đơn vị hay chức danh) "
        "rồi nạp lại."
    )


def mailboxes_of(expanded: Iterable[Expanded]) -> tuple[str, ...]:
    """Every mailbox exactly once, in order."""
    return tuple(dict.fromkeys(code for one in expanded for code in one.mailboxes))


def file_copy_units(file_copy: str) -> tuple[str, ...]:
    """The units that the Lưu line names, as printed: "Lưu: VT, VP (02)" gives VT and VP."""
    line = re.sub(
        r"^\s*-?\s*lưu\s*:", "", unicodedata.normalize("NFC", file_copy), flags=re.IGNORECASE
    )
    names = (name.strip(FINAL_MARKS) for name in re.split(r"[,;]", line))
    bare = (NOTE.sub("", name).strip() for name in names)
    return tuple(dict.fromkeys(name for name in bare if name and not _COPIES.fullmatch(name)))


def has_mailbox(organisation: Organisation, code: str) -> bool:
    units = (unit.code for unit in organisation.units)
    return code in (*units, *(post.code for post in organisation.posts))


def name_of(organisation: Organisation, code: str) -> str:
    """A mailbox as people call it: the unit's name, or the post's title."""
    names = {unit.code: unit.name for unit in organisation.units}
    return names.get(code) or organisation.post(code).title


def demand_mailbox(me: Person, code: str) -> None:
    """A mailbox is open to the post's holders, or to the unit's members."""
    if not has_mailbox(me.organisation, code):
        raise Unknown("unknown_mailbox", f"Không có hộp thư {code}.")
    if not may_open(me.organisation, me.account.posts, code):
        raise NotYours(
            "not_your_mailbox",
            f"Hộp thư {code} chỉ mở cho người giữ chức vụ hoặc thuộc đơn vị đó.",
        )


def may_open(organisation: Organisation, posts: tuple[str, ...], mailbox: str) -> bool:
    """Whether a holder of these posts opens a mailbox: the post's own, or the unit's members'."""
    return any(mailbox in (code, organisation.post(code).unit) for code in posts)
