"""Who may sign a dispatch, and how the signature block is written (ND30 Đ.13, PL1 II.7).

The whole decision is `signing_block`; the table above it is the law.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from shared.domain.organisation import Account, Organisation, Post, Rank
from shared.domain.refusals import NotYours


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningBlock:
    """The title lines above the name, and the ground in law."""

    post: str
    lines: tuple[str, ...]
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """Hình thức ký: how the holder of a rank signs."""

    ground: str
    lines: Callable[[Post, Post], tuple[str, ...]]
    """From the head's post and the signer's own post."""


CAPACITIES: Final[dict[Rank, Capacity]] = {
    Rank.HEAD: Capacity(
        ground="ND30 Đ.13.1",
        lines=lambda head, _own: (head.title.upper(),),
    ),
    Rank.DEPUTY: Capacity(
        ground="ND30 Đ.13.1, PL1 II.7.a",
        lines=lambda head, own: (f"KT. {head.title.upper()}", own.title.upper()),
    ),
}


def signing_block(
    organisation: Organisation, account: Account, posts: tuple[str, ...]
) -> SigningBlock:
    """How this account signs in one of these posts; refused where none of its posts may sign.

    `posts` are the candidates of the plan's signature step.
    """
    for post in organisation.posts_of(account):
        capacity = CAPACITIES.get(post.rank)
        if post.code in posts and capacity:
            lines = capacity.lines(organisation.head(), post)
            return SigningBlock(post=post.code, lines=lines, ground=capacity.ground)
    reason = "không giữ chức vụ có thẩm quyền ký văn bản này (Điều 13 Nghị định 30/2020/NĐ-CP)."
    raise NotYours(
        "may_not_sign",
        f"{account.name} {reason}",
        for_engine=f"Tài khoản {account.id} {reason}",
    )


def eligible_signers(
    organisation: Organisation, posts: tuple[str, ...], already: frozenset[str]
) -> tuple[Account, ...]:
    """Accounts that may sign, in the order of the file; `already` took part and are left out."""
    return tuple(
        account
        for account in organisation.accounts
        if account.id not in already
        and any(
            post.code in posts and post.rank in CAPACITIES
            for post in organisation.posts_of(account)
        )
    )
