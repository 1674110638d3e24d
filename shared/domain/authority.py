"""Whose right it is to sign: two tables, and what somebody lacks (ND30 Đ.13).

`CAPACITIES` says how the holder of a rank signs by its own right, `SUBSTITUTIONS` who may sign in
the place of somebody absent. Grants in time and the block: `shared.domain.who_may_sign`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from shared.domain.capacities import Capacity
from shared.domain.grants import Matter
from shared.domain.organisation import Account, ByOrder, Organisation, Post, Rank

LAW: Final = "Nghị định 30/2020/NĐ-CP"


@dataclass(frozen=True, slots=True)
class Lack:
    """Why somebody may not sign: the refusal's code, and what its sentence says of the person."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Held:
    """A post that may sign this matter, and how."""

    post: Post
    capacity: Capacity


Condition = Callable[[Organisation, Account, Post, Matter], Lack | None]

NO_AUTHORITY: Final = Lack(
    "may_not_sign", f"không giữ chức vụ có thẩm quyền ký văn bản này (Điều 13 {LAW})"
)
NOT_PASSED_ON: Final = (
    "quyền được giao, được ủy quyền hoặc ký thay không được giao tiếp cho người khác"
)
HEADS: Final = (Rank.HEAD, Rank.ACTING_HEAD)


def _everything(_office: Organisation, _account: Account, _post: Post, _matter: Matter) -> None:
    return None


def _own_fields(
    organisation: Organisation, account: Account, _post: Post, matter: Matter
) -> Lack | None:
    """An agency without fields made no division: its deputies sign in all (ND30 Đ.13.1)."""
    field = organisation.field_in_force(matter.field)
    if account.in_charge or not organisation.fields or field in account.fields:
        return None
    name = next((one.name for one in organisation.fields if one.code == field), field)
    return Lack(
        "other_field",
        f"không được phân công phụ trách lĩnh vực “{name}” nên không ký thay người đứng đầu văn "
        f"bản này (khoản 1 Điều 13 {LAW})",
    )


def _listed_types(
    organisation: Organisation, _account: Account, post: Post, matter: Matter
) -> Lack | None:
    orders = [order for order in organisation.by_order if order.post == post.code]
    return _lacks_type((type_ for order in orders for type_ in order.types), matter)


def _listed_for_deputies(
    organisation: Organisation, _account: Account, post: Post, matter: Matter
) -> Lack | None:
    orders = _orders_for_deputies(organisation, post)
    return _lacks_type((type_ for order in orders for type_ in order.types), matter)


def _lacks_type(types: Iterable[str], matter: Matter) -> Lack | None:
    listed = tuple(types)
    if not listed:
        return NO_AUTHORITY
    if matter.doc_type in listed:
        return None
    return Lack(
        "type_not_by_order",
        "không được ký thừa lệnh loại văn bản này: quy chế của cơ quan không giao "
        f"(khoản 4 Điều 13 {LAW})",
    )


@dataclass(frozen=True, slots=True)
class Right:
    """How the holders of a rank sign by their own right, and what each must have for it."""

    capacity: Capacity
    condition: str
    """The condition as people read it."""
    lacks: Condition


CAPACITIES: Final[Mapping[Rank, Right]] = {
    Rank.HEAD: Right(Capacity.HEAD, "mọi văn bản", _everything),
    Rank.ACTING_HEAD: Right(
        Capacity.ACTING, "mọi văn bản, khi chức vụ người đứng đầu còn trống", _everything
    ),
    Rank.DEPUTY: Right(
        Capacity.DEPUTY,
        "lĩnh vực được phân công (`accounts.fields`); mọi lĩnh vực nếu được giao phụ trách cơ quan "
        "(`in_charge`) hoặc cơ quan không chia lĩnh vực",
        _own_fields,
    ),
    Rank.UNIT_HEAD: Right(
        Capacity.BY_ORDER, "loại văn bản mà quy chế giao ký thừa lệnh (`by_order`)", _listed_types
    ),
    Rank.UNIT_DEPUTY: Right(
        Capacity.BY_ORDER_DEPUTY,
        "loại văn bản mà trưởng đơn vị được ký thừa lệnh, nếu `by_order` ghi `deputies: true`",
        _listed_for_deputies,
    ),
}
"""Whoever holds no post of these ranks signs nothing; others sign by delegation alone."""

