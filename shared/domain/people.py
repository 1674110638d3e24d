"""A person at the instant of an act: an account within the organisation in force."""

from dataclasses import dataclass

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
