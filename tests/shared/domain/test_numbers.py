"""How numbers are printed."""

import pytest

from shared.domain.numbers import number_line, printed_number


@pytest.mark.parametrize(
    ("number", "printed"),
    [(1, "01"), (9, "09"), (10, "10"), (99, "99"), (100, "100"), (781, "781"), (12345, "12345")],
)
def test_only_numbers_below_ten_take_a_zero(number: int, printed: str) -> None:
    assert printed_number(number) == printed


@pytest.mark.parametrize("number", [0, -1])
def test_a_register_has_no_number_below_one(number: int) -> None:
    with pytest.raises(ValueError, match="begin with 1"):
        printed_number(number)


def test_the_number_line_has_a_slash_and_no_spaces_round_it() -> None:
    assert number_line(1, "SVHTTDL-VP") == "Số: 01/SVHTTDL-VP"


def test_the_number_line_without_a_number_has_room_for_one() -> None:
    assert number_line(None, "SVHTTDL-VP") == "Số: " + 8 * " " + "/SVHTTDL-VP"