DELEGATES: Final = Rank.UNIT_HEAD
"""To whom the head may delegate: the head of an organ or unit within the agency (ND30 Đ.13.3)."""


@dataclass(frozen=True, slots=True)
class Substitution:
    """Who signs in the place of somebody absent whose own right it is, and how."""

    absent: Capacity
    substitute: Rank
    capacity: Capacity
    condition: str
    lacks: Condition = _everything
    same_unit: bool = False


SUBSTITUTIONS: Final = (
    Substitution(Capacity.HEAD, Rank.DEPUTY, Capacity.DEPUTY, "mọi lĩnh vực"),
    Substitution(Capacity.ACTING, Rank.DEPUTY, Capacity.DEPUTY, "mọi lĩnh vực"),
    Substitution(Capacity.DEPUTY, Rank.HEAD, Capacity.HEAD, "lĩnh vực của người vắng"),
    Substitution(Capacity.DEPUTY, Rank.ACTING_HEAD, Capacity.ACTING, "lĩnh vực của người vắng"),
    Substitution(Capacity.DEPUTY, Rank.DEPUTY, Capacity.DEPUTY, "lĩnh vực của người vắng"),
    Substitution(
        Capacity.BY_ORDER,
        Rank.UNIT_DEPUTY,
        Capacity.BY_ORDER_DEPUTY,
        "cấp phó của chính đơn vị đó, nếu `by_order` ghi `deputies: true`",
        _listed_for_deputies,
        same_unit=True,
    ),
)
"""Of a capacity that is no `absent` here nothing passes to a substitute."""


def own_right(
    organisation: Organisation, account: Account, matter: Matter, post: str | None
) -> Held | Lack:
    """The first of the posts that may sign; else what the first that signs anything lacks."""
    lacks = []
    for own in organisation.posts_of(account):
        right = CAPACITIES.get(own.rank)
        if right is None or post not in {None, own.code}:
            continue
        lack = right.lacks(organisation, account, own, matter)
        if lack is None:
            return Held(own, right.capacity)
        lacks.append(lack)
    return next(iter(lacks), NO_AUTHORITY)


def substitute_right(
    organisation: Organisation, account: Account, matter: Matter, theirs: Held
) -> Held | Lack:
    rows = [row for row in SUBSTITUTIONS if row.absent is theirs.capacity]
    if not rows:
        return Lack("no_passing_on", f"không ký thay được: {NOT_PASSED_ON} (Điều 13 {LAW})")
    for own in organisation.posts_of(account):
        for row in rows:
            same = own.unit == theirs.post.unit or not row.same_unit
            if (
                own.rank is row.substitute
                and same
                and row.lacks(organisation, account, own, matter) is None
            ):
                return Held(own, row.capacity)
    return Lack(
        "may_not_sign",
        f"không giữ chức vụ được ký thay {theirs.post.title} khi vắng (Điều 13 {LAW})",
    )


def post_may_sign(organisation: Organisation, post: Post) -> bool:
    """Whether holders of a post may ever sign: by its rank, by order, or as the head's delegate."""
    if post.rank is Rank.UNIT_DEPUTY:
        return bool(_orders_for_deputies(organisation, post))
    return post.rank in CAPACITIES


def may_ever_sign(organisation: Organisation, account: Account) -> bool:
    return any(
        post.code in account.posts and post_may_sign(organisation, post)
        for post in organisation.posts
    )


def _orders_for_deputies(organisation: Organisation, post: Post) -> list[ByOrder]:
    """The orders to heads of a post's unit that its deputies may sign for."""
    unit = {one.code for one in organisation.posts if one.unit == post.unit}
    return [order for order in organisation.by_order if order.deputies and order.post in unit]
