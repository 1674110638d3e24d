"""A file damaged in one place is refused with exactly that place."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.domain.organisation_faults import faults_of
from shared.domain.refusals import Invalid
from shared.runtime.organisations import read_organisation
from tests.support.office import LANG_SON, TINY, content_of

Content = dict[str, Any]
Damage = Callable[[Content], object]


def put(*path: str | int, value: object) -> Damage:
    """Set the value at a path."""

    def damage(content: Content) -> None:
        place: Any = content
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = value

    return damage


def add(*path: str | int, value: object) -> Damage:
    """Append the value to the list at a path."""

    def damage(content: Content) -> None:
        place: Any = content
        for part in path:
            place = place[part]
        place.append(value)

    return damage


def drop(*path: str | int) -> Damage:
    """Take the thing at a path away."""

    def damage(content: Content) -> None:
        place: Any = content
        for part in path[:-1]:
            place = place[part]
        del place[path[-1]]

    return damage


CHECK = {"kind": "content_check", "hours": "8"}
FORM = {"kind": "office_review", "hours": "8", "posts": ["chanh-van-phong"]}
SIGN = {"kind": "signature", "hours": "8", "posts": ["giam-doc"]}
MISSING = "Field required"

FAULTS: dict[str, tuple[Damage, set[str]]] = {
    "a code in small letters": (put("agency", "code", value="svhttdl"), {"agency.code"}),
    "a code with a letter that is not ASCII": (
        put("agency", "code", value="SVHTTDĐ"),
        {"agency.code"},
    ),
    "an organ id of no known form": (put("agency", "organ_id", value="37"), {"agency.organ_id"}),
    "an organ id that is too long": (
        put("agency", "organ_id", value="H37" + ".ABCDEFGHIJ" * 3),
        {"agency.organ_id"},
    ),
    "no parent": (put("agency", "parent", value=" "), {"agency.parent"}),
    "no place": (put("agency", "place", value=""), {"agency.place"}),
    "a header that is another name": (
        put("agency", "name_lines", value=["Sở Nội vụ"]),
        {"agency.name_lines"},
    ),
    "two units of one code": (
        put("units", 2, "code", value="TTr"),
        {"units[1].code", "units[2].code", "posts[7].unit", "posts[8].unit", "groups[0].members"},
    ),
    "a unit without a code": (
        put("units", 5, "code", value=" "),
        {"units[5].code", "groups[1].members"},
    ),
    "a post named like a unit": (
        add("posts", value={"code": "BT", "title": "Bảo tàng", "rank": "staff"}),
        {"posts[11].code"},
    ),
    "two accounts of one name": (
        put("accounts", 1, "id", value="giam-doc"),
        {"accounts[0].id", "accounts[1].id"},
    ),
    "two groups of one name": (
        put("groups", 1, "name", value="Các phòng chuyên môn"),
        {"groups[0].name", "groups[1].name"},
    ),
    "a post in a unit that is not there": (put("posts", 4, "unit", value="XX"), {"posts[4].unit"}),
    "an account in a post that is not there": (
        put("accounts", 6, "posts", value=["tho-xay"]),
        {"accounts[6].posts"},
    ),
    "a group with a member that is not there": (
        add("groups", 2, "members", value="bao-ve"),
        {"groups[2].members"},
    ),
    "a route for a unit that is not there": (
        put("routes", 1, "units", value=["XX"]),
        {"routes[1].units"},
    ),
    "a step for a post that is not there": (
        put("routes", 0, "steps", 1, "posts", value=["tho-xay"]),
        {"routes[0].steps[1].posts"},
    ),
    "two heads": (put("posts", 1, "rank", value="head"), {"posts"}),
    "no records desk": (put("posts", 5, "rank", value="staff"), {"posts"}),
    "a head of no unit": (drop("posts", 6, "unit"), {"posts[6].unit"}),
    "no general route": (put("routes", 0, "units", value=["QLVH"]), {"routes"}),
    "two general routes": (drop("routes", 1, "units"), {"routes"}),
    "two routes for one unit": (
        add("routes", value={"name": "Khác", "units": ["VP"], "steps": [CHECK, FORM, SIGN]}),
        {"routes[1].units", "routes[2].units"},
    ),
    "no office review": (
        put("routes", 0, "steps", value=[CHECK, SIGN]),
        {"routes[0].steps"},
    ),
    "the signature before the review": (
        put("routes", 0, "steps", value=[CHECK, SIGN, FORM]),
        {"routes[0].steps"},
    ),
    "a deadline of no hours": (
        put("routes", 1, "steps", 0, "hours", value="0"),
        {"routes[1].steps[0].hours"},
    ),
    "a signature by nobody": (
        drop("routes", 0, "steps", 2, "posts"),
        {"routes[0].steps[2].posts"},
    ),
    "a signer without the power to sign": (
        put("routes", 0, "steps", 2, "posts", value=["giam-doc", "van-thu"]),
        {"routes[0].steps[2].posts"},
    ),
    "no shift": (put("working_time", "shifts", value=[]), {"working_time.shifts"}),
    "a shift that ends before it starts": (
        put("working_time", "shifts", 1, "end", value="13:00"),
        {"working_time.shifts[1].end"},
    ),
    "shifts that overlap": (
        put("working_time", "shifts", 1, "start", value="11:00"),
        {"working_time.shifts[1].start"},
    ),
    "a week of Sundays": (
        put("working_time", "weekend", value=["1", "2", "3", "4", "5", "6", "7"]),
        {"working_time.weekend"},
    ),
    "an eighth day of the week": (
        put("working_time", "weekend", value=["8"]),
        {"working_time.weekend"},
    ),
    "no time to issue": (put("issue_hours", value="0"), {"issue_hours"}),
    "a nameless account": (put("accounts", 3, "name", value=""), {"accounts[3].name"}),
    "an account without a post": (put("accounts", 3, "posts", value=[]), {"accounts[3].posts"}),
    "drafters with nobody above them": (put("posts", 7, "rank", value="staff"), {"units[2]"}),
    # the shape, checked before the sense
    "a field that nobody knows": (put("agency", "motto", value="x"), {"agency.motto"}),
    "a field that is missing": (drop("agency", "place"), {"agency.place"}),
    "a rank that is none": (put("posts", 4, "rank", value="king"), {"posts[4].rank"}),
    "a day that is none": (
        put("working_time", "days_off", 0, value="2026-02-30"),
        {"working_time.days_off[0]"},
    ),
    "an hour that is none": (
        put("working_time", "shifts", 0, "start", value="25:00"),
        {"working_time.shifts[0].start"},
    ),
    "a step of a kind that is none": (
        put("routes", 0, "steps", 0, "kind", value="tea"),
        {"routes[0].steps[0].kind"},
    ),
    "hours that are no number": (
        put("routes", 0, "steps", 0, "hours", value="tám"),
        {"routes[0].steps[0].hours"},
    ),
    "a way of issuing that is none": (put("issue", value="automatic"), {"issue"}),
    "a list that is none": (put("units", value="VP"), {"units"}),
    "a letter that does not print": (
        put("agency", "place", value="Lạng\x00Sơn"),
        {"agency.place"},
    ),
    "a field's name that does not print": (put("agency", "a\x07b", value="x"), {"agency.ab"}),
}


def refusal(content: Content) -> Invalid:
    with pytest.raises(Invalid) as refused:
        read_organisation(content)
    return refused.value


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_with_one_fault_is_refused_with_exactly_its_places(
    fault: str, lang_son: Content
) -> None:
    damage, places = FAULTS[fault]
    damage(lang_son)
    assert set(refusal(lang_son).details) == places


@pytest.mark.parametrize("file", [LANG_SON, TINY], ids=["lang_son", "tiny"])
def test_the_files_that_we_ship_have_no_fault(file: Any) -> None:
    assert faults_of(read_organisation(content_of(file))) == {}


def test_several_faults_are_all_told_at_once(lang_son: Content) -> None:
    put("agency", "code", value="x")(lang_son)
    put("issue_hours", value="0")(lang_son)
    put("accounts", 0, "name", value="")(lang_son)
    refused = refusal(lang_son)
    assert set(refused.details) == {"agency.code", "issue_hours", "accounts[0].name"}
    assert refused.code == "organisation_wrong"


def test_an_empty_file_names_every_field_it_lacks() -> None:
    details = refusal({}).details
    assert {"agency", "units", "posts", "accounts", "routes", "working_time"} <= set(details)
    assert set(details.values()) == {MISSING}


def test_each_fault_is_a_sentence_of_its_own(lang_son: Content) -> None:
    put("posts", 4, "unit", value="XX")(lang_son)
    assert refusal(lang_son).details == {"posts[4].unit": "no such unit: XX"}
