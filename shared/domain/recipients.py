"""Whom a line of Kính gửi or Nơi nhận means, as people write it (ND30 PL1 II.5, II.9).

Drafting asks before a dispatch is submitted, the records desk when it is sent: what the one lets
pass, the other can resolve.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from shared.domain.organisation import Organisation

FINAL_MARKS: Final = " ;.,:"
NOTE: Final = re.compile(r"\s*\([^()]*\)$")
"""What follows a name in brackets: "(để b/c)"."""
LONGEST: Final = 500
"""No name is longer, so that no hostile line costs more than a look at its length."""
_AS_ABOVE: Final = frozenset({"như trên", "như kính gửi"})
_AS_IN_ARTICLE: Final = re.compile(r"như điều \d{1,3}(?:(?:,| và|, và) (?:điều )?\d{1,3}){0,9}")
_BULLETS: Final = re.compile(r"[-–—•+*;.,:\s]+")


@dataclass(frozen=True, slots=True)
class Directory:
    """Codes of mailboxes by every name that they are known by, each name as `plain` gives it."""

    mailboxes: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, organisation: Organisation) -> "Directory":
        """Groups by name, units by name and code, posts by title, abbreviation and code."""
        groups = [(group.name, group.members) for group in organisation.groups]
        units = [
            (name, (unit.code,)) for unit in organisation.units for name in (unit.name, unit.code)
        ]
        posts = [
            (name, (post.code,))
            for post in organisation.posts
            for name in (post.title, post.abbreviation, post.code)
        ]
        return cls.named([*groups, *units, *posts])

    @classmethod
    def named(cls, names: Iterable[tuple[str, tuple[str, ...]]]) -> "Directory":
        """From names as the organisation writes them; of two that are alike the first counts."""
        known: dict[str, tuple[str, ...]] = {}
        for name, mailboxes in names:
            if (key := plain(name)) and mailboxes:
                known.setdefault(key, mailboxes)
        return cls(known)

    def find(self, name: str) -> tuple[str, ...]:
        """The mailboxes that a name stands for; empty if the agency knows no such name.

        A name whose Đ lost its stroke ("GD" for "GĐ") is still the one that alone it can be:
        the form check remarks it, but a slip of the pen is no unknown recipient.
        """
        wanted = plain(name)
        if wanted in self.mailboxes:
            return self.mailboxes[wanted]
        alike = {
            boxes for one, boxes in self.mailboxes.items() if _stroked(one) == _stroked(wanted)
        }
        return alike.pop() if len(alike) == 1 else ()


def plain(name: str) -> str:
    """A name for comparing: composed, small letters, no bullet, final marks and notes in brackets.

    Empty for what is too long to be a name.
    """
    line = " ".join(name.split())
    if len(line) > LONGEST:
        return ""
    line = unicodedata.normalize("NFC", line)
    bullets = _BULLETS.match(line)
    bare = line[bullets.end() if bullets else 0 :].casefold().rstrip(FINAL_MARKS)
    while note := NOTE.search(bare):
        bare = bare[: note.start()].rstrip(FINAL_MARKS)
    return bare


def is_as_above(name: str) -> bool:
    """Whether a line says "Như trên", or of a decision "Như Điều 3", which means the addressees."""
    said = plain(name)
    return said in _AS_ABOVE or _AS_IN_ARTICLE.fullmatch(said) is not None


def _stroked(name: str) -> str:
    return name.replace("đ", "d")
