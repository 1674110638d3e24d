"""What is wrong with the routes of an agency's file: order, candidates, numbers, conditions."""

from collections.abc import Iterator, Sequence
from typing import Final

from shared.domain.authority import may_ever_sign, post_may_sign
from shared.domain.document_types import NAMES
from shared.domain.organisation import Organisation
from shared.domain.organisation_codes import each_step, listed
from shared.domain.route import Escalated, StepKind
from shared.domain.route_template import AfterReturn, EscalationRule, Route, RouteStep, UrgentHours
from shared.domain.unread import Fault, Undecided, each, is_read, known

ORDER: Final = (StepKind.CONTENT_CHECK, StepKind.OFFICE_REVIEW, StepKind.SIGNATURE)

WRONG_ORDER: Final = (
    f"phải có {', '.join(ORDER)}, mỗi bước đúng một lần, theo thứ tự này và kết thúc bằng "
    "signature; consultation ở trước signature, hand_on không ghi trong tệp"
)
ONE_GENERAL: Final = "phải có đúng một luồng chung (không ghi units, types, fields, urgencies)"
NO_HOURS: Final = "phải ít nhất là 1 giờ làm việc"


def _order(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, route: Route) -> Iterator[Fault]:
        kinds = [known(step.kind) for step in route.steps]
        ordered = [kind for kind in kinds if kind in {*ORDER, StepKind.HAND_ON}]
        if ordered != list(ORDER) or kinds[-1] is not StepKind.SIGNATURE:
            yield f"{path}.steps", WRONG_ORDER

    yield from each("routes", organisation.routes, rule)


def _one_general(organisation: Organisation) -> Iterator[Fault]:
    answers = [_is_general(route) for route in organisation.routes]
    general = answers.count(True)
    if general > 1 or (not general and None not in answers):
        yield "routes", f"{ONE_GENERAL}, không phải {general}"


def _is_general(route: Route) -> bool | None:
    """None where it could not be read."""
    try:
        return route.is_general()
    except Undecided:
        return None


def _never_taken(organisation: Organisation) -> Iterator[Fault]:
    earlier: list[Route] = []

    def rule(path: str, route: Route) -> Iterator[Fault]:
        before = [one for one in earlier if _is_general(one) is False and _covers(one, route)]
        earlier.append(route)
        if before and not route.is_general():
            yield path, f"không bao giờ được dùng: luồng “{before[0].name}” ở trên đã nhận hết"

    yield from each("routes", organisation.routes, rule)


def _covers(one: Route, other: Route) -> bool:
    """Whether a route fits whatever another fits; not, where it could not be read."""
    try:
        return all(
            not wide or (bool(narrow) and set(narrow) <= set(wide))
            for wide, narrow in (
                (one.units, other.units),
                (one.types, other.types),
                (one.fields, other.fields),
                (one.urgencies, other.urgencies),
            )
        )
    except Undecided:
        return False


def _types(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, route: Route) -> Iterator[Fault]:
        yield from wrong_types(f"{path}.types", route.types)

    yield from each("routes", organisation.routes, rule)


def wrong_types(path: str, types: Sequence[str]) -> Iterator[Fault]:
    """Document types are written as `cong_van`; of another there is never a dispatch."""
    wrong = [code for code in types if is_read(code) and code not in NAMES]
    if wrong:
        yield path, f"không có loại văn bản {listed(wrong)}; chỉ có: {', '.join(NAMES)}"


def _candidates(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, step: RouteStep) -> Iterator[Fault]:
        if known(step.kind) is not StepKind.CONTENT_CHECK and not _count(step):
            yield (
                f"{path}.posts",
                "phải ghi ai làm bước này: posts, unit_heads, accounts hoặc deputy_of_field",
            )

    yield from each_step(organisation, rule)


def _count(step: RouteStep) -> int:
    """How many seats the file names."""
    named = (step.posts, step.unit_heads, step.accounts)
    return sum(len(set(codes)) for codes in named) + bool(step.deputy_of_field)


def _deputies_of_fields(organisation: Organisation) -> Iterator[Fault]:
    divided = bool(organisation.fields)

    def rule(path: str, step: RouteStep) -> Iterator[Fault]:
        if step.deputy_of_field and not divided:
            yield f"{path}.deputy_of_field", "cơ quan không ghi lĩnh vực nào (fields)"

    yield from each_step(organisation, rule)


