"""What is wrong in an agency's file, each fault at its path; the shape is checked before."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from shared.domain.organisation import Organisation, Rank
from shared.domain.route import StepKind
from shared.domain.who_may_sign import CAPACITIES

Fault = tuple[str, str]
CODE = re.compile(r"[A-Z][A-Z0-9]{1,19}")
ORGAN_ID = re.compile(r"\d{3}(\.\d{2}){2}\.[A-Z]\d{2}|[A-Z]\d{2}(\.[A-Z0-9]{1,10})*")
ORDER = (StepKind.CONTENT_CHECK, StepKind.OFFICE_REVIEW, StepKind.SIGNATURE)


def faults_of(organisation: Organisation) -> dict[str, str]:
    """Every fault as path -> English sentence; empty for a file that can be used."""
    checks = (_agency, _codes, _references, _ranks, _routes, _working_time, _people)
    faults = dict(fault for check in checks for fault in check(organisation))
    return faults or dict(_checkers(organisation))


def _agency(organisation: Organisation) -> Iterator[Fault]:
    agency = organisation.agency
    if not CODE.fullmatch(agency.code):
        yield "agency.code", "must be 2 to 20 capital ASCII letters and digits"
    if len(agency.organ_id) > 35 or not ORGAN_ID.fullmatch(agency.organ_id):
        yield "agency.organ_id", "is neither of the form 000.00.00.H37 nor of the form H37.02"
    for field in ("parent", "name", "place"):
        if not getattr(agency, field).strip():
            yield f"agency.{field}", "must not be empty"
    if (
        "".join(agency.name_lines).replace(" ", "").casefold()
        != agency.name.replace(" ", "").casefold()
    ):
        yield "agency.name_lines", "must be the agency's name broken into lines"


def _codes(organisation: Organisation) -> Iterator[Fault]:
    yield from _twice("units", "code", [unit.code for unit in organisation.units])
    yield from _twice("posts", "code", [post.code for post in organisation.posts])
    yield from _twice("accounts", "id", [account.id for account in organisation.accounts])
    yield from _twice("groups", "name", [group.name for group in organisation.groups])
    units = {unit.code for unit in organisation.units}
    for number, post in enumerate(organisation.posts):
        if post.code in units:
            yield f"posts[{number}].code", f"{post.code} is also the code of a unit"


def _twice(where: str, field: str, codes: list[str]) -> Iterator[Fault]:
    counts = Counter(codes)
    for number, code in enumerate(codes):
        if not code.strip():
            yield f"{where}[{number}].{field}", "must not be empty"
        elif counts[code] > 1:
            yield f"{where}[{number}].{field}", f"{code} stands more than once"


def _references(organisation: Organisation) -> Iterator[Fault]:
    units = {unit.code for unit in organisation.units}
    posts = {post.code for post in organisation.posts}
    for number, post in enumerate(organisation.posts):
        if post.unit is not None:
            yield from _unknown(f"posts[{number}].unit", [post.unit], units, "unit")
    for number, account in enumerate(organisation.accounts):
        yield from _unknown(f"accounts[{number}].posts", account.posts, posts, "post")
    for number, group in enumerate(organisation.groups):
        yield from _unknown(
            f"groups[{number}].members", group.members, units | posts, "unit or post"
        )
    for number, route in enumerate(organisation.routes):
        yield from _unknown(f"routes[{number}].units", route.units, units, "unit")
        for index, step in enumerate(route.steps):
            yield from _unknown(f"routes[{number}].steps[{index}].posts", step.posts, posts, "post")


def _unknown(path: str, codes: Iterable[str], known: set[str], what: str) -> Iterator[Fault]:
    missing = sorted({code for code in codes if code not in known})
    if missing:
        yield path, f"no such {what}: {', '.join(missing)}"


def _ranks(organisation: Organisation) -> Iterator[Fault]:
    heads = sum(post.rank is Rank.HEAD for post in organisation.posts)
    if heads != 1:
        yield "posts", f"must have exactly one post of rank head, not {heads}"
    if not any(post.rank is Rank.CLERK for post in organisation.posts):
        yield "posts", "must have a post of rank clerk for the records desk"
    for number, post in enumerate(organisation.posts):
        if post.rank in {Rank.UNIT_HEAD, Rank.UNIT_DEPUTY} and post.unit is None:
            yield f"posts[{number}].unit", f"a post of rank {post.rank} belongs to a unit"


def _routes(organisation: Organisation) -> Iterator[Fault]:
    general = [route for route in organisation.routes if not route.units]
    if len(general) != 1:
        yield "routes", f"must have exactly one route without units, not {len(general)}"
    served = Counter(unit for route in organisation.routes for unit in set(route.units))
    ranks = {post.code: post.rank for post in organisation.posts}
    for number, route in enumerate(organisation.routes):
        path = f"routes[{number}]"
        if twice := sorted(unit for unit in set(route.units) if served[unit] > 1):
            yield f"{path}.units", f"has more than one route: {', '.join(twice)}"
        if tuple(step.kind for step in route.steps) != ORDER:
            yield f"{path}.steps", f"must be {', '.join(ORDER)}, in this order"
        for index, step in enumerate(route.steps):
            if step.hours < 1:
                yield f"{path}.steps[{index}].hours", "must be at least 1 working hour"
            if not step.posts and step.kind is not StepKind.CONTENT_CHECK:
                yield f"{path}.steps[{index}].posts", "must name the posts that may act"
            if step.kind is StepKind.SIGNATURE:
                powerless = [code for code in step.posts if ranks.get(code) not in CAPACITIES]
                if powerless:
                    yield f"{path}.steps[{index}].posts", f"may not sign: {', '.join(powerless)}"


def _working_time(organisation: Organisation) -> Iterator[Fault]:
    calendar = organisation.working_time
    if not calendar.shifts:
        yield "working_time.shifts", "must name at least one shift"
    for number, shift in enumerate(calendar.shifts):
        if shift.start >= shift.end:
            yield f"working_time.shifts[{number}].end", "must be after start"
        if number and shift.start < calendar.shifts[number - 1].end:
            yield f"working_time.shifts[{number}].start", "must not be before the previous end"
    if not set(calendar.weekend) < set(range(1, 8)):
        yield "working_time.weekend", "must be ISO weekdays 1 to 7, and leave one to work on"
    if organisation.issue_hours < 1:
        yield "issue_hours", "must be at least 1 working hour"


def _people(organisation: Organisation) -> Iterator[Fault]:
    for number, account in enumerate(organisation.accounts):
        if not account.name.strip():
            yield f"accounts[{number}].name", "must not be empty"
        if not account.posts:
            yield f"accounts[{number}].posts", "must hold at least one post"


def _checkers(organisation: Organisation) -> Iterator[Fault]:
    """Who drafts needs somebody who checks the content; asked where there is no other fault."""
    drafting = {organisation.drafting_unit(account) for account in organisation.accounts}
    for number, unit in enumerate(organisation.units):
        content, *_ = organisation.route_for(unit.code).steps
        if unit in drafting and not content.posts and organisation.unit_head(unit.code) is None:
            yield (
                f"units[{number}]",
                "has drafters but no post of rank unit_head to check the content",
            )
