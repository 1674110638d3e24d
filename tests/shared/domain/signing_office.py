"""The Sở with one person of every capacity, and what is asked of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.grants import Absence, Delegation, Matter
from shared.domain.organisation import Account, Organisation, Post, Rank
from shared.domain.refusals import NotYours
from shared.domain.route import StepKind
from shared.domain.who_may_sign import SigningBlock, signing_block
from shared.runtime.organisations import read_organisation
from tests.support.agencies import LANG_SON, content_of

ACTING = Post(code="quyen", title="Quyền Giám đốc", rank=Rank.ACTING_HEAD)
SECOND = Post(code="pho-tp-qlvh", title="Phó Trưởng phòng", rank=Rank.UNIT_DEPUTY, unit="QLVH")
READ = read_organisation(content_of(LANG_SON))
OFFICE = replace(
    READ,
    posts=(*READ.posts, ACTING, SECOND),
    accounts=(
        *READ.accounts,
        Account(id="quyen", name="Người giữ quyền", posts=("quyen",)),
        Account(id="phu-trach", name="Người phụ trách", posts=("pho-giam-doc",), in_charge=True),
        Account(id="pho-tp-qlvh", name="Phó phòng Văn hóa", posts=("pho-tp-qlvh",)),
    ),
)
"""The Sở with one of every capacity."""

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
DAY = timedelta(days=1)
FIELDS = ("hanh-chinh", "van-hoa", "du-lich", "the-thao")
TYPES = ("cong_van", "giay_moi")


def account(sub: str, office: Organisation = OFFICE) -> Account:
    found = office.account(sub)
    assert found is not None
    return found


def matter(field: str = "hanh-chinh", doc_type: str = "cong_van", at: datetime = AT) -> Matter:
    return Matter(kind=StepKind.SIGNATURE, doc_type=doc_type, field=field, at=at)


def signs(
    sub: str, about: Matter | None = None, office: Organisation = OFFICE, post: str | None = None
) -> SigningBlock:
    return signing_block(office, account(sub, office), about or matter(), post=post)


def refusal(
    sub: str,
    about: Matter | None = None,
    *,
    office: Organisation = OFFICE,
    post: str | None = None,
    absence: Absence | None = None,
    delegation: Delegation | None = None,
) -> NotYours:
    with pytest.raises(NotYours) as refused:
        signing_block(
            office,
            account(sub, office),
            about or matter(),
            post=post,
            absence=absence,
            delegation=delegation,
        )
    return refused.value


def away(
    absent: str, substitute: str, *, fields: tuple[str, ...] = (), types: tuple[str, ...] = ()
) -> Absence:
    return Absence(
        id="vang-1",
        account=absent,
        substitute=substitute,
        starts_at=AT - DAY,
        ends_at=AT + DAY,
        fields=fields,
        types=types,
    )


def delegated(
    delegate: str, delegator: str = "giam-doc", types: tuple[str, ...] = ()
) -> Delegation:
    return Delegation(
        id="uq-1",
        delegator=delegator,
        delegate=delegate,
        starts_at=AT - DAY,
        ends_at=AT + DAY,
        types=types,
        fields=() if types else FIELDS,
        paper="12/QĐ-SVHTTDL ngày 05/01/2026",
    )


LINES = {
    "giam-doc": ("GIÁM ĐỐC",),
    "quyen": ("Q. GIÁM ĐỐC",),
    "duong-minh-tue": ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    "phu-trach": ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    "chanh-van-phong": ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"),
    "pho-chanh-van-phong": ("TL. GIÁM ĐỐC", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
}