def _numbers_needed(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, step: RouteStep) -> Iterator[Fault]:
        needs, everybody = known(step.needs), bool(step.everybody)
        if known(step.kind) is StepKind.SIGNATURE and (everybody or needs not in {None, 1}):
            yield f"{path}.needs", "chỉ một người ký (needs: 1, không ghi everybody)"
        elif needs is not None and everybody:
            yield f"{path}.needs", "không ghi cùng với everybody"
        elif needs is not None and not 1 <= needs <= max(_count(step), 1):
            yield f"{path}.needs", "phải từ 1 đến số người, chức vụ được ghi ở bước này"

    yield from each_step(organisation, rule)


def _kept_approvals(organisation: Organisation) -> Iterator[Fault]:
    def of_route(path: str, route: Route) -> Iterator[Fault]:
        def rule(at: str, step: RouteStep) -> Iterator[Fault]:
            if not step.keeps_approval:
                return
            if known(step.kind) is StepKind.SIGNATURE:
                yield f"{at}.keeps_approval", "văn bản sửa đổi luôn phải trình ký lại (Điều 11.2)"
            elif known(route.after_return) is not AfterReturn.RESUME:
                yield f"{at}.keeps_approval", "chỉ dùng trong luồng có after_return: resume"

        yield from each(f"{path}.steps", route.steps, rule)

    yield from each("routes", organisation.routes, of_route)


def _hours(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, step: RouteStep) -> Iterator[Fault]:
        if step.hours < 1:
            yield f"{path}.hours", NO_HOURS
        elif not 0 <= step.remind_before < step.hours:
            yield f"{path}.remind_before", "phải từ 0 đến dưới số giờ của bước (hours)"

    yield from each_step(organisation, rule)


def _urgent_hours(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, step: RouteStep) -> Iterator[Fault]:
        yield from never_longer(f"{path}.urgent_hours", step.hours, step.urgent_hours)

    yield from each_step(organisation, rule)


def never_longer(path: str, hours: int, urgent: UrgentHours) -> Iterator[Fault]:
    """Each urgency has an hour at least, and no more than the next lower; `hours`: the ordinary."""
    lower = hours
    for level in ("khan", "thuong_khan", "hoa_toc"):
        stated = known(getattr(urgent, level))
        if stated is None:
            continue
        if not 1 <= stated <= lower:
            yield (
                f"{path}.{level}",
                "phải ít nhất là 1 giờ và không nhiều hơn mức khẩn thấp hơn",
            )
        lower = stated


def _escalations(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, step: RouteStep) -> Iterator[Fault]:
        escalation = known(step.escalation)
        if escalation is None:
            return
        at = f"{path}.escalation"
        for name in ("after", "again"):
            if getattr(escalation, name) < 0:
                yield f"{at}.{name}", "không được nhỏ hơn 0 giờ làm việc"
        if not (escalation.posts or escalation.accounts):
            yield f"{at}.posts", "phải ghi ai được báo, thêm hoặc thay: posts, accounts"
        if known(step.kind) is StepKind.SIGNATURE and escalation.how is not Escalated.TOLD:
            yield from _powerless(organisation, at, escalation)

    yield from each_step(organisation, rule)


def _signers(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, step: RouteStep) -> Iterator[Fault]:
        if known(step.kind) is StepKind.SIGNATURE:
            yield from _powerless(organisation, path, step)

    yield from each_step(organisation, rule)


def _powerless(
    organisation: Organisation, path: str, named: RouteStep | EscalationRule
) -> Iterator[Fault]:
    """Posts and accounts of a signature that may never sign (ND30 Đ.13)."""
    posts = [one for one in organisation.posts if is_read(one) and known(one.code) in named.posts]
    weak = [one.code for one in posts if is_read(one.rank) and not post_may_sign(organisation, one)]
    if weak:
        yield f"{path}.posts", f"không có thẩm quyền ký: {listed(weak)}"
    people = [one for one in organisation.accounts if one.id in named.accounts]
    weak = [one.id for one in people if not may_ever_sign(organisation, one)]
    if weak:
        yield f"{path}.accounts", f"không có thẩm quyền ký: {listed(weak)}"


ROUTES = (
    _order,
    _one_general,
    _never_taken,
    _types,
    _candidates,
    _deputies_of_fields,
    _numbers_needed,
    _kept_approvals,
    _hours,
    _urgent_hours,
    _escalations,
    _signers,
)
