"""Codes in an agency's file that must stand elsewhere in it: units, posts, accounts, fields."""

from collections.abc import Callable, Iterable, Iterator

from shared.domain.organisation import (
    Account,
    ByOrder,
    Group,
    Organisation,
    Post,
    Rank,
    Unit,
)
from shared.domain.route_template import Route, RouteStep
from shared.domain.unread import Fault, decided, each, is_read, known


def missing(path: str, codes: Iterable[str], there: set[str], what: str) -> Iterator[Fault]:
    """The fault that some codes stand nowhere; codes that could not be read are passed over."""
    lost = sorted({code for code in codes if is_read(code) and code not in there})
    if lost:
        yield path, f"không có {what} nào mã {listed(lost)}"


def listed(codes: Iterable[str]) -> str:
    return ", ".join(f"“{code}”" for code in codes)


def each_step(
    organisation: Organisation, rule: Callable[[str, RouteStep], Iterator[Fault]]
) -> Iterator[Fault]:
    """Ask a rule of every step of every route."""

    def steps(path: str, route: Route) -> Iterator[Fault]:
        yield from each(f"{path}.steps", route.steps, rule)

    yield from each("routes", organisation.routes, steps)


def _posts_in_units(organisation: Organisation) -> Iterator[Fault]:
    units = {unit.code for unit in organisation.units}

    def rule(path: str, post: Post) -> Iterator[Fault]:
        if (unit := known(post.unit)) is not None:
            yield from missing(f"{path}.unit", (unit,), units, "đơn vị")

    yield from each("posts", organisation.posts, rule)


def _accounts_in_posts(organisation: Organisation) -> Iterator[Fault]:
    posts = {post.code for post in organisation.posts}

    def rule(path: str, account: Account) -> Iterator[Fault]:
        yield from missing(f"{path}.posts", account.posts, posts, "chức vụ")

    yield from each("accounts", organisation.accounts, rule)


def _members(organisation: Organisation) -> Iterator[Fault]:
    places = {unit.code for unit in organisation.units} | {post.code for post in organisation.posts}

    def rule(path: str, group: Group) -> Iterator[Fault]:
        yield from missing(f"{path}.members", group.members, places, "đơn vị hay chức vụ")

    yield from each("groups", organisation.groups, rule)


def _routes_of_units(organisation: Organisation) -> Iterator[Fault]:
    units = {unit.code for unit in organisation.units}

    def rule(path: str, route: Route) -> Iterator[Fault]:
        yield from missing(f"{path}.units", route.units, units, "đơn vị")

    yield from each("routes", organisation.routes, rule)


def _fields(organisation: Organisation) -> Iterator[Fault]:
    """Of units, deputies and routes."""
    fields = {field.code for field in organisation.fields}

    def of_unit(path: str, unit: Unit) -> Iterator[Fault]:
        if field := known(unit.field):
            yield from missing(f"{path}.field", (field,), fields, "lĩnh vực")

    def of_account(path: str, account: Account) -> Iterator[Fault]:
        yield from missing(f"{path}.fields", account.fields, fields, "lĩnh vực")

    def of_route(path: str, route: Route) -> Iterator[Fault]:
        yield from missing(f"{path}.fields", route.fields, fields, "lĩnh vực")

    yield from decided(each("units", organisation.units, of_unit))
    yield from decided(each("accounts", organisation.accounts, of_account))
    yield from decided(each("routes", organisation.routes, of_route))


def _steps_of_posts(organisation: Organisation) -> Iterator[Fault]:
    posts = {post.code for post in organisation.posts}

    def rule(path: str, step: RouteStep) -> Iterator[Fault]:
        yield from missing(f"{path}.posts", step.posts, posts, "chức vụ")
        if escalation := known(step.escalation):
            yield from missing(f"{path}.escalation.posts", escalation.posts, posts, "chức vụ")

    yield from each_step(organisation, rule)


def _steps_of_accounts(organisation: Organisation) -> Iterator[Fault]:
    ids = {account.id for account in organisation.accounts}

    def rule(path: str, step: RouteStep) -> Iterator[Fault]:
        yield from missing(f"{path}.accounts", step.accounts, ids, "tài khoản")
        if escalation := known(step.escalation):
            yield from missing(f"{path}.escalation.accounts", escalation.accounts, ids, "tài khoản")

    yield from each_step(organisation, rule)


def _steps_of_unit_heads(organisation: Organisation) -> Iterator[Fault]:
    units = {unit.code for unit in organisation.units}
    headed = {post.unit for post in organisation.posts if known(post.rank) is Rank.UNIT_HEAD}

    def rule(path: str, step: RouteStep) -> Iterator[Fault]:
        yield from missing(f"{path}.unit_heads", step.unit_heads, units, "đơn vị")
        headless = [code for code in step.unit_heads if code in units and code not in headed]
        if headless:
            yield (
                f"{path}.unit_heads",
                f"đơn vị không có chức vụ hạng unit_head: {listed(headless)}",
            )

    yield from each_step(organisation, rule)


def _orders_of_unit_heads(organisation: Organisation) -> Iterator[Fault]:
    posts = {post.code for post in organisation.posts}
    heads = {post.code for post in organisation.posts if known(post.rank) is Rank.UNIT_HEAD}

    def rule(path: str, order: ByOrder) -> Iterator[Fault]:
        yield from missing(f"{path}.post", (order.post,), posts, "chức vụ")
        if known(order.post) in posts - heads:
            yield f"{path}.post", "chỉ chức vụ hạng unit_head được giao ký thừa lệnh"

    yield from each("by_order", organisation.by_order, rule)


def _permitted_posts(organisation: Organisation) -> Iterator[Fault]:
    posts, permitted = {post.code for post in organisation.posts}, organisation.permissions
    yield from missing("permissions.bypass", permitted.bypass, posts, "chức vụ")
    yield from missing("permissions.replan", permitted.replan, posts, "chức vụ")
    yield from missing("permissions.recall", permitted.recall, posts, "chức vụ")
    yield from missing("permissions.certificates", permitted.certificates, posts, "chức vụ")
    yield from missing("permissions.archive", permitted.archive, posts, "chức vụ")


CODES = (
    _posts_in_units,
    _accounts_in_posts,
    _members,
    _routes_of_units,
    _fields,
    _steps_of_posts,
    _steps_of_accounts,
    _steps_of_unit_heads,
    _orders_of_unit_heads,
    _permitted_posts,
)
