"""Who signed a dispatch, as its signature block names the person."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from shared.domain.organisation import Organisation
from shared.domain.refusals import NotYours
from shared.domain.who_may_sign import signing_block


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """The account and post that signed, and the signature block's lines and name."""

    account: str
    post: str
    lines: tuple[str, ...]
    name: str


def signer_of(account: str, post: str, organisations: Iterable[Organisation]) -> Signer:
    """The signer as the first organisation that knows account and post names both.

    A signature once kept stands, so this refuses nobody: who has left both the agency and its
    file since is named by the account.
    """
    for organisation in organisations:
        person = organisation.account(account)
        if person is None or all(one.code != post for one in organisation.posts):
            continue
        as_signed = replace(person, posts=(post,))  # the post may be another person's by now
        try:
            lines = signing_block(organisation, as_signed, (post,)).lines
        except NotYours:
            continue
        return Signer(account=account, post=post, lines=lines, name=person.name)
    return Signer(account=account, post=post, lines=(), name=account)
