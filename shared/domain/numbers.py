"""How the number of a document is written (ND30 PL1 II.3)."""

_ROOM_TO_WRITE = " " * 8


def printed_number(number: int) -> str:
    """Arabic digits; a number below 10 takes a zero before it: 01 .. 09, 10, 12345."""
    if number < 1:
        raise ValueError(f"a register's numbers begin with 1, not {number}")
    return f"{number:02d}"


def number_line(number: int | None, symbol: str) -> str:
    """Box 3, "Số: 01/SVHTTDL-VP"; without a number there is room to write one."""
    written = _ROOM_TO_WRITE if number is None else printed_number(number)
    return f"Số: {written}/{symbol}"
