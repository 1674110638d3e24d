"""Who may sign, and what stands above the name (ND30 Đ.13, PL1 II.7)."""

from dataclasses import replace

import pytest

from shared.domain.organisation import Account, Post, Rank
from shared.domain.refusals import NotYours
from shared.domain.who_may_sign import CAPACITIES, eligible_signers, signing_block
from shared.runtime.organisations import read_organisation
from tests.support.office import LANG_SON, content_of

OFFICE = read_organisation(content_of(LANG_SON))
SIGNERS = ("giam-doc", "pho-giam-doc")


def account(sub: str) -> Account:
    found = OFFICE.account(sub)
    assert found is not None
    return found


def test_the_head_signs_under_the_title_alone() -> None:
    block = signing_block(OFFICE, account("giam-doc"), SIGNERS)
    assert block.lines == ("GIÁM ĐỐC",)
    assert block.post == "giam-doc"


def test_a_deputy_signs_for_the_head_in_two_lines() -> None:
    block = signing_block(OFFICE, account("duong-minh-tue"), SIGNERS)
    assert block.lines == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    assert block.post == "pho-giam-doc"
    assert "Đ.13.1" in block.ground


def test_every_deputy_signs_alike_whatever_the_name() -> None:
    first = signing_block(OFFICE, account("duong-minh-tue"), SIGNERS)
    assert signing_block(OFFICE, account("pho-giam-doc-2"), SIGNERS) == first


def test_a_deputy_may_not_sign_where_only_the_head_is_asked_for() -> None:
    with pytest.raises(NotYours, match="Dương Minh Tuệ không giữ chức vụ"):
        signing_block(OFFICE, account("duong-minh-tue"), ("giam-doc",))


def test_the_engine_is_told_the_account_and_no_name() -> None:
    with pytest.raises(NotYours) as refused:
        signing_block(OFFICE, account("duong-minh-tue"), ("giam-doc",))
    assert "Dương Minh Tuệ" not in refused.value.for_engine
    assert "duong-minh-tue không giữ chức vụ" in refused.value.for_engine


@pytest.mark.parametrize("sub", ["chuyen-vien-vp", "van-thu", "chanh-van-phong"])
def test_all_others_may_not_sign(sub: str) -> None:
    with pytest.raises(NotYours) as refused:
        signing_block(OFFICE, account(sub), SIGNERS)
    assert refused.value.code == "may_not_sign"
    assert "Điều 13" in refused.value.sentence


def test_naming_a_powerless_post_in_a_plan_gives_it_no_power() -> None:
    with pytest.raises(NotYours):
        signing_block(OFFICE, account("chanh-van-phong"), ("chanh-van-phong",))


@pytest.mark.parametrize("rank", Rank)
def test_every_rank_either_signs_in_its_capacity_or_is_refused(rank: Rank) -> None:
    post = Post(code="thu", title="Chức vụ thử", rank=rank, unit="VP")
    holder = Account(id="nguoi-thu", name="Người thử", posts=("thu",))
    office = replace(OFFICE, posts=(*OFFICE.posts, post), accounts=(*OFFICE.accounts, holder))
    if rank in CAPACITIES:
        assert signing_block(office, holder, ("thu",)).ground == CAPACITIES[rank].ground
        assert holder in eligible_signers(office, ("thu",), frozenset())
        return
    with pytest.raises(NotYours):
        signing_block(office, holder, ("thu",))
    assert eligible_signers(office, ("thu",), frozenset()) == ()


def test_of_several_posts_the_first_that_may_sign_is_taken() -> None:
    both = Account(id="hai-chuc", name="Hai chức", posts=("chanh-van-phong", "pho-giam-doc"))
    assert signing_block(OFFICE, both, SIGNERS).post == "pho-giam-doc"


def test_signers_are_offered_in_the_files_order_without_those_who_took_part() -> None:
    names = [one.id for one in eligible_signers(OFFICE, SIGNERS, frozenset())]
    assert names == ["giam-doc", "duong-minh-tue", "pho-giam-doc-2"]
    left = eligible_signers(OFFICE, SIGNERS, frozenset({"giam-doc", "duong-minh-tue"}))
    assert [one.id for one in left] == ["pho-giam-doc-2"]


@pytest.mark.parametrize("ground", [capacity.ground for capacity in CAPACITIES.values()])
def test_every_capacity_names_its_ground_in_law(ground: str) -> None:
    assert ground.startswith("ND30 Đ.13")
