"""Who signs in the place of somebody absent, or as the head's delegate (ND30 Đ.13.3)."""

from dataclasses import replace
from itertools import product

import pytest

from shared.domain.grants import Matter
from shared.domain.organisation import ByOrder, Rank
from shared.domain.who_may_sign import Capacity, signing_block
from tests.shared.domain.signing_office import (
    AT,
    DAY,
    FIELDS,
    LINES,
    OFFICE,
    account,
    away,
    delegated,
    matter,
    refusal,
)

SUBSTITUTES: dict[str, set[str]] = {
    "giam-doc": {"duong-minh-tue", "pho-giam-doc-2", "phu-trach"},
    "quyen": {"duong-minh-tue", "pho-giam-doc-2", "phu-trach"},
    "duong-minh-tue": {"giam-doc", "quyen", "pho-giam-doc-2", "phu-trach"},
    "phu-trach": {"giam-doc", "quyen", "duong-minh-tue", "pho-giam-doc-2"},
    "chanh-van-phong": {"pho-chanh-van-phong"},
}
"""Who may sign an invitation of the Office in the place of whom; all other pairs are refused."""
EVERYBODY = tuple(one.id for one in OFFICE.accounts)


@pytest.mark.parametrize(
    ("absent", "substitute"), [pair for pair in product(EVERYBODY, EVERYBODY) if pair[0] != pair[1]]
)
def test_only_those_of_the_table_sign_in_anothers_place(absent: str, substitute: str) -> None:
    about, absence = matter("hanh-chinh", "giay_moi"), away(absent, substitute)
    if substitute not in SUBSTITUTES.get(absent, set()):
        refused = refusal(substitute, about, absence=absence)
        assert refused.code in {"may_not_sign", "no_passing_on", "other_field"}
        assert account(substitute).name in refused.sentence
        assert account(substitute).name not in refused.for_engine
        return
    block = signing_block(OFFICE, account(substitute), about, absence=absence)
    assert (block.on_behalf_of, block.granted_by) == (absent, "vang-1")
    assert block.post in account(substitute).posts
    lines = LINES.get(substitute, ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"))
    assert block.lines == lines


def test_in_the_heads_place_a_deputy_signs_outside_of_his_own_fields() -> None:
    assert refusal("pho-giam-doc-2", matter("van-hoa")).code == "other_field"
    absence = away("giam-doc", "pho-giam-doc-2")
    block = signing_block(OFFICE, account("pho-giam-doc-2"), matter("van-hoa"), absence=absence)
    assert block.capacity is Capacity.DEPUTY


@pytest.mark.parametrize("field", FIELDS)
def test_in_a_deputys_place_another_signs_in_the_absent_ones_fields(field: str) -> None:
    absence = away("duong-minh-tue", "pho-giam-doc-2")
    if field in account("duong-minh-tue").fields:
        block = signing_block(OFFICE, account("pho-giam-doc-2"), matter(field), absence=absence)
        assert block.on_behalf_of == "duong-minh-tue"
        return
    refused = refusal("pho-giam-doc-2", matter(field), absence=absence)
    assert refused.code == "other_field"
    assert "Dương Minh Tuệ" in refused.sentence
    assert "Dương Minh Tuệ" not in refused.for_engine


def test_a_substitute_by_order_is_a_deputy_of_that_very_unit() -> None:
    orders = tuple(
        ByOrder(post=post, types=("giay_moi",), deputies=True)
        for post in ("chanh-van-phong", "truong-phong-qlvh")
    )
    office, about = replace(OFFICE, by_order=orders), matter(doc_type="giay_moi")
    absence = away("chanh-van-phong", "pho-tp-qlvh")
    assert refusal("pho-tp-qlvh", about, office=office, absence=absence).code == "may_not_sign"
    closed = replace(OFFICE, by_order=(replace(orders[0], deputies=False),))
    absence = away("chanh-van-phong", "pho-chanh-van-phong")
    refused = refusal("pho-chanh-van-phong", about, office=closed, absence=absence)
    assert refused.code == "may_not_sign"


@pytest.mark.parametrize(
    ("about", "scope"),
    [
        (matter(at=AT - 2 * DAY), {}),
        (matter(at=AT + DAY), {}),
        (matter(), {"fields": ("van-hoa",)}),
        (matter(), {"types": ("giay_moi",)}),
    ],
)
def test_an_absence_counts_in_its_time_and_scope_only(
    about: Matter, scope: dict[str, tuple[str, ...]]
) -> None:
    refused = refusal("duong-minh-tue", about, absence=away("giam-doc", "duong-minh-tue", **scope))
    assert refused.code == "absence_not_in_force"
    assert "từ 09:00 ngày 22/11/2026 đến 09:00 ngày 24/11/2026" in refused.sentence


def test_an_absence_is_of_its_own_two_people() -> None:
    absence = away("giam-doc", "pho-giam-doc-2")
    assert refusal("duong-minh-tue", absence=absence).code == "may_not_sign"
    gone = replace(OFFICE, accounts=tuple(a for a in OFFICE.accounts if a.id != "giam-doc"))
    assert refusal("pho-giam-doc-2", office=gone, absence=absence).code == "may_not_sign"


@pytest.mark.parametrize(
    ("absent", "substitute"),
    [
        ("pho-chanh-van-phong", "pho-tp-qlvh"),  # TL. KT. goes no further
        ("truong-phong-qlvh", "pho-tp-qlvh"),  # it may have a delegation, or nothing
        ("chuyen-vien-vp", "duong-minh-tue"),
    ],
)
def test_who_has_no_right_of_its_own_passes_none_on(absent: str, substitute: str) -> None:
    about = matter("du-lich", doc_type="giay_moi")
    assert refusal(substitute, about, absence=away(absent, substitute)).code == "no_passing_on"


def test_a_delegation_is_not_passed_on_to_a_substitute() -> None:
    refused = refusal(
        "pho-chanh-van-phong",
        absence=away("chanh-van-phong", "pho-chanh-van-phong"),
        delegation=delegated("chanh-van-phong"),
    )
    assert refused.code == "no_passing_on"
    assert "khoản 3 Điều 13" in refused.sentence


@pytest.mark.parametrize("sub", EVERYBODY)
def test_the_head_delegates_to_heads_of_units_only(sub: str) -> None:
    delegation = delegated(sub)
    if not OFFICE.has_rank(account(sub), Rank.UNIT_HEAD):
        refused = refusal(sub, matter(), delegation=delegation)
        assert refused.code == "delegate_not_unit_head"
        return
    block = signing_block(OFFICE, account(sub), matter(), delegation=delegation)
    assert block.lines == ("TUQ. GIÁM ĐỐC", OFFICE.post(block.post).title.upper())
    assert (block.capacity, block.on_behalf_of) == (Capacity.DELEGATED, "giam-doc")
    assert (block.granted_by, block.ground[:11]) == ("uq-1", "ND30 Đ.13.3")


@pytest.mark.parametrize("delegator", EVERYBODY)
def test_nobody_but_the_head_or_the_acting_head_delegates(delegator: str) -> None:
    delegation = delegated("truong-phong-qlvh", delegator)
    if delegator in {"giam-doc", "quyen"}:
        signing_block(OFFICE, account("truong-phong-qlvh"), matter(), delegation=delegation)
        return
    refused = refusal("truong-phong-qlvh", delegation=delegation)
    assert refused.code == "delegation_not_of_head"


@pytest.mark.parametrize(
    ("about", "types"),
    [(matter(at=AT - 2 * DAY), ()), (matter(at=AT + DAY), ()), (matter(), ("giay_moi",))],
)
def test_a_delegation_counts_in_its_time_and_content_only(
    about: Matter, types: tuple[str, ...]
) -> None:
    refused = refusal(
        "truong-phong-qlvh", about, delegation=delegated("truong-phong-qlvh", types=types)
    )
    assert refused.code == "delegation_not_in_force"
    assert "12/QĐ-SVHTTDL ngày 05/01/2026 từ 09:00 ngày 22/11/2026" in refused.sentence


def test_a_delegation_is_its_delegates_alone() -> None:
    refused = refusal("chanh-thanh-tra", delegation=delegated("truong-phong-qlvh"))
    assert refused.code == "may_not_sign"
