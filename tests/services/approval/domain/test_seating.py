"""Who may take a seat: of one's own right, for somebody absent, by delegation; at one instant."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from services.approval.domain.seating import InForce, Seated, able, is_away, open_to, seatings
from shared.domain.grants import Absence, Delegation
from shared.domain.refusals import NotYours
from shared.domain.route import StepKind
from shared.domain.seats import Seat, SeatKind
from tests.services.approval.domain.seats import (
    AT,
    ENDS,
    STARTS,
    away,
    delegated,
    matter,
    now,
    office,
    post,
    round_at,
    step,
    voted,
    waiting,
    with_fields,
)

CHECK, REVIEW, OPINION, SIGN = (
    StepKind.CONTENT_CHECK,
    StepKind.OFFICE_REVIEW,
    StepKind.CONSULTATION,
    StepKind.SIGNATURE,
)
INSTANT = timedelta(microseconds=1)
OFFICE = with_fields(
    office(
        giam="giam-doc",
        pho="pho-giam-doc",
        pho2="pho-giam-doc",
        van="chanh-van-phong",
        phovan="pho-chanh-van-phong",
        tra="chanh-thanh-tra",
        vien="chuyen-vien-vp",
    ),
    "pho",
    "hanh-chinh",
)
HEAD, DEPUTY, FIELD = post("giam-doc"), post("pho-giam-doc"), Seat(SeatKind.FIELD, "hanh-chinh")
CHECKER = Seat(SeatKind.UNIT_HEAD, "VP")


def seats(
    account: str, kind: StepKind, *wanted: Seat, in_force: InForce | None = None
) -> tuple[tuple[Seated, ...], NotYours | None]:
    in_force = in_force or now(OFFICE)
    known = in_force.organisation.account(account)
    assert known is not None
    return seatings(step(kind, *wanted), known, in_force, matter(kind, at=in_force.at))


def only(found: tuple[tuple[Seated, ...], NotYours | None]) -> Seated:
    ((one,), _) = found
    return one


@pytest.mark.parametrize(
    ("account", "seat", "as_what"),
    [
        ("van", post("chanh-van-phong"), "chanh-van-phong"),
        ("van", CHECKER, "chanh-van-phong"),
        ("pho", FIELD, "pho-giam-doc"),
        ("vien", Seat(SeatKind.ACCOUNT, "vien"), "chuyen-vien-vp"),
    ],
)
def test_whoever_holds_a_seat_takes_it_of_his_own_right(
    account: str, seat: Seat, as_what: str
) -> None:
    taken = only(seats(account, OPINION, seat))
    assert (taken.seat, taken.post.code) == (seat, as_what)
    assert (taken.behalf, taken.granted_by, taken.block) == (None, None, None)


@pytest.mark.parametrize(
    ("account", "seat"),
    [
        ("phovan", post("chanh-van-phong")),
        ("phovan", CHECKER),
        ("tra", CHECKER),
        ("pho2", FIELD),
        ("giam", Seat(SeatKind.ACCOUNT, "vien")),
    ],
)
def test_whoever_does_not_hold_a_seat_does_not_take_it(account: str, seat: Seat) -> None:
    assert seats(account, OPINION, seat) == ((), None)


def test_who_holds_a_post_is_asked_at_the_instant_of_the_act() -> None:
    moved = replace(
        OFFICE,
        accounts=tuple(
            replace(one, posts=("chuyen-vien-vp" if one.id == "van" else "chanh-van-phong",))
            if one.id in {"van", "vien"}
            else one
            for one in OFFICE.accounts
        ),
    )
    assert only(seats("van", CHECK, CHECKER)).post.code == "chanh-van-phong"
    assert seats("van", CHECK, CHECKER, in_force=now(moved)) == ((), None)
    assert only(seats("vien", CHECK, CHECKER, in_force=now(moved))).behalf is None


def test_a_signature_is_taken_with_its_lines() -> None:
    block = only(seats("giam", SIGN, HEAD, FIELD)).block
    assert block is not None
    assert block.lines == ("GIÁM ĐỐC",)
    block = only(seats("pho", SIGN, HEAD, FIELD)).block
    assert block is not None
    assert block.lines == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")


def test_a_deputy_without_the_field_is_told_why_he_may_not_sign() -> None:
    found, refused = seats("pho2", SIGN, DEPUTY)
    assert found == ()
    assert refused is not None
    assert refused.code == "other_field"


def test_a_substitute_takes_the_absent_persons_seat_in_a_post_of_his_own() -> None:
    absence = away("van", "phovan")
    taken = only(seats("phovan", CHECK, CHECKER, in_force=now(OFFICE, absence)))
    assert taken.behalf is not None
    assert (taken.behalf.id, taken.granted_by) == ("van", absence.id)
    assert taken.post.code == "pho-chanh-van-phong"


def test_who_is_away_keeps_his_own_right() -> None:
    in_force = now(OFFICE, away("van", "phovan"))
    assert only(seats("van", CHECK, CHECKER, in_force=in_force)).behalf is None


@pytest.mark.parametrize(
    ("absent", "substitute", "seat", "lines"),
    [
        ("giam", "pho2", HEAD, ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        ("pho", "pho2", FIELD, ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        ("pho", "giam", FIELD, ("GIÁM ĐỐC",)),
    ],
)
def test_a_substitute_signs_as_the_law_has_it_for_his_own_post(
    absent: str, substitute: str, seat: Seat, lines: tuple[str, ...]
) -> None:
    in_force = now(OFFICE, away(absent, substitute))
    taken = only(seats(substitute, SIGN, seat, in_force=in_force))
    assert taken.block is not None
    assert taken.block.lines == lines
    assert taken.block.on_behalf_of == absent


def test_a_substitute_whom_the_law_lets_sign_nothing_is_told_so() -> None:
    found, refused = seats("vien", SIGN, HEAD, in_force=now(OFFICE, away("giam", "vien")))
    assert found == ()
    assert refused is not None
    assert refused.code == "may_not_sign"


def test_ones_own_right_comes_before_that_of_somebody_absent() -> None:
    in_force = now(OFFICE, away("pho", "giam"))
    found, _ = seats("giam", SIGN, FIELD, HEAD, in_force=in_force)
    assert [one.behalf.id if one.behalf else None for one in found] == [None, "pho"]


EDGES = [
    (STARTS - INSTANT, False),
    (STARTS, True),
    (ENDS - INSTANT, True),
    (ENDS, False),
]


@pytest.mark.parametrize(("at", "counts"), EDGES)
def test_an_absence_counts_from_its_first_instant_to_its_end_which_is_outside(
    at: datetime, counts: bool
) -> None:
    in_force = now(OFFICE, away("van", "phovan"), at=at)
    found, _ = seats("phovan", CHECK, CHECKER, in_force=in_force)
    assert bool(found) is counts
    assert is_away("van", in_force.grants, matter(CHECK, at=at)) is counts


@pytest.mark.parametrize(("at", "counts"), EDGES)
def test_a_delegation_counts_from_its_first_instant_to_its_end_which_is_outside(
    at: datetime, counts: bool
) -> None:
    found, _ = seats("tra", SIGN, HEAD, in_force=now(OFFICE, delegated("giam", "tra"), at=at))
    assert bool(found) is counts


@pytest.mark.parametrize(
    ("limits", "counts"),
    [
        ({}, True),
        ({"kinds": (CHECK,)}, True),
        ({"kinds": (REVIEW, SIGN)}, False),
        ({"fields": ("hanh-chinh", "van-hoa")}, True),
        ({"fields": ("van-hoa",)}, False),
        ({"types": ("cong_van",)}, True),
        ({"types": ("giay_moi",)}, False),
        ({"kinds": (CHECK,), "fields": ("hanh-chinh",), "types": ("giay_moi",)}, False),
    ],
)
def test_an_absence_counts_within_its_limits_alone(limits: dict[str, object], counts: bool) -> None:
    found, _ = seats(
        "phovan", CHECK, CHECKER, in_force=now(OFFICE, away("van", "phovan", **limits))
    )
    assert bool(found) is counts


@pytest.mark.parametrize(
    ("limits", "counts"),
    [
        ({}, True),
        ({"types": ("giay_moi",)}, False),
        ({"types": (), "fields": ("hanh-chinh",)}, True),
        ({"types": (), "fields": ("van-hoa",)}, False),
        ({"fields": ("van-hoa",)}, False),
    ],
)
def test_a_delegation_counts_within_its_limits_alone(
    limits: dict[str, object], counts: bool
) -> None:
    in_force = now(OFFICE, delegated("giam", "tra", **limits))
    assert bool(seats("tra", SIGN, HEAD, in_force=in_force)[0]) is counts


def test_a_delegate_signs_tuq_for_the_head() -> None:
    grant = delegated("giam", "tra")
    taken = only(seats("tra", SIGN, HEAD, in_force=now(OFFICE, grant)))
    assert taken.block is not None
    assert taken.block.lines == ("TUQ. GIÁM ĐỐC", "CHÁNH THANH TRA")
    assert taken.behalf is not None
    assert (taken.behalf.id, taken.granted_by) == ("giam", grant.id)


@pytest.mark.parametrize("kind", [CHECK, REVIEW, OPINION])
def test_a_delegation_is_for_signatures_alone(kind: StepKind) -> None:
    in_force = now(OFFICE, delegated("giam", "tra"))
    assert seats("tra", kind, HEAD, in_force=in_force) == ((), None)


@pytest.mark.parametrize(
    ("delegator", "delegate", "why"),
    [
        ("pho", "tra", "delegation_not_of_head"),
        ("giam", "vien", "delegate_not_unit_head"),
    ],
)
def test_a_delegation_that_the_law_does_not_know_lets_nobody_sign(
    delegator: str, delegate: str, why: str
) -> None:
    in_force = now(OFFICE, delegated(delegator, delegate))
    found, refused = seats(delegate, SIGN, HEAD, DEPUTY, in_force=in_force)
    assert found == ()
    assert refused is not None
    assert refused.code == why


CHAINS: list[tuple[StepKind, Seat, tuple[Absence | Delegation, ...], str]] = [
    (CHECK, CHECKER, (away("van", "phovan"), away("phovan", "vien")), "vien"),
    (SIGN, HEAD, (away("giam", "pho"), away("pho", "pho2")), "pho2"),
    (SIGN, HEAD, (delegated("giam", "tra"), away("tra", "vien")), "vien"),
    (SIGN, HEAD, (away("giam", "pho"), delegated("pho", "tra")), "tra"),
    (SIGN, HEAD, (delegated("giam", "van"), delegated("van", "tra")), "tra"),
]


@pytest.mark.parametrize(("kind", "seat", "grants", "last"), CHAINS)
def test_nothing_that_was_given_to_somebody_passes_on_to_a_third(
    kind: StepKind, seat: Seat, grants: tuple[Absence | Delegation, ...], last: str
) -> None:
    found, _ = seats(last, kind, seat, in_force=now(OFFICE, *grants))
    assert found == ()


def test_two_who_stand_in_for_each_other_gain_no_more_than_each_others_own() -> None:
    in_force = now(OFFICE, away("van", "tra"), away("tra", "van"))
    found, _ = seats("van", CHECK, CHECKER, post("chanh-thanh-tra"), in_force=in_force)
    assert [(one.seat, one.behalf.id if one.behalf else None) for one in found] == [
        (CHECKER, None),
        (post("chanh-thanh-tra"), "tra"),
    ]


def test_nobody_acts_for_somebody_who_took_another_part() -> None:
    in_force = now(OFFICE, away("van", "phovan"))
    substitute = OFFICE.account("phovan")
    assert substitute is not None
    free = round_at(step(CHECK, CHECKER))
    assert open_to(free, waiting(free), substitute, in_force) is not None
    for held in (
        round_at(step(CHECK, CHECKER), drafter="van"),
        round_at(step(CHECK, CHECKER), authors=("van",)),
        round_at(step(CHECK, CHECKER), submitter="phovan"),
        round_at(
            step(CHECK, CHECKER, number=2), voted(1, REVIEW, "van", seat=post("chanh-van-phong"))
        ),
    ):
        assert open_to(held, waiting(held), substitute, in_force) is None
        assert able(held, waiting(held), in_force) in ((), (OFFICE.account("van"),))


def test_what_was_done_in_somebodys_place_counts_as_his_too() -> None:
    done = voted(1, CHECK, "phovan", seat=CHECKER, behalf="van")
    held = round_at(step(REVIEW, post("chanh-van-phong"), number=2), done)
    absent = OFFICE.account("van")
    assert absent is not None
    assert open_to(held, waiting(held), absent, now(OFFICE)) is None


def test_a_seat_is_taken_once() -> None:
    both = step(OPINION, CHECKER, post("chanh-thanh-tra"), needs=2)
    in_force = now(OFFICE, away("van", "phovan"), away("tra", "pho"))
    held = round_at(both, voted(1, OPINION, "van", seat=CHECKER))
    open_for = {one.id for one in able(held, waiting(held), in_force)}
    assert open_for == {"tra", "pho"}


def test_nobody_takes_two_seats_of_a_step() -> None:
    both = step(OPINION, CHECKER, post("chanh-thanh-tra"), needs=2)
    in_force = now(OFFICE, away("tra", "van"))
    held = round_at(both, voted(1, OPINION, "van", seat=CHECKER))
    account = OFFICE.account("van")
    assert account is not None
    assert open_to(held, waiting(held), account, in_force) is None


def test_nobodys_right_counts_twice_in_a_step() -> None:
    """He gave his opinion in one post, then left: nobody gives another in his second post."""
    accounts = (
        replace(one, posts=(*one.posts, "chanh-thanh-tra")) if one.id == "van" else one
        for one in OFFICE.accounts
        if one.id != "tra"
    )
    organisation = replace(OFFICE, accounts=tuple(accounts))
    both = step(OPINION, CHECKER, post("chanh-thanh-tra"), needs=2)
    held = round_at(both, voted(1, OPINION, "van", seat=CHECKER))
    substitute = organisation.account("phovan")
    assert substitute is not None
    in_force = now(organisation, away("van", "phovan"))
    assert open_to(held, waiting(held), substitute, in_force) is None


def test_a_grant_of_somebody_who_left_the_agency_lets_nobody_in() -> None:
    left = replace(OFFICE, accounts=tuple(one for one in OFFICE.accounts if one.id != "van"))
    assert seats("phovan", CHECK, CHECKER, in_force=now(left, away("van", "phovan"))) == ((), None)


def test_everybody_who_may_decide_is_listed() -> None:
    held = round_at(step(SIGN, HEAD, FIELD))
    in_force = now(OFFICE, away("pho", "pho2"), delegated("giam", "tra"))
    assert [one.id for one in able(held, waiting(held), in_force)] == ["giam", "pho", "pho2", "tra"]


def test_an_absence_is_asked_at_the_instant_of_the_act() -> None:
    held = round_at(step(CHECK, CHECKER))
    substitute = OFFICE.account("phovan")
    assert substitute is not None
    grant = away("van", "phovan", ends_at=AT + INSTANT)
    assert open_to(held, waiting(held), substitute, now(OFFICE, grant)) is not None
    after = now(OFFICE, grant, at=AT + INSTANT)
    assert open_to(held, waiting(held), substitute, after) is None
