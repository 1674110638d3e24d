"""A file damaged in one place is refused with exactly that place."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from shared.domain.organisation_faults import faults_of
from shared.domain.refusals import Invalid
from shared.runtime.organisations import read_organisation
from tests.support.agencies import LANG_SON, TINY, content_of
from tests.support.damage import Content, Damage, add, drop, put

UNIT = {"name": "Đơn vị thử", "kind": "division", "field": "van-hoa"}
POST = {"title": "Chức vụ thử", "rank": "staff"}
MISSING = "còn thiếu"

VB = {"series": "VB", "name": "Văn bản hành chính"}
QD = {"series": "QD", "name": "Quyết định", "types": ["quyet_dinh"]}
HD = {"series": "HD", "name": "Hội đồng", "units": ["BT"], "abbreviation": "HĐTĐ"}


def numbered(*series: dict[str, Any]) -> Damage:
    return put("numbering", value=list(series))


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
        {
            "units[1].code",
            "units[2].code",
            "posts[7].unit",
            "posts[8].unit",
            "groups[0].members",
            "routes[3].steps[1].unit_heads",
        },
    ),
    "a unit without a code": (
        put("units", 5, "code", value=" "),
        {"units[5].code", "groups[1].members"},
    ),
    "a post named like a unit": (
        add("posts", value={"code": "BT", "title": "Bảo tàng", "rank": "staff"}),
        {"posts[11].code"},
    ),
    "a unit's code with a space": (add("units", value=UNIT | {"code": "TT TT"}), {"units[9].code"}),
    "a unit's code with a stroke": (add("units", value=UNIT | {"code": "V/P"}), {"units[9].code"}),
    "a unit's code with a letter that no symbol has": (
        add("units", value=UNIT | {"code": "VƠ"}),
        {"units[9].code"},
    ),
    "a unit's code that is too long": (
        add("units", value=UNIT | {"code": "V" * 13}),
        {"units[9].code"},
    ),
    "a symbol that is too long": (
        put("agency", "code", value="UBNDTPHCM"),
        {"units[4].code", "units[7].code"},
    ),
    "a post's code in capitals": (add("posts", value=POST | {"code": "PCVP"}), {"posts[11].code"}),
    "a post's code that climbs": (add("posts", value=POST | {"code": "../x"}), {"posts[11].code"}),
    "a post's code that is too long": (
        add("posts", value=POST | {"code": "p" * 65}),
        {"posts[11].code"},
    ),
    "an account that climbs": (put("accounts", 0, "id", value="../x"), {"accounts[0].id"}),
    "an account that is no file name": (put("accounts", 0, "id", value="a/b"), {"accounts[0].id"}),
    "a hidden account": (put("accounts", 0, "id", value=".an"), {"accounts[0].id"}),
    "an account with marks": (put("accounts", 0, "id", value="giám-đốc"), {"accounts[0].id"}),
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
        put("routes", 2, "units", value=["XX"]),
        {"routes[2].units"},
    ),
    "a step for a post that is not there": (
        put("routes", 0, "steps", 1, "posts", value=["tho-xay"]),
        {"routes[0].steps[1].posts"},
    ),
    "two heads": (
        add("posts", value={"code": "hieu-truong", "title": "Hiệu trưởng", "rank": "head"}),
        {"posts"},
    ),
    "no records desk": (put("posts", 5, "rank", value="staff"), {"posts"}),
    "a head of no unit": (
        drop("posts", 6, "unit"),
        {"posts[6].unit", "routes[3].steps[1].unit_heads"},
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
    "no time to answer a recall": (put("recall_hours", value="0"), {"recall_hours"}),
    "no time to issue": (put("issue_hours", value="0"), {"issue_hours"}),
    "no time to issue what is urgent": (
        put("urgent_issue_hours", value={"hoa_toc": "0"}),
        {"urgent_issue_hours.hoa_toc"},
    ),
    "more time to issue what is urgent": (
        put("urgent_issue_hours", value={"khan": "9"}),
        {"urgent_issue_hours.khan"},
    ),
    "more time to issue what is more urgent": (
        put("urgent_issue_hours", value={"khan": "2", "hoa_toc": "3"}),
        {"urgent_issue_hours.hoa_toc"},
    ),
    "an urgency to issue that nobody knows": (
        put("urgent_issue_hours", value={"gap": "1"}),
        {"urgent_issue_hours.gap"},
    ),
    "a nameless account": (put("accounts", 3, "name", value=""), {"accounts[3].name"}),
    "an account without a post": (put("accounts", 3, "posts", value=[]), {"accounts[3].posts"}),
    "drafters with nobody above them": (
        put("posts", 7, "rank", value="staff"),
        {"units[2]", "routes[3].steps[1].unit_heads"},
    ),
    "no general series": (numbered(QD), {"numbering"}),
    "two general series": (numbered(VB, VB | {"series": "VB2"}), {"numbering"}),
    "no series at all": (numbered(), {"numbering"}),
    "a series named twice": (
        numbered(VB, QD | {"series": "VB"}),
        {"numbering[0].series", "numbering[1].series"},
    ),
    "a series' code in small letters": (
        numbered(VB, QD | {"series": "qd"}),
        {"numbering[1].series"},
    ),
    "a nameless series": (numbered(VB, QD | {"name": " "}), {"numbering[1].name"}),
    "a series of a type that is none": (
        numbered(VB, QD | {"types": ["Quyết định"]}),
        {"numbering[1].types"},
    ),
    "a series of a unit that is none": (
        numbered(VB, HD | {"units": ["XX"]}),
        {"numbering[1].units"},
    ),
    "a series that is never taken": (
        numbered(VB, QD, QD | {"series": "QD2"}),
        {"numbering[2]"},
    ),
    "a unit's series without a symbol of its own": (
        numbered(VB, HD | {"abbreviation": ""}),
        {"numbering[1].abbreviation"},
    ),
    "a symbol of its own without a unit": (
        numbered(VB, QD | {"abbreviation": "HĐTĐ"}),
        {"numbering[1].units"},
    ),
    "a symbol of its own that is too long": (
        numbered(VB, HD | {"abbreviation": "W" * 20}),
        {"numbering[1].abbreviation"},
    ),
    "a symbol of its own with a space": (
        numbered(VB, HD | {"abbreviation": "H Đ"}),
        {"numbering[1].abbreviation"},
    ),
    # the shape, checked before the sense
    "a field that nobody knows": (put("agency", "motto", value="x"), {"agency.motto"}),
    "a field that is missing": (drop("agency", "place"), {"agency.place"}),
    "a rank that is none": (put("posts", 4, "rank", value="king"), {"posts[4].rank"}),
    "a day that is none": (
        put("working_time", "days_off", value=["2026-02-30"]),
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
    "a way of issuing that is none": (put("issue", value="by_the_drafter"), {"issue"}),
    "a list that is none": (put("units", value="VP"), {"units"}),
    "a letter that does not print": (
        put("agency", "place", value="Lạng\x00Sơn"),
        {"agency.place"},
    ),
    "a mark that turns the line round": (
        put("agency", "place", value="Lạng\u202eSơn"),
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


@pytest.mark.parametrize("code", ["KT&HT", "QLĐĐ", "VX1", "V", "TTra"])
def test_a_unit_may_have_every_code_that_symbols_have(lang_son: Content, code: str) -> None:
    add("units", value=UNIT | {"code": code})(lang_son)
    read_organisation(lang_son)


@pytest.mark.parametrize(
    "sub", ["4b0c2f0e-6b7d-4d0a-9f55-0f7c3a1f2b11", "Lan.Nguyen@so.example", "A_1", "x" * 128]
)
def test_an_account_may_have_every_subject_that_is_a_file_name(lang_son: Content, sub: str) -> None:
    put("accounts", 0, "id", value=sub)(lang_son)
    read_organisation(lang_son)


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
    assert refusal(lang_son).details == {"posts[4].unit": "không có đơn vị nào mã “XX”"}


def test_wrong_fields_hide_no_fault_elsewhere(lang_son: Content) -> None:
    put("agency", "motto", value="x")(lang_son)
    put("posts", 8, "rank", value="king")(lang_son)
    put("working_time", "days_off", value=["2026-02-30"])(lang_son)
    put("accounts", 6, "posts", value=["tho-xay"])(lang_son)
    put("routes", 0, "steps", 1, "posts", value=["tho-xay"])(lang_son)
    put("routes", 1, "steps", 0, "hours", value="tám")(lang_son)
    put("routes", 1, "steps", 1, "hours", value="0")(lang_son)
    put("working_time", "shifts", 1, "end", value="13:00")(lang_son)
    add("groups", 2, "members", value="bao-ve")(lang_son)
    assert set(refusal(lang_son).details) == {
        "agency.motto",
        "posts[8].rank",
        "working_time.days_off[0]",
        "accounts[6].posts",
        "routes[0].steps[1].posts",
        "routes[1].steps[0].hours",
        "routes[1].steps[1].hours",
        "working_time.shifts[1].end",
        "groups[2].members",
    }


@pytest.mark.parametrize(
    ("damage", "places"),
    [
        (put("units", 2, "kind", value="x"), {"units[2].kind"}),  # its code is still known
        (drop("units", 2, "code"), {"units[2].code"}),  # any code may be the one that is lacking
        (put("units", 2, value="QLVH"), {"units[2]"}),
        (put("posts", 0, "rank", value="x"), {"posts[0].rank"}),  # it may be the head
        (put("posts", 5, "rank", value="x"), {"posts[5].rank"}),  # it may be the clerk
        (put("routes", 0, "units", value="x"), {"routes[0].units"}),  # it may be the general route
        (put("routes", 0, "steps", 0, value="x"), {"routes[0].steps[0]"}),
        (put("accounts", 0, value=[]), {"accounts[0]"}),
        (put("agency", value=[]), {"agency"}),
        (put("agency", "name_lines", 0, value={}), {"agency.name_lines[0]"}),
        (put("agency", "code", value={}), {"agency.code"}),
        (drop("working_time"), {"working_time"}),
        (put("working_time", "weekend", 0, value="x"), {"working_time.weekend[0]"}),
        (put("posts", 7, "rank", value="x"), {"posts[7].rank"}),  # it may be who checks
    ],
)
def test_what_could_not_be_read_is_not_held_against_the_rest(
    lang_son: Content, damage: Damage, places: set[str]
) -> None:
    damage(lang_son)
    assert set(refusal(lang_son).details) == places


def test_codes_of_wrong_items_count_as_codes_that_are_there(lang_son: Content) -> None:
    put("units", 2, "kind", value="x")(lang_son)
    put("units", 3, "code", value="QLVH")(lang_son)
    details = refusal(lang_son).details
    assert {"units[2].kind", "units[2].code", "units[3].code"} <= set(details)
    assert "posts[7].unit" not in details
    assert "posts[9].unit" in details  # of QLDL, which is no more


def test_a_field_that_nobody_knows_is_called_so(lang_son: Content) -> None:
    put("agency", "motto", value="x")(lang_son)
    assert refusal(lang_son).details == {"agency.motto": "không có trường này"}


def test_two_faults_of_one_place_are_both_told(lang_son: Content) -> None:
    add("posts", value=POST | {"code": "khac", "rank": "head"})(lang_son)
    put("posts", 5, "rank", value="staff")(lang_son)
    said = refusal(lang_son).details["posts"]
    assert "head" in said
    assert "clerk" in said


def test_drafters_without_a_checker_are_told_beside_other_faults(lang_son: Content) -> None:
    put("posts", 7, "rank", value="staff")(lang_son)
    put("issue_hours", value="0")(lang_son)
    checked = {"units[2]", "routes[3].steps[1].unit_heads"}
    assert set(refusal(lang_son).details) == {*checked, "issue_hours"}


def test_damaged_anywhere_a_file_is_refused_in_vietnamese_and_never_breaks_the_reader(
    lang_son: Content, every: int
) -> None:
    """Values of every kind in turn are taken away and replaced by things of other shapes."""
    for number, path in enumerate(list(_paths(lang_son))[::every]):
        odd = (ODD[(number + other) % len(ODD)] for other in (0, 3, 6))
        for damage in (drop(*path), *(put(*path, value=value) for value in odd)):
            content = deepcopy(lang_son)
            damage(content)
            try:
                read_organisation(content)
            except Invalid as refused:
                said = " ".join(refused.details.values())
                assert refused.details  # noqa: PT017 -- some damages leave a file in order
                assert not ENGLISH & set(said.replace(",", "").split()), said


ODD: tuple[Any, ...] = ("", "x", [], {}, ["x"], {"x": "y"}, "0", "\u202e", None)
ENGLISH = {"must", "should", "be", "valid", "no", "such", "required", "input", "field", "not"}


def _paths(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value[:3])
    for name, one in inner:
        yield (*at, name)
        if isinstance(one, dict | list):
            yield from _paths(one, (*at, name))
