"""A person at the instant of an act."""

from shared.domain.people import Person
from shared.runtime.organisations import read_organisation
from tests.support.office import LANG_SON, content_of

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
