"""A person at the instant of an act."""

from dataclasses import replace
from itertools import product

import pytest

from shared.domain.organisation import Account, Organisation, Post, Rank
from shared.domain.people import Person, is_superior
from shared.runtime.organisations import read_organisation
from tests.support.agencies import LANG_SON, content_of

OFFICE = read_organisation(content_of(LANG_SON))


def person(sub: str) -> Person:
    account = OFFICE.account(sub)
    assert account is not None
    return Person(account=account, organisation=OFFICE, version="v1")


def test_a_person_is_known_by_the_account_and_its_agency() -> None:
    deputy = person("duong-minh-tue")
    assert (deputy.id, deputy.agency, deputy.version) == ("duong-minh-tue", "SVHTTDL", "v1")


def test_a_person_holds_a_post_if_any_of_several_is_asked_for() -> None:
    deputy = person("duong-minh-tue")
    assert deputy.holds(("giam-doc", "pho-giam-doc"))
    assert not deputy.holds(("giam-doc",))
    assert not deputy.holds(())


def test_only_the_clerk_is_a_clerk() -> None:
    clerks = {account.id for account in OFFICE.accounts if person(account.id).is_clerk()}
    assert clerks == {"van-thu"}


UNDER = {
    "giam-doc": {one.id for one in OFFICE.accounts} - {"giam-doc"},
    "duong-minh-tue": {
        *("chanh-van-phong", "pho-chanh-van-phong", "chuyen-vien-vp", "van-thu"),
        *("chanh-thanh-tra", "truong-phong-qlvh", "chuyen-vien-qlvh"),
    },
    "pho-giam-doc-2": {"truong-phong-qldl", "truong-phong-qltdtt"},
    "chanh-van-phong": {"pho-chanh-van-phong", "chuyen-vien-vp", "van-thu"},
    "truong-phong-qlvh": {"chuyen-vien-qlvh"},
}
"""Who is set over whom in the Sở; nobody else over anybody."""


def named(office: Organisation, sub: str) -> Account:
    account = office.account(sub)
    assert account is not None
    return account


def over(office: Organisation, sub: str) -> set[str]:
    me = named(office, sub)
    return {one.id for one in office.accounts if is_superior(office, me, one)}


@pytest.mark.parametrize("sub", [one.id for one in OFFICE.accounts])
def test_superiors_are_those_that_the_file_sets_over_people(sub: str) -> None:
    assert over(OFFICE, sub) == UNDER.get(sub, set())


def test_who_is_in_charge_is_over_everybody_but_the_head() -> None:
    office = replace(
        OFFICE,
        accounts=tuple(
            replace(one, in_charge=one.id == "pho-giam-doc-2") for one in OFFICE.accounts
        ),
    )
    everybody = {one.id for one in office.accounts}
    assert over(office, "pho-giam-doc-2") == everybody - {"giam-doc", "pho-giam-doc-2"}
    assert over(office, "giam-doc") == everybody - {"giam-doc"}


def test_who_acts_as_head_is_over_everybody() -> None:
    acting = Post(code="quyen", title="Quyền Giám đốc", rank=Rank.ACTING_HEAD)
    office = replace(
        OFFICE,
        posts=(*OFFICE.posts, acting),
        accounts=tuple(
            replace(one, posts=("quyen",)) if one.id == "giam-doc" else one
            for one in OFFICE.accounts
        ),
    )
    assert over(office, "giam-doc") == {one.id for one in office.accounts} - {"giam-doc"}


def test_nobody_is_over_himself_nor_are_two_over_each_other() -> None:
    for me, other in product(OFFICE.accounts, OFFICE.accounts):
        both = is_superior(OFFICE, me, other) and is_superior(OFFICE, other, me)
        assert not both, (me.id, other.id)
        assert not is_superior(OFFICE, me, me)
