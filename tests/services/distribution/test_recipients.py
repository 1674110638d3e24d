from dataclasses import replace

import pytest

from services.distribution.domain.recipients import (
    expand,
    file_copy_units,
    has_mailbox,
    mailboxes_of,
    may_open,
)
from shared.domain.organisation import Organisation
from shared.domain.refusals import Invalid
from shared.runtime.organisations import read_organisation
from tests.support.office import LANG_SON, content_of

DIVISIONS = ("TTr", "QLVH", "QLDL", "QLTDTT")


@pytest.fixture(scope="module")
def agency() -> Organisation:
    return read_organisation(content_of(LANG_SON))


def test_as_above_means_the_addressees(agency: Organisation) -> None:
    (divisions, heads) = expand(["Như trên;", "GĐ, các PGĐ Sở;"], ["Các phòng chuyên môn"], agency)
    assert (divisions.recipient, divisions.mailboxes) == ("Các phòng chuyên môn", DIVISIONS)
    assert heads.mailboxes == ("giam-doc", "pho-giam-doc")


@pytest.mark.parametrize(
    ("written", "mailbox"),
    [
        ("Phòng Quản lý văn hóa", "QLVH"),
        ("- phòng quản lý VĂN HÓA (để phối hợp);", "QLVH"),
        ("QLVH", "QLVH"),
        ("Chánh Văn phòng", "chanh-van-phong"),
        ("CVP", "chanh-van-phong"),
        ("Pho\u0301 Gia\u0301m đốc", "pho-giam-doc"),
        ("GD", "giam-doc"),
    ],
)
def test_units_and_posts_are_known_by_name_and_abbreviation(
    agency: Organisation, written: str, mailbox: str
) -> None:
    (one,) = expand([written], [], agency)
    assert one.mailboxes == (mailbox,)


def test_a_mailbox_that_is_named_twice_gets_one_copy(agency: Organisation) -> None:
    expanded = expand(["Như trên", "QLVH", "Thanh tra", "qlvh"], ["Các phòng chuyên môn"], agency)
    assert [one.recipient for one in expanded] == ["Các phòng chuyên môn", "QLVH", "Thanh tra"]
    assert mailboxes_of(expanded) == DIVISIONS


def test_every_unknown_recipient_is_named(agency: Organisation) -> None:
    with pytest.raises(Invalid, match=r"Sở Nội vụ \(.*; Hội Nhà báo \(") as refused:
        expand(["QLVH", "Sở Nội vụ", "Hội Nhà báo;"], [], agency)
    assert refused.value.code == "unknown_recipient"
    assert len(refused.value.details) == 2


def test_the_engine_is_told_the_place_of_an_unknown_recipient_and_not_its_name(
    agency: Organisation,
) -> None:
    with pytest.raises(Invalid) as refused:
        expand(["QLVH", "Sở Nội vụ", "Hội Nhà báo;"], [], agency)
    told = refused.value.for_engine
    assert "nơi nhận thứ 2, 3 của văn bản" in told
    assert "Nội vụ" not in told
    assert "Nhà báo" not in told


def test_as_above_among_the_addressees_is_nobody(agency: Organisation) -> None:
    with pytest.raises(Invalid, match="Như trên"):
        expand(["Như trên"], ["Như trên"], agency)


def test_a_renamed_group_and_a_renamed_unit_still_get_what_was_submitted_for_them(
    agency: Organisation,
) -> None:
    units = [
        replace(one, name="Phòng Văn hóa") if one.code == "QLVH" else one for one in agency.units
    ]
    groups = [replace(one, name=f"{one.name} (mới)" + " 2026") for one in agency.groups]
    renamed = replace(agency, units=tuple(units), groups=tuple(groups))
    lines = ["Các phòng chuyên môn", "Phòng Quản lý văn hóa", "Phòng Văn hóa"]
    divisions, old, new = expand(lines, [], renamed, agency)
    assert (divisions.mailboxes, divisions.gone) == (DIVISIONS, ())
    assert old.mailboxes == new.mailboxes == ("QLVH",)


def test_a_name_that_is_in_force_means_what_it_means_now(agency: Organisation) -> None:
    smaller = replace(agency.groups[0], name="Các phòng chuyên môn", members=("QLDL",))
    (one,) = expand(["Các phòng chuyên môn"], [], replace(agency, groups=(smaller,)), agency)
    assert one.mailboxes == ("QLDL",)


def test_who_is_no_more_is_named_and_the_others_of_the_group_get_theirs(
    agency: Organisation,
) -> None:
    (one,) = expand(["Các phòng chuyên môn"], [], without(agency, "QLVH"), agency)
    assert (one.mailboxes, one.gone) == (("TTr", "QLDL", "QLTDTT"), ("QLVH",))


def test_a_recipient_of_whom_nothing_is_left_is_refused_by_name(agency: Organisation) -> None:
    with pytest.raises(Invalid) as refused:
        expand(["QLVH", "Thanh tra", "Sở Nội vụ"], [], without(agency, "QLVH"), agency)
    assert list(refused.value.details) == ["QLVH", "Sở Nội vụ"]
    assert "QLVH (khi trình là QLVH, nay cơ quan không còn)" in refused.value.sentence


def without(agency: Organisation, code: str) -> Organisation:
    units = tuple(unit for unit in agency.units if unit.code != code)
    return replace(agency, units=units, groups=())


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("VT, VP", ("VT", "VP")),
        ("Lưu: VT, VP (02).", ("VT", "VP")),
        ("VT; VP, 03 bản.", ("VT", "VP")),
        ("VT, VT", ("VT",)),
        ("", ()),
    ],
)
def test_the_file_copy_is_of_the_units_that_the_line_names(
    line: str, units: tuple[str, ...]
) -> None:
    assert file_copy_units(line) == units


def test_mailboxes_open_for_the_holder_and_the_members_of_the_unit(agency: Organisation) -> None:
    assert may_open(agency, ("chuyen-vien-qlvh",), "QLVH")
    assert may_open(agency, ("giam-doc",), "giam-doc")
    assert not may_open(agency, ("giam-doc",), "QLVH")
    assert not may_open(agency, ("chuyen-vien-qlvh",), "truong-phong-qlvh")


def test_units_and_posts_have_mailboxes_and_groups_have_none(agency: Organisation) -> None:
    assert has_mailbox(agency, "QLVH")
    assert has_mailbox(agency, "giam-doc")
    assert not has_mailbox(agency, "Các phòng chuyên môn")
