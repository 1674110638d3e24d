"""Who receives a dispatch: the lines of Nơi nhận as mailboxes (ND30 PL1 II.9)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from shared.domain.organisation import Organisation
from shared.domain.recipients import FINAL_MARKS, NOTE, Directory, is_as_above, plain
from shared.domain.refusals import Invalid

_COPIES: Final = re.compile(r"\(?\d+( bản)?\)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expanded:
    """One recipient with the mailboxes that its name stands for."""

    recipient: str
    mailboxes: tuple[str, ...]


def expand(
    recipients: Iterable[str], addressees: Iterable[str], organisation: Organisation
) -> tuple[Expanded, ...]:
    """Every recipient once, in the order of the paper, "Như trên" replaced by the addressees.

    Raises `Invalid` (`unknown_recipient`) naming every name that the agency does not know.
    """
    known = Directory.of(organisation)
    named: dict[str, str] = {}
    for line in recipients:
        for name in addressees if is_as_above(line) else [line]:
            named.setdefault(plain(name) or name.strip(), name.strip())
    named.pop("", None)
    found = {key: known.find(name) for key, name in named.items()}
    unknown = [named[key] for key, mailboxes in found.items() if not mailboxes]
    if unknown:
        raise Invalid(
            "unknown_recipient",
            "Không biết chuyển đến đâu, vì không có nhóm, đơn vị hay chức danh nào của cơ quan "
            f"có tên: {'; '.join(unknown)}. Hãy bổ sung tên này vào tệp tổ chức rồi nạp lại.",
            details=dict.fromkeys(unknown, "Không có trong tổ chức."),
        )
    return tuple(
        Expanded(recipient=named[key], mailboxes=mailboxes) for key, mailboxes in found.items()
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


def may_open(organisation: Organisation, posts: tuple[str, ...], mailbox: str) -> bool:
    """Whether a holder of these posts opens a mailbox: the post's own, or the unit's members'."""
    return any(mailbox in (code, organisation.post(code).unit) for code in posts)
