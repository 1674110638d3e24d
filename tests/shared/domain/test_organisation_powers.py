"""Fields, orders, titles, addresses: what an agency's file may say of people's powers."""

from typing import Any

import pytest

from shared.domain.refusals import Invalid
from shared.runtime.organisations import read_organisation
from tests.support.damage import Content, Damage, add, drop, put

HOOK = {"name": "so-theo-doi", "url": "https://theo-doi.example/nhan"}
ACTING = {"code": "quyen-giam-doc", "title": "Quyền Giám đốc", "rank": "acting_head"}


def all_of(*damages: Damage) -> Damage:
    def damage(content: Content) -> None:
        for one in damages:
            one(content)

    return damage


def hook(**parts: Any) -> Damage:
    return put("webhooks", value=[HOOK, HOOK | {"name": "khac"} | parts])


FAULTS: dict[str, tuple[Damage, set[str]]] = {
    "two fields of one code": (
        put("fields", 2, "code", value="van-hoa"),
        {
            "fields[1].code",
            "fields[2].code",
            "units[3].field",
            "accounts[2].fields",
        },
    ),
    "a field's code in capitals": (
        add("fields", value={"code": "YT", "name": "Y tế"}),
        {"fields[4].code"},
    ),
    "a nameless field": (add("fields", value={"code": "y-te", "name": " "}), {"fields[4].name"}),
    "a unit of a field that is not there": (
        put("units", 0, "field", value="y-te"),
        {"units[0].field"},
    ),
    "a unit of no field where there are fields": (drop("units", 0, "field"), {"units[0].field"}),
    "a deputy of a field that is not there": (
        put("accounts", 1, "fields", value=["y-te"]),
        {"accounts[1].fields"},
    ),
    "a field of somebody who is no deputy": (
        put("accounts", 3, "fields", value=["van-hoa"]),
        {"accounts[3].fields"},
    ),
    "somebody in charge who is no deputy": (
        put("accounts", 3, "in_charge", value="true"),
        {"accounts[3].in_charge"},
    ),
    "an order to a post that is not there": (
        put("by_order", 0, "post", value="tho-xay"),
        {"by_order[0].post", "routes[1].steps[2].posts"},
    ),
    "an order to who heads no unit": (
        add("by_order", value={"post": "van-thu", "types": ["giay_moi"]}),
        {"by_order[1].post"},
    ),
    "an order for nothing": (put("by_order", 0, "types", value=[]), {"by_order[0].types"}),
    "an order for a type in capitals": (
        put("by_order", 0, "types", value=["GM"]),
        {"by_order[0].types"},
    ),
    "an order for a type that is not there": (
        put("by_order", 0, "types", value=["giay_moi", "giay_gioi_thieuu"]),
        {"by_order[0].types"},
    ),
    "a permission of a post that is not there": (
        put("permissions", value={"bypass": ["tho-xay"], "replan": ["tho-may"], "recall": ["a"]}),
        {"permissions.bypass", "permissions.replan", "permissions.recall"},
    ),
    "an acting head beside the head": (
        all_of(add("posts", value=ACTING), put("accounts", 1, "posts", value=[ACTING["code"]])),
        {"accounts[1].posts", "accounts[1].fields"},
    ),
    "two acting heads": (
        all_of(
            add("posts", value=ACTING),
            put("accounts", 0, "posts", value=[ACTING["code"]]),
            put("accounts", 3, "posts", value=[ACTING["code"]]),
        ),
        {"accounts[0].posts", "accounts[3].posts"},
    ),
    "a doctor": (put("accounts", 1, "name", value="TS. Dương Minh Tuệ"), {"accounts[1].name"}),
    "a professor's post": (put("posts", 3, "title", value="PGS.TS. Phó"), {"posts[3].title"}),
    "an address without @": (put("accounts", 0, "email", value="giam-doc"), {"accounts[0].email"}),
    "two addresses": (put("accounts", 0, "email", value="a@b c@d"), {"accounts[0].email"}),
    "two @": (put("accounts", 0, "email", value="a@b@c"), {"accounts[0].email"}),
    "a webhook's name in capitals": (hook(name="Sổ"), {"webhooks[1].name"}),
    "two webhooks of one name": (
        hook(name=HOOK["name"]),
        {"webhooks[0].name", "webhooks[1].name"},
    ),
    "a webhook to a file": (hook(url="file:///etc/passwd"), {"webhooks[1].url"}),
    "a webhook to nowhere": (hook(url="https:///nhan"), {"webhooks[1].url"}),
    "a webhook for what never happens": (
        hook(kinds=["new_task", "lunch"]),
        {"webhooks[1].kinds"},
    ),
    "check codes answered nowhere": (put("check_address", value="trang-chu"), {"check_address"}),
    "an address too long for a code": (
        put("check_address", value="https://so.example/" + "a" * 100),
        {"check_address"},
    ),
    "a rule of form that is none": (
        put("form_rules", value={"place_differs": "info", "nice_words": "off"}),
        {"form_rules.nice_words"},
    ),
    "a rule of form that is made graver": (
        put("form_rules", value={"end_mark_missing": "error"}),
        {"form_rules.end_mark_missing"},
    ),
    "a way of returning that is none": (put("returns", value="by_post"), {"returns"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_with_one_fault_is_refused_with_exactly_its_places(
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
        all_of(add("posts", value=ACTING), put("accounts", 0, "posts", value=["quyen-giam-doc"])),
        put("accounts", 1, "in_charge", value="true"),
        put("accounts", 1, "fields", value=["van-hoa"]),  # a field may be nobody's but the head's
        put("accounts", 0, "email", value="giam-doc@so.example"),
        hook(kinds=["new_task", "overdue"]),
        put("returns", value="by_head"),
        put("check_address", value="https://vanban.example.vn/public/check/"),
        put("agency", "collective", value="Ủy ban nhân dân"),
        all_of(
            put("accounts", 1, "name", value="TS. Dương Minh Tuệ"),
            put("academic_titles", value="true"),
        ),
        put("form_rules", value={"place_differs": "info", "tone_placement": "off"}),
    ],
)
def test_what_an_agency_may_have_is_taken(right: Damage, lang_son: Content) -> None:
    right(lang_son)
    read_organisation(lang_son)


def test_an_agency_with_a_deputy_may_divide_no_fields(tiny: Content) -> None:
    add("posts", value={"code": "pho", "title": "Phó Trưởng Văn phòng", "rank": "deputy"})(tiny)
    add("accounts", value={"id": "pho", "name": "Phó", "posts": ["pho"]})(tiny)
    assert read_organisation(tiny).fields == ()
