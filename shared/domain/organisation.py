"""An agency as its file describes it: units, posts, accounts, groups, routes, hours.

One immutable value, named by the hash of its file; who holds a post is asked of it
at the instant of an act, never kept elsewhere.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from shared.domain.route import StepKind
from shared.domain.working_time import STRICT, WorkingTime


class UnitKind(StrEnum):
    OFFICE = "office"
    DIVISION = "division"
    AFFILIATED = "affiliated"


class Rank(StrEnum):
    """What a post is in the agency; who may sign follows from it (ND30 Đ.13)."""

    HEAD = "head"
    DEPUTY = "deputy"
    UNIT_HEAD = "unit_head"
    UNIT_DEPUTY = "unit_deputy"
    STAFF = "staff"
    CLERK = "clerk"


class IssueMode(StrEnum):
    """`clerk`: number, register and seal are one recorded act of a records clerk."""

    CLERK = "clerk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    __pydantic_config__: ClassVar = STRICT

    code: str
    """The agency's abbreviation, ASCII, as in symbols: "SVHTTDL"."""
    parent: str
    name: str
    name_lines: tuple[str, ...]
    """The name broken into the lines of the header's box 2."""
    place: str
    organ_id: str
    """Mã định danh, old form of 13 or new form of up to 35 characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    __pydantic_config__: ClassVar = STRICT

    code: str
    """The abbreviation used in symbols and in the Lưu line: "VP"."""
    name: str
    kind: UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    __pydantic_config__: ClassVar = STRICT

    code: str
    title: str
    rank: Rank
    abbreviation: str = ""
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    __pydantic_config__: ClassVar = STRICT

    id: str
    """The `sub` of the identity provider; unique over all agencies of a deployment."""
    name: str
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    __pydantic_config__: ClassVar = STRICT

    name: str
    members: tuple[str, ...]
    """Codes of units and posts; each has a mailbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteStep:
    __pydantic_config__: ClassVar = STRICT

    kind: StepKind
    hours: int
    """Working hours until the deadline."""
    posts: tuple[str, ...] = ()
    """Who may act; empty for a content check: the head of the drafting unit (Đ.12.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    __pydantic_config__: ClassVar = STRICT

    name: str
    steps: tuple[RouteStep, ...]
    units: tuple[str, ...] = ()
    """The drafting units it is for; empty: every unit without a route of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    __pydantic_config__: ClassVar = STRICT

    agency: Agency
    units: tuple[Unit, ...]
    posts: tuple[Post, ...]
    accounts: tuple[Account, ...]
    groups: tuple[Group, ...]
    routes: tuple[Route, ...]
    working_time: WorkingTime
    issue: IssueMode
    issue_hours: int
    """Working hours that the records desk has for a signed dispatch (Đ.18.1)."""
    test_keys: bool = False

    def account(self, sub: str) -> Account | None:
        return next((account for account in self.accounts if account.id == sub), None)

    def post(self, code: str) -> Post:
        return next(post for post in self.posts if post.code == code)

    def unit(self, code: str) -> Unit:
        return next(unit for unit in self.units if unit.code == code)

    def posts_of(self, account: Account) -> tuple[Post, ...]:
        return tuple(self.post(code) for code in account.posts)

    def holders(self, post: str) -> tuple[Account, ...]:
        return tuple(account for account in self.accounts if post in account.posts)

    def head(self) -> Post:
        return next(post for post in self.posts if post.rank is Rank.HEAD)

    def unit_head(self, unit: str) -> Post | None:
        return next(
            (post for post in self.posts if post.rank is Rank.UNIT_HEAD and post.unit == unit), None
        )

    def has_rank(self, account: Account, rank: Rank) -> bool:
        return any(post.rank is rank for post in self.posts_of(account))

    def drafting_unit(self, account: Account) -> Unit | None:
        """The unit in whose name an account drafts: that of its first post within a unit."""
        codes = (post.unit for post in self.posts_of(account) if post.unit)
        return next((self.unit(code) for code in codes), None)

    def route_for(self, unit: str) -> Route:
        own = (route for route in self.routes if unit in route.units)
        general = (route for route in self.routes if not route.units)
        return next(own, None) or next(general)

    def clerk_post(self) -> Post:
        return next(post for post in self.posts if post.rank is Rank.CLERK)
