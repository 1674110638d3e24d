"""Who reads a restricted dispatch, who decides on it, and who is warned."""

from datetime import UTC, datetime

import pytest

from services.distribution.domain.access import (
    CONCEALED,
    Access,
    Change,
    Kind,
    access_of,
    concealed,
    demand_decider,
    demand_known_reader,
    demand_may_read,
    demand_warned,
    is_reader,
    may_read,
    refuse_idle,
    warnings,
)
from services.distribution.domain.register import Entry
from shared.domain.archiving import Parties
from shared.domain.organisation import Organisation
from shared.domain.people import Person
from shared.domain.refusals import Invalid, NotYours, Stale, WrongMoment
from shared.runtime.organisations import read_organisation
from tests.support.office import LANG_SON, content_of

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
CASE = "SVHTTDL-2026-000001"
OF_THE_OFFICE = Parties(unit="VP", signer="duong-minh-tue", signed=True)
SHUT = Access(restricted=True, readers=frozenset())


@pytest.fixture(scope="module")
def office() -> Organisation:
    return read_organisation(content_of(LANG_SON))


def person(office: Organisation, account: str) -> Person:
    found = office.account(account)
    assert found is not None
    return Person(account=found, organisation=office, version="0" * 64)


def change(number: int, kind: Kind, reader: str = "", by: str = "giam-doc") -> Change:
    return Change(number=number, kind=kind, reader=reader, reason="", by=by, at=AT)


MATRIX = {
    "giam-doc": (True, True, True, True, True),
    "duong-minh-tue": (True, True, True, True, True),
    "pho-giam-doc-2": (True, False, False, False, True),
    "chanh-van-phong": (True, True, True, True, True),
    "van-thu": (True, True, True, True, True),
    "chuyen-vien-vp": (True, False, False, False, False),
    "truong-phong-qlvh": (True, False, True, False, False),
    "chuyen-vien-qlvh": (True, False, True, True, False),
    "truong-phong-qldl": (True, False, False, False, False),
}
"""Open; restricted; and granted to QLVH, to @chuyen-vien-qlvh, to the post pho-giam-doc."""
ACCESSES = (
    Access(restricted=False, readers=frozenset()),
    SHUT,
    *(
        Access(restricted=True, readers=frozenset({one}))
        for one in ("QLVH", "@chuyen-vien-qlvh", "pho-giam-doc")
    ),
)


@pytest.mark.parametrize("account", MATRIX)
def test_who_reads_under_which_rights(office: Organisation, account: str) -> None:
    me = person(office, account)
    assert tuple(may_read(me, OF_THE_OFFICE, one) for one in ACCESSES) == MATRIX[account]


def test_a_post_is_no_account_of_the_same_name(office: Organisation) -> None:
    me = person(office, "chuyen-vien-qlvh")
    assert is_reader(me, "@chuyen-vien-qlvh")
    assert not is_reader(me, "@QLVH")
    assert not is_reader(me, "")


def test_whoever_may_not_read_is_told_who_may_grant_it(office: Organisation) -> None:
    with pytest.raises(NotYours, match="Dương Minh Tuệ") as refused:
        demand_may_read(person(office, "truong-phong-qldl"), OF_THE_OFFICE, SHUT, CASE)
    assert refused.value.code == "access_restricted"


@pytest.mark.parametrize(
    ("account", "decides"),
    [
        ("giam-doc", True),
        ("duong-minh-tue", True),
        ("chanh-van-phong", True),
        ("van-thu", False),
        ("chuyen-vien-vp", False),
        ("truong-phong-qlvh", False),
    ],
)
def test_head_signer_and_the_drafting_units_head_decide(
    office: Organisation, account: str, *, decides: bool
) -> None:
    me = person(office, account)
    if decides:
        demand_decider(me, OF_THE_OFFICE)
    else:
        with pytest.raises(NotYours) as refused:
            demand_decider(me, OF_THE_OFFICE)
        assert refused.value.code == "not_your_access"


