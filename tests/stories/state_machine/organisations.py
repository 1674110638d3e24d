"""The agency of the random lives, and how its people change posts."""

from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Any, Final

from tests.support.office import LANG_SON, content_of

Content = dict[str, Any]

AGENCY: Final = "SVHTTDL"
HEAD, DEPUTY, SECOND = "giam-doc", "duong-minh-tue", "pho-giam-doc-2"
OFFICE_HEAD, OFFICE_DEPUTY = "chanh-van-phong", "pho-chanh-van-phong"
DRAFTERS: Final = {"VP": "chuyen-vien-vp", "QLVH": "chuyen-vien-qlvh", "QLDL": "chuyen-vien-qldl"}
FIELDS: Final = {"VP": "hanh-chinh", "QLVH": "van-hoa", "QLDL": "du-lich"}
CHECKERS: Final = ("truong-phong-qlvh", "truong-phong-qldl", "truong-phong-qltdtt")
INSPECTOR: Final = "chanh-thanh-tra"
PEOPLE: Final = (
    HEAD,
    DEPUTY,
    SECOND,
    OFFICE_HEAD,
    OFFICE_DEPUTY,
    *CHECKERS,
    INSPECTOR,
    *DRAFTERS.values(),
)
SIGNERS: Final = {"hanh-chinh": DEPUTY, "van-hoa": DEPUTY, "du-lich": SECOND}
"""Whom the drafter names, by field."""


@cache
def organisations() -> dict[str, Content]:
    """The organisation's file, by what changed in it."""
    return {name: changed(change) for name, change in _CHANGES.items()}


def changed(change: Callable[[Content], None]) -> Content:
    content = content_of(LANG_SON)
    staff = {"code": "chuyen-vien-qldl", "title": "Chuyên viên du lịch"}
    content["posts"].append(staff | {"rank": "staff", "unit": "QLDL"})
    person = {"id": "chuyen-vien-qldl", "name": "Chuyên viên Quản lý du lịch"}
    content["accounts"].append(person | {"posts": ["chuyen-vien-qldl"]})
    for route in content["routes"]:
        for step in route["steps"]:
            _widen(step)
    content = deepcopy(content)
    change(content)
    return content


def _widen(step: Content) -> None:
    """Let more people sit in each step, so that somebody is always tempted to act twice."""
    match step["kind"]:
        case "consultation":
            more = {"after": 4, "how": "added", "posts": ["chanh-van-phong"]}
            step["escalation"] = more
        case "content_check":
            step["unit_heads"] = ["QLVH", "QLDL", "VP"]
        case "office_review":
            step["posts"] = ["chanh-van-phong", "pho-chanh-van-phong", "truong-phong-qlvh"]
        case _:
            step["posts"] = sorted({*step["posts"], "pho-giam-doc", "chanh-van-phong"})


def person(content: Content, account: str) -> Content:
    found: Content = next(one for one in content["accounts"] if one["id"] == account)
    return found


def _as_filed(_content: Content) -> None:
    pass


def _by_head(content: Content) -> None:
    content["returns"] = "by_head"


def _fields_swapped(content: Content) -> None:
    one, other = person(content, DEPUTY), person(content, SECOND)
    one["fields"], other["fields"] = other["fields"], one["fields"]


def _office_swapped(content: Content) -> None:
    one, other = person(content, OFFICE_HEAD), person(content, OFFICE_DEPUTY)
    one["posts"], other["posts"] = other["posts"], one["posts"]


def _without_checkers(content: Content) -> None:
    gone = (OFFICE_HEAD, OFFICE_DEPUTY, *CHECKERS)
    content["accounts"] = [one for one in content["accounts"] if one["id"] not in gone]


def _head_retired(content: Content) -> None:
    content["accounts"] = [one for one in content["accounts"] if one["id"] != HEAD]
    person(content, DEPUTY)["in_charge"] = True


def _heads_of_units_promoted(content: Content) -> None:
    """Who checked the content may now be asked to sign."""
    person(content, "truong-phong-qlvh")["posts"] = ["pho-giam-doc"]
    person(content, "truong-phong-qlvh")["fields"] = ["van-hoa"]
    person(content, "chuyen-vien-qlvh")["posts"] = ["truong-phong-qlvh"]


_CHANGES: Final[dict[str, Callable[[Content], None]]] = {
    "as filed": _as_filed,
    "returns by the unit's head": _by_head,
    "deputies swapped fields": _fields_swapped,
    "office head and deputy swapped": _office_swapped,
    "no checker left": _without_checkers,
    "the head retired": _head_retired,
    "unit head promoted": _heads_of_units_promoted,
}
CHANGES: Final = tuple(_CHANGES)
