"""A person at the instant of an act: an account within the organisation in force."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from shared.domain.organisation import Account, Organisation, Rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    account: Account
    organisation: Organisation
    version: str
    """Hash of the organisation version that was in force."""

    @property
    def id(self) -> str:
        return self.account.id

    @property
    def agency(self) -> str:
        return self.organisation.agency.code

    def holds(self, posts: tuple[str, ...]) -> bool:
        return any(code in posts for code in self.account.posts)

    def is_clerk(self) -> bool:
        return self.organisation.has_rank(self.account, Rank.CLERK)


class Standing(IntEnum):
    """The steps from the members of units up to the head."""

    MEMBER = 0
    UNIT_HEAD = 1
    DEPUTY = 2
    IN_CHARGE = 3
    HEAD = 4


_STANDINGS: Final = {
    Rank.HEAD: Standing.HEAD,
    Rank.ACTING_HEAD: Standing.IN_CHARGE,
    Rank.DEPUTY: Standing.DEPUTY,
    Rank.UNIT_HEAD: Standing.UNIT_HEAD,
}


def is_superior(organisation: Organisation, me: Account, other: Account) -> bool:
    """Whether one person is set over another: never over oneself, nor over a peer.

    The head, else the acting head or the deputy in charge, is over everybody below; a deputy over
    the people of the units whose field is assigned to it; a unit's head over the unit's others.
    """
    mine, theirs = _standing(organisation, me), _standing(organisation, other)
    if me.id == other.id or mine <= theirs:
        return False
    match mine:
        case Standing.HEAD | Standing.IN_CHARGE:
            return True
        case Standing.DEPUTY:
            fields = {organisation.field_of(unit) for unit in _units(organisation, other)}
            return not fields.isdisjoint(me.fields)
        case Standing.UNIT_HEAD:
            return not _headed(organisation, me).isdisjoint(_units(organisation, other))
        case Standing.MEMBER:
            return False


def _standing(organisation: Organisation, account: Account) -> Standing:
    posts = organisation.posts_of(account)
    held = max((_STANDINGS.get(post.rank, Standing.MEMBER) for post in posts), default=0)
    return Standing.IN_CHARGE if held == Standing.DEPUTY and account.in_charge else Standing(held)


def _units(organisation: Organisation, account: Account) -> frozenset[str]:
    return frozenset(post.unit for post in organisation.posts_of(account) if post.unit)


def _headed(organisation: Organisation, account: Account) -> frozenset[str]:
    posts = organisation.posts_of(account)
    return frozenset(post.unit for post in posts if post.unit and post.rank is Rank.UNIT_HEAD)
