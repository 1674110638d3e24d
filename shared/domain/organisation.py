"""An agency as its file describes it: units, posts, accounts, groups, routes, hours.

One immutable value, named by the hash of its file; who holds a post is asked of it
at the instant of an act, never kept elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as a_field
from enum import StrEnum
from typing import ClassVar, Final

from shared.domain.form_rules import FormErrors, FormSetting
from shared.domain.number_series import ONE_SERIES, NumberSeries, series_for
from shared.domain.route_template import Route, UrgentHours
from shared.domain.seats import Seat, SeatKind
from shared.domain.symbols import symbol_of
from shared.domain.urgency import Urgency
from shared.domain.working_time import STRICT, WorkingTime

ALL_ALIKE: Final = UrgentHours()
"""The ordinary hours for every urgency."""


class UnitKind(StrEnum):
    OFFICE = "office"
    DIVISION = "division"
    AFFILIATED = "affiliated"


class Rank(StrEnum):
    """What a post is in the agency; who may sign follows from it (ND30 Đ.13)."""

    HEAD = "head"
    ACTING_HEAD = "acting_head"
    """Given the head's powers (giao quyền) while the post of the head is vacant."""
    DEPUTY = "deputy"
    UNIT_HEAD = "unit_head"
    UNIT_DEPUTY = "unit_deputy"
    STAFF = "staff"
    CLERK = "clerk"


