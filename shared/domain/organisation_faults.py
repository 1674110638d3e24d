"""What is wrong in an agency's file, each fault at its path; the shape is checked before.

A place that could not be read (shared.domain.unread) decides nothing: a rule that asks for it
is silent, and every other rule speaks. Rules of writing, of codes and of routes stand in
`organisation_forms`, `organisation_codes` and `organisation_routes`; here are the others.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from shared.domain.capacities import academic_title
from shared.domain.form_rules import RULE_OF
from shared.domain.organisation import Account, ByOrder, Organisation, Post, Rank, Unit
from shared.domain.organisation_codes import CODES
from shared.domain.organisation_forms import EMPTY, FORMS
from shared.domain.organisation_numbering import NUMBERING
from shared.domain.organisation_routes import NO_HOURS, ROUTES, never_longer, wrong_types
from shared.domain.route import StepKind
from shared.domain.route_template import Route, RouteStep
from shared.domain.unread import UNREAD, Fault, decided, each, is_read, known
from shared.domain.working_time import Shift


def faults_of(organisation: Organisation) -> dict[str, str]:
    """Every fault as path -> Vietnamese sentence; empty for a file that can be used."""
    faults: dict[str, list[str]] = {}
    for rule in RULES:
        for path, sentence in decided(rule(organisation)):
            said = faults.setdefault(path, [])
            if sentence not in said:
                said.append(sentence)
    return {path: "; ".join(said) for path, said in faults.items()}


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


def _acting_head(organisation: Organisation) -> Iterator[Fault]:
    """Somebody acts only while the head's post is vacant, and one person alone (PL1 II.7.a)."""
    ranks = {known(post.code): known(post.rank) for post in organisation.posts}
    held = [{ranks.get(known(code)) for code in one.posts} for one in organisation.accounts]
    vacant = not any(Rank.HEAD in mine for mine in held)
    acting = [number for number, mine in enumerate(held) if Rank.ACTING_HEAD in mine]
    for number in acting:
        if not vacant:
            yield f"accounts[{number}].posts", "có người đứng đầu thì không có người giữ quyền (Q.)"
        elif len(acting) > 1:
            yield f"accounts[{number}].posts", "chỉ một người được giữ quyền người đứng đầu (Q.)"


def _assigned_fields(organisation: Organisation) -> Iterator[Fault]:
    """Fields are divided among the deputies, and one of them may be put in charge (Đ.13.1)."""
    deputies = {post.code for post in organisation.posts if known(post.rank) is Rank.DEPUTY}

    def rule(path: str, account: Account) -> Iterator[Fault]:
        if deputies.isdisjoint(account.posts):
            if account.fields:
                yield f"{path}.fields", "chỉ phân công lĩnh vực cho người giữ chức vụ hạng deputy"
            if account.in_charge:
                yield f"{path}.in_charge", "chỉ giao phụ trách cho người giữ chức vụ hạng deputy"

    yield from each("accounts", organisation.accounts, rule)


def _fields_of_units(organisation: Organisation) -> Iterator[Fault]:
    """What a unit drafts must fall to some deputy, or to the head by the file's will."""
    divided = bool(organisation.fields)

    def rule(path: str, unit: Unit) -> Iterator[Fault]:
        if divided and not known(unit.field).strip():
            yield f"{path}.field", "cơ quan có chia lĩnh vực (fields) thì phải ghi lĩnh vực"

    yield from each("units", organisation.units, rule)


def _orders(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, order: ByOrder) -> Iterator[Fault]:
        if not order.types:
            yield f"{path}.types", "phải ghi các loại văn bản được ký thừa lệnh (Điều 13.4)"
        yield from wrong_types(f"{path}.types", order.types)

    yield from each("by_order", organisation.by_order, rule)


def _form_rules(organisation: Organisation) -> Iterator[Fault]:
    for code in known(organisation.form_rules):
        if code not in RULE_OF:
            yield f"form_rules.{code}", "không có quy tắc thể thức này"


def _academic_titles(organisation: Organisation) -> Iterator[Fault]:
    if organisation.academic_titles:
        return

    def of_account(path: str, account: Account) -> Iterator[Fault]:
        yield from _title(f"{path}.name", known(account.name))

    def of_post(path: str, post: Post) -> Iterator[Fault]:
        yield from _title(f"{path}.title", known(post.title))

    yield from each("accounts", organisation.accounts, of_account)
    yield from decided(each("posts", organisation.posts, of_post))


def _title(path: str, text: str) -> Iterator[Fault]:
    if found := academic_title(text):
        yield path, f"không ghi học hàm, học vị “{found}” (Phụ lục I mục II.7.c)"


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
    hours = organisation.issue_hours
    if hours < 1:
        yield "issue_hours", NO_HOURS
    else:
        yield from never_longer("urgent_issue_hours", hours, organisation.urgent_issue_hours)


def _recall_hours(organisation: Organisation) -> Iterator[Fault]:
    if organisation.recall_hours < 1:
        yield "recall_hours", NO_HOURS


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
            _is_headed(organisation, unit.code)
            or all(map(_names_checker, _routes_of(organisation, unit.code)))
        ):
            yield path, "có người soạn thảo nhưng không có chức vụ hạng unit_head kiểm tra nội dung"

    yield from each("units", organisation.units, rule)


def _drafting_unit(account: Account, unit_of: Mapping[str, str | None]) -> str | None:
    units = (unit_of.get(code) for code in account.posts)
    return next((unit for unit in units if unit), None)


def _is_headed(organisation: Organisation, unit: str) -> bool:
    posts = organisation.posts
    return any(post.unit == unit and known(post.rank) is Rank.UNIT_HEAD for post in posts)


def _routes_of(organisation: Organisation, unit: str) -> Iterator[Route]:
    """The routes that a dispatch of the unit may take: up to one that takes all that is left."""
    conditional = [route for route in organisation.routes if not route.is_general()]
    general = [route for route in organisation.routes if route.is_general()]
    for route in (*conditional, *general):
        if unit in route.units or not route.units:
            yield route
            if not (route.types or route.fields or route.urgencies):
                return


def _names_checker(route: Route) -> bool:
    """Whether a route names who checks; one without a first step is wrong for another reason."""
    return all(map(_is_named, route.steps[:1]))


def _is_named(step: RouteStep) -> bool:
    if known(step.kind) is not StepKind.CONTENT_CHECK:
        return True
    return bool(step.posts or step.unit_heads or step.accounts or step.deputy_of_field)


RULES = (
    *FORMS,
    *CODES,
    _one_head,
    _records_desk,
    _heads_in_units,
    _acting_head,
    _assigned_fields,
    _fields_of_units,
    _orders,
    _academic_titles,
    _form_rules,
    *ROUTES,
    *NUMBERING,
    _shifts,
    _weekend,
    _issue_hours,
    _recall_hours,
    _names,
    _posts_held,
    _checkers,
)
