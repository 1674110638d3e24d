"""What is wrong in an agency's file, each fault at its path; the shape is checked before.

A place that could not be read (shared.domain.unread) decides nothing: a rule that asks for it
is silent, and every other rule speaks.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise

from shared.domain.organisation import (
    Account,
    Group,
    Organisation,
    Post,
    Rank,
    Route,
    RouteStep,
    Unit,
)
from shared.domain.organisation_forms import EMPTY, FORMS
from shared.domain.route import StepKind
from shared.domain.unread import UNREAD, Fault, decided, each, is_read, known
from shared.domain.who_may_sign import CAPACITIES
from shared.domain.working_time import Shift

ORDER = (StepKind.CONTENT_CHECK, StepKind.OFFICE_REVIEW, StepKind.SIGNATURE)

NO_HOURS = "phải ít nhất là 1 giờ làm việc"


def faults_of(organisation: Organisation) -> dict[str, str]:
    """Every fault as path -> Vietnamese sentence; empty for a file that can be used."""
    faults: dict[str, list[str]] = {}
    for rule in RULES:
        for path, sentence in decided(rule(organisation)):
            said = faults.setdefault(path, [])
            if sentence not in said:
                said.append(sentence)
    return {path: "; ".join(said) for path, said in faults.items()}


def _posts_in_units(organisation: Organisation) -> Iterator[Fault]:
    units = {unit.code for unit in organisation.units}

    def rule(path: str, post: Post) -> Iterator[Fault]:
        if (unit := known(post.unit)) is not None:
            yield from _missing(f"{path}.unit", (unit,), units, "đơn vị")

    yield from each("posts", organisation.posts, rule)


def _accounts_in_posts(organisation: Organisation) -> Iterator[Fault]:
    posts = {post.code for post in organisation.posts}

    def rule(path: str, account: Account) -> Iterator[Fault]:
        yield from _missing(f"{path}.posts", account.posts, posts, "chức vụ")

    yield from each("accounts", organisation.accounts, rule)


def _members(organisation: Organisation) -> Iterator[Fault]:
    places = {unit.code for unit in organisation.units} | {post.code for post in organisation.posts}

    def rule(path: str, group: Group) -> Iterator[Fault]:
        yield from _missing(f"{path}.members", group.members, places, "đơn vị hay chức vụ")

    yield from each("groups", organisation.groups, rule)


def _routes_of_units(organisation: Organisation) -> Iterator[Fault]:
    units = {unit.code for unit in organisation.units}

    def rule(path: str, route: Route) -> Iterator[Fault]:
        yield from _missing(f"{path}.units", route.units, units, "đơn vị")

    yield from each("routes", organisation.routes, rule)


def _steps_of_posts(organisation: Organisation) -> Iterator[Fault]:
    posts = {post.code for post in organisation.posts}

    def rule(path: str, step: RouteStep) -> Iterator[Fault]:
        yield from _missing(f"{path}.posts", step.posts, posts, "chức vụ")

    yield from _each_step(organisation, rule)


def _each_step(
    organisation: Organisation, rule: Callable[[str, RouteStep], Iterator[Fault]]
) -> Iterator[Fault]:
    def steps(path: str, route: Route) -> Iterator[Fault]:
        yield from each(f"{path}.steps", route.steps, rule)

    yield from each("routes", organisation.routes, steps)


def _missing(path: str, codes: Iterable[str], there: set[str], what: str) -> Iterator[Fault]:
    missing = sorted({code for code in codes if is_read(code) and code not in there})
    if missing:
        yield path, f"không có {what} nào mã {_listed(missing)}"


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"“{code}”" for code in codes)


def _one_head(organisation: Organisation) -> Iterator[Fault]:
    ranks = _ranks(organisation)
    heads = sum(rank is Rank.HEAD for rank in ranks)
    if heads > 1 or (not heads and all(map(is_read, ranks))):
        yield "posts", f"phải có đúng một chức vụ hạng head (người đứng đầu), không phải {heads}"


def _records_desk(organisation: Organisation) -> Iterator[Fault]:
    ranks = _ranks(organisation)
    if not any(rank is Rank.CLERK for rank in ranks) and all(map(is_read, ranks)):
        yield "posts", "phải có một chức vụ hạng clerk (văn thư)"


def _ranks(organisation: Organisation) -> list[Rank]:
    unread: Rank = UNREAD
    return [post.rank if is_read(post) else unread for post in organisation.posts]


def _heads_in_units(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, post: Post) -> Iterator[Fault]:
        if post.rank in {Rank.UNIT_HEAD, Rank.UNIT_DEPUTY} and post.unit is None:
            yield f"{path}.unit", f"chức vụ hạng {post.rank} phải thuộc một đơn vị"

    yield from each("posts", organisation.posts, rule)


def _general_route(organisation: Organisation) -> Iterator[Fault]:
    every = [UNREAD if route is UNREAD else route.units for route in organisation.routes]
    general = sum(is_read(units) and not units for units in every)
    if general > 1 or (not general and all(map(is_read, every))):
        yield "routes", f"phải có đúng một luồng không ghi đơn vị (units), không phải {general}"


def _one_route_each(organisation: Organisation) -> Iterator[Fault]:
    routes = [route for route in organisation.routes if is_read(route) and is_read(route.units)]
    served = Counter(unit for route in routes for unit in set(filter(is_read, route.units)))

    def rule(path: str, route: Route) -> Iterator[Fault]:
        if twice := sorted({unit for unit in route.units if is_read(unit) and served[unit] > 1}):
            yield f"{path}.units", f"đơn vị có nhiều luồng: {_listed(twice)}"

    yield from each("routes", organisation.routes, rule)


def _order(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, route: Route) -> Iterator[Fault]:
        if [known(step.kind) for step in route.steps] != list(ORDER):
            yield f"{path}.steps", f"phải là {', '.join(ORDER)}, theo đúng thứ tự này"

    yield from each("routes", organisation.routes, rule)


def _hours(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, step: RouteStep) -> Iterator[Fault]:
        if step.hours < 1:
            yield f"{path}.hours", NO_HOURS

    yield from _each_step(organisation, rule)


def _somebody_may_act(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, step: RouteStep) -> Iterator[Fault]:
        if known(step.kind) is not StepKind.CONTENT_CHECK and not step.posts:
            yield f"{path}.posts", "phải ghi chức vụ được làm bước này"

    yield from _each_step(organisation, rule)


def _signers(organisation: Organisation) -> Iterator[Fault]:
    ranks = {post.code: post.rank for post in organisation.posts}

    def rule(path: str, step: RouteStep) -> Iterator[Fault]:
        if step.kind is StepKind.SIGNATURE:
            told = [code for code in step.posts if is_read(code) and is_read(ranks.get(code))]
            powerless = [code for code in told if code in ranks and ranks[code] not in CAPACITIES]
            if powerless:
                yield f"{path}.posts", f"không có thẩm quyền ký: {_listed(powerless)}"

    yield from _each_step(organisation, rule)


def _shifts(organisation: Organisation) -> Iterator[Fault]:
    shifts = organisation.working_time.shifts
    if not shifts:
        yield "working_time.shifts", "phải có ít nhất một buổi làm việc"

    def length(path: str, shift: Shift) -> Iterator[Fault]:
        if shift.start >= shift.end:
            yield f"{path}.end", "phải sau giờ bắt đầu (start)"

    def order(path: str, pair: tuple[Shift, Shift] | None) -> Iterator[Fault]:
        if pair and pair[1].start < pair[0].end:
            yield f"{path}.start", "phải sau khi buổi trước kết thúc"

    yield from each("working_time.shifts", shifts, length)
    yield from each("working_time.shifts", (None, *pairwise(shifts)), order)


def _weekend(organisation: Organisation) -> Iterator[Fault]:
    if not set(organisation.working_time.weekend) < set(range(1, 8)):
        yield (
            "working_time.weekend",
            "phải là các thứ từ 1 (Thứ Hai) đến 7 (Chủ nhật) và chừa ít nhất một ngày làm việc",
        )


def _issue_hours(organisation: Organisation) -> Iterator[Fault]:
    if organisation.issue_hours < 1:
        yield "issue_hours", NO_HOURS


def _names(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, account: Account) -> Iterator[Fault]:
        if not account.name.strip():
            yield f"{path}.name", EMPTY

    yield from each("accounts", organisation.accounts, rule)


def _posts_held(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, account: Account) -> Iterator[Fault]:
        if not account.posts:
            yield f"{path}.posts", "phải giữ ít nhất một chức vụ"

    yield from each("accounts", organisation.accounts, rule)


def _checkers(organisation: Organisation) -> Iterator[Fault]:
    """Who drafts needs somebody who checks the content."""
    unit_of = {post.code: post.unit for post in organisation.posts}
    drafting = {_drafting_unit(account, unit_of) for account in organisation.accounts}

    def rule(path: str, unit: Unit) -> Iterator[Fault]:
        if unit.code in drafting and not (
            _is_headed(organisation, unit.code) or _is_checked(organisation, unit.code)
        ):
            yield path, "có người soạn thảo nhưng không có chức vụ hạng unit_head kiểm tra nội dung"

    yield from each("units", organisation.units, rule)


def _drafting_unit(account: Account, unit_of: Mapping[str, str | None]) -> str | None:
    units = (unit_of.get(code) for code in account.posts)
    return next((unit for unit in units if unit), None)


def _is_headed(organisation: Organisation, unit: str) -> bool:
    posts = organisation.posts
    return any(post.unit == unit and known(post.rank) is Rank.UNIT_HEAD for post in posts)


def _is_checked(organisation: Organisation, unit: str) -> bool:
    """Whether the unit's route names who checks; a route that is none or wrong counts as one."""
    own = [route for route in organisation.routes if unit in route.units]
    route = next(iter(own or (route for route in organisation.routes if not route.units)), None)
    checks = route.steps[:1] if route else ()
    return not checks or any(
        bool(step.posts) or known(step.kind) is not StepKind.CONTENT_CHECK for step in checks
    )


RULES = (
    *FORMS,
    _posts_in_units,
    _accounts_in_posts,
    _members,
    _routes_of_units,
    _steps_of_posts,
    _one_head,
    _records_desk,
    _heads_in_units,
    _general_route,
    _one_route_each,
    _order,
    _hours,
    _somebody_may_act,
    _signers,
    _shifts,
    _weekend,
    _issue_hours,
    _names,
    _posts_held,
    _checkers,
)