def test_rights_are_what_the_changes_amount_to() -> None:
    kinds = [
        change(1, Kind.GRANTED, "QLVH"),
        change(2, Kind.RESTRICTED),
        change(3, Kind.GRANTED, "QLDL"),
        change(4, Kind.WITHDRAWN, "QLVH"),
        change(5, Kind.OPENED),
    ]
    assert access_of([]) == Access(restricted=False, readers=frozenset())
    assert access_of(kinds[:4]) == Access(restricted=True, readers=frozenset({"QLDL"}))
    assert access_of(kinds) == Access(restricted=False, readers=frozenset({"QLDL"}))


@pytest.mark.parametrize(
    ("access", "kind", "reader"),
    [
        (SHUT, Kind.RESTRICTED, ""),
        (ACCESSES[0], Kind.OPENED, ""),
        (ACCESSES[2], Kind.GRANTED, "QLVH"),
        (SHUT, Kind.WITHDRAWN, "QLVH"),
    ],
)
def test_a_change_that_changes_nothing_is_refused(access: Access, kind: Kind, reader: str) -> None:
    with pytest.raises(WrongMoment) as refused:
        refuse_idle(access, kind, reader, CASE)
    assert refused.value.code == "nothing_changes"


def test_only_who_is_in_the_agencys_file_is_granted_anything(office: Organisation) -> None:
    for known in ("QLVH", "pho-giam-doc", "@van-thu"):
        demand_known_reader(office, known)
    for unknown in ("", "@", "@QLVH", "chuyen-vien"):
        with pytest.raises(Invalid):
            demand_known_reader(office, unknown)


@pytest.mark.parametrize(
    ("account", "numbers"),
    [
        ("van-thu", [1, 2, 3]),
        ("duong-minh-tue", [1, 2, 3]),
        ("giam-doc", [3]),
        ("chuyen-vien-qlvh", [2]),
        ("truong-phong-qldl", [3]),
        ("chuyen-vien-vp", []),
    ],
)
def test_clerks_deciders_and_those_who_got_or_lost_it_are_warned(
    office: Organisation, account: str, numbers: list[int]
) -> None:
    changes = [
        change(1, Kind.RESTRICTED),
        change(2, Kind.GRANTED, "QLVH"),
        change(3, Kind.WITHDRAWN, "QLDL", by="chanh-van-phong"),
    ]
    me = person(office, account)
    told = warnings(me, OF_THE_OFFICE, changes, 0)
    assert [one.number for one in told] == numbers
    assert warnings(me, OF_THE_OFFICE, changes, 3) == ()


def test_only_what_was_seen_is_confirmed() -> None:
    demand_warned([change(2, Kind.RESTRICTED)], 2)
    with pytest.raises(Stale):
        demand_warned([change(2, Kind.RESTRICTED)], 3)
    with pytest.raises(WrongMoment):
        demand_warned([], 1)


def test_a_concealed_line_keeps_number_date_and_type_alone() -> None:
    entry = Entry(
        case=CASE,
        series="VB",
        year=2026,
        number=1,
        symbol="SVHTTDL-VP",
        dated=AT.date(),
        doc_type="cong_van",
        subject="Trích yếu kín",
        signer="Dương Minh Tuệ",
        recipients=("Phòng kín",),
        file_copy=("VT", "Phòng kín"),
        copies=1,
        sent_at=AT,
        state=None,
        note="Phòng kín từ chối",
        receipts=("Phòng kín, 23/11/2026",),
    )
    shown = concealed(entry)
    assert (shown.printed, shown.dated, shown.doc_type) == ("01/SVHTTDL-VP", AT.date(), "cong_van")
    assert (shown.subject, shown.recipients) == (CONCEALED, (CONCEALED,))
    assert "kín" not in repr(shown)
