"""A file whose routes cannot work is refused at the place where each cannot."""

from typing import Any

import pytest

from shared.domain.refusals import Invalid
from shared.runtime.organisations import read_organisation
from tests.support.damage import Content, Damage, add, drop, put

CHECK = {"kind": "content_check", "hours": "8"}
FORM = {"kind": "office_review", "hours": "8", "posts": ["chanh-van-phong"]}
ASK = {"kind": "consultation", "hours": "8", "unit_heads": ["TTr", "QLVH"]}
SIGN = {"kind": "signature", "hours": "8", "posts": ["giam-doc"]}
KEEPS = {"keeps_approval": "true"}
STEPS = "routes[4].steps"


def with_route(**parts: Any) -> Damage:
    """A fifth route, for one field's urgent dispatches unless it is said otherwise."""
    own = {"name": "Thử", "fields": ["the-thao"], "urgencies": ["khan"]}
    return add("routes", value=own | {"steps": [CHECK, FORM, SIGN]} | parts)


def with_steps(*steps: Content) -> Damage:
    return with_route(steps=list(steps))


def with_escalation(**parts: Any) -> dict[str, Any]:
    return {"escalation": {"after": "0", "posts": ["giam-doc"]} | parts}


FAULTS: dict[str, tuple[Damage, set[str]]] = {
    "no general route": (put("routes", 0, "units", value=["QLVH"]), {"routes"}),
    "two general routes": (drop("routes", 2, "units"), {"routes"}),
    "a route after one that takes all of it": (
        with_route(units=["VP"], fields=[], urgencies=["hoa_toc"]),
        {"routes[4]"},
    ),
    "a route that is the same again": (
        with_route(types=["giay_moi"], fields=[], urgencies=[]),
        {"routes[4]"},
    ),
    "a type in capitals": (with_route(types=["Giấy mời"]), {"routes[4].types"}),
    "a type that is not there": (with_route(types=["giay_moi_hop"]), {"routes[4].types"}),
    "a field that is not there": (with_route(fields=["y-te"]), {"routes[4].fields"}),
    "a unit that is not there": (with_route(units=["XX"]), {"routes[4].units"}),
    "no content check": (with_steps(FORM, SIGN), {STEPS}),
    "no office review": (with_steps(CHECK, SIGN), {STEPS}),
    "no signature": (with_steps(CHECK, FORM), {STEPS}),
    "no steps": (with_steps(), {STEPS}),
    "two content checks": (with_steps(CHECK, CHECK, FORM, SIGN), {STEPS}),
    "two signatures": (with_steps(CHECK, FORM, SIGN, SIGN), {STEPS}),
    "the review before the check": (with_steps(FORM, CHECK, SIGN), {STEPS}),
    "the signature before the review": (with_steps(CHECK, SIGN, FORM), {STEPS}),
    "a consultation after the signature": (with_steps(CHECK, FORM, SIGN, ASK), {STEPS}),
    "a hand-on in the file": (
        with_steps(CHECK, FORM, {"kind": "hand_on", "hours": "8", "unit_heads": ["VP"]}, SIGN),
        {STEPS},
    ),
    "a review by nobody": (with_steps(CHECK, FORM | {"posts": []}, SIGN), {f"{STEPS}[1].posts"}),
    "a signature by nobody": (with_steps(CHECK, FORM, SIGN | {"posts": []}), {f"{STEPS}[2].posts"}),
    "a post that is not there": (
        with_steps(CHECK, FORM | {"posts": ["tho-xay"]}, SIGN),
        {f"{STEPS}[1].posts"},
    ),
    "an account that is not there": (
        with_steps(CHECK, FORM | {"accounts": ["ai-do"]}, SIGN),
        {f"{STEPS}[1].accounts"},
    ),
    "a unit to be asked that is not there": (
        with_steps(CHECK, ASK | {"unit_heads": ["XX", "VP"]}, FORM, SIGN),
        {f"{STEPS}[1].unit_heads"},
    ),
    "a unit to be asked without a head": (
        with_steps(CHECK, ASK | {"unit_heads": ["BT", "VP"]}, FORM, SIGN),
        {f"{STEPS}[1].unit_heads"},
    ),
    "a signer without the power to sign": (
        with_steps(CHECK, FORM, SIGN | {"posts": ["giam-doc", "van-thu"]}),
        {f"{STEPS}[2].posts"},
    ),
    "a deputy of a unit that is given no order": (
        put("by_order", value=[]),
        {"routes[1].steps[2].posts"},
    ),
    "a signer by name without the power to sign": (
        with_steps(CHECK, FORM, SIGN | {"accounts": ["van-thu"]}),
        {f"{STEPS}[2].accounts"},
    ),
    "more approvals than people": (
        with_steps(CHECK, ASK | {"needs": "3"}, FORM, SIGN),
        {f"{STEPS}[1].needs"},
    ),
    "no approvals": (with_steps(CHECK, ASK | {"needs": "0"}, FORM, SIGN), {f"{STEPS}[1].needs"}),
    "the same unit twice is one": (
        with_steps(CHECK, ASK | {"unit_heads": ["VP", "VP"], "needs": "2"}, FORM, SIGN),
        {f"{STEPS}[1].needs"},
    ),
    "a number and everybody": (
        with_steps(CHECK, ASK | {"needs": "2", "everybody": "true"}, FORM, SIGN),
        {f"{STEPS}[1].needs"},
    ),
    "two checks by the unit's one head": (
        with_steps(CHECK | {"needs": "2"}, FORM, SIGN),
        {f"{STEPS}[0].needs"},
    ),
    "two signers": (
        with_steps(CHECK, FORM, SIGN | {"posts": ["giam-doc", "pho-giam-doc"], "needs": "2"}),
        {f"{STEPS}[2].needs"},
    ),
    "a signature of everybody": (
        with_steps(CHECK, FORM, SIGN | {"everybody": "true"}),
        {f"{STEPS}[2].needs"},
    ),
    "an approval kept in a restarted round": (
        with_steps(CHECK, FORM | KEEPS, SIGN),
        {f"{STEPS}[1].keeps_approval"},
    ),
    "a signature that outlasts a change": (
        with_route(after_return="resume", steps=[CHECK, FORM, SIGN | KEEPS]),
        {f"{STEPS}[2].keeps_approval"},
    ),
    "a deadline of no hours": (
        with_steps(CHECK | {"hours": "0"}, FORM, SIGN),
        {f"{STEPS}[0].hours"},
    ),
    "a reminder when the step opens": (
        with_steps(CHECK | {"remind_before": "8"}, FORM, SIGN),
        {f"{STEPS}[0].remind_before"},
    ),
    "a reminder after the deadline": (
        with_steps(CHECK | {"remind_before": "-1"}, FORM, SIGN),
        {f"{STEPS}[0].remind_before"},
    ),
    "no hours for the express": (
        with_steps(CHECK | {"urgent_hours": {"hoa_toc": "0"}}, FORM, SIGN),
        {f"{STEPS}[0].urgent_hours.hoa_toc"},
    ),
    "more hours for the urgent": (
        with_steps(CHECK | {"urgent_hours": {"khan": "9"}}, FORM, SIGN),
        {f"{STEPS}[0].urgent_hours.khan"},
    ),
    "more hours for the more urgent": (
        with_steps(CHECK | {"urgent_hours": {"khan": "2", "hoa_toc": "3"}}, FORM, SIGN),
        {f"{STEPS}[0].urgent_hours.hoa_toc"},
    ),
    "an escalation before the deadline": (
        with_steps(CHECK | with_escalation(after="-1"), FORM, SIGN),
        {f"{STEPS}[0].escalation.after"},
    ),
    "an escalation again and back": (
        with_steps(CHECK | with_escalation(again="-1"), FORM, SIGN),
        {f"{STEPS}[0].escalation.again"},
    ),
    "an escalation to nobody": (
        with_steps(CHECK | with_escalation(posts=[]), FORM, SIGN),
        {f"{STEPS}[0].escalation.posts"},
    ),
    "an escalation to a post that is not there": (
        with_steps(CHECK | with_escalation(posts=["tho-xay"]), FORM, SIGN),
        {f"{STEPS}[0].escalation.posts"},
    ),
    "an escalation to an account that is not there": (
        with_steps(CHECK | with_escalation(accounts=["ai-do"]), FORM, SIGN),
        {f"{STEPS}[0].escalation.accounts"},
    ),
    "a signature handed to who may not sign": (
        with_steps(CHECK, FORM, SIGN | with_escalation(how="replaced", posts=["van-thu"])),
        {f"{STEPS}[2].escalation.posts"},
    ),
    "a signature also of an account that may not sign": (
        with_steps(CHECK, FORM, SIGN | with_escalation(how="added", accounts=["van-thu"])),
        {f"{STEPS}[2].escalation.accounts"},
    ),
    "an unread escalation": (
        with_steps(CHECK | with_escalation(how="shouted"), FORM, SIGN),
        {f"{STEPS}[0].escalation.how"},
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_with_one_wrong_route_is_refused_with_exactly_its_places(
    fault: str, lang_son: Content
) -> None:
    damage, places = FAULTS[fault]
    damage(lang_son)
    with pytest.raises(Invalid) as refused:
        read_organisation(lang_son)
    assert set(refused.value.details) == places


@pytest.mark.parametrize(
    "right",
    [
        with_steps(ASK, CHECK, ASK, FORM, ASK, SIGN),
        with_steps(CHECK, ASK | {"everybody": "true"}, FORM, SIGN),
        with_steps(CHECK | {"accounts": ["giam-doc"]}, FORM, SIGN),
        with_steps(CHECK, FORM, SIGN | {"needs": "1"}),
        with_steps(CHECK, FORM, SIGN | with_escalation(how="told", posts=["van-thu"])),
        with_steps(CHECK, FORM, SIGN | with_escalation(how="added", posts=["pho-giam-doc"])),
        with_steps(CHECK | {"urgent_hours": {"khan": "8", "hoa_toc": "8"}}, FORM, SIGN),
        with_route(after_return="resume", steps=[CHECK | KEEPS, FORM, SIGN]),
        with_route(units=["VP", "QLVH"], fields=[], urgencies=[]),  # QLVH is not taken before
        with_route(types=["cong_van"], fields=[], urgencies=[]),
    ],
)
def test_a_route_that_can_work_is_taken(right: Damage, lang_son: Content) -> None:
    right(lang_son)
    assert len(read_organisation(lang_son).routes) == 5


def test_a_unit_without_a_head_drafts_where_all_its_routes_name_who_checks(
    lang_son: Content,
) -> None:
    add("posts", value={"code": "cv-bt", "title": "Viên chức", "rank": "staff", "unit": "BT"})(
        lang_son
    )
    add("accounts", value={"id": "cv-bt", "name": "Viên chức", "posts": ["cv-bt"]})(lang_son)
    named = CHECK | {"posts": ["giam-doc"]}
    with_route(units=["BT"], fields=[], urgencies=[], steps=[named, FORM, SIGN])(lang_son)
    with pytest.raises(Invalid) as refused:  # invitations of any unit take another route before
        read_organisation(lang_son)
    assert set(refused.value.details) == {"units[5]"}
    put("routes", 1, "units", value=["VP"])(lang_son)
    read_organisation(lang_son)


def test_a_deputy_of_a_field_needs_fields(tiny: Content) -> None:
    put("routes", 0, "steps", 2, "deputy_of_field", value="true")(tiny)
    with pytest.raises(Invalid) as refused:
        read_organisation(tiny)
    assert set(refused.value.details) == {"routes[0].steps[2].deputy_of_field"}
