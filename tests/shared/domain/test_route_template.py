"""Whose a step of the file is, for one dispatch."""

from shared.domain.organisation import Organisation
from shared.domain.route import StepKind
from shared.domain.route_template import RouteStep, seats_of_step
from shared.domain.seats import Seat, SeatKind
from shared.domain.urgency import Urgency
from shared.runtime.organisations import read_organisation
from tests.support.agencies import LANG_SON, content_of

OFFICE = read_organisation(content_of(LANG_SON))


def seats(step: RouteStep) -> list[str]:
    return [str(seat) for seat in seats_of_step(step, "VP", "hanh-chinh")]


def sitters(office: Organisation, seat: Seat) -> list[str]:
    return [account.id for account in office.sitters(seat)]


def test_a_step_is_first_the_fields_deputys_then_of_those_named_each_once() -> None:
    step = RouteStep(
        kind=StepKind.SIGNATURE,
        hours=8,
        deputy_of_field=True,
        posts=("giam-doc", "giam-doc"),
        unit_heads=("TTr",),
        accounts=("van-thu",),
    )
    assert seats(step) == [
        "field:hanh-chinh",
        "post:giam-doc",
        "unit_head:TTr",
        "account:van-thu",
    ]


def test_a_content_check_of_nobody_is_the_drafting_units_heads() -> None:
    check = RouteStep(kind=StepKind.CONTENT_CHECK, hours=8)
    assert seats(check) == ["unit_head:VP"]
    assert seats(RouteStep(kind=StepKind.CONTENT_CHECK, hours=8, posts=("giam-doc",))) == [
        "post:giam-doc"
    ]


def test_no_other_step_is_anybodys_by_itself() -> None:
    assert seats(RouteStep(kind=StepKind.CONSULTATION, hours=8)) == []


def test_a_fields_seat_is_its_deputys_or_of_who_is_in_charge() -> None:
    seat = Seat(SeatKind.FIELD, "du-lich")
    assert sitters(OFFICE, seat) == ["pho-giam-doc-2"]
    content = content_of(LANG_SON)
    content["accounts"][1]["in_charge"] = "true"
    in_charge = read_organisation(content)
    assert sitters(in_charge, seat) == ["duong-minh-tue", "pho-giam-doc-2"]


def test_the_first_route_that_fits_is_taken_and_the_general_one_last() -> None:
    def route(unit: str, doc_type: str) -> str:
        field = OFFICE.field_of(unit)
        return OFFICE.route_for(
            unit=unit, doc_type=doc_type, field=field, urgency=Urgency.NORMAL
        ).name

    assert route("VP", "cong_van") == "Văn phòng soạn thảo"
    assert route("VP", "giay_moi") == "Giấy mời, giấy giới thiệu ký thừa lệnh"
    assert route("QLVH", "cong_van") == "Luồng chung"
    assert route("QLDL", "cong_van") == "Du lịch, có lấy ý kiến các phòng"