class IssueMode(StrEnum):
    """How a signed dispatch gets its number; the seal always follows a clerk's recorded act."""

    CLERK = "clerk"
    """Number, register and the order to seal are one act of a records clerk."""
    AUTOMATIC = "automatic"
    """Number and register come by themselves; a clerk orders the seal (ND30 Đ.15.2, Đ.32.2.c)."""


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
    collective: str = ""
    """The collective body, "Ủy ban nhân dân", of an agency that decides as one (ND30 Đ.13.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    __pydantic_config__: ClassVar = STRICT

    code: str
    """The abbreviation used in symbols and in the Lưu line: "VP"."""
    name: str
    kind: UnitKind
    field: str = ""
    """The field of what it drafts, unless a draft says otherwise; empty: its own code."""


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
    email: str = ""
    fields: tuple[str, ...] = ()
    """Of a deputy head: the fields that are assigned to this person."""
    in_charge: bool = False
    """A deputy who runs the agency (giao phụ trách): signs in every field (ND30 Đ.13.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    __pydantic_config__: ClassVar = STRICT

    name: str
    members: tuple[str, ...]
    """Codes of units and posts; each has a mailbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Lĩnh vực: what the head divides among the deputies (ND30 Đ.13.1)."""

    __pydantic_config__: ClassVar = STRICT

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ByOrder:
    """Thừa lệnh: the types of documents that a unit's head signs for the head (ND30 Đ.13.4)."""

    __pydantic_config__: ClassVar = STRICT

    post: str
    types: tuple[str, ...]
    deputies: bool = False
    """The deputies of this post's unit may sign for it."""


class Returns(StrEnum):
    """How a return comes from the head of the drafting unit to the drafter (ND30 Đ.10.3)."""

    AUTOMATIC = "automatic"
    BY_HEAD = "by_head"


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """Posts whose holders may do what nobody else may."""

    __pydantic_config__: ClassVar = STRICT

    bypass: tuple[str, ...] = ()
    """Skip a step of an urgent dispatch, with a reason."""
    replan: tuple[str, ...] = ()
    """Give a running dispatch the plan, or the calendar, that is in force."""
    recall: tuple[str, ...] = ()
    """Decide on a recall, besides the head and who signed the dispatch (ND30 Đ.18.4)."""
    certificates: tuple[str, ...] = ()
    """Register and revoke the certificates of people and of the agency."""
    archive: tuple[str, ...] = ()
    """Take dispatches out for the archive, besides the clerks (ND30 Đ.30)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Another system that hears of notices; its secret is the deployment's, never in this file."""

    __pydantic_config__: ClassVar = STRICT

    name: str
    url: str
    kinds: tuple[str, ...] = ()
    """Kinds of notices; empty: all."""


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
    urgent_issue_hours: UrgentHours = ALL_ALIKE
    recall_hours: int = 8
    """Working hours in which receivers answer a recall, before they are reminded."""
    test_keys: bool = False
    fields: tuple[Field, ...] = ()
    by_order: tuple[ByOrder, ...] = ()
    returns: Returns = Returns.AUTOMATIC
    permissions: Permissions = Permissions()
    webhooks: tuple[Webhook, ...] = ()
    numbering: tuple[NumberSeries, ...] = ONE_SERIES
    academic_titles: bool = False
    """The sector's head allows them before names: armed forces, schools, hospitals (PL1 II.7.c)."""
    form_rules: Mapping[str, FormSetting] = a_field(default_factory=dict)
    """Rules of the form check that the agency only wants pointed out, or not checked."""
    form_errors: FormErrors = FormErrors.BLOCK
    check_address: str = ""
    """Where the public's check codes are answered, to be followed by the code; with it prepared
    PDFs show both as a QR code, for which ND30's layout has no box. Empty: none is shown."""

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

    def route_for(self, *, unit: str, doc_type: str, field: str, urgency: Urgency) -> Route:
        """The first route whose conditions fit, the general one after all others."""
        facts = {"unit": unit, "doc_type": doc_type, "field": field}
        conditional = (route for route in self.routes if not route.is_general())
        fitting = (route for route in conditional if route.fits(urgency=urgency, **facts))
        general = (route for route in self.routes if route.is_general())
        return next(fitting, None) or next(general)

    def series_for(self, *, unit: str, doc_type: str) -> NumberSeries:
        """In which row a dispatch of this unit and type is numbered."""
        return series_for(self.numbering, unit=unit, doc_type=doc_type)

    def symbol_for(self, *, unit: str, doc_type: str) -> str:
        """The symbol that such a dispatch bears."""
        return symbol_of(self.issuer_for(unit=unit, doc_type=doc_type), unit, doc_type)

    def issuer_for(self, *, unit: str, doc_type: str) -> str:
        """Whose such a symbol is: the agency's, or a council's where the series is one's."""
        return self.series_for(unit=unit, doc_type=doc_type).abbreviation or self.agency.code

    def field_of(self, unit: str) -> str:
        """The field of what a unit drafts, unless a draft says otherwise."""
        found = (one.field for one in self.units if one.code == unit)
        return next(found, "") or unit

    def field_in_force(self, field: str) -> str:
        """A field as it is now called: a unit's code, where there were none yet, is its unit's."""
        return field if any(one.code == field for one in self.fields) else self.field_of(field)

    def fields_of(self, account: Account) -> tuple[str, ...]:
        """The fields that are a deputy's: those assigned, or all of who is in charge."""
        if not self.has_rank(account, Rank.DEPUTY):
            return ()
        return tuple(one.code for one in self.fields) if account.in_charge else account.fields

    def seats_of(self, account: Account) -> frozenset[Seat]:
        """Every seat that an account may take by itself."""
        seats = {Seat(SeatKind.ACCOUNT, account.id)}
        for post in self.posts_of(account):
            seats.add(Seat(SeatKind.POST, post.code))
            if post.rank is Rank.UNIT_HEAD and post.unit:
                seats.add(Seat(SeatKind.UNIT_HEAD, post.unit))
        seats.update(Seat(SeatKind.FIELD, field) for field in self.fields_of(account))
        return frozenset(seats)

    def sitters(self, seat: Seat) -> tuple[Account, ...]:
        """Whoever may take a seat, in the order of the file."""
        return tuple(account for account in self.accounts if seat in self.seats_of(account))

    def post_in(self, seat: Seat, account: Account) -> Post | None:
        """The post in which an account takes a seat; None if it may not."""
        if seat not in self.seats_of(account):
            return None
        posts = self.posts_of(account)
        match seat.kind:
            case SeatKind.POST:
                fitting = (post for post in posts if post.code == seat.of)
            case SeatKind.UNIT_HEAD:
                fitting = (
                    post for post in posts if post.rank is Rank.UNIT_HEAD and post.unit == seat.of
                )
            case SeatKind.FIELD:
                fitting = (post for post in posts if post.rank is Rank.DEPUTY)
            case SeatKind.ACCOUNT:
                fitting = (post for post in posts)
        return next(fitting, None)

    def clerk_post(self) -> Post:
        return next(post for post in self.posts if post.rank is Rank.CLERK)
