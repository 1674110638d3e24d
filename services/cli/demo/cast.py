"""Who plays whom: the accounts of an agency, found by what their posts are."""

from dataclasses import dataclass, field

from deploy.local.settings import Settings
from deploy.local.tokens import token_for
from deploy.local.troubles import Trouble
from services.cli.api import Addresses, Api
from shared.domain.organisation import Account, Organisation, Rank


@dataclass
class Cast:
    """The people of one agency at their desks."""

    organisation: Organisation
    addresses: Addresses
    settings: Settings
    _desks: dict[str, Api] = field(default_factory=dict)

    def desk(self, account: Account) -> Api:
        """The account's own client: each person acts with a token of their own."""
        if account.id not in self._desks:
            token = token_for(account.id, self.settings)
            self._desks[account.id] = Api(self.addresses, account.id, token)
        return self._desks[account.id]

    def close(self) -> None:
        for desk in self._desks.values():
            desk.close()

    def drafter(self, unit: str | None) -> Account:
        """Somebody who drafts for the unit; for the first unit with a drafter if none is named."""
        drafters = [
            account
            for account in self.organisation.accounts
            if self.organisation.has_rank(account, Rank.STAFF)
        ]
        for account in drafters:
            drafts_for = self.organisation.drafting_unit(account)
            if drafts_for and unit in {None, drafts_for.code}:
                return account
        raise Trouble(f"Tệp tổ chức không có người soạn thảo của đơn vị {unit}.")

    def clerk(self) -> Account:
        return self.organisation.holders(self.organisation.clerk_post().code)[0]

    def holders(self, posts: list[str]) -> list[Account]:
        """Everybody who holds one of these posts, in the order of the file."""
        return [
            account
            for account in self.organisation.accounts
            if any(post in posts for post in account.posts)
        ]

    def title(self, account: Account) -> str:
        return ", ".join(post.title for post in self.organisation.posts_of(account))
