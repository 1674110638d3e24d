"""The pure rules of task lists: places and cursors, and whose desks are looked at."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.approval.domain.listing import (
    DonePlace,
    OpenPlace,
    Whose,
    cursor_of,
    done_place,
    open_place,
    seats_to_ask,
    words_of,
)
from services.approval.domain.seating import InForce
from shared.domain.grants import Absence, Delegation, Grants
from shared.domain.refusals import Invalid
from tests.services.approval.domain.rounds import AT, lang_son, person

INSTANTS = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001 -- the zone is the next argument
    max_value=datetime(2999, 1, 1),  # noqa: DTZ001 -- as above
    timezones=st.just(UTC),
)
IDS = st.uuids(version=4).map(str)


def now(absences: tuple[Absence, ...] = (), delegations: tuple[Delegation, ...] = ()) -> InForce:
    grants = Grants(absences=absences, delegations=delegations)
    return InForce(at=AT, organisation=lang_son(), version="o" * 64, grants=grants)


def asked(whose: Whose, account: str, force: InForce | None = None) -> set[str]:
    return {str(seat) for seat in seats_to_ask(whose, person(account), force or now())}


@given(urgency=st.integers(0, 3), due_at=INSTANTS, task=IDS)
def test_a_cursor_gives_back_an_open_tasks_place(urgency: int, due_at: datetime, task: str) -> None:
    place = OpenPlace(urgency=urgency, due_at=due_at, task=task)
    assert open_place(cursor_of(place)) == place


@given(at=INSTANTS, decision=IDS)
def test_a_cursor_gives_back_a_decisions_place(at: datetime, decision: str) -> None:
    place = DonePlace(at=at, decision=decision)
    assert done_place(cursor_of(place)) == place


@given(st.text(max_size=40))
def test_any_other_text_is_a_broken_cursor(text: str) -> None:
    for read in (open_place, done_place):
        with pytest.raises(Invalid) as refused:
            read(text)
        assert refused.value.code == "broken_cursor"


def test_a_cursor_of_one_list_is_broken_for_the_other() -> None:
    of_done = cursor_of(DonePlace(at=AT, decision=str(UUID(int=1))))
    with pytest.raises(Invalid):
        open_place(of_done)


def test_words_are_looked_for_as_they_are_kept() -> None:
    assert words_of("  Chuyển  ĐỔI số, chuyển ") == ("chuyen", "doi", "so,")
    assert words_of("") == ()


def test_mine_lie_on_my_own_seats_alone() -> None:
    assert asked(Whose.MINE, "chanh-van-phong") == {
        "account:chanh-van-phong",
        "post:chanh-van-phong",
        "unit_head:VP",
    }


def test_my_units_lie_on_every_seat_within_it_also_on_those_of_vacant_posts() -> None:
    seats = asked(Whose.UNIT, "van-thu")
    assert {"post:chanh-van-phong", "unit_head:VP", "account:chuyen-vien-vp"} <= seats
    assert not any("ql" in seat.lower() or "giam-doc" in seat for seat in seats)


def test_the_leaders_are_one_unit_with_the_fields_of_the_deputies() -> None:
    seats = asked(Whose.UNIT, "giam-doc")
    assert {
        "post:giam-doc",
        "post:pho-giam-doc",
        "field:du-lich",
        "account:duong-minh-tue",
    } <= seats
    assert not any("van-phong" in seat for seat in seats)


def test_a_substitutes_lie_on_the_seats_of_those_who_are_away_by_now() -> None:
    away = Absence(
        id="a1",
        account="duong-minh-tue",
        substitute="pho-giam-doc-2",
        starts_at=AT,
        ends_at=AT.replace(year=2027),
    )
    force = now(absences=(away,))
    assert "field:van-hoa" in asked(Whose.SUBSTITUTE, "pho-giam-doc-2", force)
    assert asked(Whose.SUBSTITUTE, "giam-doc", force) == set()
    coming = replace(away, starts_at=AT.replace(year=2027))
    assert asked(Whose.SUBSTITUTE, "pho-giam-doc-2", now(absences=(coming,))) == set()


def test_a_delegates_lie_on_the_seats_of_the_head() -> None:
    paper = Delegation(
        id="d1",
        delegator="giam-doc",
        delegate="chanh-van-phong",
        starts_at=AT,
        ends_at=AT.replace(year=2027),
        types=("cong_van",),
        fields=(),
        paper="12/QĐ-SVHTTDL ngày 05/01/2026",
    )
    seats = asked(Whose.SUBSTITUTE, "chanh-van-phong", now(delegations=(paper,)))
    assert seats == {"account:giam-doc", "post:giam-doc"}
