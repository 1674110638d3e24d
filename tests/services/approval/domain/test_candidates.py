"""Who could still take the seats of a step, where some people may take several."""

import pytest

from services.approval.domain.candidates import most_seated
from shared.domain.seats import Seat, SeatKind

CULTURE, SPORT, TOURISM = (Seat(SeatKind.UNIT_HEAD, unit) for unit in ("QLVH", "QLTDTT", "QLDL"))


@pytest.mark.parametrize(
    ("choices", "seated"),
    [
        ({}, 0),
        ({"lan": []}, 0),
        ({"lan": [CULTURE], "minh": [CULTURE]}, 1),
        ({"lan": [CULTURE, SPORT], "minh": [CULTURE]}, 2),
        ({"lan": [CULTURE, SPORT], "minh": [CULTURE, SPORT], "hoa": [CULTURE, TOURISM]}, 3),
        ({"lan": [CULTURE, SPORT, TOURISM]}, 1),
    ],
)
def test_each_takes_one_seat_and_gives_way_to_who_has_no_choice(
    choices: dict[str, list[Seat]], seated: int
) -> None:
    assert most_seated(choices) == seated
