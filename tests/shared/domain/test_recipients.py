import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.organisation import Group, Organisation
from shared.domain.recipients import LONGEST, Directory, is_as_above, plain
from shared.runtime.organisations import read_organisation
from tests.support.agencies import LANG_SON, content_of


@pytest.fixture(scope="module")
def agency() -> Organisation:
    return read_organisation(content_of(LANG_SON))


@pytest.mark.parametrize(
    "written",
    [
        "Thư viện tỉnh",
        "- thư viện  TỈNH;",
        " + Thư viện tỉnh.",
        "Thư viện tỉnh (để t/h);",
        "Thư viện tỉnh (để b/c) (2 bản)",
        unicodedata.normalize("NFD", "THƯ VIỆN TỈNH"),
    ],
)
def test_a_name_is_the_same_however_it_is_written(written: str) -> None:
    assert plain(written) == "thư viện tỉnh"


@pytest.mark.parametrize("written", ["", " ", "- ;", "(để b/c)", "ă" * (LONGEST + 1)])
def test_what_is_no_name_is_empty_and_known_to_nobody(written: str) -> None:
    assert plain(written) == ""
    assert Directory.named([(written, ("box",))]).find(written) == ()


@given(st.text(max_size=60))
def test_a_plain_name_stays_as_it_is(name: str) -> None:
    assert plain(plain(name)) == plain(name)


@pytest.mark.parametrize("line", ["Như trên", "- Như trên;", "NHƯ KÍNH GỬI."])
def test_as_above_is_recognised(line: str) -> None:
    assert is_as_above(line)
    assert not is_as_above(f"{line} và GĐ")


def test_a_lost_stroke_means_what_it_alone_can_be() -> None:
    known = Directory.named([("Phòng ĐA", ("a",)), ("Phòng DA", ("b",)), ("GĐ", ("c",))])
    assert known.find("Phòng DA") == ("b",)
    assert known.find("Phòng ĐA") == ("a",)
    assert known.find("GD") == ("c",)
    assert Directory.named([("Phòng DA", ("b",))]).find("PHÒNG ĐA") == ("b",)


def test_a_lost_stroke_that_may_be_two_is_nobody() -> None:
    known = Directory.named([("ĐĐ", ("a",)), ("ĐD", ("b",))])
    assert known.find("DD") == ()


def test_of_two_with_one_name_the_group_goes_before_the_unit(agency: Organisation) -> None:
    group = Group(name="VĂN PHÒNG", members=("QLVH", "QLDL"))
    known = Directory.of(replace(agency, groups=(group,)))
    assert known.find("Văn phòng") == ("QLVH", "QLDL")


def test_groups_units_and_posts_are_known_by_each_of_their_names(agency: Organisation) -> None:
    known = Directory.of(agency)
    assert known.find("Các phòng chuyên môn") == ("TTr", "QLVH", "QLDL", "QLTDTT")
    assert known.find("qlvh") == known.find("Phòng Quản lý văn hóa") == ("QLVH",)
    for name in ("Phó Giám đốc", "PGĐ", "pho-giam-doc"):
        assert known.find(name) == ("pho-giam-doc",)
    assert known.find("GD, các PGD Sở") == known.find("GĐ, các PGĐ Sở")
    assert known.find("Sở Nội vụ") == ()


def test_a_name_without_a_mailbox_is_no_recipient() -> None:
    assert Directory.named([("Các phòng", ())]).find("Các phòng") == ()
