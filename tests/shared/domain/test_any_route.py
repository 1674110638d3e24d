"""Whatever conditions an agency's routes have: one that is called useless is never taken."""

from dataclasses import replace
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.organisation_faults import faults_of
from shared.domain.route_template import Route
from shared.domain.urgency import Urgency
from shared.runtime.organisations import read_organisation
from tests.support.agencies import LANG_SON, content_of

OFFICE = read_organisation(content_of(LANG_SON))
UNITS, TYPES, FIELDS = ("VP", "QLVH"), ("cong_van", "giay_moi"), ("van-hoa", "du-lich")
URGENCIES = (Urgency.NORMAL, Urgency.EXPRESS)


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


ROUTES = st.lists(
    st.builds(
        Route,
        name=st.uuids().map(str),
        steps=st.just(OFFICE.routes[0].steps),
        units=some(UNITS),
        types=some(TYPES),
        fields=some(FIELDS),
        urgencies=st.lists(st.sampled_from(URGENCIES), max_size=2, unique=True).map(tuple),
    ).filter(lambda route: not route.is_general()),
    max_size=4,
).map(tuple)


@given(ROUTES, st.integers(0, 4))
def test_a_route_that_the_file_check_calls_useless_is_never_taken(
    routes: tuple[Route, ...], at: int
) -> None:
    """The general route may stand anywhere: it is asked last."""
    every = (*routes[:at], OFFICE.routes[0], *routes[at:])
    office = replace(OFFICE, routes=every)
    useless = {
        route.name for number, route in enumerate(every) if f"routes[{number}]" in faults_of(office)
    }
    facts = product(UNITS, TYPES, FIELDS, URGENCIES)
    taken = {
        office.route_for(unit=unit, doc_type=doc_type, field=field, urgency=urgency).name
        for unit, doc_type, field, urgency in facts
    }
    assert not useless & taken
    assert "routes" not in faults_of(office)
