"""Who signed a dispatch, as its signature block names the person."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.domain.authority import CAPACITIES
from shared.domain.capacities import Capacity, block_lines
from shared.domain.organisation import Organisation, Rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """The account and post that signed, and the signature block's lines and name."""

    account: str
    post: str
    lines: tuple[str, ...]
    name: str


def signer_of(
    account: str, post: str, capacity: str | None, organisations: Iterable[Organisation]
) -> Signer:
    """The signer as the first organisation that knows account and post names both.

    `capacity` is a code of shared.domain.capacities; None is that of the post's rank. A signature
    once kept stands, so this refuses nobody: who has left both the agency and its file since is
    named by the account.
    """
    for organisation in organisations:
        person = organisation.account(account)
        held = next((one for one in organisation.posts if one.code == post), None)
        if person is None or held is None:
            continue
        signed_as = Capacity(capacity) if capacity else _by_rank(held.rank)
        if signed_as is None:
            continue
        try:
            lines = block_lines(organisation, post, signed_as)
        except LookupError:  # its unit has lost its head since
            continue
        return Signer(account=account, post=post, lines=lines, name=person.name)
    return Signer(account=account, post=post, lines=(), name=account)


def _by_rank(rank: Rank) -> Capacity | None:
    right = CAPACITIES.get(rank)
    return right.capacity if right else None
