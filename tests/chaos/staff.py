"""The people of two agencies in one deployment: a department, and a commune beside it."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from tests.stories.papers import XA_CHECKER, XA_CLERK, XA_DRAFTER, XA_HEAD, XA_REVIEWER, mailed
from tests.support.office import LANG_SON, TINY, content_of

REVIEWERS: Final = ["chanh-van-phong", "pho-chanh-van-phong"]
"""Posts of the department that may both check the form: so two people may decide one task."""
Content = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Who does what in an agency, by accounts; units by their codes."""

    agency: str
    drafters: Sequence[str]
    approvers: Sequence[str]
    """In the order in which a task is looked for among them."""
    clerk: str
    reader: str
    mailbox: str
    """The reader's."""
    head: str
    office: str
    """The unit for which numbers are reserved."""

    @property
    def everybody(self) -> frozenset[str]:
        return frozenset({*self.drafters, *self.approvers, self.clerk, self.reader, self.head})


DEPARTMENT: Final = Staff(
    agency="SVHTTDL",
    drafters=("chuyen-vien-vp", "chuyen-vien-qlvh"),
    approvers=(
        "chanh-van-phong",
        "pho-chanh-van-phong",
        "truong-phong-qlvh",
        "duong-minh-tue",
        "giam-doc",
        "truong-phong-qldl",
    ),
    clerk="van-thu",
    reader="truong-phong-qlvh",
    mailbox="QLVH",
    head="giam-doc",
    office="VP",
)
COMMUNE: Final = Staff(
    agency="UBNDX",
    drafters=(XA_DRAFTER,),
    approvers=(XA_CHECKER, XA_REVIEWER, XA_HEAD),
    clerk=XA_CLERK,
    reader=XA_CHECKER,
    mailbox="VPX",
    head=XA_HEAD,
    office="VPX",
)


def files(*, addresses: bool, neighbours: bool) -> Sequence[Content]:
    """The agencies' files, the department's first; with addresses where there is mail."""
    contents = [_with_two_reviewers(content_of(LANG_SON))]
    if neighbours:
        contents.append(content_of(TINY))
    return [mailed(one) if addresses else one for one in contents]


def _with_two_reviewers(content: Content) -> Content:
    changed = deepcopy(content)
    for step in changed["routes"][0]["steps"]:
        if step["kind"] == "office_review":
            step["posts"] = REVIEWERS
    return changed
